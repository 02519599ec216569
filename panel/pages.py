"""One answer to the question for services: a page of a list, or all of it."""

import hashlib
from dataclasses import dataclass

from panel import usual_answers
from panel.models import Service
from panel.parse_services import goes_on, listed
from panel.replies import FINE, content
from panel.transport import Reply


@dataclass(frozen=True, slots=True)
class Page:
    """`senseless` entries are left out; `goes_on` says that there may be more behind it."""

    services: list[Service]
    senseless: int
    goes_on: bool
    digest: bytes


def page_of(reply: Reply, unless: bytes | None) -> Page | None:
    """None where the digest is `unless`: it is not read any further. Raises PanelError."""
    digest = hashlib.sha256(reply.body).digest()
    if digest == unless and reply.status == FINE:
        return None
    usual = usual_answers.services(reply.body) if reply.status == FINE else None
    if usual is not None:
        return Page(usual, 0, goes_on=False, digest=digest)
    answer = content(reply)
    services, senseless = listed(answer)
    return Page(services, senseless, goes_on(answer), digest)
