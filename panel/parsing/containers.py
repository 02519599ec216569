"""Finds what answers a question inside an answer. Panels wrap it in containers of many kinds."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from panel.values import identity

CONTAINERS = ("data", "result", "results", "response", "status")
"""Names under which an answer may stand, where what stands there is an object or a list."""
LIST_KEYS = ("order", "orders", "refill", "refills", "cancel", "statuses", "services")
"""Names under which the answers about many may stand."""
MAX_CONTAINER_DEPTH = 6

Object = Mapping[str, Any]


def parts(
    answer: object, asked: str, names: Sequence[str], depth: int = MAX_CONTAINER_DEPTH
) -> Iterator[object]:
    """All that may be the answer about the id `asked`: the innermost first, the whole of it last.

    It is looked for in containers, `names` among them, in a list of one, under the asked id, and in the entry
    of a list that has the asked id, which stands under the first of `names`.
    """
    if depth:
        for inside in _inside(answer, asked, names):
            yield from parts(inside, asked, names, depth - 1)
    yield answer


def objects(answer: object, asked: str, names: Sequence[str]) -> list[Object]:
    """Those of the parts that are objects."""
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
    """An answer about many with what it stands in, the whole of it first, its content last.

    The content is an object by id, or a list. An object that has one of the `asked` ids is one.
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
    """What an answer says of each id that it mentions; None where it is no answer about many.

    `name` is what the ids are called in a list. An empty answer mentions none.
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
