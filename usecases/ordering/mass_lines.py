"""Makes orders with prices of the lines of a list, or says why a line cannot be ordered."""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import msgspec
from msgspec.structs import replace

from panel.service_types import RULES, Field, ServiceType
from storage.mass_orders import HELD_REASON, MassLine
from storage.services import CatalogueService
from usecases.browsing.price_list import PriceList
from usecases.browsing.shelves import Shelves
from usecases.errors import BadAnswer, SeveralMeanings
from usecases.ordering import fields
from usecases.ordering.answers import LIST_FIELDS, parse_answer, understood
from usecases.ordering.links import plain_address
from usecases.ordering.mass_text import LONGEST_MASS_LINE, MassRow, service_id_in

Understand = Callable[[Field, str], str]
"""What a text means in the person's language, as an answer to a question."""

MOST_REPEATED = 120  # characters of a text that a reason repeats


@dataclass(frozen=True, slots=True)
class ForSale:
    """What one person can order at this moment. `listed` are the services of the panel, hidden ones too."""

    prices: PriceList
    listed: Shelves
    held: frozenset[str]
    is_shop: bool
    today: dt.date

    def knows(self, service_id: str) -> bool:
        return service_id in self.listed.by_id or service_id in self.prices.shelves.by_id

    def service(self, service_id: str) -> CatalogueService:
        """Raises BadAnswer if it is unknown or hidden."""
        if service := self.prices.shelves.by_id.get(service_id):
            return service
        hidden = self.listed.by_id.get(service_id)
        if hidden is None:
            raise BadAnswer("mass_unknown_service")
        is_subscription = self.is_shop and hidden.type == ServiceType.SUBSCRIPTIONS
        if is_subscription:
            raise BadAnswer("mass_subscriptions")
        raise BadAnswer("mass_not_sold")

    def refuse_held(self, service_id: str) -> None:
        if service_id in self.held:
            raise BadAnswer("mass_held")


def read_lines(rows: Iterable[MassRow], sold: ForSale, understand: Understand) -> list[MassLine]:
    """Read each line. A line that orders the same as an earlier one is wrong."""
    lines = [_read(row, sold, understand) for row in rows]
    first: dict[tuple[str, str], int] = {}
    for place, line in enumerate(lines):
        if line.service_id:
            before = first.setdefault((line.service_id, target_of(line)), line.number)
            if before != line.number:
                lines[place] = _wrong(line, BadAnswer("mass_twice", {"line": before}))
    return lines


def _read(row: MassRow, sold: ForSale, understand: Understand) -> MassLine:
    line = MassLine(row.number)
    try:
        service = _service(row, sold)
        answers = _answers(service, row.columns[1:], understand, sold.today)
        line = _priced(replace(line, service_id=service.id, answers=answers), service, sold)
        sold.refuse_held(service.id)
    except BadAnswer as wrong:
        return _wrong(line, wrong)
    return line


def _wrong(line: MassLine, wrong: BadAnswer) -> MassLine:
    """Return a line with its reason. Only a held line keeps its answers: it is looked at again."""
    limits = {
        name: one[:MOST_REPEATED] if isinstance(one, str) else one for name, one in wrong.limits.items()
    }
    kept = line if wrong.reason == HELD_REASON else MassLine(line.number)
    return replace(kept, reason=wrong.reason, limits=limits)


def _service(row: MassRow, sold: ForSale) -> CatalogueService:
    if row.is_too_long:
        raise BadAnswer("mass_line_too_long", {"max": LONGEST_MASS_LINE})
    if len(row.columns) == 1:
        raise BadAnswer("mass_no_columns")
    service_id = service_id_in(row.columns[0])
    is_elsewhere = any(sold.knows(service_id_in(one)) for one in row.columns[1:])
    if not sold.knows(service_id) and is_elsewhere and plain_address(row.columns[0]):
        raise BadAnswer("mass_service_second")
    return sold.service(service_id)


