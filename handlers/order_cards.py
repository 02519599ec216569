"""Shows the card of a person's own order."""

from handlers.chat import Chat
from usecases.tracking.view_orders import ViewOrders
from views.orders import order_card


async def show_card(
    order_id: int, user_id: int, chat: Chat, view_orders: ViewOrders, toast: str | None = None
) -> None:
    """Show the card, and draw it again for as long as the order has changed meanwhile.

    The outbox redraws the messages that it knows as cards. It does not know a new one until it is sent.
    Raises OrderGone for an order that is not this person's.
    """
    screen = order_card.card(await view_orders.card(order_id, user_id))
    await chat.show(screen, toast=toast)
    while (present := order_card.card(await view_orders.card(order_id, user_id))) != screen:
        screen = present
        await chat.redraw(screen)
