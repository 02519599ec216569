"""The card of an order has the button only where its end is why it needs attention."""

import pytest

from storage.orders import OrderStage
from tests.views.gallery.records import NOW, ORDINARY
from views.orders import order_card
from views.screen import Screen

DISMISSIBLE = {OrderStage.FAILED, OrderStage.PARTIAL, OrderStage.CANCELED, OrderStage.CLOSED}


def has_button(screen: Screen) -> bool:
    return any("Dismiss" in button.text for row in screen.rows for button in row)


@pytest.mark.parametrize("status", OrderStage)
def test_what_did_not_end_as_ordered_can_be_dismissed_once(status: OrderStage) -> None:
    fresh = order_card.card(ORDINARY.card(ORDINARY.order(status)))
    dismissed = order_card.card(ORDINARY.card(ORDINARY.order(status, dismissed_at=NOW)))

    assert has_button(fresh) == (status in DISMISSIBLE)
    assert not has_button(dismissed)
