"""What a person's message answers, the album that it is a part of, and an anonymous sender."""

from aiohttp import web

from sandbox.telegram.forums import ANONYMOUS, Forum
from sandbox.telegram.world import Chat, Json


def circumstances(chat: Chat, wish: Json) -> Json:
    """Return the fields by `reply_to` (the number of a message), `album` (a name) and `anonymous`.

    A message carries what it answers as that is now, but not what that one answers in turn. In the topic of a
    group a message that answers nothing carries the message with which the topic began.
    """
    about: Json = {}
    topic = wish.get("message_thread_id") if isinstance(chat, Forum) else None
    if number := wish.get("reply_to") or topic:
        answered = chat.messages.get(int(number))
        if answered is None:
            raise web.HTTPConflict(text="the chat has no such message to reply to")
        about["reply_to_message"] = {
            name: value for name, value in answered.items() if name != "reply_to_message"
        }
    if album := wish.get("album"):
        about["media_group_id"] = str(album)
    if wish.get("anonymous"):
        about |= {"from": ANONYMOUS, "sender_chat": chat.as_chat()}
    return about
