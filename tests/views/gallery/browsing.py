"""What a customer sees before an order, and around it."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from panel.service_types import ServiceType
from storage.accounts import Wallet
from storage.users import Role
from tests.views.gallery.paper import Shown
from tests.views.gallery.records import NOW, Records
from usecases.browsing.catalogue import Catalogue
from usecases.browsing.category_filters import CategoryFilter
from usecases.browsing.find_inline import Found
from usecases.browsing.own_services import OwnCounts
from usecases.browsing.past_orders import Ends, PastOrders, TargetForm
from usecases.browsing.shelves import Shelves
from usecases.browsing.view_service import GoneService, ServiceCard
from usecases.clock import HOUR, MINUTE
from usecases.errors import BadAnswer
from usecases.operating.view_account import Account, Overview
from usecases.people.forget_people import NotForgotten
from usecases.people.quiet_hours import QuietHours
from views import (
    about,
    account,
    catalogue,
    failures,
    forgetting,
    inline,
    notifications,
    own_services,
    own_texts,
    quiet_hours,
    search,
    service_card,
    start,
    toasts,
)

NONE = OwnCounts()
OWN_WELCOME = "<b>Olga's shop</b>\nEverything for your page."

QUIET = Overview(None, None, 0, is_closed=False)


def first_steps(it: Records) -> Iterator[Shown]:
    yield Shown("In the bot's profile", about.short_description())
    yield Shown("Before Start is tapped", about.description())
    yield Shown(
        "Commands", "\n".join(f"/{name} – {words}" for name, words in about.commands(is_shop=True).items())
    )
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
    yield Shown(
        "Start, with the operators' own welcome",
        start.menu(it.person(), Overview(None, None, 1, is_closed=False, welcome=OWN_WELCOME)),
    )
    yield Shown("Help", about.help_screen())
    yield Shown(
        "Help, with rules and a support line", about.help_screen(support="Write to @olga.", has_rules=True)
    )
    yield Shown("Rules", own_texts.rules("One order for one post.\nBe kind."))
    yield Shown("Help, for an operator", about.operator_help())
    yield Shown("Privacy", about.privacy())
    yield Shown("Delete your data?", forgetting.ask(None))
    yield Shown("Delete your data?, in a shop", forgetting.ask(None, is_shop=True))
    for title, kept in (
        ("Data not deleted: an open order", NotForgotten(open_orders=(8,))),
        ("Data not deleted: two open orders", NotForgotten(open_orders=(8, 9))),
        ("Data not deleted: money in the wallet", NotForgotten(wallet=Wallet(5_000_000, 0, 0, 0))),
        ("Data not deleted: a debt", NotForgotten(wallet=Wallet(0, 0, -5_000_000, 0))),
        ("Data not deleted: money in question", NotForgotten(in_question=True)),
        ("Data not deleted: an order may be corrected", NotForgotten(settled_at=NOW + HOUR)),
        ("Data not deleted: the person is blocked", NotForgotten(is_stopped=True)),
        ("Data not deleted: an operator", NotForgotten(is_operator=True)),
        ("Data not deleted: a payment is under way", NotForgotten(is_paying=True)),
        ("Data not deleted: nothing is left", NotForgotten(is_unknown=True)),
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
    yield Shown("An edited list of many orders", failures.edited_list())
    yield Shown("A text at the review", failures.finish_first())
    yield Shown("A list that arrived in pieces", failures.put_together())


def catalogue_(it: Records) -> Iterator[Shown]:
    many = Catalogue(1)
    services = [it.service(id=str(101 + at), category=f"{it.category_name} {at}") for at in range(9)]
    many.put_up(Shelves(services), NOW - 3 * HOUR)
    yield Shown(
        "Catalogue, before the panel has answered",
        catalogue.categories(Catalogue(1).price_list(), 0, NOW, NONE, is_closed=False),
    )
    few = Catalogue(1)
    few.put_up(Shelves([it.service()]), NOW)
    yield Shown(
        "Catalogue, one service", catalogue.categories(few.price_list(), 0, NOW, NONE, is_closed=False)
    )
    yield Shown(
        "Catalogue",
        catalogue.categories(many.price_list(), 0, NOW - 3 * HOUR, OwnCounts(3, 12), is_closed=False),
    )
    yield Shown(
        "Catalogue, while the panel is away",
        catalogue.categories(many.price_list(), 1, NOW, NONE, is_closed=True),
    )
    rows = (
        it.service(),
        it.service(ServiceType.PACKAGE, id="102", rate="4.5"),
        it.service(id="103", rate="0"),
    )
    yield Shown("Category", catalogue.category(it.category(rows), 0, "USD"))
    mixed = Shelves((*rows, it.service(id="104", refill=False, cancel=False))).categories[0]
    yield Shown(
        "Category, the cheapest first",
        catalogue.category(mixed, 0, "USD", set(CategoryFilter) - {CategoryFilter.REFILL}),
    )
    both = {CategoryFilter.REFILL, CategoryFilter.CANCEL}
    yield Shown(
        "Category, nothing passes",
        catalogue.category(it.category((it.service(refill=False),)), 0, "USD", both),
    )
    yield Shown("Favourites", own_services.favourites(rows, 0, "USD"))
    yield Shown("Favourites (toasts)", f"{toasts.marked()}\n{toasts.unmarked()}")
    yield Shown("Favourites, none yet", own_services.favourites((), 0, "USD"))
    yield Shown("Recent", own_services.recent(rows, 0, "USD"))


def service(it: Records) -> Iterator[Shown]:
    def card(
        title: str,
        past: PastOrders | None = None,
        *,
        state: str = "",
        note: str | None = None,
        **given: Any,
    ) -> Shown:
        one = it.service(**given)
        shown = ServiceCard(
            one,
            it.category((one,)),
            "USD",
            past or PastOrders(),
            is_held=state == "held",
            is_favourite=state == "favourite",
            note=note,
        )
        return Shown(title, service_card.service(shown, "panelgram_bot"))

    yield card("Service", PastOrders(40 * MINUTE, Ends(34, 3, 1), TargetForm.ADDRESS))
    yield card("Service, a favourite", PastOrders(None, None, TargetForm.NAME), state="favourite")
    yield card("Service, with a note", note="Slow on Sundays")
    like = [it.service(id="102")]
    yield Shown(
        "A service that is no longer offered", catalogue.gone(GoneService(it.service_name, like, "USD"))
    )
    yield Shown("A link to an unknown service", catalogue.gone(GoneService(None, (), "USD")))
    yield card("Service, a package", type_=ServiceType.PACKAGE, refill=False, cancel=False, description="")
    yield card("Service, without a price", rate="0", description="")
    yield card("Service, held", state="held", description="")


def searching(it: Records) -> Iterator[Shown]:
    yield Shown("Search", search.prompt(has_inline=True))
    for title, words in (("nothing was typed", ""), ("nothing was found", "x")):
        yield Shown(f"Inline search, {title} (a button)", inline.nothing(words).text)
    [found] = inline.results(Found([it.service()], "USD", ""), "panelgram_bot", with_prices=True)
    yield Shown("Inline search, a result", f"{found.title}\n{found.description}")
    [elsewhere] = inline.results(Found([it.service()], "USD", ""), "panelgram_bot", with_prices=False)
    assert elsewhere.reply_markup is not None
    label = elsewhere.reply_markup.inline_keyboard[0][0].text
    yield Shown("Inline search, a result elsewhere", f"{elsewhere.title}\n{elsewhere.description}\n[{label}]")
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
    night = QuietHours(23 * 60, 7 * 60 + 30, "Europe/Madrid")
    at_home = replace(it.person(), time_zone="Europe/Madrid")
    yield Shown("Quiet hours: the first question", quiet_hours.ask_whether("Europe/Madrid", NOW))
    yield Shown("Quiet hours: the time", quiet_hours.clocks(NOW))
    yield Shown("Quiet hours: the place", quiet_hours.places(60, 0, NOW))
    yield Shown("Quiet hours: none yet", quiet_hours.page(at_home, NOW))
    yield Shown("Quiet hours", quiet_hours.page(replace(at_home, quiet_hours=night), NOW))
    waiting = replace(at_home, quiet_hours=night, ends_wait=True)
    yield Shown("Quiet hours: final messages wait", quiet_hours.page(waiting, NOW))
    yield Shown("Quiet hours: beginning", quiet_hours.pick_start(night))
    yield Shown("Quiet hours: end", quiet_hours.pick_end(night))
    gone = replace(it.person(), time_zone="Europe/Atlantis")
    yield Shown("Quiet hours: a time zone that is gone", quiet_hours.page(gone, NOW))
    yield Shown("Quiet hours: the same time twice", failures.words(BadAnswer("quiet_hours")))
    yield Shown("Quiet hours: not two times", quiet_hours.not_hours())
    yield Shown("Quiet hours: a place that is gone", failures.words(BadAnswer("time_zone")))
    yield Shown("Language", account.choose_language())


def answers_to_taps(it: Records) -> Iterator[Shown]:
    for toast in (
        toasts.sending,
        toasts.sending_several,
        toasts.asked_panel,
        toasts.nothing_new,
        toasts.refill_asked,
        toasts.cancel_asked,
        toasts.noted,
        toasts.no_orders_yet,
        toasts.data_coming,
        toasts.drawing,
        toasts.sent_just_now,
    ):
        yield Shown(f"Toast: {toast.__name__.replace('_', ' ')}", toast())
    yield Shown("Toast: data less than a day ago", toasts.data_again(5 * HOUR))
    yield Shown("Toast: order dismissed", toasts.dismissed(8))
    yield Shown("Toast: order that can't be dismissed", toasts.not_dismissible(8))
    for count in (0, 1, 3):
        yield Shown(f"Toast: orders dismissed, {count}", toasts.all_dismissed(count))
