"""The short way to Telegram says the same as aiogram's own, and fails the same."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.exceptions import AiogramError, ClientDecodeError, TelegramNetworkError
from aiogram.methods import (
    AnswerCallbackQuery,
    EditMessageReplyMarkup,
    EditMessageText,
    SendMessage,
    TelegramMethod,
)
from aiogram.types import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions

from bot.telegram.session import Session
from handlers.webhook_reply import TapAnswer, WebhookReply
from sandbox.telegram.server import TelegramServer
from sandbox.telegram.strict import read
from tests.conftest import ALICE

KEYBOARD = InlineKeyboardMarkup(
    inline_keyboard=[
        [InlineKeyboardButton(text="Меню 🏠", callback_data="home", style="primary")],
        [InlineKeyboardButton(text="Copy", copy_text=CopyTextButton(text='"<&"'))],
    ]
)
CALLS: dict[str, TelegramMethod[Any]] = {
    "an edit": EditMessageText(text="<b>two</b>", chat_id=ALICE, message_id=1, reply_markup=KEYBOARD),
    "an edit without buttons": EditMessageText(text="two", chat_id=ALICE, message_id=1),
    "the same again": EditMessageText(text="one", chat_id=ALICE, message_id=1),
    "a message that is gone": EditMessageText(text="two", chat_id=ALICE, message_id=99),
    "text that is no HTML": EditMessageText(text="<b>two", chat_id=ALICE, message_id=1),
    "an own preview": EditMessageText(
        text="two", chat_id=ALICE, message_id=1, link_preview_options=LinkPreviewOptions(is_disabled=False)
    ),
    "buttons taken": EditMessageReplyMarkup(chat_id=ALICE, message_id=1),
    "a message": SendMessage(
        chat_id=ALICE, text="<i>three</i>", reply_markup=KEYBOARD, message_effect_id="5"
    ),
    "an empty message": SendMessage(chat_id=ALICE, text=""),
    "a message to somebody who never wrote": SendMessage(chat_id=ALICE + 1, text="three"),
    "an answer to no tap": AnswerCallbackQuery(callback_query_id="1", text="x", show_alert=True),
}
FAULTS = ("http_500", "html", "garbage", "rate_limit", "unauthorized", "reset")


@pytest.fixture
async def bots(telegram: TelegramServer) -> AsyncIterator[tuple[Bot, Bot]]:
    """One with aiogram's session, one with ours; each finds a message of its own in Alice's chat."""
    telegram.world.chats[ALICE].started = True
    made = []
    for kind in (AiohttpSession, Session):
        default = DefaultBotProperties(
            parse_mode=ParseMode.HTML, link_preview=LinkPreviewOptions(is_disabled=True)
        )
        session = kind(api=TelegramAPIServer.from_base(telegram.url))
        made.append(Bot(telegram.token, session=session, default=default))
    yield made[0], made[1]
    for bot in made:
        await bot.session.close()


async def outcome(bot: Bot, method: TelegramMethod[Any]) -> object:
    try:
        await bot(method)
    except AiogramError as error:
        return type(error), str(error)
    return None


async def said(bot: Bot, telegram: TelegramServer, method: TelegramMethod[Any]) -> tuple[object, ...]:
    """What a call came to, what of it arrived, and how the message looks that it was about."""
    sent = await bot.send_message(ALICE, "one", reply_markup=KEYBOARD)
    if getattr(method, "message_id", None) == 1:
        method = method.model_copy(update={"message_id": sent.message_id})
    end = await outcome(bot, method)
    arrived = read(method.__api_method__, telegram.calls[-1]["sent"])
    message = telegram.world.chats[ALICE].messages[sent.message_id]
    looks = [message.get(name) for name in ("text", "entities", "reply_markup")]
    return end, arrived | {"message_id": ""}, looks


@pytest.mark.parametrize("name", CALLS)
async def test_a_call_says_and_comes_to_the_same(
    name: str, bots: tuple[Bot, Bot], telegram: TelegramServer
) -> None:
    theirs, ours = bots

    assert await said(ours, telegram, CALLS[name]) == await said(theirs, telegram, CALLS[name])


async def test_a_message_that_was_sent_comes_back_whole(bots: tuple[Bot, Bot]) -> None:
    theirs, ours = [await bot.send_message(ALICE, "<b>one</b>", reply_markup=KEYBOARD) for bot in bots]

    assert 0 <= (ours.date - theirs.date).total_seconds() < 60
    for field in type(theirs).model_fields:
        getattr(ours, field)  # some are read when somebody looks at them
    its_own = {"message_id": ours.message_id, "date": int(ours.date.timestamp())}
    assert ours.model_dump() == theirs.model_dump() | its_own


@pytest.mark.parametrize("name", ["an edit", "a message"])
@pytest.mark.parametrize("fault", FAULTS)
async def test_trouble_is_told_as_aiogram_tells_it(
    fault: str, name: str, bots: tuple[Bot, Bot], telegram: TelegramServer
) -> None:
    ends = []
    for bot in bots:
        telegram.faults.switch_on(fault, CALLS[name].__api_method__, times=1, seconds=3)
        ends.append(await outcome(bot, CALLS[name]))

    theirs, ours = ends
    assert isinstance(theirs, tuple)
    assert isinstance(ours, tuple)
    assert ours[0] is theirs[0]
    assert issubclass(ours[0], (ClientDecodeError, TelegramNetworkError)) or ours[1] == theirs[1]


async def test_an_answer_rides_with_the_webhooks_but_one_only_and_none_that_is_late() -> None:
    early, late = WebhookReply(), WebhookReply()

    assert early.carry(TapAnswer("7", "Ж", show_alert=True))
    assert not early.carry(TapAnswer("8"))
    body = '{"method":"answerCallbackQuery","callback_query_id":"7","text":"Ж","show_alert":true}'
    assert early.give() == body.encode()
    assert late.give() is None
    assert not late.carry(TapAnswer("9"))