def _answers(
    service: CatalogueService, columns: Sequence[str], understand: Understand, today: dt.date
) -> dict[str, str]:
    """Take the columns as the answers to the questions of the service, without those that may be skipped."""
    _check_count(service, len(columns))
    answers = {str(field): fields.SKIPPED for field in fields.optional(service)}
    rest = list(columns)
    while (field := fields.next_question(service, answers)) is not None:
        if not rest:
            raise BadAnswer("mass_columns_missing", {"type": service.type})
        answers[str(field)] = _answer(
            service, field, understand(field, _lines(field, rest.pop(0))), answers, today
        )
    if rest:
        raise BadAnswer("mass_columns_many", {"type": service.type})
    return answers


def _check_count(service: CatalogueService, columns: int) -> None:
    """Raise BadAnswer if there are too few or too many columns for any answers."""
    needed = RULES[ServiceType(service.type)].required
    further = 1 if Field.TYPE_OF_TRAFFIC in needed else 0
    if columns < len(needed):
        raise BadAnswer("mass_columns_missing", {"type": service.type})
    if columns > len(needed) + further:
        raise BadAnswer("mass_columns_many", {"type": service.type})


def _lines(field: Field, column: str) -> str:
    r"""Return a column with line breaks where a list of the column has \n."""
    return column.replace("\\n", "\n") if field in LIST_FIELDS else column


def _answer(
    service: CatalogueService, field: Field, text: str, given: Mapping[str, str], today: dt.date
) -> str:
    try:
        return parse_answer(service, field, understood(field, text), given, today)
    except SeveralMeanings:
        raise BadAnswer("mass_unclear") from None
    except BadAnswer as wrong:
        if wrong.reason == "not_a_number" and plain_address(text):
            raise BadAnswer("mass_swapped", {"type": service.type}) from None
        if wrong.reason == "not_a_choice":
            raise BadAnswer("mass_not_a_choice", {"field": field.value}) from None
        raise


def _priced(line: MassLine, service: CatalogueService, sold: ForSale) -> MassLine:
    quote = sold.prices.quote(service, line.answers)
    if not quote.price:
        raise BadAnswer("mass_no_price")
    return replace(
        line,
        service_name=service.name,
        quantity=quote.quantity,
        rate=service.rate,
        price=quote.price,
    )


def renewed(line: MassLine, sold: ForSale) -> MassLine:
    """Return a line as it is sold now. If its price has changed, it has the former one too.

    A line whose service has become another one is wrong. A held line is looked at again.
    """
    if line.reason and not line.is_held:
        return line
    try:
        service = sold.service(line.service_id)
        sold.refuse_held(service.id)
        _check(service, line.answers, sold.today)
        now = _priced(replace(line, reason="", limits={}), service, sold)
        _refuse_other(now, line)
    except BadAnswer as wrong:
        return _wrong(line, wrong)
    return replace(now, rate=line.rate) if now.price == line.price else replace(now, was_price=line.price)


def _refuse_other(now: MassLine, before: MassLine) -> None:
    """Raise BadAnswer if the panel sells something else under the service's ID than before."""
    if now.service_name != before.service_name:
        raise BadAnswer("mass_renamed", {"old": before.service_name, "new": now.service_name})
    if now.quantity != before.quantity:
        raise BadAnswer("mass_service_changed")


def _check(service: CatalogueService, answers: Mapping[str, str], today: dt.date) -> None:
    """Raise BadAnswer if the answers no longer fit the service."""
    for field in fields.questions(service, answers):
        if field not in answers:
            raise BadAnswer("mass_columns_missing", {"type": service.type})
        if answers[field] != fields.SKIPPED:
            parse_answer(service, field, answers[field], answers, today)


def target_of(line: MassLine) -> str:
    return fields.target(line.answers)


def review_of_lines(lines: Sequence[MassLine], currency: str, again: int | None) -> str:
    """Return eight letters, a fingerprint of a review; `again` is an earlier mass order of the same list."""
    told = msgspec.json.encode((lines, currency, again), order="sorted")
    return hashlib.blake2s(told, digest_size=4).hexdigest()


def fingerprint_of_list(rows: Iterable[MassRow]) -> str:
    """Return a fingerprint that the same list has again, whatever its separators, spaces and sequence."""
    told = sorted([service_id_in(row.columns[0]), *row.columns[1:]] for row in rows)
    return hashlib.blake2s(msgspec.json.encode(told), digest_size=16).hexdigest()
