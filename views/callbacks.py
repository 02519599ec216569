"""What buttons say when they are tapped: ids only, at most 64 bytes, checked again on arrival."""

from typing import Annotated, Literal

from aiogram.filters.callback_data import CallbackData
from pydantic import AfterValidator, Field, StringConstraints

from storage.orders import Filter
from storage.users import Notifications
from usecases.operating.decide_holds import Decision
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
ManualEnd = Literal["completed", "canceled"]
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
    """One of the meanings of the text that was typed last."""

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
    """`review` is what was shown (`usecases.pricing.review_of`): nothing else is ordered by this button."""

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
    """The lists of an order, whole."""

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
    """Order again, with another answer to the question whose answer the panel refused."""

    order: RowId
    field: FieldName


class OpenBalance(CallbackData, prefix="bal"): ...


class RefreshBalance(CallbackData, prefix="balr"): ...


class OpenSettings(CallbackData, prefix="set"): ...


class OpenLanguages(CallbackData, prefix="lang"): ...


class ChooseLanguage(CallbackData, prefix="lng"):
    language: Language


class ChooseNotifications(CallbackData, prefix="ntf"):
    notifications: Notifications


class OpenHelp(CallbackData, prefix="help"): ...


class OpenPrivacy(CallbackData, prefix="priv"): ...


class OpenTerms(CallbackData, prefix="terms"): ...


class OpenHealth(CallbackData, prefix="health"): ...


class OpenRefusals(CallbackData, prefix="nos"): ...


class FindAnyOrder(CallbackData, prefix="ao"):
    """For the operator: an order of anybody's, by its number."""


class SendSales(CallbackData, prefix="csv"):
    """For the operator: who spent how much in which month, as a file."""


class AskOpenOrdering(CallbackData, prefix="oo"):
    """Asks before `OpenOrdering` acts."""


class OpenOrdering(CallbackData, prefix="ox"): ...


class InviteCustomer(CallbackData, prefix="inv"): ...


class OpenKnocks(CallbackData, prefix="kn"):
    page: PageNumber = 0


class RefusePerson(CallbackData, prefix="kx"):
    user: RowId


class LetIn(CallbackData, prefix="in"):
    user: RowId


class OpenPeople(CallbackData, prefix="pl"):
    page: PageNumber = 0


class OpenPerson(CallbackData, prefix="pe"):
    """`page` is the one to go back to."""

    user: RowId
    page: PageNumber


class AskRemoval(CallbackData, prefix="pr"):
    """Asks before `RemovePerson` acts."""

    user: RowId
    page: PageNumber


class RemovePerson(CallbackData, prefix="px"):
    """`let_in_at` (epoch ms, 0: not known) is when the person was let in: a later time is not taken back."""

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
    """`decisions` is how many were made about the hold: one button makes one decision."""

    hold: RowId
    decisions: PageNumber
    decision: Decision


class TakeBack(CallbackData, prefix="hr"):
    """`since` (epoch ms) names the decision about the panel account that it takes back."""

    decision: Decision
    since: RowId


class OpenTrouble(CallbackData, prefix="t"):
    """The facts of an order that does not go on, for the operator."""

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
