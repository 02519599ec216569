"""What the Bot API refuses, the sandbox refuses with the same code and words: one row a rule."""

import io
import json
from typing import Any

import aiohttp
import pytest

from sandbox.telegram.files import document, new_file
from sandbox.telegram.server import TelegramServer
from tests.conftest import ALICE, BOB

MENU, WRITTEN, FILE, TOPIC = (
    1,
    2,
    3,
    4,
)  # messages that are there: the bot's, Alice's, a file, a topic's opening
TAP = "17"
ZERO_WIDTH = "\u200b\u200d\u200b"
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly "
    "the same as a current content and reply markup of the message"
)
HOOK = "https://bot.example"


def inline(*buttons: dict[str, Any], **more: Any) -> str:
    return json.dumps({"inline_keyboard": [[button] for button in buttons], **more})


def sending(**given: Any) -> dict[str, Any]:
    return {"chat_id": ALICE, "text": "x", **given}


def answering(**wish: Any) -> dict[str, Any]:
    return sending(reply_parameters=json.dumps(wish))


def key(**button: Any) -> dict[str, Any]:
    return sending(reply_markup=inline({"text": "a", **button}))


ROWS: list[tuple[str, dict[str, Any], str]] = [
    # texts
    ("sendMessage", sending(text=""), "message text is empty"),
    ("sendMessage", sending(text=" \n "), "message text is empty"),
    ("sendMessage", sending(text=ZERO_WIDTH), "message text is empty"),
    ("sendMessage", sending(text="\u2800\u00a0"), "message text is empty"),
    ("sendMessage", sending(text=f"<b>{ZERO_WIDTH}</b>", parse_mode="HTML"), "message text is empty"),
    ("editMessageText", {"chat_id": ALICE, "message_id": MENU, "text": ZERO_WIDTH}, "message text is empty"),
    ("sendMessage", sending(text="x" * 4_097), "message is too long"),
    ("sendMessage", sending(text="👍" * 2_049), "message is too long"),
    ("sendMessage", sending(text=f"<b>{'x' * 4_097}</b>", parse_mode="HTML"), "message is too long"),
    ("sendMessage", sending(text="x" * 32_769), "text is too long"),
    ("sendMessage", sending(parse_mode="word"), "unsupported parse_mode"),
    ("sendMessage", sending(text="<h1>x</h1>", parse_mode="HTML"),
     'can\'t parse entities: Unsupported start tag "h1" at byte offset 0'),
    ("sendMessage", {"text": "x"}, "chat_id is empty"),
    ("sendMessage", sending(chat_id=5), "chat not found"),
    ("sendMessage", sending(chat_id=BOB), "Forbidden: bot can't initiate conversation with a user"),
    # topics and replies
    ("sendMessage", sending(message_thread_id=99), "message thread not found"),
    ("sendMessage", sending(message_thread_id=MENU), "message thread not found"),
    ("sendMessage", answering(message_id=99), "message to be replied not found"),
    ("sendMessage", answering(message_id=MENU, chat_id=BOB), "message to be replied not found"),
    ("sendMessage", sending(reply_to_message_id=99), "message to be replied not found"),
    ("sendMessage", answering(allow_sending_without_reply=True), 'can\'t find field "message_id"'),
    ("sendMessage", answering(message_id=MENU, message="x"), "can't parse reply parameters: unexpected field message"),
    # keyboards
    ("sendMessage", sending(reply_markup="{"), "can't parse reply markup JSON object"),
    ("sendMessage", sending(reply_markup="[]"), "object expected as reply markup"),
    ("sendMessage", sending(reply_markup='{"inline_keyboard": {}}'), 'field "inline_keyboard" must be of type Array'),
    ("sendMessage", sending(reply_markup='{"inline_keyboard": [{}]}'),
     'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays'),
    ("sendMessage", sending(reply_markup=inline(hue="red")), "can't parse reply markup: unexpected field hue"),
    ("sendMessage", sending(reply_markup='{"inline_keyboard": [["a"]]}'),
     "can't parse inline keyboard button: InlineKeyboardButton must be an Object"),
    ("sendMessage", sending(reply_markup=inline({"callback_data": "b"})),
     'can\'t parse inline keyboard button: Can\'t find field "text"'),
    ("sendMessage", key(text=" ", callback_data="b"), "inline keyboard button text must be non-empty"),
    ("sendMessage", key(), "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
    ("sendMessage", key(callback_data="b", url="https://e.com"),
     "can't parse inline keyboard button: exactly one action is required"),
    ("sendMessage", key(callback_data="b", data="c"), "can't parse inline keyboard button: unexpected field data"),
    ("sendMessage", key(callback_data="b", style="loud"), "can't parse inline keyboard button: unknown style"),
    ("sendMessage", key(callback_data="я" * 33), "BUTTON_DATA_INVALID"),
    ("sendMessage", key(callback_data=""), "BUTTON_DATA_INVALID"),
    ("sendMessage", key(copy_text={"text": "c" * 257}), "BUTTON_COPY_TEXT_INVALID"),
    ("sendMessage", key(url="example.com"), "inline keyboard button URL 'example.com' is invalid: Wrong HTTP URL"),
    ("sendMessage", key(url="https://t.me/panelgram_bot?start=two words"), "BUTTON_URL_INVALID"),
    ("sendMessage", key(url="https://t.me/panelgram_bot?start=" + "s" * 65), "BUTTON_URL_INVALID"),
    ("sendMessage", sending(reply_markup=inline(*({"text": "a", "callback_data": "b"} for _ in range(101)))),
     "reply markup is too long"),
    ("sendMessage", sending(reply_markup=json.dumps({"inline_keyboard": [[{"text": "a", "callback_data": "b"}] * 9]})),
     "reply markup is too long"),
    ("sendMessage", sending(reply_markup='{"keyboard": [{}]}'), 'field "keyboard" must be an Array of Arrays'),
    ("sendMessage", sending(reply_markup='{"keyboard": [[5]]}'),
     "can't parse keyboard button: KeyboardButton must be a String or an Object"),
    ("sendMessage", sending(reply_markup='{"keyboard": [[{"text": "a", "callback_data": "b"}]]}'),
     "can't parse keyboard button: unexpected field callback_data"),
    ("editMessageText", {"chat_id": ALICE, "message_id": MENU, "text": "x", "reply_markup": '{"keyboard": [["a"]]}'},
     "inline keyboard expected"),
    # edits and deletions
    ("editMessageText", {"chat_id": ALICE, "message_id": 99, "text": "x"}, "message to edit not found"),
    ("editMessageText", {"chat_id": ALICE, "message_id": WRITTEN, "text": "x"}, "message can't be edited"),
    ("editMessageText", {"chat_id": ALICE, "message_id": FILE, "text": "x"}, "there is no text in the message to edit"),
    ("editMessageCaption", {"chat_id": ALICE, "message_id": MENU, "caption": "x"},
     "there is no caption in the message to edit"),
    ("editMessageText", {"chat_id": ALICE, "message_id": MENU, "text": "menu"},
     NOT_MODIFIED),
    ("deleteMessage", {"chat_id": ALICE, "message_id": 99}, "message to delete not found"),
    # files
    ("sendDocument", {"chat_id": ALICE}, "there is no document in the request"),
    ("sendDocument", {"chat_id": ALICE, "document": "attach://nowhere"}, "there is no document in the request"),
    ("sendDocument", {"chat_id": ALICE, "document": "unknown"},
     "wrong remote file identifier specified: Wrong string length"),
    ("sendDocument", {"chat_id": ALICE, "document": "https://example.com/a.txt"}, "failed to get HTTP URL content"),
    ("sendDocument", {"chat_id": ALICE, "document": "the-file", "caption": "x" * 1_025}, "message caption is too long"),
    ("sendPhoto", {"chat_id": ALICE}, "there is no photo in the request"),
    ("sendPhoto", {"chat_id": ALICE, "photo": "the-file"}, "IMAGE_PROCESS_FAILED"),
    ("getFile", {"file_id": "unknown"}, "invalid file_id"),
    # forwards and copies
    ("forwardMessage", {"chat_id": ALICE, "from_chat_id": ALICE, "message_id": 99}, "message to forward not found"),
    ("forwardMessage", {"chat_id": ALICE, "from_chat_id": ALICE, "message_id": TOPIC}, "the message can't be forwarded"),
    ("forwardMessage", {"chat_id": ALICE, "from_chat_id": 5, "message_id": MENU}, "chat not found"),
    ("copyMessage", {"chat_id": ALICE, "from_chat_id": ALICE, "message_id": 99}, "message to copy not found"),
    ("copyMessage", {"chat_id": ALICE, "from_chat_id": ALICE, "message_id": TOPIC}, "the message can't be copied"),
    # taps and actions
    ("answerCallbackQuery", {"callback_query_id": "5"},
     "query is too old and response timeout expired or query ID is invalid"),
    ("answerCallbackQuery", {"callback_query_id": TAP, "text": "x" * 201}, "MESSAGE_TOO_LONG"),
    ("answerCallbackQuery", {"callback_query_id": TAP, "url": "https://example.com"}, "URL_INVALID"),
    ("answerCallbackQuery", {"callback_query_id": TAP, "url": "https://t.me/panelgram_bot?start=a b"}, "URL_INVALID"),
    ("sendChatAction", {"chat_id": ALICE, "action": "thinking"}, "wrong parameter action in request"),
    ("sendChatAction", {"chat_id": ALICE}, "wrong parameter action in request"),
    ("sendChatAction", {"chat_id": ALICE, "action": "typing", "message_thread_id": 99}, "message thread not found"),
    # webhooks
    ("setWebhook", {"url": "http://bot.example/hook"}, "bad webhook: An HTTPS URL must be provided for webhook"),
    ("setWebhook", {"url": f"{HOOK}:9000/hook"}, "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"),
    ("setWebhook", {"url": "https://10.0.0.7/hook"}, "bad webhook: IP address 10.0.0.7 is reserved"),
    ("setWebhook", {"url": "https://192.168.1.7:8443/hook"}, "bad webhook: IP address 192.168.1.7 is reserved"),
    ("setWebhook", {"url": "https://[2001:db8::1]/hook"}, "bad webhook: IPv6-only addresses are not allowed"),
    ("setWebhook", {"url": "https://bot/hook"}, "bad webhook: Failed to resolve host: Name or service not known"),
    ("setWebhook", {"url": "https://bot.local/hook"}, "bad webhook: Failed to resolve host: Name or service not known"),
    ("setWebhook", {"url": "ftp://bot.example/hook"}, "invalid webhook URL specified"),
    ("setWebhook", {"url": f"{HOOK}:hook"}, "invalid webhook URL specified"),
    ("setWebhook", {"url": HOOK, "secret_token": "a b!"}, "secret token contains unallowed characters"),
    ("setWebhook", {"url": HOOK, "secret_token": "s" * 257}, "secret token is too long"),
    ("setWebhook", {"url": HOOK, "allowed_updates": '"message"'}, "can't parse allowed_updates: array expected"),
    # what no method has
    ("sendMessage", sending(txt="x"), "unexpected parameter txt"),
    ("sendMessage", sending(link_preview_options='{"off": true}'),
     "can't parse link preview options: unexpected field off"),
    ("sendMessages", sending(), "Not Found: method not found"),
    # values of the wrong kind
    ("getUpdates", {"offset": "x"}, "can't parse the parameters: a value is of the wrong kind"),
    ("deleteMessages", {"chat_id": ALICE, "message_ids": "5"}, "can't parse the parameters: a value is of the wrong kind"),
    ("deleteMessages", {"chat_id": ALICE, "message_ids": "[]"}, "message identifiers are not specified"),
    ("copyMessages", {"chat_id": ALICE, "from_chat_id": ALICE, "message_ids": str([*range(1, 102)])},
     "too many message identifiers specified"),
    ("copyMessages", {"chat_id": ALICE, "from_chat_id": ALICE, "message_ids": "[2, 1]"},
     "message identifiers must be in a strictly increasing order"),
    ("copyMessages", {"chat_id": ALICE, "from_chat_id": ALICE, "message_ids": "[1]", "reply_markup": "{}"},
     "unexpected parameter reply_markup"),
    ("sendMessage", sending(entities="5"), "can't parse the parameters: a value is of the wrong kind"),
    ("sendMessage", sending(chat_id="x"), "chat_id must be a valid Integer"),
    ("setMyCommands", {"commands": "[1]"}, "can't parse the parameters: a value is of the wrong kind"),
    ("setMyCommands", {"commands": '[{"command": "Start!", "description": "x"}]'}, "BOT_COMMAND_INVALID"),
    ("setMyDescription", {"description": "x" * 600}, "description is too long"),
]  # fmt: skip


@pytest.fixture
def chat_with_things(telegram: TelegramServer) -> TelegramServer:
    world = telegram.world
    chat, alice = world.chats[ALICE], world.people[ALICE]
    chat.started = True
    world.put_message(chat, {"text": "menu"}, None)
    world.put_message(chat, {"text": "hello"}, alice)
    world.put_message(chat, {"document": document(new_file("a.txt", b"a", None))}, None)
    world.put_message(chat, {"forum_topic_created": {"name": "Orders", "icon_color": 1}}, alice)
    chat.topics.add(TOPIC)
    file = new_file("a.txt", b"a", None)
    world.files["the-file"] = file
    world.taps[TAP] = world.tap(chat, alice, MENU, "x")
    return telegram


@pytest.mark.parametrize(("method", "given", "complaint"), ROWS)
async def test_what_telegram_refuses_is_refused_in_its_words(
    chat_with_things: TelegramServer,
    http: aiohttp.ClientSession,
    method: str,
    given: dict[str, Any],
    complaint: str,
) -> None:
    whole = complaint if complaint.startswith(("Forbidden", "Not Found")) else f"Bad Request: {complaint}"
    code = {"Forbidden": 403, "Not Found": 404}.get(whole.partition(":")[0], 400)

    async with http.post(f"/bot{chat_with_things.token}/{method}", data=given) as answer:
        assert await answer.json() == {"ok": False, "error_code": code, "description": whole}
        assert answer.status == code

    assert len(chat_with_things.world.chats[ALICE].messages) == 4


async def test_a_file_larger_than_50_mb_is_refused(
    chat_with_things: TelegramServer, http: aiohttp.ClientSession
) -> None:
    form = aiohttp.FormData({"chat_id": str(ALICE)})
    form.add_field("document", io.BytesIO(bytes((50 << 20) + 1)), filename="large.bin")
    async with http.post(f"/bot{chat_with_things.token}/sendDocument", data=form) as answer:
        assert answer.status == 413
        assert (await answer.json())["description"] == "Request Entity Too Large"


async def test_an_empty_file_is_refused(
    chat_with_things: TelegramServer, http: aiohttp.ClientSession
) -> None:
    form = aiohttp.FormData({"chat_id": str(ALICE)})
    form.add_field("document", b"", filename="empty.txt")
    async with http.post(f"/bot{chat_with_things.token}/sendDocument", data=form) as answer:
        assert (await answer.json())["description"] == "Bad Request: file must be non-empty"
