"""Lists of orders are split into lines and columns, however they were written."""

import random

import pytest

from usecases.errors import BadAnswer
from usecases.ordering.mass_text import (
    LONGEST_MASS_LINE,
    MOST_MASS_LINES,
    looks_like_mass_order,
    mass_rows,
    service_id_in,
)

LINK = "https://example.com/p/1"


def knows(service: str) -> bool:
    return service in ("101", "102", "abc")


def columns(text: str) -> list[tuple[str, ...]]:
    return [row.columns for row in mass_rows(text, knows)]


@pytest.mark.parametrize("separator", ["|", " | ", "\t", ";", " ; ", ",", ", "])
def test_each_separator_splits_a_line(separator: str) -> None:
    text = "\n".join(separator.join(("101", LINK, str(number))) for number in (100, 200))

    assert columns(text) == [("101", LINK, "100"), ("101", LINK, "200")]


def test_a_link_with_commas_stays_whole_between_bars_and_in_quotes() -> None:
    link = f"{LINK}?a=1,2;3"

    assert columns(f"101 | {link} | 100\n101 | {link} | 200")[0] == ("101", link, "100")
    assert columns(f'101,"{link}",100\n102,"{link}",200')[1] == ("102", link, "200")


def test_a_quoted_column_may_have_line_breaks_and_the_next_line_keeps_its_number() -> None:
    rows = mass_rows(f'101,{LINK},"one\ntwo ""2"""\n102,{LINK},100', knows)

    assert [row.columns[2] for row in rows] == ['one\ntwo "2"', "100"]
    assert [row.number for row in rows] == [1, 3]


def test_a_quote_that_is_not_closed_spoils_its_own_line_only() -> None:
    assert columns(f'101,"{LINK},100\n102,{LINK},200')[1] == ("102", LINK, "200")


@pytest.mark.parametrize(
    "header",
    [
        "service | link | quantity",
        "Service ID|URL|Quantity",
        "service_id | link",
        "Услуга | Ссылка | Количество",
    ],
)
def test_a_header_is_skipped(header: str) -> None:
    rows = mass_rows(f"{header}\n101 | {LINK} | 100", knows)

    assert [row.number for row in rows] == [2]


def test_an_order_of_a_service_with_a_name_is_no_header() -> None:
    assert columns("abc | link.page | many\n101 | x | 1")[0][0] == "abc"


def test_blank_lines_and_empty_columns_at_the_end_do_not_count() -> None:
    rows = mass_rows(f"\n101 | {LINK} | 100 | |\n   \n|||\n102;{LINK};200;;\n", knows)

    assert [(row.number, len(row.columns)) for row in rows] == [(2, 3), (5, 3)]


def test_a_hash_and_other_digits_before_a_service_are_understood() -> None:
    assert [service_id_in(one) for one in ("#101", "# 101", " １０１ ", "١٠١")] == ["101"] * 4


def test_a_hundred_lines_are_taken_and_one_more_is_refused_with_the_number() -> None:
    line = f"101 | {LINK} | 100\n"
    assert len(mass_rows(line * MOST_MASS_LINES, knows)) == MOST_MASS_LINES

    with pytest.raises(BadAnswer) as refused:
        mass_rows(line * (MOST_MASS_LINES + 1), knows)

    assert refused.value.limits == {"count": 101, "max": 100}


@pytest.mark.parametrize("separator", ["|", ","])
def test_a_line_of_100_kb_is_too_long_and_the_others_are_read(separator: str) -> None:
    long, short = separator.join(("101", "x" * 100_000, "1")), separator.join(("102", LINK, "200"))

    for text in (f"{long}\n{short}", f'"101"{separator}{"x" * 100_000}\n{short}'):
        first, second = mass_rows(text, knows)
        assert first.is_too_long
        assert len(first.columns[0]) < LONGEST_MASS_LINE
        assert second.columns == ("102", LINK, "200")


@pytest.mark.parametrize(
    ("text", "is_list"),
    [
        (f"101 | {LINK} | 100\n102 | {LINK} | 200", True),
        (f"{LINK} | 101 | 100\n{LINK} | 102 | 200", True),
        (f"101,{LINK},100\n102,{LINK},200", True),
        (f"101 | {LINK} | 100", False),
        ("instagram followers", False),
        ("Hello, I want 10\nlikes, and 20\nviews, please", False),
        ("followers\nlikes", False),
        ("", False),
    ],
)
def test_a_list_is_told_from_a_search(text: str, is_list: bool) -> None:  # noqa: FBT001
    assert looks_like_mass_order(text, knows) is is_list


PIECES = (
    "101", "102", "abc", "#", "|", "\t", ";", ",", '"', '""', "'", "\n", "\r\n", "\r", "\0", "\x1a", "\\n", " ",
    LINK, "@name", "1k", "1,000", "１２", "-5", "1e9", "٣", "service", "quantity", "\u2028", "\u202e", "\ufeff",
    "ё", "🎉", "=1+1", "https://[", "//", "x" * 3_000, "\ud800",
)  # fmt: skip


def odd_text(seed: int) -> str:
    """A text of pieces that lists are made of, in any sequence."""
    draw = random.Random(seed)
    return "".join(draw.choice(PIECES) for _ in range(draw.choice((1, 5, 30, 200))))


def test_no_odd_text_raises_anything_but_a_reason() -> None:
    read, reasons = 0, set()
    for seed in range(5_000):
        text = odd_text(seed)
        looks_like_mass_order(text, knows)
        try:
            rows = mass_rows(text, knows)
        except BadAnswer as refused:
            reasons.add(refused.reason)
        else:
            read += 1
            assert all(row.columns and row.number > 0 for row in rows)
    assert read > 3_000
    assert reasons == {"no_mass_lines"}
