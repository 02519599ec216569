"""What the bot says in the operators' group."""

from collections.abc import Sequence

from storage.operator_group import OrderMilestone, Topic
from storage.orders import OrderStage
from views import labels
from views.language import N_, _
from views.operating.callbacks import OpenHealth
from views.screen import Screen, button
from views.text import bold, code, cut, fill, lines, number

TOPIC_NAMES = {
    Topic.ORDERS: N_("Orders"),
    Topic.MONEY: N_("Money"),
    Topic.ALERTS: N_("Alerts"),
    Topic.SUPPORT: N_("Support"),
}


def topic_name(topic: Topic) -> str:
    return _(TOPIC_NAMES[topic])


TOLD_STAGES = (
    OrderStage.PENDING, OrderStage.UNCONFIRMED, OrderStage.PROBLEM, OrderStage.COMPLETED, OrderStage.PARTIAL,
    OrderStage.CANCELED, OrderStage.FAILED, OrderStage.CLOSED,
)  # fmt: skip
LONGEST_NUMBERS = 200  # characters of the numbers of orders in one line


def orders(milestones: Sequence[OrderMilestone]) -> Screen | None:
    """Tell in one message which orders came to which stage; None if there is nothing to tell."""
    by_stage = {
        stage: sorted({one.order_id for one in milestones if one.stage is stage}) for stage in TOLD_STAGES
    }
    told = [
        fill(
            "{mark} {stage}: {count} ({numbers})",
            mark=labels.STATUS_MARKS[stage],
            stage=_(labels.STATUSES[stage]),
            count=bold(number(len(found))),
            numbers=code(cut(", ".join(map(str, found)), LONGEST_NUMBERS)),
        )
        for stage, found in by_stage.items()
        if found
    ]
    rows = [[button("🛠 " + _("Operator"), OpenHealth())]]
    return Screen(lines(*told), rows) if told else None


def opened_in_private() -> str:
    """A toast after a tap in the group."""
    return _("See our private chat.")


def out_of_date() -> str:
    """A toast after a tap in the group of somebody who is no operator."""
    return _("This menu is out of date.")


def anonymous() -> str:
    """Answers an administrator who remains anonymous."""
    return _(
        "You write as the group, so I can't tell who you are, and your text went to nobody. Switch off "
        "“Remain anonymous” in your rights as an administrator, and send it again."
    )
