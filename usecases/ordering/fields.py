"""Which questions an order of a service asks, in which order, and what `add` is sent in the end."""

from collections.abc import Mapping

from panel.service_types import FIELDS_BY_TRAFFIC, RULES, Field, ServiceType
from storage.services import CatalogueService

SKIPPED = ""
"""The answer to an optional question that was passed over; it is not sent."""


def questions(service: CatalogueService, answers: Mapping[str, str]) -> list[Field]:
    """All fields of the service's type; some are asked only after a certain answer to another."""
    rules = RULES[ServiceType(service.type)]
    asked = [*rules.required, *rules.optional]
    if further := FIELDS_BY_TRAFFIC.get(answers.get(Field.TYPE_OF_TRAFFIC, SKIPPED)):
        asked.append(further)
    if rules.dripfeed and service.dripfeed:
        asked.append(Field.RUNS)
        if answers.get(Field.RUNS, SKIPPED) != SKIPPED:
            asked.append(Field.INTERVAL)
    return asked


def next_question(service: CatalogueService, answers: Mapping[str, str]) -> Field | None:
    """The first question that has no answer yet; None: the draft can be priced."""
    return next((field for field in questions(service, answers) if field not in answers), None)


def optional(service: CatalogueService) -> list[Field]:
    """Questions that may be passed over."""
    rules = RULES[ServiceType(service.type)]
    return [*rules.optional, Field.RUNS] if rules.dripfeed and service.dripfeed else list(rules.optional)


def may_skip(service: CatalogueService, field: Field) -> bool:
    return field in optional(service)


def parameters(service: CatalogueService, answers: Mapping[str, str]) -> dict[str, str]:
    """What is sent: the answers to the questions that are asked, without those passed over."""
    return {
        str(field): answers[field]
        for field in questions(service, answers)
        if answers.get(field, SKIPPED) != SKIPPED
    }


def target(answers: Mapping[str, str]) -> str:
    """What an order is for: the link, or the username where its type has no link; "" while unanswered."""
    return answers.get(Field.LINK) or answers.get(Field.USERNAME, "")
