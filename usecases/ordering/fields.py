"""The questions for an order of a service, in their order, and the parameters for `add`."""

from collections.abc import Mapping

from panel.service_types import FIELDS_BY_TRAFFIC, RULES, Field, ServiceType
from storage.services import CatalogueService

SKIPPED = ""
"""The answer to a skipped question; it is not sent."""


def questions(service: CatalogueService, answers: Mapping[str, str]) -> list[Field]:
    """Return the fields to ask for. Some depend on the answer to another field."""
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
    """Return the first question without an answer; None: the draft can be priced."""
    return next((field for field in questions(service, answers) if field not in answers), None)


def optional(service: CatalogueService) -> list[Field]:
    """Return the questions that a person may skip."""
    rules = RULES[ServiceType(service.type)]
    return [*rules.optional, Field.RUNS] if rules.dripfeed and service.dripfeed else list(rules.optional)


def may_skip(service: CatalogueService, field: Field) -> bool:
    return field in optional(service)


def parameters(service: CatalogueService, answers: Mapping[str, str]) -> dict[str, str]:
    """Return the answers to send: those to current questions, without skipped ones."""
    return {
        str(field): answers[field]
        for field in questions(service, answers)
        if answers.get(field, SKIPPED) != SKIPPED
    }


def target(answers: Mapping[str, str]) -> str:
    """Return the target: the link, or the username if the type has no link; "" while unanswered."""
    return answers.get(Field.LINK) or answers.get(Field.USERNAME, "")
