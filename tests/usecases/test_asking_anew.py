"""After a refusal the wizard goes back to the question whose answer was refused, and keeps the others."""

import msgspec
import pytest

from panel.service_types import Field
from storage import orders, panel_keys
from storage.orders import Order, OrderStage
from storage.records import Json
from storage.refills import Refill, RefillStage
from storage.services import CatalogueService
from tests.usecases.records import reserve
from tests.usecases.sweeping import World
from usecases.browsing.catalogue import Catalogue
from usecases.browsing.shelves import Shelves
from usecases.ordering.draft_orders import DraftOrders
from usecases.submitting.failures_of_writes import field_to_ask_anew
from views import labels

LINK = "https://example.com/p"
RUNS = {"runs": "3", "interval": "30"}
PLAIN = {"link": LINK, "quantity": "1000"}
COMMENTS = {"link": LINK, "comments": "one\ntwo"}
SERVICE = CatalogueService("101", "x", "default", "c", "0.9", 100, 10_000, "", False, False, True)


async def an_order(world: World) -> Order:
    """A drip-feed."""
    await reserve(world.db, 1)
    order = await orders.get(world.db, 1)
    assert order is not None
    return msgspec.structs.replace(order, parameters=Json({**PLAIN, **RUNS}))


@pytest.mark.parametrize(
    ("meaning", "parameters", "field"),
    [
        ("link", PLAIN, Field.LINK),
        ("duplicate_link", PLAIN, Field.LINK),
        ("link", {"username": "alice", "max": "9"}, Field.USERNAME),
        ("quantity", PLAIN, Field.QUANTITY),
        ("quantity", COMMENTS, Field.COMMENTS),
        ("quantity", {"username": "alice", "min": "5", "max": "9"}, Field.MAX),
        ("interval", PLAIN | RUNS, Field.INTERVAL),
        ("interval", PLAIN, None),
        ("dripfeed", PLAIN | RUNS, Field.RUNS),
        ("funds", PLAIN, None),
        ("other", PLAIN, None),
    ],
)
async def test_the_question_is_that_of_the_refused_answer(
    world: World, meaning: str, parameters: dict[str, str], field: Field | None
) -> None:
    order = msgspec.structs.replace(
        await an_order(world), status=OrderStage.FAILED, failure=meaning, parameters=Json(parameters)
    )

    assert field_to_ask_anew(order) == field


@pytest.mark.parametrize(
    ("field", "kept"),
    [
        (Field.LINK, {"quantity": "1000", **RUNS}),
        (Field.QUANTITY, {"link": LINK, **RUNS}),
        (Field.INTERVAL, {**PLAIN, "runs": "3"}),
        (Field.RUNS, PLAIN),  # the interval is asked for only where there are runs
    ],
)
async def test_that_question_is_open_and_the_other_answers_are_kept(
    world: World, field: Field, kept: dict[str, str]
) -> None:
    await panel_keys.keep_balance(world.db, 1, 5_000_000, "USD", world.now)
    catalogue = Catalogue(1)
    catalogue.put_up(Shelves([SERVICE]), world.now)
    draft_orders = DraftOrders(db=world.db, catalogue=catalogue, clock=world.clock)

    step = await draft_orders._like(await an_order(world), without=field)

    assert step.question == field
    assert step.draft.answers == kept


@pytest.mark.parametrize(
    ("failure", "shown"),
    [
        ("already_asked", "Refill already running"),
        ("later", "No refill right now"),
        ("order", "Refill not possible"),
    ],
)
def test_a_refill_that_is_running_already_is_not_called_impossible(failure: str, shown: str) -> None:
    refill = Refill(1, 1, 1, 1, RefillStage.FAILED, "", failure, "", None, 0, 0, None, 0, None, False)

    assert labels.refill(refill) == shown
