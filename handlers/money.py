"""The operator finds a person, sees their money, and moves it by hand."""

import asyncio
from dataclasses import replace
from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.awaiting import Expected, Expecting, HasText
from handlers.chat import Chat
from handlers.roles import May
from handlers.shop import InShop
from storage.conversations import Conversation
from usecases.errors import BadAnswer, DraftGone
from usecases.paying.move_by_hand import Intent, Move, MoveByHand
from usecases.paying.view_money import ViewMoney
from usecases.paying.view_wallet import ViewWallet
from usecases.people.access import Person
from usecases.people.roles import Action
from views import failures, statement, typed, wallet
from views.operating import money
from views.operating.money_callbacks import ConfirmMove, OpenMoney, SendStatementOf, StartMove


async def open_money(_: CallbackQuery, callback_data: OpenMoney, chat: Chat, view_money: ViewMoney) -> None:
    await chat.show(money.card(await view_money.card(callback_data.user)))


async def send_statement_of(
    _: CallbackQuery, callback_data: SendStatementOf, chat: Chat, view_wallet: ViewWallet
) -> None:
    found = await view_wallet.statement(callback_data.user)
    if not found.entries:
        await chat.answer(wallet.nothing_yet())
        return
    await chat.answer()
    body = await asyncio.to_thread(statement.table, found)
    await chat.send_file(body, f"statement-{callback_data.user}.csv")


async def start_move(
    _: CallbackQuery, callback_data: StartMove, chat: Chat, person: Person, move_by_hand: MoveByHand
) -> None:
    await _ask_amount(await move_by_hand.intent(callback_data.move, callback_data.user, person.id), chat)


async def _ask_amount(it: Intent, chat: Chat, reason: str | None = None) -> None:
    await chat.show(money.ask_amount(it, reason), awaits=Expected.MOVE_AMOUNT, **_about(it))


def _about(it: Intent) -> dict[str, Any]:
    """What the conversation keeps of an intent. `after` stays what it was when the operator began."""
    return {"user": it.user.id, "move": it.move.value, "after": it.after}


async def _resumed(conversation: Conversation, person: Person, move_by_hand: MoveByHand) -> Intent:
    kept = conversation.data
    it = await move_by_hand.intent(Move(kept["move"]), int(kept["user"]), person.id)
    return replace(it, after=int(kept["after"]))


async def type_amount(
    message: Message, chat: Chat, person: Person, conversation: Conversation, move_by_hand: MoveByHand
) -> None:
    it = await _resumed(conversation, person, move_by_hand)
    try:
        amount = move_by_hand.amount(it, typed.amount(message.text or "", it.currency))
    except BadAnswer as fact:
        return await _ask_amount(it, chat, failures.words(fact))
    return await _ask_reason(it, amount, chat)


async def _ask_reason(it: Intent, amount: int, chat: Chat, reason: str | None = None) -> None:
    screen = money.ask_reason(it, amount, reason)
    await chat.show(screen, awaits=Expected.MOVE_REASON, amount=amount, **_about(it))


async def type_reason(
    message: Message, chat: Chat, person: Person, conversation: Conversation, move_by_hand: MoveByHand
) -> None:
    it, amount = await _resumed(conversation, person, move_by_hand), int(conversation.data["amount"])
    try:
        reason = move_by_hand.reason(message.text or "")
    except BadAnswer as fact:
        return await _ask_reason(it, amount, chat, failures.words(fact))
    screen = money.ask_to_confirm(it, amount, reason)
    return await chat.show(screen, amount=amount, reason=reason, **_about(it))


async def confirm_move(
    _: CallbackQuery,
    callback_data: ConfirmMove,
    chat: Chat,
    person: Person,
    conversation: Conversation,
    move_by_hand: MoveByHand,
    view_money: ViewMoney,
) -> None:
    """Do what was shown, once. What the conversation no longer holds is not done."""
    move, user_id, after = callback_data.move, callback_data.user, callback_data.after
    shown = conversation.data
    if (shown.get("user"), shown.get("move"), shown.get("after")) == (
        user_id,
        move,
        after,
    ) and "reason" in shown:
        amount, reason = int(shown["amount"]), str(shown["reason"])
        try:
            done = await move_by_hand(move, user_id, after, amount, reason, person.id)
        except BadAnswer as fact:  # the wallet or the limits have changed meanwhile
            it = await move_by_hand.intent(move, user_id, person.id)
            return await _ask_amount(it, chat, failures.words(fact))
    else:
        found = await move_by_hand.done(move, user_id, after)
        if found is None:
            raise DraftGone
        done = found
    return await chat.show(money.moved(done, view_money.currency))


def routes() -> Router:
    router = Router(name=__name__)
    router.callback_query.filter(InShop())
    router.callback_query.register(open_money, OpenMoney.filter(), May(Action.SEE))
    router.callback_query.register(send_statement_of, SendStatementOf.filter(), May(Action.SEE))
    router.callback_query.register(start_move, StartMove.filter(), May(Action.DECIDE_MONEY))
    router.callback_query.register(confirm_move, ConfirmMove.filter(), May(Action.DECIDE_MONEY))
    return router


def text_routes() -> Router:
    """Routes of texts that name a person, an amount or a reason."""
    router = Router(name=f"{__name__}.text")
    router.message.filter(InShop())
    router.message.register(type_amount, Expecting(Expected.MOVE_AMOUNT), May(Action.DECIDE_MONEY), HasText())
    router.message.register(type_reason, Expecting(Expected.MOVE_REASON), May(Action.DECIDE_MONEY), HasText())
    return router
