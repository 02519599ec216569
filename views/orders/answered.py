"""A person's answers on the review and the card. A list is shown by its number of lines."""

from markupsafe import Markup

from panel.service_types import Field
from panel.service_types import lines as lines_of
from usecases.ordering.answers import LIST_FIELDS
from usecases.ordering.fields import SKIPPED
from views import labels
from views.language import ngettext
from views.questions import shown
from views.text import bold, cut, fill, number

SHOWN_ANSWER = 200
SHOWN_LINE = 60


def answer(name: Field, value: str) -> Markup | None:
    """Return one answer as a line, or None for a skipped question."""
    if value == SKIPPED:
        return None
    if name is Field.INTERVAL:
        every = ngettext("Every {count} minute", "Every {count} minutes", int(value))
        return bold(every.format(count=number(int(value))))
    if name not in LIST_FIELDS:
        label = labels.field(name)
        return fill("{label}: {value}", label=label, value=bold(cut(shown(name, value), SHOWN_ANSWER)))
    count = len(lines_of(value))
    entries = ngettext("{count} line", "{count} lines", count).format(count=number(count))
    first = cut(lines_of(value)[0], SHOWN_LINE)
    sentence = "{label}: {entries} ({first}…)" if count > 1 else "{label}: {first}"
    return fill(sentence, label=labels.field(name), entries=bold(entries), first=first)
