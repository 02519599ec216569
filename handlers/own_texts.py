"""Operators write texts of their own. Each is shown as people will see it before it is saved."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.awaiting import Expected, Expecting, HasText
from handlers.chat import Chat
from handlers.roles import May
from storage.conversations import Conversation
from storage.own_texts import TextKind
from usecases.errors import DraftGone
from usecases.operating.own_html import HtmlWrong, checked, escaped, looks_like_html
from usecases.operating.write_texts import WriteTexts
from usecases.people.access import Person
from usecases.people.roles import Action
from views.operating import own_texts as views
from views.operating.text_callbacks import (
    AskResetText,
    OpenOwnText,
    OpenOwnTexts,
    OpenTextLanguages,
    ResetOwnText,
    SaveOwnText,
)

FOUND_BY_CLIENTS = frozenset({"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number"})
"""Clients mark these in any text. They are no formatting."""


async def open_texts(_: CallbackQuery, chat: Chat, write_texts: WriteTexts) -> None:
    await chat.show(views.texts(await write_texts.written()))


async def open_languages(
    _: CallbackQuery, callback_data: OpenTextLanguages, chat: Chat, write_texts: WriteTexts
) -> None:
    await chat.show(views.text_languages(callback_data.kind, await write_texts.written()))


async def open_text(
    _: CallbackQuery, callback_data: OpenOwnText, chat: Chat, write_texts: WriteTexts
) -> None:
    await _ask(callback_data.kind, callback_data.tongue, chat, write_texts)


async def _ask(
    kind: TextKind, tongue: str, chat: Chat, write_texts: WriteTexts, wrong: HtmlWrong | None = None
) -> None:
    reason = views.wrong_html(wrong) if wrong else None
    screen = views.text(kind, tongue, await write_texts.text(kind, tongue), reason)
    await chat.show(screen, awaits=Expected.OWN_TEXT, kind=kind.value, tongue=tongue)


async def type_text(
    message: Message, chat: Chat, conversation: Conversation, write_texts: WriteTexts
) -> None:
    kind, tongue = TextKind(conversation.data["kind"]), str(conversation.data["tongue"])
    try:
        html = checked(_as_html(message))
    except HtmlWrong as wrong:
        return await _ask(kind, tongue, chat, write_texts, wrong)
    screen = views.text_preview(kind, tongue, html)
    return await chat.show(screen, awaits=Expected.OWN_TEXT, kind=kind.value, tongue=tongue, html=html)


def _as_html(message: Message) -> str:
    """Return what was formatted in the client as HTML, and HTML that was typed as it is."""
    kinds = {entity.type for entity in message.entities or ()}
    if kinds - FOUND_BY_CLIENTS:
        return message.html_text
    text = message.text or ""
    return text if looks_like_html(text) else escaped(text)


async def save_text(
    _: CallbackQuery,
    callback_data: SaveOwnText,
    chat: Chat,
    person: Person,
    conversation: Conversation,
    write_texts: WriteTexts,
) -> None:
    it, shown = callback_data, conversation.data
    html = str(shown.get("html", ""))
    is_same = (shown.get("kind"), shown.get("tongue")) == (it.kind.value, it.tongue)
    if not is_same or views.fingerprint_of_text(html) != it.shown:
        raise DraftGone
    await write_texts(it.kind, it.tongue, html, person.id)
    await chat.show(views.text_languages(it.kind, await write_texts.written()), toast=views.text_saved())


async def ask_reset(_: CallbackQuery, callback_data: AskResetText, chat: Chat) -> None:
    await chat.show(views.ask_reset_text(callback_data.kind, callback_data.tongue))


async def reset_text(
    _: CallbackQuery, callback_data: ResetOwnText, chat: Chat, person: Person, write_texts: WriteTexts
) -> None:
    await write_texts.reset(callback_data.kind, callback_data.tongue, person.id)
    written = await write_texts.written()
    await chat.show(views.text_languages(callback_data.kind, written), toast=views.text_reset())


def routes() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(open_texts, OpenOwnTexts.filter(), May(Action.SEE))
    router.callback_query.register(open_languages, OpenTextLanguages.filter(), May(Action.SEE))
    router.callback_query.register(open_text, OpenOwnText.filter(), May(Action.SEE))
    router.callback_query.register(save_text, SaveOwnText.filter(), May(Action.CHANGE_SERVICES))
    router.callback_query.register(ask_reset, AskResetText.filter(), May(Action.CHANGE_SERVICES))
    router.callback_query.register(reset_text, ResetOwnText.filter(), May(Action.CHANGE_SERVICES))
    return router


def text_routes() -> Router:
    """Routes of messages with a text for people."""
    router = Router(name=f"{__name__}.text")
    router.message.register(type_text, Expecting(Expected.OWN_TEXT), May(Action.CHANGE_SERVICES), HasText())
    return router
