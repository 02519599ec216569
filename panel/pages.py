"""Reads one answer with services: a page of a list, or the whole list."""

import hashlib
from dataclasses import dataclass

from panel.http.replies import FINE, content
from panel.http.transport import PanelReply
from panel.models import Service
from panel.parsing import usual_answers
from panel.parsing.services import goes_on, listed


@dataclass(frozen=True, slots=True)
class Page:
    """`senseless` entries and ids that are listed `twice` are left out; `rows` counts all entries.

    `goes_on`: the panel announces that more pages may follow.
    """

    services: list[Service]
    rows: int
    fingerprint: bytes
    senseless: int = 0
    twice: tuple[str, ...] = ()
    goes_on: bool = False


def page_of(reply: PanelReply, unless: bytes | None) -> Page | None:
    """Read a page; None if its fingerprint is `unless`. Raises PanelError."""
    fingerprint = hashlib.sha256(reply.body).digest()
    if fingerprint == unless and reply.status == FINE:
        return None
    usual = usual_answers.services(reply.body) if reply.status == FINE else None
    if usual is not None:
        return Page(usual, len(usual), fingerprint)
    answer = content(reply)
    read = listed(answer)
    return Page(read.services, read.rows, fingerprint, read.senseless, read.twice, goes_on(answer))
