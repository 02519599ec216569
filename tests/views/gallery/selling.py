"""What a shop shows: to its customers, and to the operator who sets its prices."""

from collections.abc import Iterator
from dataclasses import replace

from panel.service_types import ServiceType
from storage.drafts import Draft
from storage.holds import Hold, HoldState
from storage.panel_keys import PanelKey
from tests.views.gallery.ordering import step
from tests.views.gallery.paper import Shown
from tests.views.gallery.records import NOW, Records
from usecases.browsing.own_services import OwnCounts
from usecases.browsing.price_list import PriceList
from usecases.browsing.shelves import Shelves
from usecases.operating.decide_holds import HeldService, HeldServices
from usecases.step import Step
from views import catalogue, wizard
from views.operating import holds


def on_sale(it: Records) -> Iterator[Shown]:
    empty = PriceList(Shelves(()), "USD", NOW, 10_000)
    yield Shown(
        "A shop with nothing on sale", catalogue.categories(empty, 0, NOW, OwnCounts(), is_closed=False)
    )


def reviews(it: Records) -> Iterator[Shown]:
    service, answers = it.service(rate="0.945"), {"link": it.link, "quantity": "157", "runs": ""}
    shown = step(it, service, answers, None)
    rounded = it.draft(answers, quantity=157, price=150_000, rate="0.945")
    yield Shown("Review in a shop", wizard.review(_with(shown, rounded)))
    pack, answers = it.service(ServiceType.PACKAGE, rate="3.16"), {"link": it.link}
    package = it.draft(answers, quantity=None, price=3_160_000, rate="3.16")
    yield Shown("Review in a shop, a package", wizard.review(_with(step(it, pack, answers, None), package)))


def _with(shown: Step, draft: Draft) -> Step:
    return replace(shown, draft=draft)


def moved(it: Records) -> Iterator[Shown]:
    key = PanelKey(1, "https://panel.example", None, "USD", None, None, None, None)

    def hold(state: HoldState = HoldState.WAITS) -> Hold:
        return Hold(1, 1, "101", it.service_name, None, 0, 0, "rate", state, 0, NOW, "0.90", "0.0009")

    for state in HoldState:
        shown = HeldService(hold(state), None, key, is_panel_held=False)
        yield Shown(f"Moved rate: {state.replace('_', ' ')}", holds.hold(shown))
    yield Shown("Held services, a moved rate", holds.held(HeldServices([hold()], key, 1, NOW)))
    yield Shown("Held services, moved rates", holds.held(HeldServices([hold(), hold()], key, 2, NOW)))
