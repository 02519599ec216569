"""Reads a request of the page or of a test: the chat, the person, and the wish."""

from aiohttp import web

from sandbox.local import Handler
from sandbox.telegram.world import Chat, Json, Person, World


def chat_of(world: World, request: web.Request) -> Chat:
    try:
        return world.chats[int(request.match_info["chat"])]
    except (KeyError, ValueError):
        raise web.HTTPNotFound(text="no such chat") from None


def sender_of(world: World, chat: Chat, wish: Json) -> Person:
    """Return the owner of a private chat, or in a group the member named in the wish."""
    if chat.owner is not None:
        return chat.owner
    person = world.people[int(wish["from"])]
    if chat.members and person.id not in chat.members:
        raise web.HTTPForbidden(text=f"{person.first_name} is not a member of this group.")
    return person


async def json_of(request: web.Request) -> Json:
    try:
        wish = await request.json()
    except ValueError:
        raise web.HTTPBadRequest(text="JSON expected") from None
    if not isinstance(wish, dict):
        raise web.HTTPBadRequest(text="a JSON object expected")
    return wish


@web.middleware
async def complain(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer a wish that makes no sense with 400."""
    try:
        return await handler(request)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise web.HTTPBadRequest(text=f"not understood: {type(error).__name__} {error}") from None
