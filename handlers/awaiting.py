"""What the next text of a person is taken for."""

from enum import StrEnum

from aiogram.filters import BaseFilter
from aiogram.types import Message, TelegramObject

from storage.conversations import Conversation


class Expected(StrEnum):
    """What the next text of a person is taken for."""

    ANSWER = "answer"
    REVIEW = "review"
    SEARCH = "search"
    ORDER_NUMBER = "order_number"
    PANEL_ORDER = "panel_order"
    PANEL_REFILL = "panel_refill"
    ANY_ORDER = "any_order"
    ADOPTION = "adoption"


class Expecting(BaseFilter):
    """Lets a text through if it is what the person was asked for."""

    def __init__(self, awaited: Expected) -> None:
        self._awaited = awaited

    async def __call__(self, _: TelegramObject, conversation: Conversation) -> bool:
        return conversation.state == self._awaited


class HasText(BaseFilter):
    """An async filter: a magic `F.text` would run in a thread, ten times slower."""

    async def __call__(self, message: Message) -> bool:
        return bool(message.text)
