"""Shows the card of a person's own order."""

from handlers.chat import Chat
from usecases.tracking.view_orders import ViewOrders
from views.orders import order_card


async def show_card(
    order_id: int, user_id: int, chat: Chat, view_orders: ViewOrders, toast: str | None = None
) -> None:
    """Show the card. If the order changed while the card was sent, draw it again.

    The outbox redraws only recorded cards, and a new card is recorded after it was sent.
    Raises OrderGone for an order that is not this person's.
    """
    screen = order_card.card(await view_orders.card(order_id, user_id))
    await chat.show(screen, toast=toast)
    while (present := order_card.card(await view_orders.card(order_id, user_id))) != screen:
        screen = present
        await chat.redraw(screen)
