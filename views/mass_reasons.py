"""Why a line of a list cannot be ordered."""

from panel.service_types import RULES, Field, ServiceType
from storage.mass_orders import MassLine
from usecases.errors import BadAnswer
from views import failures, labels
from views.language import N_, _
from views.text import cut, number

REPEATED_NAME = 60  # characters of a name in a reason

MASS_REASONS = {
    "mass_line_too_long": N_("This line is longer than {max} characters."),
    "mass_no_columns": N_("Write the service, the link and the quantity with | between them."),
    "mass_unknown_service": N_("There is no service with this ID."),
    "mass_service_second": N_("The service comes first, then the link."),
    "mass_not_sold": N_("This service is not for sale."),
    "mass_subscriptions": N_("Subscriptions are not for sale here."),
    "mass_held": N_("This service is not for sale right now: its price is being checked."),
    "mass_no_price": N_("The panel does not say what this costs. Order it by itself."),
    "mass_unclear": N_("This may be a link or a username. Write https://… or @name."),
    "mass_twice": N_("This is the same order as in line {line}."),
    "mass_renamed": N_(
        "The panel now sells “{new}” here, no longer “{old}”. To order it, send the line again."
    ),
    "mass_service_changed": N_("The panel has changed this service. To order it, send the line again."),
}

MASS_COLUMNS_REASONS = {
    "mass_columns_missing": N_("There are too few columns. This service takes: {columns}"),
    "mass_columns_many": N_(
        "There are too many columns. This service takes: {columns}. Put a link or number with commas between "
        "bars (|) or in quotes."
    ),
    "mass_swapped": N_("The columns are in the wrong order. This service takes: {columns}"),
}
"""Reasons whose sentence names the columns that the service takes."""


def reason(it: MassLine) -> str:
    """Return the sentence for a wrong line."""
    if it.reason in MASS_COLUMNS_REASONS:
        return _(MASS_COLUMNS_REASONS[it.reason]).format(columns=columns(ServiceType(str(it.limits["type"]))))
    if it.reason == "mass_not_a_choice":
        return _("{field}: this is none of the choices. Order it by itself to see them.").format(
            field=labels.field(Field(str(it.limits["field"])))
        )
    if it.reason in MASS_REASONS:
        return _(MASS_REASONS[it.reason]).format(**{name: _limit(one) for name, one in it.limits.items()})
    return failures.words(BadAnswer(it.reason, it.limits))


def _limit(it: int | str) -> str:
    return number(it) if isinstance(it, int) else cut(it, REPEATED_NAME)


def columns(type_: ServiceType) -> str:
    """Return the columns for a service of this type: "Service | Link | Quantity"."""
    return " | ".join([_("Service"), *map(labels.field, RULES[type_].required)])
