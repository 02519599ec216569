"""A review of a list fits into a message, however much of the list is odd."""

import pytest

from storage.accounts import Wallet
from storage.mass_orders import MassLine, MassStatus
from tests.views.gallery.mass import line, listed
from tests.views.gallery.paper import Shown
from tests.views.gallery.records import LONGEST, NOW
from tests.views.test_sentences import fits
from usecases.ordering.mass_lines import MOST_REPEATED
from usecases.ordering.mass_review import MassChoice, MassReview
from views import mass_reviews
from views.language import languages, speaking

LONG_NAMES: dict[str, int | str] = {"old": "Ж" * MOST_REPEATED, "new": "Ю" * MOST_REPEATED}


@pytest.mark.parametrize("code", languages())
@pytest.mark.parametrize("choice", [MassChoice(with_open=True), MassChoice(without_changed=True)])
def test_a_review_with_everything_in_it_fits_into_a_message(code: str, choice: MassChoice) -> None:
    lines = [
        *(
            line(LONGEST, number, was_price=10**15, price=10**15 + 1, open_order=10**9)
            for number in range(20)
        ),
        *(line(LONGEST, number, price=10**15 + 1) for number in range(20, 60)),
        *(MassLine(number, reason="mass_renamed", limits=LONG_NAMES) for number in range(60, 100)),
    ]
    again = listed([], MassStatus.PLACED)
    with speaking(code):
        shown = mass_reviews.review(MassReview(listed(lines), Wallet(0, 0, -1, 0), again, NOW, choice))

    assert fits(Shown("A review", shown))
