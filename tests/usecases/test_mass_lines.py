"""Lines of a list get prices, or the reason why they cannot be ordered."""

import datetime as dt
import random

import pytest
from msgspec.structs import replace

from panel.service_types import RULES, Field, ServiceType
from storage.mass_orders import MassLine
from storage.services import CatalogueService
from tests.usecases.test_mass_text import PIECES
from usecases.browsing.price_list import PriceList
from usecases.browsing.shelves import Shelves
from usecases.errors import BadAnswer
from usecases.ordering.mass_lines import ForSale, fingerprint_of_list, read_lines, renewed
from usecases.ordering.mass_review import affordable, sum_of
from usecases.ordering.mass_text import mass_rows
from views.mass_reasons import reason
from views.questions import chosen

LINK = "https://example.com/p/1"
COLUMNS = {
    Field.LINK: LINK, Field.QUANTITY: "1k", Field.COMMENTS: r"one\ntwo", Field.USERNAMES: r"ann\nben",
    Field.HASHTAGS: r"#one\n#two", Field.HASHTAG: "#one", Field.USERNAME: "ann", Field.MEDIA: LINK,
    Field.ANSWER_NUMBER: "2", Field.GROUPS: r"one\ntwo", Field.MIN: "100", Field.MAX: "200", Field.POSTS: "5",
    Field.DELAY: "30", Field.KEYWORDS: r"one\ntwo", Field.COUNTRY: "US", Field.DEVICE: "5",
    Field.TYPE_OF_TRAFFIC: "3",
}  # fmt: skip


def service(id_: str, type_: ServiceType = ServiceType.DEFAULT, rate: str = "0.9") -> CatalogueService:
    return CatalogueService(id_, f"Service {id_}", type_, "All", rate, 2, 10_000, "", True, True, True)


OF_TYPES = {f"t{place}": service(f"t{place}", type_) for place, type_ in enumerate(ServiceType)}


def for_sale(*services: CatalogueService, held: str = "", hidden: CatalogueService | None = None) -> ForSale:
    shelves = Shelves(services)
    return ForSale(
        prices=PriceList(shelves, "USD", 0),
        listed=Shelves([*services, *([hidden] if hidden else [])]),
        held=frozenset({held}),
        is_shop=hidden is not None,
        today=dt.date(2030, 1, 1),
    )


SOLD = for_sale(service("101"), *OF_TYPES.values())


def read(text: str, sold: ForSale = SOLD) -> list[MassLine]:
    return read_lines(mass_rows(text, sold.knows), sold, chosen)


@pytest.mark.parametrize("id_", OF_TYPES)
def test_each_type_takes_its_required_questions_as_columns(id_: str) -> None:
    rules = RULES[ServiceType(OF_TYPES[id_].type)]
    columns = [COLUMNS[field] for field in rules.required]

    whole, short, long = read(
        "\n".join(" | ".join([id_, *one]) for one in (columns, columns[:-1], [*columns, "1", "2"]))
    )

    assert not whole.reason, reason(whole)
    assert whole.price > 0
    assert short.reason in ("mass_columns_missing", "mass_no_columns")
    assert long.reason == "mass_columns_many"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (f"404 | {LINK} | 100", "mass_unknown_service"),
        (f"{LINK} | 101 | 100", "mass_service_second"),
        (f"101 | 100 | {LINK}", "mass_swapped"),
        (f"101 | {LINK} | 1", "too_small"),
        (f"101 | {LINK} | 1m", "too_large"),
        (f"101 | {LINK} | many", "not_a_number"),
        ("101 | two words | 100", "not_a_target"),
        ("101 | shop.com | 100", "mass_unclear"),
        ("101", "mass_no_columns"),
        (f"h1 | {LINK} | 100", "mass_not_sold"),
        (f"102 | {LINK} | 100", "mass_held"),
        (f"103 | {LINK} | 100", "mass_no_price"),
    ],
)
def test_a_line_that_cannot_be_ordered_has_its_reason(line: str, told: str) -> None:
    sold = for_sale(
        service("101"), service("102"), service("103", rate="0"), held="102", hidden=service("h1")
    )

    _, wrong = read(f"101 | {LINK}/other | 100\n{line}", sold)

    assert wrong.reason == told
    assert reason(wrong)


