"""What operators see of the texts that they write, and of the services that they change."""

from collections.abc import Iterator

from storage.own_texts import ALL_LANGUAGES, OwnText, TextKind
from storage.own_values import OwnValue, OwnValues
from storage.service_changes import ChangeKind, ServiceChange
from tests.views.gallery.paper import Shown
from tests.views.gallery.records import EARLIER, NOW, Records
from usecases.browsing.past_orders import Quality
from usecases.clock import MINUTE
from usecases.operating.change_services import DeskService, DeskServiceCard
from usecases.operating.low_balance import LowBalance
from usecases.operating.own_html import HtmlFault, HtmlWrong
from views.operating import low_balance, own_texts, service_changes, services

WELCOME = OwnText(TextKind.WELCOME, ALL_LANGUAGES, "<b>Olga's shop</b>\nEverything for your page.", 1, NOW)
FAULTS = {
    HtmlFault.EMPTY: HtmlWrong(HtmlFault.EMPTY),
    HtmlFault.TOO_LONG: HtmlWrong(HtmlFault.TOO_LONG, length=2_000),
    HtmlFault.OTHER_OPEN: HtmlWrong(HtmlFault.OTHER_OPEN, 3, "b", "i"),
}


def own_texts_(_: Records) -> Iterator[Shown]:
    where = TextKind.WELCOME, ALL_LANGUAGES
    yield Shown("Own texts", own_texts.texts([WELCOME]))
    yield Shown("Own texts, languages", own_texts.text_languages(TextKind.WELCOME, [WELCOME]))
    yield Shown("Own texts, one", own_texts.text(*where, WELCOME))
    yield Shown("Own texts, one that is not written", own_texts.text(TextKind.RULES, "en", None))
    for fault in HtmlFault:
        wrong = FAULTS.get(fault, HtmlWrong(fault, 3, "div" if fault is HtmlFault.UNKNOWN_TAG else "b"))
        yield Shown(
            f"Own texts, refused: {fault.value}", own_texts.text(*where, None, own_texts.wrong_html(wrong))
        )
    yield Shown("Own texts, preview", own_texts.text_preview(*where, WELCOME.html))
    yield Shown("Own texts, reset?", own_texts.ask_reset_text(*where))
    yield Shown("Own texts (toasts)", f"{own_texts.text_saved()}\n{own_texts.text_reset()}")


def services_(it: Records) -> Iterator[Shown]:
    own = OwnValues(
        "101", name="Followers, fast", description="Real people.", note="Slow on Sundays", category="Best"
    )
    plain = DeskService(it.service(), OwnValues("101"), "USD")
    changed = DeskService(it.service(), own, "USD")
    hidden = DeskService(it.service(), OwnValues("101", hidden=True, pinned=True), "USD")
    yield Shown("Services", services.desk())
    many = [changed, hidden, *[plain] * 8]
    yield Shown("Services, found", services.desk("followers", many))
    yield Shown("Services, found, the last page", services.desk("followers", many, 1))
    yield Shown("Services, nothing found", services.desk("nothing like it"))
    yield Shown("Services, changed ones", services.own_list([changed, hidden], 0))
    yield Shown("Services, none changed", services.own_list([], 0))
    for title, one, quality in (
        ("as the panel lists it", plain, Quality(0, 0, 0, None, 0)),
        ("changed", changed, Quality(34, 3, 1, 40 * MINUTE, 2)),
        ("hidden and pinned", hidden, Quality(1, 0, 1, None, 0)),
    ):
        yield Shown(f"A service, {title}", services.desk_service(DeskServiceCard(one, quality)))
    for title, limit in (("", 5_000_000), (", none", 0)):
        yield Shown(f"Low balance{title}", low_balance.limit(LowBalance(limit, 4_000_000, "USD")))
    refused = LowBalance(0, None, "USD")
    yield Shown("Low balance, refused", low_balance.limit(refused, is_refused=True))
    yield Shown("Low balance (toast)", low_balance.limit_saved())
    card = DeskServiceCard(changed, Quality(0, 0, 0, None, 0))
    for value in OwnValue:
        yield Shown(f"A service: {value.value}", services.ask_own_value(card, value))
    yield Shown("A service: refused", services.ask_own_value(card, OwnValue.NAME, is_refused=True))
    yield Shown("A service: reset?", services.ask_reset_service(card))
    yield Shown("A service (toast)", services.own_value_saved())
    changes = [
        ServiceChange("101", it.service_name, kind, was, now, EARLIER)
        for kind, was, now in (
            (ChangeKind.NEW, "", ""),
            (ChangeKind.GONE, "", ""),
            (ChangeKind.BACK, "", ""),
            (ChangeKind.RATE, "0.9", "1.2"),
            (ChangeKind.LIMITS, "50–10000", "100–10000"),
            (ChangeKind.NAME, "Likes", "Views"),
            (ChangeKind.TYPE, "default", "package"),
        )
    ]
    yield Shown("Changes of services", service_changes.page_of_changes(changes, 0, "USD"))
    yield Shown("Changes of services, none", service_changes.page_of_changes([], 0, "USD"))
