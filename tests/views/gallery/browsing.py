"""What a customer sees before an order, and around it."""

from collections.abc import Iterator
from typing import Any

from panel.service_types import ServiceType
from storage.users import Role
from tests.views.gallery.paper import Shown
from tests.views.gallery.records import NOW, Records
from usecases.browsing.catalogue import Catalogue
from usecases.browsing.shelves import Shelves
from usecases.browsing.view_service import GoneService, ServiceCard
from usecases.clock import HOUR, MINUTE
from usecases.operating.view_account import Account, Overview
from usecases.people.forget_people import NotForgotten
from views import about, account, catalogue, failures, forgetting, notifications, search, start, toasts

QUIET = Overview(None, None, 0, is_closed=False)


def first_steps(it: Records) -> Iterator[Shown]:
    yield Shown("Before Start is tapped", about.description())
    yield Shown("Commands", "\n".join(f"/{name} – {words}" for name, words in about.commands().items()))
    yield Shown("A stranger", start.stranger())
    yield Shown("A stranger whose request was sent", start.knocked())
    yield Shown("A stranger, before there is an operator", start.remembered())
    yield Shown("A stranger who was not let in", start.refused())
    yield Shown("Not let in (message)", notifications.not_let_in())
    yield Shown("An invitation that was used", start.invite_gone())
    yield Shown("In a group", start.group("panelgram_bot"))
    yield Shown("Let in (message)", notifications.let_in())
    yield Shown("Start", start.menu(it.person(), QUIET))
    yield Shown(
        "Start, with an open order", start.menu(it.person(), Overview(996_686_500, "USD", 1, is_closed=False))
    )
    yield Shown(
        "Start, for an operator",
        start.menu(it.person(Role.OPERATOR), Overview(996_686_500, "USD", 2, is_closed=False)),
    )
    yield Shown(
        "Start, while ordering is closed",
        start.menu(it.person(), Overview(996_686_500, "USD", 0, is_closed=True)),
    )
    yield Shown("Help", about.help_screen())
    yield Shown("Help, for an operator", about.operator_help())
    yield Shown("Privacy", about.privacy())
    yield Shown("Delete your data?", forgetting.ask(None))
    for title, kept in (
        ("Data not deleted: an open order", NotForgotten(open_orders=(8,))),
        ("Data not deleted: two open orders", NotForgotten(open_orders=(8, 9))),
        ("Data not deleted: an operator", NotForgotten(is_operator=True)),
        ("Data not deleted: money", NotForgotten(has_money=True)),
        ("Data not deleted: just ordering", NotForgotten(is_ordering=True)),
    ):
        yield Shown(title, forgetting.refused(kept))
    yield Shown("Data deleted", forgetting.done())
    yield Shown("Terms", about.terms())


def odd_messages(it: Records) -> Iterator[Shown]:
    yield Shown("An answer that arrives after a later tap", start.came_late("1000"))
    yield Shown("A picture, a voice, a sticker", start.not_for_me())
    yield Shown("A button of an old message (toast)", start.out_of_date())
    yield Shown("An error in the bot", failures.broken())
    yield Shown("An error in the bot while an order is placed", failures.broken_confirm())
    yield Shown("Too many messages at once", failures.too_fast())
    yield Shown("An edited message", failures.edited())
    yield Shown("An edited message at the review", failures.edited_at_review())
    yield Shown("A text at the review", failures.finish_first())
    yield Shown("A list that arrived in pieces", failures.put_together())


def catalogue_(it: Records) -> Iterator[Shown]:
    many = Catalogue(1)
    services = [it.service(id=str(101 + at), category=f"{it.category_name} {at}") for at in range(9)]
    many.put_up(Shelves(services), NOW - 3 * HOUR)
    yield Shown(
        "Catalogue, before the panel has answered",
        catalogue.categories(Catalogue(1).price_list(), 0, NOW, is_closed=False),
    )
    few = Catalogue(1)
    few.put_up(Shelves([it.service()]), NOW)
    yield Shown("Catalogue, one service", catalogue.categories(few.price_list(), 0, NOW, is_closed=False))
    yield Shown("Catalogue", catalogue.categories(many.price_list(), 0, NOW - 3 * HOUR, is_closed=False))
    yield Shown(
        "Catalogue, while the panel is away", catalogue.categories(many.price_list(), 1, NOW, is_closed=True)
    )
    rows = (
        it.service(),
        it.service(ServiceType.PACKAGE, id="102", rate="4.5"),
        it.service(id="103", rate="0"),
    )
    yield Shown("Category", catalogue.category(it.category(rows), 0, "USD"))


def service(it: Records) -> Iterator[Shown]:
    def card(title: str, usual: int | None = None, *, held: bool = False, **given: Any) -> Shown:
        one = it.service(**given)
        shown = ServiceCard(one, it.category((one,)), "USD", usual, is_held=held)
        return Shown(title, catalogue.service(shown, "panelgram_bot"))

    yield card("Service", 40 * MINUTE)
    like = [it.service(id="102")]
    yield Shown(
        "A service that is no longer offered", catalogue.gone(GoneService(it.service_name, like, "USD"))
    )
    yield Shown("A link to an unknown service", catalogue.gone(GoneService(None, (), "USD")))
    yield card("Service, a package", type_=ServiceType.PACKAGE, refill=False, cancel=False, description="")
    yield card("Service, without a price", rate="0", description="")
    yield card("Service, held", held=True, description="")


def searching(it: Records) -> Iterator[Shown]:
    yield Shown("Search", search.prompt())
    yield Shown("Search, before the panel has answered", search.nothing_yet())
    yield Shown("Search, one result", search.found("followers", [it.service()], 0, "USD"))
    yield Shown("Search, more results", search.found("followers", [it.service()] * 9, 0, "USD"))
    yield Shown("Search, no result", search.found("followers", [], 0, "USD"))


def accounts(it: Records) -> Iterator[Shown]:
    spent = {"USD": 4_500_000}
    yield Shown(
        "Balance",
        account.balance(
            Account(
                996_686_500, "USD", NOW - MINUTE, {}, spent, {**spent, "EUR": 1_200_000}, is_unreadable=False
            )
        ),
    )
    yield Shown(
        "Balance, not yet known", account.balance(Account(None, None, None, {}, {}, {}, is_unreadable=False))
    )
    yield Shown(
        "Balance, unreadable",
        account.balance(Account(None, "USD", None, {}, spent, spent, is_unreadable=True)),
    )
    yield Shown("Settings", account.settings(it.person()))
    yield Shown("Language", account.choose_language())


def answers_to_taps(it: Records) -> Iterator[Shown]:
    for toast in (
        toasts.sending,
        toasts.asked_panel,
        toasts.nothing_new,
        toasts.refill_asked,
        toasts.cancel_asked,
        toasts.noted,
        toasts.no_orders_yet,
    ):
        yield Shown(f"Toast: {toast.__name__.replace('_', ' ')}", toast())
    yield Shown("Toast: order dismissed", toasts.dismissed(8))
    yield Shown("Toast: order that can't be dismissed", toasts.not_dismissible(8))
    for count in (0, 1, 3):
        yield Shown(f"Toast: orders dismissed, {count}", toasts.all_dismissed(count))
