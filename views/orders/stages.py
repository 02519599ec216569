"""How many orders are in which stage."""

from collections.abc import Mapping

from markupsafe import Markup

from storage.orders import OrderStage
from views import labels
from views.language import N_, _
from views.text import bold, fill, lines, number

SHOWN_STAGES = (
    ((OrderStage.RESERVED, OrderStage.SUBMITTING), N_("Waiting to be sent: {count}")),
    ((OrderStage.UNCONFIRMED,), N_("Being checked: {count}")),
    ((OrderStage.PENDING, OrderStage.PROCESSING), N_("Pending: {count}")),
    ((OrderStage.IN_PROGRESS,), N_("In progress: {count}")),
    ((OrderStage.PROBLEM,), N_("Problem: {count}")),
    ((OrderStage.COMPLETED,), N_("Completed: {count}")),
    ((OrderStage.PARTIAL,), N_("Partial: {count}")),
    ((OrderStage.CANCELED,), N_("Canceled: {count}")),
    ((OrderStage.FAILED,), N_("Not placed: {count}")),
    ((OrderStage.CLOSED,), N_("Closed: {count}")),
)


def by_stage(counts: Mapping[OrderStage, int]) -> Markup:
    """Return a line for each stage that orders are in."""
    found = []
    for stages, sentence in SHOWN_STAGES:
        count = sum(counts.get(stage, 0) for stage in stages)
        if count:
            words = fill(_(sentence), count=bold(number(count)))
            found.append(fill("{mark} {words}", mark=labels.STATUS_MARKS[stages[0]], words=words))
    return lines(*found)
