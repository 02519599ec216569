"""Which kind of text a conversation expects next, and filters on it."""

from enum import StrEnum

from aiogram.filters import BaseFilter
from aiogram.types import Message, TelegramObject

from storage.conversations import Conversation


class Expected(StrEnum):
    """What the conversation takes a person's next text for."""

    ANSWER = "answer"
    REVIEW = "review"
    SEARCH = "search"
    ORDER_NUMBER = "order_number"
    PANEL_ORDER = "panel_order"
    PANEL_REFILL = "panel_refill"
    ANY_ORDER = "any_order"
    ADOPTION = "adoption"
    REFUND = "refund"
    PRICE = "price"
    PRICED_SERVICE = "priced_service"
    SHOP_VALUE = "shop_value"
    GROUP_NAME = "group_name"
    ANYBODY = "anybody"
    WHY_BLOCKED = "why_blocked"
    LETTER = "letter"
    MOVE_AMOUNT = "move_amount"
    MOVE_REASON = "move_reason"
    STARS = "stars"
    MASS_ORDER = "mass_order"
    MASS_REVIEW = "mass_review"
    QUIET_HOURS = "quiet_hours"
    OWN_TEXT = "own_text"
    DESK_SERVICE = "desk_service"
    OWN_VALUE = "own_value"
    LOW_BALANCE = "low_balance"
    BROADCAST = "broadcast"
    BROADCAST_SERVICE = "broadcast_service"
    BROADCAST_CUSTOMERS = "broadcast_customers"
    BROADCAST_LIST = "broadcast_list"
    BROADCAST_COUNT = "broadcast_count"
    SUPPORT = "support"
    SUPPORT_MORE = "support_more"
    CASE_ANSWER = "case_answer"


class Expecting(BaseFilter):
    """Lets an update through if the conversation expects this kind of text."""

    def __init__(self, awaited: Expected) -> None:
        self.awaited = awaited

    async def __call__(self, _: TelegramObject, conversation: Conversation) -> bool:
        return conversation.state == self.awaited


class HasText(BaseFilter):
    """Lets a message with text through. aiogram runs the filter `F.text` in a thread: ten times slower."""

    async def __call__(self, message: Message) -> bool:
        return bool(message.text)
