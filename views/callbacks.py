"""Callback data of buttons: ids only, at most 64 bytes, validated again when a tap arrives."""

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import AfterValidator, Field, StringConstraints

from storage.orders import Filter
from storage.users import Notifications
from views.language import known_language

RowId = Annotated[int, Field(ge=1, le=2**52)]
LastId = Annotated[int, Field(ge=0, le=2**52)]
PageNumber = Annotated[int, Field(ge=0, le=100_000)]
DraftId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{8,16}$")]
ServiceRef = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,32}$")]
CategoryId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]
Review = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}$")]
FieldName = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,16}$")]
Language = Annotated[str, AfterValidator(known_language)]
Choice = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z_-]{1,16}$")]


class OpenStart(CallbackData, prefix="home"): ...


class OpenCatalogue(CallbackData, prefix="cat"):
    page: PageNumber = 0


class OpenCategory(CallbackData, prefix="c"):
    category: CategoryId
    page: PageNumber = 0


class OpenService(CallbackData, prefix="s"):
    service: ServiceRef


class OpenSearch(CallbackData, prefix="find"): ...


class OpenFound(CallbackData, prefix="found"):
    page: PageNumber = 0


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


class ConfirmOrder(CallbackData, prefix="ok"):
    """Orders exactly what the review showed: `review` is its fingerprint (`review_of`)."""

    draft: DraftId
    review: Review


class DropDraft(CallbackData, prefix="dx"):
    draft: DraftId


class OpenOrders(CallbackData, prefix="os"):
    which: Filter = Filter.ALL
    page: PageNumber = 0


class DismissAll(CallbackData, prefix="oda"):
    """Takes all orders that have ended out of Attention."""


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


class OpenBalance(CallbackData, prefix="bal"): ...


class RefreshBalance(CallbackData, prefix="balr"): ...


class OpenWallet(CallbackData, prefix="w"):
    """Opens the wallet; `before` is the id before which the shown transfers end, 0 for the newest."""

    before: LastId = 0


class SendStatement(CallbackData, prefix="ws"):
    """Sends a file with everything that came into the wallet and went out of it."""


class OpenTopUp(CallbackData, prefix="tu"): ...


class TopUpFor(CallbackData, prefix="tf"):
    """Tops up what a draft lacks; the draft is ordered when that is paid."""

    draft: DraftId


class OpenSettings(CallbackData, prefix="set"): ...


class OpenLanguages(CallbackData, prefix="lang"): ...


class ChooseLanguage(CallbackData, prefix="lng"):
    language: Language


class ChooseNotifications(CallbackData, prefix="ntf"):
    notifications: Notifications


class OpenHelp(CallbackData, prefix="help"): ...


class OpenPrivacy(CallbackData, prefix="priv"): ...


class OpenTerms(CallbackData, prefix="terms"): ...


class AskForgetting(CallbackData, prefix="fg"):
    """Asks before `ForgetMe` acts."""


class ForgetMe(CallbackData, prefix="fm"):
    """Deletes the data of the person who taps it."""
