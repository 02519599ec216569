"""Which questions an order of a service asks, in which order, and what `add` is sent in the end."""

from collections.abc import Mapping

from panel.service_types import RULES, Field, ServiceType
from storage.services import Service

SKIPPED = ""
"""The answer to an optional question that was passed over; it is not sent."""

TRAFFIC_FROM_SEARCH, TRAFFIC_FROM_REFERRER = "1", "2"


def questions(service: Service, answers: Mapping[str, str]) -> list[Field]:
    """All fields of the service's type; some are asked only after a certain answer to another."""
    rules = RULES[ServiceType(service.type)]
    asked = [*rules.required, *rules.optional]
    match answers.get(Field.TYPE_OF_TRAFFIC):
        case "1":
            asked.append(Field.GOOGLE_KEYWORD)
        case "2":
            asked.append(Field.REFERRING_URL)
    if rules.dripfeed and service.dripfeed:
        asked.append(Field.RUNS)
        if answers.get(Field.RUNS, SKIPPED) != SKIPPED:
            asked.append(Field.INTERVAL)
    return asked


def next_question(service: Service, answers: Mapping[str, str]) -> Field | None:
    """The first question that has no answer yet; None: the draft can be priced."""
    return next((field for field in questions(service, answers) if field not in answers), None)


def may_skip(service: Service, field: Field) -> bool:
    rules = RULES[ServiceType(service.type)]
    return field in rules.optional or field is Field.RUNS


def parameters(service: Service, answers: Mapping[str, str]) -> dict[str, str]:
    """What is sent: the answers to the questions that are asked, without those passed over."""
    return {
        str(field): answers[field]
        for field in questions(service, answers)
        if answers.get(field, SKIPPED) != SKIPPED
    }


def target(answers: Mapping[str, str]) -> str:
    """What an order is for: the link, or the username where its type has no link; "" while unanswered."""
    return answers.get(Field.LINK) or answers.get(Field.USERNAME, "")
