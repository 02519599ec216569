"""Callback data of the operators' buttons; see `views.callbacks`."""

from typing import Annotated, Literal

from aiogram.filters.callback_data import CallbackData
from pydantic import StringConstraints

from usecases.operating.decide_holds import Decision
from views.callbacks import LastId, PageNumber, RowId

PANEL_NUMBER = r"^[A-Za-z0-9_-]{1,40}$"
"""A longer number and the person's id exceed the 64 bytes of callback data."""

PanelNumber = Annotated[str, StringConstraints(pattern=PANEL_NUMBER)]
ManualEnd = Literal["completed", "canceled"]


class OpenHealth(CallbackData, prefix="health"): ...


class OpenRefusals(CallbackData, prefix="nos"): ...


class FindAnyOrder(CallbackData, prefix="ao"):
    """Finds any person's order by its number."""


class SendSales(CallbackData, prefix="csv"):
    """Sends a file with each person's sales by month."""


class AskOpenOrdering(CallbackData, prefix="oo"):
    """Asks before `OpenOrdering` acts."""


class OpenOrdering(CallbackData, prefix="ox"): ...


class InviteCustomer(CallbackData, prefix="inv"): ...


class OpenKnocks(CallbackData, prefix="kn"):
    page: PageNumber = 0


class RefusePerson(CallbackData, prefix="kr"):
    user: RowId


class LetIn(CallbackData, prefix="li"):
    user: RowId


class OpenPeople(CallbackData, prefix="pl"):
    page: PageNumber = 0


class OpenPerson(CallbackData, prefix="po"):
    """Opens a person's card. `page` is the page of the list to which Back leads."""

    user: RowId
    page: PageNumber


class AskRemoval(CallbackData, prefix="pa"):
    """Asks before `RemovePerson` acts."""

    user: RowId
    page: PageNumber


class RemovePerson(CallbackData, prefix="pd"):
    """Removes a person who was let in at `let_in_at` (epoch ms, 0: not known), unless let in anew since."""

    user: RowId
    let_in_at: LastId


class OpenDecision(CallbackData, prefix="q"):
    order: RowId


class NameOrder(CallbackData, prefix="qy"):
    order: RowId


class OrderIs(CallbackData, prefix="qi"):
    order: RowId
    candidate: PageNumber


class OrderIsNot(CallbackData, prefix="qn"):
    """Asks before `DenyOrder` acts."""

    order: RowId


class DenyOrder(CallbackData, prefix="qz"):
    order: RowId


class DecideLater(CallbackData, prefix="ql"): ...


class OpenHolds(CallbackData, prefix="hs"): ...


class OpenHold(CallbackData, prefix="h"):
    hold: RowId


class DecideHold(CallbackData, prefix="hd"):
    """Decides about a hold. `decisions` is the number of earlier ones, so a button acts only once."""

    hold: RowId
    decisions: PageNumber
    decision: Decision


class TakeBack(CallbackData, prefix="hr"):
    """Takes back the decision about the panel account that was made at `since` (epoch ms)."""

    decision: Decision
    since: RowId


class OpenTrouble(CallbackData, prefix="t"):
    """Shows the facts about an order that makes no progress."""

    order: RowId


class AskEnd(CallbackData, prefix="te"):
    order: RowId
    end: ManualEnd


class EndOrder(CallbackData, prefix="tx"):
    order: RowId
    end: ManualEnd


class OpenRefillDecision(CallbackData, prefix="p"):
    refill: RowId


class NameRefill(CallbackData, prefix="py"):
    refill: RowId


class RefillIsNot(CallbackData, prefix="pn"):
    """Asks before `DenyRefill` acts."""

    refill: RowId


class DenyRefill(CallbackData, prefix="pz"):
    refill: RowId


class OpenAdoption(CallbackData, prefix="ad"): ...


class AdoptOrder(CallbackData, prefix="ae"):
    """Adopts the order for the person, as both were shown."""

    person: RowId
    number: PanelNumber


class OpenFormerPanels(CallbackData, prefix="fp"): ...


class AskClosePanel(CallbackData, prefix="fa"):
    """Asks before `ClosePanel` acts."""

    panel: RowId


class ClosePanel(CallbackData, prefix="fx"):
    panel: RowId


class AskLoseOrder(CallbackData, prefix="la"):
    """Asks before `LoseOrder` acts."""

    order: RowId


class LoseOrder(CallbackData, prefix="lx"):
    """Closes an unconfirmed order of a former panel, which can no longer be asked."""

    order: RowId


class OpenRefund(CallbackData, prefix="rq"):
    """Shows the question how much of an order's price comes back."""

    order: RowId


class GiveBackAll(CallbackData, prefix="ra"):
    order: RowId


class NameRefund(CallbackData, prefix="rn"):
    """Asks for the amount that comes back."""

    order: RowId


class LeaveMoney(CallbackData, prefix="rl"):
    """Closes the question; no money moves."""

    order: RowId


class TakeBackMoney(CallbackData, prefix="rt"):
    """Takes back what was given back, as far as it is free in the wallet."""

    order: RowId


class OpenPayments(CallbackData, prefix="ot"):
    """Shows a person's payments in Stars."""

    user: RowId


class CreditPayment(CallbackData, prefix="oc"):
    """Credits the payer of a payment that belongs to no invoice."""

    topup: RowId


class AskReturn(CallbackData, prefix="ow"):
    """Asks before `ReturnPayment` acts."""

    topup: RowId


class ReturnPayment(CallbackData, prefix="ob"):
    """Gives the Stars of a payment back."""

    topup: RowId


class OpenWallets(CallbackData, prefix="wr"):
    """Shows the wallets that may hold too much after a restore."""


class WalletsAreRight(CallbackData, prefix="wc"):
    """Confirms the wallets after the restore at `since` (epoch ms)."""

    since: RowId
