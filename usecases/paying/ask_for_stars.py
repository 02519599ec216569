"""Makes invoices: for an amount that the person chooses, or for what an order lacks."""

from dataclasses import dataclass

from storage import accounts, drafts, invoices
from storage.accounts import Wallet
from storage.database import Database
from storage.drafts import DraftStatus
from storage.invoices import Invoice
from usecases.clock import HOUR, Clock
from usecases.errors import BadAnswer, DraftGone, TopUpsClosed
from usecases.numbers import parse_whole
from usecases.paying.invoice_payloads import InvoicePayloads
from usecases.paying.star_terms import FEWEST_STARS, ReadStarTerms, StarTerms
from usecases.people.access import Person
from usecases.people.block_people import refuse_stopped
from usecases.pricing.quote import review_of

INVOICE_LASTS = HOUR
SUGGESTED_STARS = (100, 200, 500, 1_000)


@dataclass(frozen=True, slots=True)
class TopUpOffer:
    """What a person may top up; `currency` is that of the wallets."""

    wallet: Wallet
    currency: str
    terms: StarTerms

    @property
    def suggested(self) -> list[int]:
        """The amounts in Stars that have a button."""
        return [stars for stars in SUGGESTED_STARS if stars <= self.terms.most_stars]


@dataclass(frozen=True, slots=True)
class SignedInvoice:
    """An invoice to send. It belongs to the person's private chat."""

    invoice: Invoice
    payload: str


class AskForStars:
    """`payloads` is None where nothing is sold from wallets; then each call raises TopUpsClosed."""

    def __init__(
        self,
        *,
        db: Database,
        payloads: InvoicePayloads | None,
        currency: str,
        read_terms: ReadStarTerms,
        clock: Clock,
    ) -> None:
        self._db = db
        self._payloads = payloads
        self._currency = currency
        self._read_terms = read_terms
        self._clock = clock

    async def offer(self, user_id: int) -> TopUpOffer:
        """Raises TopUpsClosed, also while a Star has no price, and OrdersStopped for a blocked person."""
        terms = await self._read_terms()
        if self._payloads is None or not terms.price:
            raise TopUpsClosed
        await refuse_stopped(self._db, user_id)
        return TopUpOffer(await accounts.of_user(self._db, user_id), self._currency, terms)

    async def invoice(self, person: Person, stars: int) -> SignedInvoice:
        """Raises as `offer` does, or BadAnswer with the limits if it is too little or too much."""
        offer = await self.offer(person.id)
        return await self._make(person, _allowed(stars, offer.terms), offer, None)

    async def invoice_typed(self, person: Person, typed: str) -> SignedInvoice:
        """As `invoice`, for an amount as it was typed. Raises BadAnswer also if it is no whole number."""
        stars = parse_whole(typed)
        if stars is None:
            raise BadAnswer("not_a_number")
        return await self.invoice(person, stars)

    async def invoice_for(self, person: Person, draft_id: str) -> SignedInvoice | None:
        """Make an invoice for what the wallet lacks for a draft; None if it lacks nothing.

        Raises DraftGone if the draft is not ready, and as `invoice` does.
        """
        offer = await self.offer(person.id)
        draft = await drafts.get(self._db, draft_id, person.id)
        if draft is None or draft.status is not DraftStatus.READY or draft.currency != self._currency:
            raise DraftGone
        missing = lacks(draft.price or 0, offer.wallet)
        if missing <= 0:
            return None
        stars = _allowed(offer.terms.needed(missing), offer.terms)
        return await self._make(person, stars, offer, (draft.id, review_of(draft)))

    async def invoice_lacking(self, person: Person, price: int) -> SignedInvoice | None:
        """Make an invoice for what the wallet lacks for a price (micro-units); None if it lacks nothing.

        Nothing is ordered when it is paid. Raises as `invoice` does.
        """
        offer = await self.offer(person.id)
        missing = lacks(price, offer.wallet)
        if missing <= 0:
            return None
        return await self._make(person, _allowed(offer.terms.needed(missing), offer.terms), offer, None)

    async def note_sent(self, invoice_id: int, message_id: int) -> None:
        """Note in which message of the person's chat the invoice stands."""
        await invoices.note_message(self._db, invoice_id, message_id)

    async def _make(
        self, person: Person, stars: int, offer: TopUpOffer, draft: tuple[str, str] | None
    ) -> SignedInvoice:
        if self._payloads is None:
            raise TopUpsClosed
        now = self._clock()
        credited = offer.terms.worth(stars)
        invoice = await invoices.add(
            self._db, person.id, stars, credited, self._currency, draft, now, now + INVOICE_LASTS
        )
        return SignedInvoice(invoice, self._payloads.write(invoice, person.telegram_id))


def lacks(price: int, wallet: Wallet) -> int:
    """Return what a wallet lacks for a price (micro-units). What the person owes is paid first."""
    return price - (wallet.balance - wallet.floor) - wallet.debt


def _allowed(stars: int, terms: StarTerms) -> int:
    limits: dict[str, int | str] = {"min": FEWEST_STARS, "max": terms.most_stars}
    if stars < FEWEST_STARS:
        raise BadAnswer("too_small", limits)
    if stars > terms.most_stars:
        raise BadAnswer("too_large", limits)
    return stars
