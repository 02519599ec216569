"""The leader's jobs about payments in Stars."""

from bot.leader.leader import WakeUps
from bot.leader.scheduler import Jobs
from usecases.ordering.order_paid_drafts import OrderPaidDrafts
from usecases.paying.expire_invoices import ExpireInvoices
from usecases.paying.reconcile_stars import ReconcileStars
from usecases.paying.send_stars_back import SendStarsBack

STATEMENT_BEAT = 300.0  # seconds between two looks into Telegram's statement
RETURNS_BEAT = 5.0
INVOICES_BEAT = 15.0
COMPARE_BEAT = 3_600.0  # seconds between two checks whether the balance was compared a day ago


class StarJobs:
    def __init__(
        self,
        *,
        wakeups: WakeUps,
        reconcile_stars: ReconcileStars,
        send_stars_back: SendStarsBack,
        expire_invoices: ExpireInvoices,
        order_paid_drafts: OrderPaidDrafts,
    ) -> None:
        self._wakeups = wakeups
        self._reconcile_stars = reconcile_stars
        self._send_stars_back = send_stars_back
        self._expire_invoices = expire_invoices
        self._order_paid_drafts = order_paid_drafts

    def add_to(self, jobs: Jobs) -> None:
        done, wakeups = self._wakeups.sender, self._wakeups
        jobs.every(STATEMENT_BEAT, self._reconcile, "statement", done=done, wake=wakeups.statement)
        jobs.every(RETURNS_BEAT, self._send_stars_back, "star returns", done=done, wake=wakeups.returns)
        jobs.every(INVOICES_BEAT, self._expire_invoices, "invoices", done=done)
        jobs.every(COMPARE_BEAT, self._reconcile_stars.compare, "star balance", done=done)

    async def _reconcile(self) -> None:
        """Read the statement, and place the orders whose payments it had."""
        await self._reconcile_stars()
        await self._order_paid_drafts()
