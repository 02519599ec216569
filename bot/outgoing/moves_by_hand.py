"""Builds the messages about what an operator did by hand with a person's money."""

from storage.events import Event
from storage.outbox import OutboxMessage
from usecases.errors import PersonGone
from usecases.paying.move_by_hand import Move
from usecases.paying.view_money import ViewMoney
from views.operating import money
from views.screen import Screen


class MovesByHand:
    def __init__(self, view_money: ViewMoney) -> None:
        self._view_money = view_money

    async def __call__(self, message: OutboxMessage) -> Screen:
        """Build the message to the person or to another operator. Raises PersonGone if it is not theirs."""
        if message.subject_id is None:
            return await self._of_line(message)
        it = await self._view_money.by_hand(message.subject_id)
        if message.event is Event.MOVED_BY_OPERATOR:
            return money.by_another(
                it.user, it.by, it.move, it.transfer.amount, it.transfer.reason, it.currency
            )
        if it.user.id != message.user_id:
            raise PersonGone
        return money.told(it, await self._view_money.wallet(it.user.id))

    async def _of_line(self, message: OutboxMessage) -> Screen:
        """Build the message about a credit line, which moves no money: its facts are in the payload."""
        facts, currency = message.payload, self._view_money.currency
        line, reason = int(facts["line"]), str(facts["reason"])
        if message.event is Event.MOVED_BY_HAND:
            return money.told_of_line(line, reason, await self._view_money.wallet(message.user_id), currency)
        user = await self._view_money.person(int(facts["user"]))
        by = await self._view_money.person(int(facts["by"]))
        return money.by_another(user, by, Move.LINE, line, reason, currency)
