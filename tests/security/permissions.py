"""Who may do what: one row for each button, command and text. Private chats only; a stranger may nothing."""

from collections.abc import Mapping
from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from handlers.awaiting import Expected
from views import callbacks as to
from views import forgetting_callbacks as forgetting
from views.operating import adoption_callbacks as adoption
from views.operating import former_callbacks as former


class Who(StrEnum):
    """In front of an object of Alice's: a draft, an order, a refill, a question about one."""

    STRANGER = "a stranger"
    OWNER = "the customer whose it is"
    OTHER = "a customer whose it is not"
    OPERATOR = "the operator, whose it is not"


Allowed = frozenset[Who]

LET_IN: Allowed = frozenset({Who.OWNER, Who.OTHER, Who.OPERATOR})
OWNER: Allowed = frozenset({Who.OWNER})
OPERATOR: Allowed = frozenset({Who.OPERATOR})
NOBODY: Allowed = frozenset()

BUTTONS: Mapping[type[CallbackData], Allowed] = {
    to.OpenStart: LET_IN,
    to.OpenCatalogue: LET_IN,
    to.OpenCategory: LET_IN,
    to.OpenService: LET_IN,
    to.OpenSearch: LET_IN,
    to.OpenFound: LET_IN,
    to.StartDraft: LET_IN,
    to.OpenDraft: OWNER,
    to.ChooseAnswer: OWNER,
    to.TakeMeaning: OWNER,
    to.SkipQuestion: OWNER,
    to.OpenChanges: OWNER,
    to.ChangeAnswer: OWNER,
    to.ConfirmOrder: OWNER,
    to.DropDraft: OWNER,
    to.OpenOrders: LET_IN,
    to.DismissAll: LET_IN,
    to.FindOrder: LET_IN,
    to.ShowOrder: OWNER,
    to.RefreshOrder: OWNER,
    to.DismissOrder: OWNER,
    to.SendLists: OWNER,
    to.AskRefill: OWNER,
    to.OpenCancel: OWNER,
    to.AskCancel: OWNER,
    to.OrderAgain: OWNER,
    to.AnswerAnew: OWNER,
    to.OpenBalance: LET_IN,
    to.RefreshBalance: LET_IN,
    to.OpenSettings: LET_IN,
    to.OpenLanguages: LET_IN,
    to.ChooseLanguage: LET_IN,
    to.ChooseNotifications: LET_IN,
    to.OpenHelp: LET_IN,
    to.OpenPrivacy: LET_IN,
    forgetting.AskForgetting: LET_IN,
    forgetting.ForgetMe: LET_IN,
    to.OpenTerms: LET_IN,
    to.OpenHealth: OPERATOR,
    to.OpenRefusals: OPERATOR,
    to.AskOpenOrdering: OPERATOR,
    to.OpenOrdering: OPERATOR,
    to.FindAnyOrder: OPERATOR,
    to.SendSales: OPERATOR,
    adoption.OpenAdoption: OPERATOR,
    adoption.AdoptOrder: OPERATOR,
    former.OpenFormerPanels: OPERATOR,
    former.AskClosePanel: OPERATOR,
    former.ClosePanel: OPERATOR,
    former.AskLoseOrder: OPERATOR,
    former.LoseOrder: OPERATOR,
    to.InviteCustomer: OPERATOR,
    to.OpenKnocks: OPERATOR,
    to.RefusePerson: OPERATOR,
    to.LetIn: OPERATOR,
    to.OpenPeople: OPERATOR,
    to.OpenPerson: OPERATOR,
    to.AskRemoval: OPERATOR,
    to.RemovePerson: OPERATOR,
    to.OpenHolds: OPERATOR,
    to.OpenHold: OPERATOR,
    to.DecideHold: OPERATOR,
    to.TakeBack: OPERATOR,
    to.OpenTrouble: OPERATOR,
    to.AskEnd: OPERATOR,
    to.EndOrder: OPERATOR,
    to.OpenDecision: OPERATOR,
    to.NameOrder: OPERATOR,
    to.OrderIs: OPERATOR,
    to.OrderIsNot: OPERATOR,
    to.DenyOrder: OPERATOR,
    to.DecideLater: OPERATOR,
    to.OpenRefillDecision: OPERATOR,
    to.NameRefill: OPERATOR,
    to.RefillIsNot: OPERATOR,
    to.DenyRefill: OPERATOR,
}

COMMANDS: Mapping[str, Allowed] = {
    "start": LET_IN,
    "catalogue": LET_IN,
    "search": LET_IN,
    "orders": LET_IN,
    "balance": LET_IN,
    "settings": LET_IN,
    "help": LET_IN,
    "privacy": LET_IN,
    "terms": LET_IN,
}

LINKS: Mapping[str, Allowed] = {
    "s_{service}": LET_IN,
    "o_{order}": OWNER,
    "claim_{code}": NOBODY,  # a code that nobody was given
    "join_{code}": NOBODY,
}

TEXTS: Mapping[Expected | None, Allowed] = {
    None: LET_IN,  # words out of the blue are searched for
    Expected.ANSWER: OWNER,
    Expected.REVIEW: OWNER,
    Expected.SEARCH: LET_IN,
    Expected.ORDER_NUMBER: OWNER,
    Expected.PANEL_ORDER: OPERATOR,
    Expected.PANEL_REFILL: OPERATOR,
    Expected.ANY_ORDER: OPERATOR,
    Expected.ADOPTION: OPERATOR,
}

FILES: Mapping[Expected | None, Allowed] = {None: LET_IN, Expected.ANSWER: OWNER, Expected.REVIEW: OWNER}
