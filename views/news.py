"""What people see of the operators' broadcasts: their buttons, and the switch in the settings."""

from storage.broadcasts import Broadcast, BroadcastKind
from usecases.people.access import Person
from views.callbacks import ChooseNews, MuteNews, OpenFromNews
from views.language import _
from views.screen import ButtonRow, Screen, button
from views.text import lines


def buttons(broadcast: Broadcast) -> Screen | None:
    """The buttons under a broadcast, or None. An album cannot have any: it gets them in this message."""
    is_news = broadcast.kind is BroadcastKind.NEWS
    rows: list[ButtonRow] = []
    if broadcast.service_ref is not None:
        rows.append([button("🛒 " + _("See the service"), OpenFromNews(service=broadcast.service_ref))])
    if is_news:
        rows.append([button("🔕 " + _("Mute news"), MuteNews())])
    if not rows:
        return None
    about = _("This was news. You can mute news at any time.") if is_news else _("About the message above:")
    return Screen(lines(about), rows)


def switch(person: Person) -> ButtonRow:
    """The row of the settings that switches news on and off."""
    if person.wants_news:
        return [button("📣 " + _("News: on"), ChooseNews(wanted=False))]
    return [button("🔕 " + _("News: off"), ChooseNews(wanted=True))]


def muted() -> str:
    return _("You won't get news any more. Messages about your orders still come. Change it in Settings.")
