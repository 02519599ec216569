"""Who may do what: one row for each button, command and text. Private chats only; a stranger may nothing."""

from collections.abc import Mapping
from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from handlers.chat import Awaited
from views import callbacks as to


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
    to.SkipQuestion: OWNER,
    to.OpenChanges: OWNER,
    to.ChangeAnswer: OWNER,
    to.ConfirmOrder: OWNER,
    to.DropDraft: OWNER,
    to.OpenOrders: LET_IN,
    to.FindOrder: LET_IN,
    to.OpenOrder: OWNER,
    to.RefreshOrder: OWNER,
    to.AskRefill: OWNER,
    to.OpenCancel: OWNER,
    to.AskCancel: OWNER,
    to.OrderAgain: OWNER,
    to.OpenBalance: LET_IN,
    to.RefreshBalance: LET_IN,
    to.OpenSettings: LET_IN,
    to.OpenLanguages: LET_IN,
    to.ChooseLanguage: LET_IN,
    to.ChooseNotifications: LET_IN,
    to.OpenHelp: LET_IN,
    to.OpenPrivacy: LET_IN,
    to.OpenTerms: LET_IN,
    to.OpenHealth: OPERATOR,
    to.InviteCustomer: OPERATOR,
    to.LetIn: OPERATOR,
    to.OpenDecision: OPERATOR,
    to.NameOrder: OPERATOR,
    to.OrderIs: OPERATOR,
    to.OrderIsNot: OPERATOR,
    to.DecideLater: OPERATOR,
    to.OpenRefillDecision: OPERATOR,
    to.NameRefill: OPERATOR,
    to.RefillIsNot: OPERATOR,
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

TEXTS: Mapping[Awaited | None, Allowed] = {
    None: LET_IN,  # words out of the blue are searched for
    Awaited.ANSWER: OWNER,
    Awaited.SEARCH: LET_IN,
    Awaited.ORDER_NUMBER: OWNER,
    Awaited.PANEL_ORDER: OPERATOR,
    Awaited.PANEL_REFILL: OPERATOR,
}

FILES: Mapping[Awaited | None, Allowed] = {None: LET_IN, Awaited.ANSWER: OWNER}
