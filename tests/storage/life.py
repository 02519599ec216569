"""The bot's use cases on a database and a panel, wired as a process does it, without Telegram."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from panel import Panel
from storage import panel_keys
from storage.database import Database
from storage.engines.open import open_database
from usecases.alerting.alert_operators import AlertOperators
from usecases.alerting.tell_refusals import TellRefusals
from usecases.browsing.catalogue import Catalogue
from usecases.browsing.refresh_catalogue import RefreshCatalogue
from usecases.clock import Clock
from usecases.operating.end_orders import EndOrders
from usecases.operating.watch_panel import WatchPanel
from usecases.ordering.draft_orders import DraftOrders
from usecases.ordering.place_order import PlaceOrder
from usecases.people.access import Access
from usecases.submitting.decide import Decide
from usecases.submitting.submit_order import SubmitOrder
from usecases.tracking.sweep_orders import SweepOrders
from usecases.wakeup import WakeUp

PEOPLE = (1, 2)
OPERATORS = (8, 9)


@dataclass
class Program:
    """One life of the bot's use cases on the database."""

    db: Database
    draft_orders: DraftOrders
    place_order: PlaceOrder
    submit_order: SubmitOrder
    decide: Decide
    sweep_orders: SweepOrders
    end_orders: EndOrders
    panel_key_id: int


@asynccontextmanager
async def living(database_url: str, panel_url: str, clock: Clock) -> AsyncIterator[Program]:
    """A process that has just begun: what its last life left is taken up, the catalogue is there."""
    async with (
        open_database(database_url) as db,
        Panel(panel_url, "demo-key", calls_per_minute=100_000, backoff=0.001) as panel,
    ):
        for person in (*PEOPLE, *OPERATORS):
            await db.execute(
                "INSERT INTO users (id, telegram_id, name, created_at) VALUES ($1, $1, 'x', 0)"
                " ON CONFLICT DO NOTHING",
                person,
            )
        await db.execute("UPDATE users SET in_admin_ids = 1 WHERE id IN (8, 9)")
        key = await panel_keys.of_operator(db, panel_url)
        catalogue = Catalogue(key.id)
        access = Access(db=db, admin_ids=OPERATORS, allowed_ids=PEOPLE, clock=clock)
        await access.expect_people_of_settings()
        alert = AlertOperators(db=db, access=access, clock=clock)
        await RefreshCatalogue(db=db, panel=panel, catalogue=catalogue, alert=alert, clock=clock)()
        await WatchPanel(db=db, panel=panel, catalogue=catalogue, alert=alert, clock=clock)()
        drafts = DraftOrders(db=db, catalogue=catalogue, clock=clock)
        program = Program(
            db=db,
            draft_orders=drafts,
            place_order=PlaceOrder(
                db=db,
                draft_orders=drafts,
                cost_of=lambda _: None,
                alert=alert,
                wake_submitter=WakeUp(),
                wake_sender=WakeUp(),
                clock=clock,
            ),
            submit_order=SubmitOrder(
                db=db,
                panel=panel,
                alert=alert,
                tell_refusals=TellRefusals(access=access, wake_balance_check=WakeUp(), clock=clock),
                clock=clock,
            ),
            decide=Decide(
                db=db, panel=panel, panel_key_id=1, wake_sweep=WakeUp(), wake_sender=WakeUp(), clock=clock
            ),
            sweep_orders=SweepOrders(db=db, panel=panel, alert=alert, clock=clock, interval=60),
            end_orders=EndOrders(db=db, alert=alert, wake_sender=WakeUp(), clock=clock),
            panel_key_id=key.id,
        )
        await program.submit_order.recover()
        yield program
