"""After a restore the operators look at the wallets and confirm them; until then nothing is sold."""

from dataclasses import dataclass

from storage import accounts, audit_trail, conditions, star_refunds, star_statement, topups, transfers, users
from storage.accounts import AccountKind
from storage.audit_trail import Act
from storage.conditions import Condition
from storage.database import Constraint, Database, Queries
from storage.topups import Topup
from storage.transfers import TransferKind
from storage.users import User
from usecases.alerting.alert_operators import AlertOperators
from usecases.clock import Clock
from usecases.errors import AlreadyDecided, StatementUnread
from usecases.numbers import plain
from usecases.paying.reconcile_stars import WALLETS_RESTORED
from usecases.wakeup import WakeUp

SHOWN_WALLETS = 20
FORGIVEN = "refunded before the database was restored"


@dataclass(frozen=True, slots=True)
class FilledWallet:
    user: User
    balance: int


@dataclass(frozen=True, slots=True)
class WalletsToConfirm:
    """The fullest wallets first. `total` in micro-units; `since` (epoch ms) is when the copy came back."""

    shown: list[FilledWallet]
    count: int
    total: int
    currency: str
    since: int


@dataclass(frozen=True, slots=True)
class ConfirmedWallets:
    """`forgiven` (micro-units): debts that came from refunds which were made here before the restore."""

    forgiven: int
    currency: str


class ConfirmWallets:
    """Refunds that were made here after the copy leave no debts: these are written off by who confirms."""

    def __init__(
        self, *, db: Database, currency: str, alert: AlertOperators, wake_sender: WakeUp, clock: Clock
    ) -> None:
        self._db = db
        self._currency = currency
        self._alert = alert
        self._wake_sender = wake_sender
        self._clock = clock

    async def question(self) -> WalletsToConfirm:
        """Raises AlreadyDecided if there is nothing to confirm, StatementUnread until it was read."""
        restored = await self._restored()
        fullest, count, total = await accounts.fullest(self._db, SHOWN_WALLETS)
        people = [(await users.get(self._db, user_id), balance) for user_id, balance in fullest]
        shown = [FilledWallet(user, balance) for user, balance in people if user is not None]
        return WalletsToConfirm(shown, count, total, self._currency, restored.since)

    async def __call__(self, since: int, operator_id: int) -> ConfirmedWallets:
        """Confirm the wallets of the restore at `since` (epoch ms), and write off debts of the replay.

        Raises AlreadyDecided, also after another restore, and StatementUnread.
        """
        restored = await self._restored()
        if restored.since != since:
            raise AlreadyDecided
        forgiven = 0
        for refund in await star_refunds.replayed(self._db, since):
            topup = await topups.get(self._db, refund.topup_id)
            if topup is not None:
                forgiven += await self._forgive(topup, operator_id)

        async def note(transaction: Queries) -> None:
            told = f"{plain(forgiven)} {self._currency}"
            await audit_trail.add(transaction, self._clock(), operator_id, Act.WALLETS_CONFIRMED, after=told)

        await self._alert.end(WALLETS_RESTORED, also=note)
        self._wake_sender.set()
        return ConfirmedWallets(forgiven, self._currency)

    async def _restored(self) -> Condition:
        for condition in await conditions.current(self._db):
            if condition.name == WALLETS_RESTORED:
                read_at = (await star_statement.place(self._db)).read_at
                if read_at is None or read_at < condition.since:
                    raise StatementUnread
                return condition
        raise AlreadyDecided

    async def _forgive(self, topup: Topup, operator_id: int) -> int:
        """Write off what the person owes because of a refund; return the amount (micro-units)."""
        try:
            async with self._db.transaction() as transaction:
                return await self._write_off(transaction, topup, operator_id)
        except Constraint:  # another operator did it at this moment
            return 0

    async def _write_off(self, db: Queries, topup: Topup, operator_id: int) -> int:
        await accounts.lock(db, [topup.user_id])
        debt = -(await accounts.of_user(db, topup.user_id)).debt
        amount, now = min(debt, topup.credited or 0), self._clock()
        if amount > 0:
            await transfers.add(
                db,
                key=f"adjustment:replayed:{topup.id}",
                kind=TransferKind.ADJUSTMENT,
                giver=AccountKind.WRITEOFFS,
                taker=AccountKind.DEBT,
                user_id=topup.user_id,
                amount=amount,
                actor=operator_id,
                reason=FORGIVEN,
                now=now,
            )
        return amount
