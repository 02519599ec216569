"""Who may do what: one row for each button, command and text. Private chats only; a stranger may nothing."""

from collections.abc import Mapping
from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from handlers.awaiting import Expected
from views import callbacks as to
from views.operating import callbacks as operating


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
    to.OpenWallet: LET_IN,
    to.SendStatement: LET_IN,
    to.OpenTopUp: NOBODY,  # the payments will take them
    to.TopUpFor: NOBODY,
    to.OpenSettings: LET_IN,
    to.OpenLanguages: LET_IN,
    to.ChooseLanguage: LET_IN,
    to.ChooseNotifications: LET_IN,
    to.OpenHelp: LET_IN,
    to.OpenPrivacy: LET_IN,
    to.AskForgetting: LET_IN,
    to.ForgetMe: LET_IN,
    to.OpenTerms: LET_IN,
    operating.OpenHealth: OPERATOR,
    operating.OpenRefusals: OPERATOR,
    operating.AskOpenOrdering: OPERATOR,
    operating.OpenOrdering: OPERATOR,
    operating.FindAnyOrder: OPERATOR,
    operating.SendSales: OPERATOR,
    operating.OpenAdoption: OPERATOR,
    operating.AdoptOrder: OPERATOR,
    operating.OpenFormerPanels: OPERATOR,
    operating.AskClosePanel: OPERATOR,
    operating.ClosePanel: OPERATOR,
    operating.AskLoseOrder: OPERATOR,
    operating.LoseOrder: OPERATOR,
    operating.InviteCustomer: OPERATOR,
    operating.OpenKnocks: OPERATOR,
    operating.RefusePerson: OPERATOR,
    operating.LetIn: OPERATOR,
    operating.OpenPeople: OPERATOR,
    operating.OpenPerson: OPERATOR,
    operating.AskRemoval: OPERATOR,
    operating.RemovePerson: OPERATOR,
    operating.OpenHolds: OPERATOR,
    operating.OpenHold: OPERATOR,
    operating.DecideHold: OPERATOR,
    operating.LiftMoves: OPERATOR,
    operating.TakeBack: OPERATOR,
    operating.OpenTrouble: OPERATOR,
    operating.AskEnd: OPERATOR,
    operating.EndOrder: OPERATOR,
    operating.FindPerson: OPERATOR,
    operating.OpenMoney: OPERATOR,
    operating.SendStatementOf: OPERATOR,
    operating.StartMove: OPERATOR,
    operating.ConfirmMove: OPERATOR,
    operating.OpenRefund: OPERATOR,
    operating.GiveBackAll: OPERATOR,
    operating.NameRefund: OPERATOR,
    operating.LeaveMoney: OPERATOR,
    operating.TakeBackMoney: OPERATOR,
    operating.OpenDecision: OPERATOR,
    operating.NameOrder: OPERATOR,
    operating.OrderIs: OPERATOR,
    operating.OrderIsNot: OPERATOR,
    operating.DenyOrder: OPERATOR,
    operating.DecideLater: OPERATOR,
    operating.OpenRefillDecision: OPERATOR,
    operating.NameRefill: OPERATOR,
    operating.RefillIsNot: OPERATOR,
    operating.DenyRefill: OPERATOR,
}

SHOP_BUTTONS: Mapping[type[CallbackData], Allowed] = {
    operating.OpenShop: OPERATOR,
    operating.OpenPrices: OPERATOR,
    operating.OpenPriceCategories: OPERATOR,
    operating.AskPricedService: OPERATOR,
    operating.OpenRule: OPERATOR,
    operating.AskPrice: OPERATOR,
    operating.SavePrices: OPERATOR,
    operating.OpenPriceCheck: OPERATOR,
    operating.ConfirmPriceCheck: OPERATOR,
    operating.OpenShopValues: OPERATOR,
    operating.AskShopValue: OPERATOR,
    operating.OpenGroups: OPERATOR,
    operating.OpenGroup: OPERATOR,
    operating.AskGroupName: OPERATOR,
    operating.AskEndGroup: OPERATOR,
    operating.EndGroup: OPERATOR,
    operating.ChooseGroup: OPERATOR,
    operating.PutInGroup: OPERATOR,
}
"""Buttons of a shop. In private mode they are nobody's."""

SHOP_COMMANDS: Mapping[str, Allowed] = {"shop": OPERATOR}

OF_A_SHOP: frozenset[type[CallbackData]] = frozenset({
    to.OpenWallet, to.SendStatement, operating.FindPerson, operating.OpenMoney, operating.SendStatementOf,
    operating.StartMove, operating.ConfirmMove,
})  # fmt: skip
"""Buttons that nobody may use in private mode."""

TEXTS_OF_A_SHOP: frozenset[Expected | None] = frozenset({
    Expected.ANYBODY, Expected.MOVE_AMOUNT, Expected.MOVE_REASON
})  # fmt: skip
"""Texts that are awaited in a shop alone. In private mode they are searched for, as any other."""

COMMANDS: Mapping[str, Allowed] = {
    "start": LET_IN,
    "catalogue": LET_IN,
    "search": LET_IN,
    "orders": LET_IN,
    "balance": LET_IN,
    "wallet": LET_IN,
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
    Expected.REFUND: OPERATOR,
    Expected.ANYBODY: OPERATOR,
    Expected.MOVE_AMOUNT: OPERATOR,
    Expected.MOVE_REASON: OPERATOR,
    Expected.ADOPTION: OPERATOR,
}

SHOP_TEXTS: Mapping[Expected | None, Allowed] = {
    Expected.PRICE: OPERATOR,
    Expected.PRICED_SERVICE: OPERATOR,
    Expected.SHOP_VALUE: OPERATOR,
    Expected.GROUP_NAME: OPERATOR,
}

FILES: Mapping[Expected | None, Allowed] = {None: LET_IN, Expected.ANSWER: OWNER, Expected.REVIEW: OWNER}
