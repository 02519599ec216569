"""Reads about many ids: a hundred a call, or one by one if the panel accepts no batches."""

from collections.abc import Awaitable, Callable, Mapping
from typing import TypeVar

from panel.errors import Meaning, PanelError, PanelNotUnderstood, PanelRefused
from panel.http.calls import MAX_IDS_PER_CALL, Calls
from panel.http.replies import FINE, content
from panel.http.transport import PanelReply

T = TypeVar("T")
BatchAnswers = Mapping[str, T | PanelError]

BATCH_RETRY_AFTER_S = 3_600.0
"""A batch is tried again after so many seconds, because its failure may have been a passing one."""
OF_ALL = (Meaning.KEY, Meaning.RATE_LIMIT)
"""Every other call would get these refusals too."""


class Batches:
    """Remembers for an hour the actions whose batches the panel refuses. `clock` counts seconds."""

    def __init__(self, calls: Calls, clock: Callable[[], float]) -> None:
        self._calls = calls
        self._clock = clock
        self._one_by_one_until: dict[str, float] = {}

    async def read(
        self,
        action: str,
        name: str,
        ids: list[str],
        understand: Callable[[object, list[str]], BatchAnswers[T] | None],
        ask_one: Callable[[str], Awaitable[T]],
        usual: Callable[[bytes, list[str]], Mapping[str, T] | None] | None = None,
    ) -> dict[str, T | PanelError]:
        """Read the answers about all ids. `name` is the parameter of the ids.

        `usual` reads an answer of the usual shape, else `understand` does. `ask_one` replaces a failed batch.
        """

        def understood(reply: PanelReply, asked: list[str]) -> BatchAnswers[T] | None:
            quick = usual(reply.body, asked) if usual is not None and reply.status == FINE else None
            return understand(content(reply), asked) if quick is None else quick

        async def ask_many(asked: list[str]) -> BatchAnswers[T] | None:
            parameters = {name: ",".join(asked)}
            return await self._calls.read(action, parameters, lambda reply: understood(reply, asked))

        told: dict[str, T | PanelError] = {}
        for start in range(0, len(ids), MAX_IDS_PER_CALL):
            told.update(await self._batch(action, ids[start : start + MAX_IDS_PER_CALL], ask_many, ask_one))
        return told

    async def _batch(
        self,
        action: str,
        ids: list[str],
        ask_many: Callable[[list[str]], Awaitable[BatchAnswers[T] | None]],
        ask_one: Callable[[str], Awaitable[T]],
    ) -> BatchAnswers[T]:
        """Ask for many at once. If that fails, ask for one id alone, then for the batch again.

        Single calls replace the batch only if they succeed and its retry fails.
        """
        if len(ids) == 1 or self._clock() < self._one_by_one_until.get(action, 0.0):
            return await _singly(ids, ask_one)
        answers, error = await _attempt(ids, ask_many)
        if answers is not None:
            return answers
        first = await _singly(ids[:1], ask_one)
        if not _any_succeeded(first) and _is_trouble(error):
            raise error
        if _any_succeeded(first) and (answers := (await _attempt(ids, ask_many))[0]) is not None:
            return answers
        told = {**first, **await _singly(ids[1:], ask_one)}
        if _any_succeeded(told):
            self._one_by_one_until[action] = self._clock() + BATCH_RETRY_AFTER_S
        return told


async def _attempt(
    ids: list[str], ask_many: Callable[[list[str]], Awaitable[BatchAnswers[T] | None]]
) -> tuple[BatchAnswers[T] | None, PanelError]:
    """Return the answers to a batch, or None with the error. Errors that concern every call are raised."""
    error: PanelError = PanelRefused(Meaning.OTHER, "the panel does not answer for many at once")
    try:
        return await ask_many(ids), error
    except (PanelRefused, PanelNotUnderstood) as refusal:
        if isinstance(refusal, PanelRefused) and refusal.meaning in OF_ALL:
            raise
        return None, refusal


async def _singly(ids: list[str], ask_one: Callable[[str], Awaitable[T]]) -> dict[str, T | PanelError]:
    told: dict[str, T | PanelError] = {}
    for one in ids:
        try:
            told[one] = await ask_one(one)
        except PanelRefused as error:
            if error.meaning in OF_ALL:
                raise
            told[one] = error
        except PanelNotUnderstood as error:
            told[one] = error
    return told


def _any_succeeded(told: Mapping[str, object]) -> bool:
    return any(not isinstance(one, PanelError) for one in told.values())


def _is_trouble(error: PanelError) -> bool:
    return isinstance(error, PanelNotUnderstood) or (
        isinstance(error, PanelRefused) and error.meaning is Meaning.TROUBLE
    )
