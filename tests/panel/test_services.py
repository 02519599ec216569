"""Lists of services in every shape that panels were seen to give them in."""

from decimal import Decimal
from typing import Any

import pytest

from panel import Panel, PanelNotUnderstood, ServiceType
from panel.parsing.numbers import NO_LIMIT
from tests.panel.conftest import Script

SERVICE = {
    "service": 1, "name": "Followers", "type": "Default", "category": "First Category", "rate": "0.90",
    "min": "50", "max": "10000", "desc": "Some Description", "refill": True,
}  # fmt: skip


@pytest.mark.parametrize(
    "answer",
    [
        [SERVICE],
        {"services": [SERVICE]},
        {"data": [SERVICE]},
        {"status": "success", "data": [SERVICE]},
        {"1": {name: value for name, value in SERVICE.items() if name != "service"}},
        {"data": {"1": SERVICE}},
    ],
    ids=["list", "in services", "in data", "with a status", "keyed by id", "keyed by id in data"],
)
async def test_a_list_of_services_is_understood(script: Script, client: Panel, answer: Any) -> None:
    script.says(answer)

    (service,) = await client.services()

    assert (service.id, service.name, service.type) == ("1", "Followers", ServiceType.DEFAULT)
    assert (service.rate, service.min, service.max) == (Decimal("0.90"), 50, 10_000)
    assert (service.refill, service.cancel, service.dripfeed) == (True, False, False)


@pytest.mark.parametrize("answer", [[], {"status": "success", "data": "Empty Data"}, {"services": []}])
async def test_an_empty_list_is_no_error(script: Script, client: Panel, answer: Any) -> None:
    script.says(answer)

    assert await client.services() == ()


async def test_pages_are_asked_for_by_offset(script: Script, client: Panel) -> None:
    pages = {
        0: {"services": [SERVICE, {**SERVICE, "service": 2}], "next_offset": 2},
        2: {"services": [{**SERVICE, "service": 3}], "next_offset": None},
    }
    script.says(lambda sent: pages[int(sent.get("offset", 0))])

    assert [service.id for service in await client.services()] == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("change", "name", "value"),
    [
        ({"service": "17"}, "id", "17"),
        ({"service": "srv_x-9"}, "id", "srv_x-9"),
        ({"rate": 0.9}, "rate", Decimal("0.9")),
        ({"rate": "$0.50"}, "rate", Decimal("0.50")),
        ({"rate": "1,234.5"}, "rate", Decimal("1234.5")),
        ({"rate": "12.50 EUR"}, "rate", Decimal("12.50")),
        ({"rate": "0.0000123"}, "rate", Decimal("0.0000123")),
        ({"min": 10}, "min", 10),
        ({"max": "10,000"}, "max", 10_000),
        ({"refill": "true"}, "refill", True),
        ({"refill": 1}, "refill", True),
        ({"refill": "1"}, "refill", True),
        ({"refill": 0}, "refill", False),
        ({"refill": None}, "refill", False),
        ({"dripfeed": 1}, "dripfeed", True),
        ({"type": "custom_comments"}, "type", ServiceType.CUSTOM_COMMENTS),
        ({"type": "Mentions Users Followers"}, "type", ServiceType.MENTIONS_USER_FOLLOWERS),
        ({"type": "SEO"}, "type", ServiceType.SEO),
        ({"desc": None}, "description", ""),
        ({"desc": None, "description": " Slow "}, "description", "Slow"),
        ({"desc": "Fast", "description": "Slow"}, "description", "Fast"),
        ({"desc": None, "description": "Slow", "min": "1,000"}, "description", "Slow"),
        ({"drip_feed": True}, "dripfeed", True),
        ({"drip_feed": "1"}, "dripfeed", True),
        ({"dripfeed": False, "drip_feed": True}, "dripfeed", False),
        ({"rate": 0.30000000000000004}, "rate", Decimal("0.30000000000000004")),
        ({"rate": "0.0055000000000000003"}, "rate", Decimal("0.0055000000000000003")),
        ({"rate": "1,5"}, "rate", Decimal("1.5")),
        ({"rate": "0.00"}, "has_price", False),
        ({"rate": "0.01"}, "has_price", True),
        ({"max": "Unlimited"}, "max", NO_LIMIT),
        ({"max": "12 000"}, "max", 12_000),
        ({"max": "50.0"}, "max", 50),
        ({"min": "1.000"}, "min", 1),
        ({"min": 0}, "min", 1),
        ({"type": "Package", "min": None, "max": None}, "max", 1),
        ({"name": "Likes &amp; <b>Views</b> &#9733;"}, "name", "Likes & Views ★"),
        ({"name": "3 &lt; 5<br>and <3"}, "name", "3 < 5 and <3"),
        ({"name": "<b></b>"}, "name", "<b></b>"),
        ({"name": "\u200b\u2060"}, "name", "…"),
        ({"name": "\u200d&#8203;"}, "name", "…"),
        ({"category": "\u2800\u3164"}, "category", "…"),
        ({"category": ""}, "category", "…"),
        ({"name": "➖\u200b"}, "name", "➖\u200b"),
        ({"name": "&lt;b&gt; as it was meant"}, "name", "<b> as it was meant"),
        ({"category": "<i>Music</i>&nbsp;&mdash; plays"}, "category", "Music — plays"),
        ({"desc": "Starts<br/>&bull; 0-2 h<p>Ends</p>"}, "description", "Starts\n• 0-2 h\nEnds"),
        ({"desc": '<a href="https://x.example">Rules</a><script>'}, "description", "Rules"),
    ],
)
async def test_a_field_of_a_service_is_understood(
    script: Script, client: Panel, change: dict[str, Any], name: str, value: Any
) -> None:
    script.says([SERVICE | change])

    (service,) = await client.services()

    assert getattr(service, name) == value


