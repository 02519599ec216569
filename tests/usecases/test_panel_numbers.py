"""How the panel's ids are typed."""

import pytest

from usecases.panel_numbers import spellings


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("48110", ("48110",)),
        ("048110", ("48110", "048110")),
        ("#48110", ("48110",)),
        ("№ 48110", ("48110",)),
        ("48 110", ("48110",)),
        ("４８１１０", ("48110",)),
        ("٤٨١١٠", ("48110",)),
        ("\u200b48110\u200e", ("48110",)),
        ("#ord_9c-2", ("ord_9c-2",)),
        ("7f3e0a", ("7f3e0a",)),
        ("", ()), ("#", ()), ("0", ()), ("000", ()), ("-", ()), ("order 5", ()), ("a b", ()), ("9" * 65, ()),
    ],
)  # fmt: skip
def test_an_id_is_read_in_every_spelling(typed: str, expected: tuple[str, ...]) -> None:
    assert spellings(typed) == expected
