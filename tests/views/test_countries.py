"""Countries are understood by code or name, in the person's language, and named in it."""

import pytest

from usecases.ordering.countries import COUNTRY_CODES
from views import countries


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("de", "DE"), (" Germany ", "DE"), ("united  states", "US"), ("USA", "US"), ("uk", "GB"), ("ww", "WW"),
        ("Whole world", "WW"), ("Germanyy", None), ("EU", None), ("ZZ", None), ("", None),
    ],
)  # fmt: skip
def test_a_country_is_understood_by_its_code_or_name(typed: str, code: str | None) -> None:
    assert countries.code_of(typed) == code


def test_every_code_has_a_name_and_is_found_by_it() -> None:
    for code in COUNTRY_CODES:
        assert countries.code_of(countries.name(code).removesuffix(f" ({code})")) == code


def test_a_name_that_is_misspelt_has_its_nearest() -> None:
    assert countries.nearest("Germanyy") == "Germany (DE)"
    assert countries.nearest("untied states") == "United States (US)"
    assert countries.nearest("qqq") is None