async def test_what_makes_no_sense_is_counted(script: Script, client: Panel) -> None:
    script.says([SERVICE, {**SERVICE, "service": 2, "rate": "free"}])

    listing = await client.listing()

    assert listing is not None
    assert listing.senseless == 1


async def test_one_broken_service_does_not_cost_the_others(
    script: Script, client: Panel, caplog: pytest.LogCaptureFixture
) -> None:
    script.says(
        [SERVICE, {**SERVICE, "service": 2, "rate": "free"}, {"service": None}, 7, {**SERVICE, "service": 4}]
    )

    assert [service.id for service in await client.services()] == ["1", "4"]
    await client.services()
    assert caplog.text.count("make no sense") == 1


@pytest.mark.parametrize(
    "limits",
    [
        {"max": None}, {"max": ""}, {"max": "50.000"}, {"min": "1.000", "max": "50.000"}, {"max": "a lot"}, {"min": "few"},
        {"min": "100", "max": "50"}, {"max": 0}, {"min": None},
    ],
    ids=str,
)  # fmt: skip
async def test_limits_that_cannot_be_read_are_left_out_and_counted(
    script: Script, client: Panel, limits: dict[str, Any]
) -> None:
    script.says([SERVICE, {**SERVICE, "service": 2, **limits}])

    listing = await client.listing()

    assert listing is not None
    assert ([one.id for one in listing.services], listing.senseless) == (["1"], 1)


async def test_two_services_with_one_id_are_both_left_out_and_named(script: Script, client: Panel) -> None:
    other = {**SERVICE, "service": "1", "name": "Likes"}
    script.says(
        [SERVICE, {**SERVICE, "service": 2}, other, {**SERVICE, "service": 3}, {**SERVICE, "service": 3}]
    )

    listing = await client.listing()

    assert listing is not None
    assert [one.id for one in listing.services] == ["2", "3"]
    assert (listing.twice, listing.senseless) == (("1",), 0)


async def test_types_that_are_not_known_are_named(script: Script, client: Panel) -> None:
    script.says(
        [SERVICE, {**SERVICE, "service": 2, "type": "Platform 9"}, {**SERVICE, "service": 3, "type": "Magic"},
         {**SERVICE, "service": 4, "type": "Magic"}]
    )  # fmt: skip

    listing = await client.listing()

    assert listing is not None
    assert listing.unknown_types == ("Platform 9", "Magic")
    assert [one.type for one in listing.services] == [ServiceType.DEFAULT, None, None, None]


async def test_where_no_type_is_known_all_are_default(script: Script, client: Panel) -> None:
    script.says([{**SERVICE, "service": number, "type": f"Platform {number}"} for number in (1, 2)])

    listing = await client.listing()

    assert listing is not None
    assert listing.unknown_types == ()
    assert [one.type for one in listing.services] == [ServiceType.DEFAULT] * 2


def rows(first: int, count: int) -> list[dict[str, Any]]:
    return [{**SERVICE, "service": number} for number in range(first, first + count)]


@pytest.mark.parametrize("page", [100, 250, 500, 1_000])
async def test_a_list_of_a_round_number_of_rows_is_asked_once_more(
    script: Script, client: Panel, page: int
) -> None:
    script.says(lambda sent: rows(1, page + 30)[int(sent.get("offset", 0)) :][:page])

    listing = await client.listing()

    assert listing is not None
    assert [one.id for one in listing.services] == [str(number) for number in range(1, page + 31)]
    assert [sent.get("offset") for sent in script.sent] == [None, str(page)]


@pytest.mark.parametrize(
    "second",
    [rows(1, 100), [], {"error": "Incorrect request"}, list(reversed(rows(1, 100)))],
    ids=["the same", "nothing", "an error", "the same in another order"],
)
async def test_a_panel_that_has_no_second_page_is_asked_once_and_counts_once(
    script: Script, client: Panel, second: Any
) -> None:
    script.says(lambda sent: second if "offset" in sent else rows(1, 100))

    listing = await client.listing()

    assert listing is not None
    assert len(listing.services) == 100
    assert (len(script.sent), listing.twice, listing.senseless) == (2, (), 0)


async def test_a_list_that_is_as_before_is_not_read_whatever_its_pages(script: Script, client: Panel) -> None:
    script.says(rows(1, 100))
    ignores_offset = await client.listing()
    assert ignores_offset is not None
    assert await client.listing(unless=ignores_offset.fingerprint) is None
    assert len(script.sent) == 3

    script.says(lambda sent: rows(1, 130)[int(sent.get("offset", 0)) :][:100])
    paged = await client.listing(unless=ignores_offset.fingerprint)
    assert paged is None or len(paged.services) == 130


async def test_pages_that_never_end_are_not_followed_for_ever(script: Script, client: Panel) -> None:
    script.says({"services": rows(1, 100), "has_more": True})

    assert len(await client.services()) == 100
    assert len(script.sent) == 2


@pytest.mark.parametrize("answer", [b"<html>", {"services": "soon"}, 5, {"x": 1}])
async def test_what_is_no_list_is_not_understood(script: Script, client: Panel, answer: Any) -> None:
    script.says(answer)

    with pytest.raises(PanelNotUnderstood):
        await client.services()