def test_the_same_target_twice_is_wrong_for_one_service_and_fine_for_two() -> None:
    first, second, other = read(f"101 | {LINK} | 100\n101 | {LINK} | 200\nt0 | {LINK} | 100")

    assert (first.reason, second.reason, other.reason) == ("", "mass_twice", "")
    assert second.limits == {"line": 1}


def test_the_same_list_has_the_same_digest_however_it_is_written() -> None:
    lists = (f"101 | {LINK} | 100\n101 | x | 200", f"101;x;200\n#101;{LINK};100\n")

    assert len({fingerprint_of_list(mass_rows(one, SOLD.knows)) for one in lists}) == 1
    assert fingerprint_of_list(mass_rows("101 | x | 200\n101 | y | 1", SOLD.knows)) not in lists


def test_a_line_is_renewed_only_if_its_price_or_limits_have_changed() -> None:
    same, _ = read(f"101 | {LINK} | 1000\n101 | x | 1000")
    assert renewed(same, SOLD) == same

    dearer = renewed(same, for_sale(service("101", rate="1.8")))
    assert (dearer.was_price, dearer.price) == (900_000, 1_800_000)
    assert renewed(same, for_sale(replace(service("101"), min=2_000))).reason == "too_small"
    assert renewed(same, for_sale()).reason == "mass_unknown_service"


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (replace(service("101"), name="Dislikes"), "mass_renamed"),
        (replace(service("101"), name="Dislikes", rate="1.8"), "mass_renamed"),
        (replace(service("101"), type=ServiceType.PACKAGE), "mass_service_changed"),
    ],
)
def test_a_line_whose_service_became_another_one_is_wrong(now: CatalogueService, told: str) -> None:
    line, _ = read(f"101 | {LINK} | 1000\n101 | x | 1000")

    wrong = renewed(line, for_sale(now))

    assert (wrong.reason, wrong.service_id) == (told, "")
    assert told != "mass_renamed" or "now sells “Dislikes” here, no longer “Service 101”" in reason(wrong)


def test_a_held_line_keeps_its_answers_and_is_back_after_the_hold() -> None:
    line, _ = read(f"101 | {LINK} | 1000\n101 | x | 1000")
    held = for_sale(service("101"), held="101")

    waits = renewed(line, held)

    assert (waits.reason, waits.is_held) == ("mass_held", True)
    assert renewed(waits, held) == waits == read(f"101 | {LINK} | 1000", held)[0]
    assert renewed(waits, SOLD) == line
    dearer = renewed(waits, for_sale(service("101", rate="1.8")))
    assert (dearer.reason, dearer.was_price, dearer.price) == ("", 900_000, 1_800_000)


def test_of_two_held_lines_for_one_target_the_second_is_not_back() -> None:
    first, second = read(f"101 | {LINK} | 100\n101 | {LINK} | 200", for_sale(service("101"), held="101"))

    assert (renewed(first, SOLD).reason, renewed(second, SOLD).reason) == ("", "mass_twice")


def test_the_money_pays_for_the_first_lines_in_their_sequence() -> None:
    lines = [MassLine(number, price=price) for number, price in enumerate((5, 10, 1), 1)]

    assert [sum_of(affordable(lines, money)) for money in (4, 5, 14, 15, 16)] == [0, 5, 5, 15, 16]


def test_odd_lines_have_a_price_or_a_sentence() -> None:
    draw, odd = random.Random(7), 0
    pieces = [*PIECES, *COLUMNS.values(), *OF_TYPES]
    for _ in range(1_500):
        line = " | ".join(draw.choice(pieces) for _ in range(draw.randrange(1, 8)))
        try:
            lines = read(f"{line}\n101 | {LINK} | 100")
        except BadAnswer:
            continue
        for one in lines:
            odd += bool(one.reason)
            assert (one.price > 0) != bool(one.reason)
            assert not one.reason or reason(one)
    assert odd > 1_000
