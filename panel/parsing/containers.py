"""Finds the content of an answer. Panels wrap it in containers of many kinds."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from panel.values import identity

CONTAINERS = ("data", "result", "results", "response", "status")
"""Names of containers. Their value must be an object or a list."""
LIST_KEYS = ("order", "orders", "refill", "refills", "cancel", "statuses", "services")
"""Names of containers in answers about many ids."""
MAX_CONTAINER_DEPTH = 6

Object = Mapping[str, Any]


def parts(
    answer: object, asked: str, names: Sequence[str], depth: int = MAX_CONTAINER_DEPTH
) -> Iterator[object]:
    """Yield all parts that may be the answer about the id `asked`, the innermost first, the whole last.

    These are the values of containers (`names` are containers too), the entry of a list of one, the value of
    the asked id, and the list entry whose first of `names`, or "id", is the asked id.
    """
    if depth:
        for inside in _inside(answer, asked, names):
            yield from parts(inside, asked, names, depth - 1)
    yield answer


def objects(answer: object, asked: str, names: Sequence[str]) -> list[Object]:
    """Return the parts that are objects."""
    return [part for part in parts(answer, asked, names) if isinstance(part, dict)]


def _inside(answer: object, asked: str, names: Sequence[str]) -> Iterator[object]:
    if isinstance(answer, list):
        if len(answer) == 1:
            yield answer[0]
        else:
            yield from (entry for entry in answer if asked and _id(entry, names[0]) == asked)
    elif isinstance(answer, dict):
        if asked and asked in answer:
            yield answer[asked]
        for container in (*CONTAINERS, *names):
            if container != asked and isinstance(answer.get(container), dict | list):
                yield answer[container]


def envelopes(answer: object, asked: Sequence[str] = ()) -> list[object]:
    """Return the levels of an answer about many ids, the whole first, its content last.

    The content is an object by id, or a list. An object with one of the `asked` ids is the content.
    """
    found = [answer]
    for _ in range(MAX_CONTAINER_DEPTH):
        inside = found[-1]
        if not isinstance(inside, dict) or any(one in inside for one in asked):
            break
        values = (inside.get(name) for name in (*CONTAINERS, *LIST_KEYS))
        content = next((value for value in values if isinstance(value, dict | list)), None)
        if content is None:
            break
        found.append(content)
    return found


def by_id(answer: object, name: str, asked: Sequence[str]) -> dict[str, object] | None:
    """Return the entry of each asked id that an answer mentions; None if it is no answer about many ids.

    `name` is the ids' name in a list. An empty answer mentions none.
    """
    content = envelopes(answer, asked)[-1]
    if not content and isinstance(content, dict | list):
        return {}
    told: dict[str, object] = {}
    for entry in content if isinstance(content, list) else [content]:
        if isinstance(entry, dict):
            one = _id(entry, name) or ""
            told.update({one: entry} if one in asked else {key: entry[key] for key in asked if key in entry})
    return told or None


def _id(entry: object, name: str) -> str | None:
    return identity(entry.get(name, entry.get("id"))) if isinstance(entry, dict) else None
