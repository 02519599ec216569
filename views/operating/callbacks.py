"""Callback data of the operators' buttons; see `views.callbacks`."""

from typing import Annotated, Literal

from aiogram.filters.callback_data import CallbackData
from pydantic import StringConstraints

from storage.users import OperatorRole
from usecases.operating.decide_holds import Decision
from views.callbacks import LastId, PageNumber, RowId
from views.pictures.themes import ThemeName

PANEL_NUMBER = r"^[A-Za-z0-9_-]{1,40}$"
"""A longer number and the person's id exceed the 64 bytes of callback data."""

PanelNumber = Annotated[str, StringConstraints(pattern=PANEL_NUMBER)]
ManualEnd = Literal["completed", "canceled"]


class OpenHealth(CallbackData, prefix="health"): ...


class OpenRefusals(CallbackData, prefix="nos"): ...


class OpenComparisons(CallbackData, prefix="bd"):
    """Shows how the panel account's balance changed from day to day."""


class FindAnyOrder(CallbackData, prefix="ao"):
    """Finds any person's order by its number."""


class SendSales(CallbackData, prefix="csv"):
    """Sends a file with each person's sales by month."""


class SendPicture(CallbackData, prefix="pic"):
    """Sends a picture of the last days."""

    theme: ThemeName = ThemeName.LIGHT


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


class FindPerson(CallbackData, prefix="fn"):
    """Asks for an id, a name, an order's number or link, or a payment's charge id."""


class TurnFoundPeople(CallbackData, prefix="ft"):
    """Shows another page of the people who were found last."""

    page: PageNumber


class OpenPerson(CallbackData, prefix="po"):
    """Opens a person's card. `page` is the page of the list to which Back leads."""

    user: RowId
    page: PageNumber


class AskBlock(CallbackData, prefix="ab"):
    """Asks why a person may order nothing new."""

    user: RowId


class UnblockPerson(CallbackData, prefix="ub"):
    user: RowId


class WriteToPerson(CallbackData, prefix="wp"):
    """Asks what to write to a person."""

    user: RowId


class OpenOrdersOf(CallbackData, prefix="op"):
    """Shows a person's orders to an operator."""

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


class AskRole(CallbackData, prefix="ar"):
    """Lets an owner choose a person's role."""

    user: RowId
    page: PageNumber


class GiveRole(CallbackData, prefix="rg"):
    """Gives a person a role who `was` another before; None is no operator's."""

    user: RowId
    role: OperatorRole | None
    was: OperatorRole | None


class OpenAudit(CallbackData, prefix="au"):
    """Shows what operators did last."""

    page: PageNumber = 0


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


class LiftMoves(CallbackData, prefix="hm"):
    """Sells all services again that were held by `until` (epoch ms) because their rates moved."""

    until: RowId


class TakeBack(CallbackData, prefix="hr"):
    """Takes back the decision about the panel account that was made at `since` (epoch ms)."""

    decision: Decision
    since: RowId


class OpenTrouble(CallbackData, prefix="t"):
    """Shows the facts about an order that makes no progress."""

    order: RowId


class AskPanel(CallbackData, prefix="ap"):
    """Has the panel asked about an order now."""

    order: RowId


class OpenStuck(CallbackData, prefix="stk"):
    """Shows the orders that have not changed for long."""

    page: PageNumber = 0


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
