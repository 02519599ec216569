"""What the page does to a group: its topics go, or the bot does."""

from aiohttp import web

from sandbox.telegram.forums import Forum
from sandbox.telegram.wishes import chat_of, json_of
from sandbox.telegram.world import World

BOT_IS = ("administrator", "member", "left", "kicked")


class GroupActs:
    """Each answers with what the group is then."""

    def __init__(self, world: World) -> None:
        self._world = world

    def add_routes(self, router: web.UrlDispatcher) -> None:
        router.add_post("/api/chats/{chat}/topics/delete", self._delete_topic)
        router.add_post("/api/chats/{chat}/forum", self._switch_topics)
        router.add_post("/api/chats/{chat}/bot", self._move_bot)

    async def _delete_topic(self, request: web.Request) -> web.Response:
        group, wish = self._group(request), await json_of(request)
        number = int(wish["message_thread_id"])
        if number not in group.topics:
            raise web.HTTPConflict(text="the chat has no such topic")
        group.delete_topic(number)
        return web.json_response(group.as_group())

    async def _switch_topics(self, request: web.Request) -> web.Response:
        """Switch topics on or off. The old ones do not come back."""
        group, wish = self._group(request), await json_of(request)
        if wish["is_forum"]:
            group.switch_topics_on()
        else:
            group.switch_topics_off()
        return web.json_response(group.as_group())

    async def _move_bot(self, request: web.Request) -> web.Response:
        """Throw the bot out, or make it an administrator again."""
        group, wish = self._group(request), await json_of(request)
        if wish["bot_is"] not in BOT_IS:
            raise web.HTTPBadRequest(text=f"bot_is: one of {', '.join(BOT_IS)} expected")
        group.bot_is = wish["bot_is"]
        group.tell_state()
        return web.json_response(group.as_group())

    def _group(self, request: web.Request) -> Forum:
        group = chat_of(self._world, request)
        if not isinstance(group, Forum):
            raise web.HTTPConflict(text="the chat is no group with topics")
        return group
