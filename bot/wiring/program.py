"""The program as a whole."""

from dataclasses import dataclass

from aiogram import Bot

from bot.incoming.intake import Intake
from bot.incoming.precedence import Precedence
from bot.leader.leader import Leader
from bot.monitoring.database_watch import DatabaseWatch
from bot.observer import Observer
from bot.settings import Settings
from bot.telegram.rate_limits import RateLimits
from bot.wiring.incoming import make_intake
from bot.wiring.leading import make_leader
from bot.wiring.outgoing import Outgoing
from bot.wiring.shared import Shared
from bot.wiring.use_cases import UseCases
from panel import Panel
from storage.database import Database
from storage.panel_keys import PanelKey
from usecases.browsing.refresh_catalogue import RefreshCatalogue
from usecases.clock import Clock
from usecases.people.access import Access


@dataclass(frozen=True, slots=True)
class Program:
    """All parts of one running bot."""

    db: Database
    access: Access
    intake: Intake
    leader: Leader
    refresh_catalogue: RefreshCatalogue
    observer: Observer
    database_watch: DatabaseWatch


def wire(
    *,
    settings: Settings,
    key: PanelKey,
    db: Database,
    panel: Panel,
    bot: Bot,
    rate_limits: RateLimits,
    clock: Clock,
    observer: Observer,
    precedence: Precedence,
) -> Program:
    shared = Shared(settings=settings, key=key, db=db, panel=panel, bot=bot, clock=clock, observer=observer)
    use_cases = UseCases(shared)
    intake = make_intake(shared, use_cases)
    outgoing = Outgoing(shared, use_cases, rate_limits)
    leader = make_leader(shared, use_cases, outgoing, intake, precedence)
    return Program(
        db=db,
        access=shared.access,
        intake=intake,
        leader=leader,
        refresh_catalogue=use_cases.services.refresh_catalogue,
        observer=observer,
        database_watch=DatabaseWatch(
            db=db,
            bot=bot,
            access=shared.access,
            speaks=lambda: leader.leads or db.cluster.alone,
            clock=clock,
        ),
    )
