"""Callback data of the operators' buttons; see `views.callbacks`."""

from typing import Annotated, Literal

from aiogram.filters.callback_data import CallbackData
from pydantic import StringConstraints

from usecases.operating.decide_holds import Decision
from usecases.operating.plan_prices import PriceChange
from usecases.paying.move_by_hand import Move
from usecases.pricing.shop_values import ShopValue
from views.callbacks import LastId, PageNumber, Review, RowId

PANEL_NUMBER = r"^[A-Za-z0-9_-]{1,40}$"
"""A longer number and the person's id exceed the 64 bytes of callback data."""

PanelNumber = Annotated[str, StringConstraints(pattern=PANEL_NUMBER)]
ManualEnd = Literal["completed", "canceled"]
Level = Literal["a", "c", "s"]
"""The level of a price rule: all, a category, a service."""

Subject = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,32}$")]
"""The category's id or the service's ref."""

NO_SUBJECT = "-"


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


class FindPerson(CallbackData, prefix="fn"):
    """Asks for an id, a name, an order's number or a payment's charge id."""


class OpenMoney(CallbackData, prefix="mo"):
    """Shows a person's money."""

    user: RowId


class SendStatementOf(CallbackData, prefix="ms"):
    """Sends a file with everything that came into a person's wallet and went out of it."""

    user: RowId


class StartMove(CallbackData, prefix="mv"):
    """Asks how much is to be credited, debited or written off, or how large the credit line is."""

    user: RowId
    move: Move


class ConfirmMove(CallbackData, prefix="mc"):
    """Does what was shown. `after` is the last thing done by hand that the operator saw: it acts once."""

    user: RowId
    move: Move
    after: LastId


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


class OpenShop(CallbackData, prefix="sh"): ...


class OpenPrices(CallbackData, prefix="pr"):
    page: PageNumber = 0


class OpenPriceCategories(CallbackData, prefix="prc"):
    page: PageNumber = 0


class AskPricedService(CallbackData, prefix="prs"):
    """Asks which service gets a rule of its own."""


class OpenRule(CallbackData, prefix="pe"):
    """Opens the rule of a subject for a group, 0 for everybody."""

    level: Level
    subject: Subject
    group: LastId = 0


class AskPrice(CallbackData, prefix="pk"):
    """Asks for the value of a change; for one without a value it shows what the change does."""

    change: PriceChange
    level: Level = "a"
    subject: Subject = NO_SUBJECT
    group: LastId = 0


class SavePrices(CallbackData, prefix="pw"):
    """Saves exactly the change that was shown: `plan` is its fingerprint, and the two ids are its version."""

    plan: Review
    edit: LastId
    setting: LastId


class OpenPriceCheck(CallbackData, prefix="pc"): ...


class ConfirmPriceCheck(CallbackData, prefix="pcy"):
    """Confirms exactly the prices that were shown: `shown` is their fingerprint."""

    shown: Review


class OpenShopValues(CallbackData, prefix="sv"): ...


class AskShopValue(CallbackData, prefix="sva"):
    name: ShopValue


class OpenGroups(CallbackData, prefix="gr"): ...


class OpenGroup(CallbackData, prefix="gg"):
    group: RowId


class AskGroupName(CallbackData, prefix="gn"):
    """Asks for the name of a group; 0 is a new one."""

    group: LastId = 0


class AskEndGroup(CallbackData, prefix="ge"):
    """Asks before `EndGroup` acts."""

    group: RowId


class EndGroup(CallbackData, prefix="gx"):
    group: RowId


class ChooseGroup(CallbackData, prefix="gc"):
    """Shows the groups for a person. `page` is the page of the list to which Back leads."""

    user: RowId
    page: PageNumber


class PutInGroup(CallbackData, prefix="gi"):
    """Puts a person into a group; 0 is none."""

    user: RowId
    group: LastId
    page: PageNumber
