"""Questions about many ids: a hundred a call, and one by one where the panel takes no batch."""

from collections.abc import Awaitable, Callable, Mapping
from typing import TypeVar

from panel.calls import BATCH, Calls
from panel.errors import Meaning, PanelError, PanelNotUnderstood, PanelRefused
from panel.replies import FINE, content
from panel.transport import Reply

T = TypeVar("T")


class Batches:
    """Remembers of which actions the panel takes no batch."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._one_by_one: set[str] = set()

    async def read(
        self,
        action: str,
        name: str,
        ids: list[str],
        understand: Callable[[object, list[str]], Mapping[str, T | PanelError] | None],
        ask_one: Callable[[str], Awaitable[T]],
        usual: Callable[[bytes, list[str]], Mapping[str, T] | None] | None = None,
    ) -> dict[str, T | PanelError]:
        """`name` is the parameter of the ids; `usual` is tried before `understand`, `ask_one` after it."""
        told: dict[str, T | PanelError] = {}
        for start in range(0, len(ids), BATCH):
            batch = ids[start : start + BATCH]
            answers = None
            if len(batch) > 1 and action not in self._one_by_one:
                answers = await self._batch(action, name, batch, understand, usual)
            if answers is None:
                answers = await self._singly(batch, ask_one)
                if len(batch) > 1:
                    self._one_by_one.add(action)
            told.update(answers)
        return told

    async def _batch(
        self,
        action: str,
        name: str,
        ids: list[str],
        understand: Callable[[object, list[str]], Mapping[str, T | PanelError] | None],
        usual: Callable[[bytes, list[str]], Mapping[str, T] | None] | None,
    ) -> Mapping[str, T | PanelError] | None:
        """Ask for many at once; None where the panel may not know batches: asked singly it will tell."""

        def understood(reply: Reply) -> Mapping[str, T | PanelError] | None:
            quick = usual(reply.body, ids) if usual is not None and reply.status == FINE else None
            return understand(content(reply), ids) if quick is None else quick

        try:
            return await self._calls.read(action, {name: ",".join(ids)}, understood)
        except PanelRefused as error:
            if error.meaning is Meaning.RATE_LIMIT:
                raise
            return None

    async def _singly(
        self, ids: list[str], ask_one: Callable[[str], Awaitable[T]]
    ) -> dict[str, T | PanelError]:
        told: dict[str, T | PanelError] = {}
        for one in ids:
            try:
                told[one] = await ask_one(one)
            except PanelRefused as error:
                if error.meaning in (Meaning.KEY, Meaning.RATE_LIMIT):
                    raise
                told[one] = error
            except PanelNotUnderstood as error:
                told[one] = error
        return told
