"""Callback data of the buttons about drafts, mass orders and orders; see `views.callbacks`."""

from typing import ClassVar

from aiogram.filters.callback_data import CallbackData
from pydantic import BaseModel

from storage.own_orders import Filter
from usecases.ordering.mass_review import MassChoice
from views.callbacks import Choice, DraftId, FieldName, LastId, PageNumber, Review, RowId, ServiceRef


class Ordering:
    """Marks the buttons that order: their orders may exist although the handler of the tap has failed."""

    __prefix__: ClassVar[str]


class StartDraft(CallbackData, prefix="d"):
    service: ServiceRef


class OpenDraft(CallbackData, prefix="do"):
    draft: DraftId


class ChooseAnswer(CallbackData, prefix="da"):
    draft: DraftId
    field: FieldName
    value: Choice


class TakeMeaning(CallbackData, prefix="dm"):
    """Chooses one of the meanings of the last typed text."""

    draft: DraftId
    field: FieldName
    meaning: PageNumber


class SkipQuestion(CallbackData, prefix="ds"):
    draft: DraftId
    field: FieldName


class OpenChanges(CallbackData, prefix="dl"):
    draft: DraftId


class ChangeAnswer(CallbackData, prefix="dc"):
    draft: DraftId
    field: FieldName


class ConfirmOrder(CallbackData, Ordering, prefix="ok"):
    """Orders exactly what the review showed: `review` is its fingerprint (`review_of`)."""

    draft: DraftId
    review: Review


class DropDraft(CallbackData, prefix="dx"):
    draft: DraftId


class LineChoice(BaseModel):
    """The fields of `MassChoice`: a button about the lines of a list says which of them it means."""

    with_open: bool = False
    without_changed: bool = False
    up_to: LastId = 0

    @property
    def choice(self) -> MassChoice:
        return MassChoice(self.with_open, self.without_changed, self.up_to)


class AskForList(CallbackData, prefix="ml"):
    """Asks for a list of many orders."""


class ConfirmMassOrder(LineChoice, CallbackData, Ordering, prefix="mok"):
    """Orders exactly the chosen lines of the review that was shown: `review` is its fingerprint."""

    mass_order: RowId
    review: Review


class TopUpForMassOrder(LineChoice, CallbackData, prefix="mt"):
    """Sends an invoice for what the wallet lacks for the chosen lines of the review that was shown."""

    mass_order: RowId
    review: Review


class OpenMassReview(LineChoice, CallbackData, prefix="mr"):
    mass_order: RowId


class DropMassOrder(CallbackData, prefix="mx"):
    mass_order: RowId


class SendMassLines(CallbackData, prefix="mw"):
    """Sends a file with all lines of a list that is not confirmed."""

    mass_order: RowId


class OpenMassOrder(CallbackData, prefix="mos"):
    """Lists the orders of a mass order, in a new message."""

    mass_order: RowId
    page: PageNumber = 0


class SendIncomplete(CallbackData, prefix="mf"):
    """Sends a file with the orders that did not end as ordered."""

    mass_order: RowId


class OpenOrders(CallbackData, prefix="os"):
    which: Filter = Filter.ALL
    page: PageNumber = 0


class DismissAll(CallbackData, prefix="oda"):
    """Takes all orders that have ended out of Attention."""


class SendOrders(CallbackData, prefix="myfile"):
    """Sends a file with all orders of the person."""


class FindOrder(CallbackData, prefix="on"): ...


class ShowOrder(CallbackData, prefix="o"):
    order: RowId


class RefreshOrder(CallbackData, prefix="or"):
    order: RowId


class DismissOrder(CallbackData, prefix="od"):
    order: RowId


class SendLists(CallbackData, prefix="ol"):
    """Sends the complete lists of an order."""

    order: RowId


class AskRefill(CallbackData, prefix="rf"):
    """`after` is the last refill of the order, 0 for none: one button asks for one refill."""

    order: RowId
    after: LastId


class OpenCancel(CallbackData, prefix="cx"):
    order: RowId


class AskCancel(CallbackData, prefix="cy"):
    """`after` is the last request to cancel the order, 0 for none: one button makes one request."""

    order: RowId
    after: LastId


class OrderAgain(CallbackData, prefix="again"):
    order: RowId


class AnswerAnew(CallbackData, prefix="anew"):
    """Orders again, with another answer to `field`, whose answer the panel has refused."""

    order: RowId
    field: FieldName


class OpenHistory(CallbackData, prefix="hist"):
    order: RowId
