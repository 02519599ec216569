"""What people type is understood: numbers, links, lists, dates."""

import datetime as dt

import pytest

from panel.service_types import Field
from storage.services import CatalogueService
from usecases.errors import BadAnswer
from usecases.numbers import parse_whole
from usecases.ordering.answers import parse_answer
from usecases.ordering.links import is_sentence, meanings, parse_address, parse_target

TODAY = dt.date(2026, 11, 24)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1000", 1000), ("1 000", 1000), ("1,000", 1000), ("1.000", 1000), ("1k", 1000), ("1.5k", 1500),
        ("1,5k", 1500), ("2 K", 2000), ("1m", 1_000_000), ("１０００", 1000), ("١٠٠٠", 1000), ("۱۰۰۰", 1000),
        ("  50 ", 50), ("1\u00a0000", 1000), ("12'345", 12345), ("1,234,567", 1_234_567), ("0", 0), ("007", 7),
    ],
)  # fmt: skip
def test_a_quantity_is_understood(typed: str, number: int) -> None:
    assert parse_whole(typed) == number


@pytest.mark.parametrize(
    "typed",
    ["", " ", "many", "-5", "+5", "1.5", "1,00", "1.2345k", "0.5", "1e3", "1k5", "1 k k", "9" * 26, "½", "1_0",
     "1,000.000,0", "0x10", "k", "1,2,3", "∞"],
)  # fmt: skip
def test_what_is_no_whole_number_is_refused(typed: str) -> None:
    assert parse_whole(typed) is None


@pytest.mark.parametrize(
    ("typed", "link"),
    [
        ("example.com/p/1", "https://example.com/p/1"),
        (" https://example.com ", "https://example.com"),
        ("http://example.com:8080/x?y=1#z", "http://example.com:8080/x?y=1#z"),
        ("t.me/channel", "https://t.me/channel"),
        ("пример.рф/страница", "https://пример.рф/страница"),
        ("https://pictogram.example/ann.lee ,", "https://pictogram.example/ann.lee"),
        ("(https://example.com/a_(b))", "https://example.com/a_(b)"),
        ("\u200e«https://example.com/x».\u200e", "https://example.com/x"),
    ],
)
def test_a_link_is_understood(typed: str, link: str) -> None:
    assert parse_address(typed) == link
    assert meanings(typed) == (link,)


@pytest.mark.parametrize(
    "typed",
    ["ann.lee", "@ann.lee", "annlee", "Ann_Lee-7", "@ann.me", "9b2d6a10-77aa-4c1e-8f00-0123456789ab", "+15550123",
     "-1002003004", "имя_канала"],
)  # fmt: skip
def test_one_word_is_taken_as_it_is(typed: str) -> None:
    assert meanings(f" {typed} ,") == (typed,)
    assert parse_target(typed) == typed


@pytest.mark.parametrize("typed", ["example.com", "ann.me", "Ann.IN", "пример.рф"])
def test_a_word_that_may_be_an_address_or_a_name_has_both_meanings(typed: str) -> None:
    assert meanings(typed) == (f"https://{typed}", typed)
    assert [parse_target(one) for one in meanings(typed)] == list(meanings(typed))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("please here: https://example.com/v/1!", ("https://example.com/v/1",)),
        ("look example.com/v/1 thanks", ("https://example.com/v/1",)),
        ("https://example.com/1 https://example.com/2", ()),
        ("ann lee", ()),
        ("my site example.com", ()),
    ],
)
def test_a_sentence_means_the_one_address_in_it(typed: str, found: tuple[str, ...]) -> None:
    assert meanings(typed) == found
    assert is_sentence(typed)


@pytest.mark.parametrize(
    "typed",
    ["", "@", "...", "https://", "ftp://example.com", "javascript:alert(1)", "data:text/html,x", "tg://resolve?domain=x",
     "https://user:pass@example.com", "https://localhost/x", "a b.com", "https://exa\u202emple.com", "ann\u200blee",
     "https://example.com/<script>", "https://example..com", "https://example.com:99999", "x" * 1200 + ".com/x",
     "x" * 201, "https://[::1", "file:///etc/passwd", "https://.com", "//example.com/x", "ann@example.com"],
)  # fmt: skip
def test_what_is_no_target_is_refused(typed: str) -> None:
    assert meanings(typed) == ()
    assert parse_address(typed) is None


def service(kind: str, smallest: int = 10, largest: int = 1_000) -> CatalogueService:
    return CatalogueService("1", "S", kind, "C", "1.0", smallest, largest, "", False, False, True)


@pytest.mark.parametrize(
    ("kind", "field", "typed", "sent"),
    [
        ("subscriptions", Field.EXPIRY, "1.2.2030", "01/02/2030"),
        ("subscriptions", Field.DELAY, "30", "30"),
        ("subscriptions", Field.DELAY, "2 hours", "120"),
        ("subscriptions", Field.DELAY, "90 Min.", "90"),
        ("default", Field.INTERVAL, "1 day", "1440"),
        ("mentions_hashtag", Field.HASHTAG, " #spring ", "#spring"),
        ("web_traffic", Field.COUNTRY, "  US ", "US"),
        ("web_traffic", Field.COUNTRY, "ww", "WW"),
        ("web_traffic", Field.DEVICE, "5", "5"),
        ("mentions_custom_list", Field.USERNAMES, "a\n" * 10 + "\n \n", "\n".join("a" * 10)),
        ("default", Field.RUNS, "2", "2"),
    ],
)
def test_an_answer_is_brought_into_the_form_that_is_sent(
    kind: str, field: Field, typed: str, sent: str
) -> None:
    assert parse_answer(service(kind), field, typed, {}, TODAY) == sent


@pytest.mark.parametrize(
    ("kind", "field", "typed", "reason"),
    [
        ("subscriptions", Field.EXPIRY, "24/11/2026", "date_is_past"),
        ("subscriptions", Field.EXPIRY, "31/02/2030", "not_a_date"),
        ("subscriptions", Field.EXPIRY, "tomorrow", "not_a_date"),
        ("subscriptions", Field.DELAY, "7", "not_a_choice"),
        ("mentions", Field.USERNAMES, "a b\nc", "not_one_a_line"),
        ("mentions_custom_list", Field.USERNAMES, "a\nb", "too_few_lines"),
        ("custom_comments", Field.COMMENTS, "x\n" * 1_001, "too_many_lines"),
        ("custom_comments", Field.COMMENTS, "x" * 100_001, "list_too_long"),
        ("default", Field.RUNS, "1", "too_small"),
        ("web_traffic", Field.DEVICE, "6", "not_a_choice"),
        ("web_traffic", Field.COUNTRY, "Germanyy", "not_a_country"),
        ("web_traffic", Field.COUNTRY, "EU", "not_a_country"),
        ("mentions_hashtag", Field.HASHTAG, "two words", "not_one_word"),
        ("web_traffic", Field.GOOGLE_KEYWORD, " ", "not_one_line"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_with_its_reason(
    kind: str, field: Field, typed: str, reason: str
) -> None:
    with pytest.raises(BadAnswer) as caught:
        parse_answer(service(kind), field, typed, {}, TODAY)

    assert caught.value.reason == reason


def test_the_most_per_post_is_not_below_the_least() -> None:
    with pytest.raises(BadAnswer) as caught:
        parse_answer(service("subscriptions"), Field.MAX, "20", {"min": "50"}, TODAY)

    assert caught.value.limits == {"min": 50, "max": 1_000}
