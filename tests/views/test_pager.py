"""The row of buttons that turns the pages of a list."""

import pytest

from views.callbacks import OpenCatalogue
from views.navigation import turning


@pytest.mark.parametrize(
    ("page", "back", "on"),
    [pytest.param(0, 0, 1, id="first"), pytest.param(1, 0, 2, id="middle"), pytest.param(2, 1, 2, id="last")],
)
def test_an_arrow_at_an_end_stays_there(page: int, back: int, on: int) -> None:
    row = turning(page, 3, lambda turned: OpenCatalogue(page=turned))

    pages = [OpenCatalogue.unpack(button.callback_data or "").page for button in row]
    assert pages == [back, 0, on]


def test_a_single_page_has_no_pager() -> None:
    assert turning(0, 1, lambda turned: OpenCatalogue(page=turned)) == []
