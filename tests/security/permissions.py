"""Who may do what: one row for each button, command and text. Private chats only; a stranger may nothing."""

from collections.abc import Mapping
from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from handlers.awaiting import Expected
from views import callbacks as to
from views import order_callbacks as ordering
from views import support_callbacks as support
from views.operating import backup_callbacks as backups
from views.operating import broadcast_callbacks as broadcasting
from views.operating import callbacks as operating
from views.operating import case_callbacks as cases
from views.operating import money_callbacks as money
from views.operating import service_callbacks as services
from views.operating import shop_callbacks as shop
from views.operating import text_callbacks as texts


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
    to.OpenFiltered: LET_IN,
    to.OpenFavourites: LET_IN,
    to.OpenRecent: LET_IN,
    to.OpenService: LET_IN,
    to.MarkService: LET_IN,
    to.UnmarkService: LET_IN,
    to.OpenSearch: LET_IN,
    to.OpenFound: LET_IN,
    ordering.StartDraft: LET_IN,
    ordering.OpenDraft: OWNER,
    ordering.ChooseAnswer: OWNER,
    ordering.TakeMeaning: OWNER,
    ordering.SkipQuestion: OWNER,
    ordering.OpenChanges: OWNER,
    ordering.ChangeAnswer: OWNER,
    ordering.ConfirmOrder: OWNER,
    ordering.DropDraft: OWNER,
    ordering.AskForList: LET_IN,
    ordering.ConfirmMassOrder: OWNER,
    ordering.OpenMassReview: OWNER,
    ordering.TopUpForMassOrder: OWNER,
    ordering.DropMassOrder: OWNER,
    ordering.SendMassLines: OWNER,
    ordering.OpenMassOrder: OWNER,
    ordering.SendIncomplete: OWNER,
    ordering.OpenOrders: LET_IN,
    ordering.DismissAll: LET_IN,
    ordering.SendOrders: LET_IN,
    ordering.FindOrder: LET_IN,
    ordering.ShowOrder: OWNER,
    ordering.RefreshOrder: OWNER,
    ordering.DismissOrder: OWNER,
    ordering.SendLists: OWNER,
    ordering.OpenHistory: OWNER,
    ordering.AskRefill: OWNER,
    ordering.OpenCancel: OWNER,
    ordering.AskCancel: OWNER,
    ordering.OrderAgain: OWNER,
    ordering.AnswerAnew: OWNER,
    to.OpenBalance: LET_IN,
    to.RefreshBalance: LET_IN,
    to.OpenWallet: LET_IN,
    to.SendStatement: LET_IN,
    to.OpenTopUp: LET_IN,
    to.TopUpFor: OWNER,
    to.SendInvoice: LET_IN,
    to.NameStars: LET_IN,
    to.OpenPaySupport: LET_IN,
    to.OpenStarsBack: LET_IN,
    to.AskStarsBack: LET_IN,  # of a payment that is not theirs it shows their own
    to.GetStarsBack: OWNER,
    to.OpenSettings: LET_IN,
    to.OpenLanguages: LET_IN,
    to.ChooseLanguage: LET_IN,
    to.ChooseNotifications: LET_IN,
    to.OpenQuietHours: LET_IN,
    to.ChooseQuietHours: LET_IN,
    to.PickQuietStart: LET_IN,
    to.PickQuietEnd: LET_IN,
    to.TurnOffQuietHours: LET_IN,
    to.ChooseEndsWait: LET_IN,
    to.OpenClocks: LET_IN,
    to.OpenPlaces: LET_IN,
    to.ChooseTimeZone: LET_IN,
    to.ChooseNews: LET_IN,
    to.MuteNews: LET_IN,
    to.OpenFromNews: LET_IN,
    to.SendMyData: LET_IN,
    to.OpenHelp: LET_IN,
    to.OpenRules: LET_IN,
    to.OpenPrivacy: LET_IN,
    to.AskForgetting: LET_IN,
    to.ForgetMe: LET_IN,
    to.OpenTerms: LET_IN,
    support.AskWhatIsWrong: OWNER,
    support.OpenFacts: OWNER,
    support.WriteToSupport: OWNER,
    support.OpenSupport: LET_IN,
    support.OpenCase: OWNER,
    support.WriteMore: OWNER,
    support.CloseCase: OWNER,
    cases.OpenCases: OPERATOR,
    cases.OpenAnyCase: OPERATOR,
    cases.AnswerCase: OPERATOR,
    cases.EndCase: OPERATOR,
    operating.OpenHealth: OPERATOR,
    operating.OpenRefusals: OPERATOR,
    operating.OpenComparisons: OPERATOR,
    operating.AskOpenOrdering: OPERATOR,
    operating.OpenOrdering: OPERATOR,
    operating.FindAnyOrder: OPERATOR,
    operating.SendSales: OPERATOR,
    operating.SendPicture: OPERATOR,
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
    operating.FindPerson: OPERATOR,
    operating.TurnFoundPeople: OPERATOR,
    operating.OpenPerson: OPERATOR,
    operating.AskBlock: OPERATOR,
    operating.UnblockPerson: OPERATOR,
    operating.WriteToPerson: OPERATOR,
    operating.OpenOrdersOf: OPERATOR,
    operating.AskRole: OPERATOR,
    operating.GiveRole: OPERATOR,
    operating.AskRemoval: OPERATOR,
    operating.RemovePerson: OPERATOR,
    operating.OpenAudit: OPERATOR,
    backups.OpenBackups: OPERATOR,
    backups.SendBackup: OPERATOR,
    backups.ChooseDailyBackup: OPERATOR,
    operating.OpenHolds: OPERATOR,
    operating.OpenHold: OPERATOR,
    operating.DecideHold: OPERATOR,
    operating.LiftMoves: OPERATOR,
    operating.TakeBack: OPERATOR,
    operating.OpenTrouble: OPERATOR,
    operating.AskPanel: OPERATOR,
    operating.OpenStuck: OPERATOR,
    operating.AskEnd: OPERATOR,
    operating.EndOrder: OPERATOR,
    money.OpenMoney: OPERATOR,
    money.SendStatementOf: OPERATOR,
    money.StartMove: OPERATOR,
    money.ConfirmMove: OPERATOR,
    money.OpenRefund: OPERATOR,
    money.GiveBack: OPERATOR,
    money.NameRefund: OPERATOR,
    money.LeaveMoney: OPERATOR,
    money.TakeBackMoney: OPERATOR,
    money.OpenPayments: OPERATOR,
    money.CreditPayment: OPERATOR,
    money.AskReturn: OPERATOR,
    money.ReturnPayment: OPERATOR,
    money.OpenWallets: OPERATOR,
    money.WalletsAreRight: OPERATOR,
    services.OpenServiceDesk: OPERATOR,
    services.TurnDeskFound: OPERATOR,
    services.OpenDeskService: OPERATOR,
    services.MarkDeskService: OPERATOR,
    services.AskOwnValue: OPERATOR,
    services.ClearOwnValue: OPERATOR,
    services.AskResetService: OPERATOR,
    services.ResetService: OPERATOR,
    services.OpenOwnServices: OPERATOR,
    services.OpenServiceChanges: OPERATOR,
    services.OpenLowBalance: OPERATOR,
    services.SetNoLimit: OPERATOR,
    texts.OpenOwnTexts: OPERATOR,
    texts.OpenTextLanguages: OPERATOR,
    texts.OpenOwnText: OPERATOR,
    texts.SaveOwnText: OPERATOR,
    texts.AskResetText: OPERATOR,
    texts.ResetOwnText: OPERATOR,
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
    broadcasting.OpenBroadcasts: OPERATOR,
    broadcasting.PreviewBroadcast: OPERATOR,
    broadcasting.OpenBroadcastDraft: OPERATOR,
    broadcasting.ChooseBroadcastKind: OPERATOR,
    broadcasting.AskBroadcastService: OPERATOR,
    broadcasting.DropBroadcastService: OPERATOR,
    broadcasting.DropBroadcast: OPERATOR,
    broadcasting.OpenSegments: OPERATOR,
    broadcasting.OpenLanguageSegments: OPERATOR,
    broadcasting.OpenGroupSegments: OPERATOR,
    broadcasting.AskServiceSegment: OPERATOR,
    broadcasting.AskListedSegment: OPERATOR,
    broadcasting.ChooseSegment: OPERATOR,
    broadcasting.SendBroadcast: OPERATOR,
    broadcasting.OpenBroadcast: OPERATOR,
    broadcasting.PauseBroadcast: OPERATOR,
    broadcasting.ContinueBroadcast: OPERATOR,
    broadcasting.AskStopBroadcast: OPERATOR,
    broadcasting.StopBroadcast: OPERATOR,
    broadcasting.AskDeleteBroadcast: OPERATOR,
    broadcasting.DeleteBroadcast: OPERATOR,
}

SHOP_BUTTONS: Mapping[type[CallbackData], Allowed] = {
    shop.OpenShop: OPERATOR,
    shop.OpenSales: OPERATOR,
    shop.OpenPrices: OPERATOR,
    shop.OpenPriceCategories: OPERATOR,
    shop.AskPricedService: OPERATOR,
    shop.OpenRule: OPERATOR,
    shop.AskPrice: OPERATOR,
    shop.SavePrices: OPERATOR,
    shop.OpenPriceCheck: OPERATOR,
    shop.ConfirmPriceCheck: OPERATOR,
    shop.OpenShopValues: OPERATOR,
    shop.AskShopValue: OPERATOR,
    shop.OpenGroups: OPERATOR,
    shop.OpenGroup: OPERATOR,
    shop.AskGroupName: OPERATOR,
    shop.AskEndGroup: OPERATOR,
    shop.EndGroup: OPERATOR,
    shop.ChooseGroup: OPERATOR,
    shop.PutInGroup: OPERATOR,
}
"""Buttons of a shop. In private mode they are nobody's."""

SHOP_COMMANDS: Mapping[str, Allowed] = {"shop": OPERATOR}

OF_A_SHOP: frozenset[type[CallbackData]] = frozenset({
    to.OpenWallet, to.SendStatement, money.OpenMoney, money.SendStatementOf,
    money.StartMove, money.ConfirmMove, to.OpenTopUp, to.TopUpFor, to.SendInvoice, to.NameStars,
    ordering.TopUpForMassOrder,
    broadcasting.OpenGroupSegments,
    to.GetStarsBack, money.CreditPayment, money.AskReturn, money.ReturnPayment, money.OpenWallets,
    money.WalletsAreRight,
})  # fmt: skip
"""Buttons that nobody may use in private mode."""

TEXTS_OF_A_SHOP: frozenset[Expected | None] = frozenset({
    Expected.MOVE_AMOUNT, Expected.MOVE_REASON, Expected.STARS,
})  # fmt: skip
"""Texts that are awaited in a shop alone. In private mode they are searched for, as any other."""

COMMANDS_OF_A_SHOP = frozenset({"topup"})
"""Commands likewise."""

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
    "topup": LET_IN,
    "paysupport": LET_IN,
    "export": LET_IN,
    "forget": LET_IN,
    "admin": OPERATOR,
    "audit": OPERATOR,
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
    Expected.WHY_BLOCKED: OPERATOR,
    Expected.LETTER: OPERATOR,
    Expected.MOVE_AMOUNT: OPERATOR,
    Expected.MOVE_REASON: OPERATOR,
    Expected.STARS: LET_IN,
    Expected.MASS_ORDER: LET_IN,
    Expected.MASS_REVIEW: LET_IN,  # words are searched for
    Expected.QUIET_HOURS: LET_IN,
    Expected.ADOPTION: OPERATOR,
    Expected.OWN_TEXT: OPERATOR,
    Expected.DESK_SERVICE: OPERATOR,
    Expected.OWN_VALUE: OPERATOR,
    Expected.LOW_BALANCE: OPERATOR,
    Expected.BROADCAST: OPERATOR,
    Expected.BROADCAST_SERVICE: OPERATOR,
    Expected.BROADCAST_CUSTOMERS: OPERATOR,
    Expected.BROADCAST_LIST: OPERATOR,
    Expected.BROADCAST_COUNT: OPERATOR,
    Expected.SUPPORT: OWNER,
    Expected.SUPPORT_MORE: OWNER,
    Expected.CASE_ANSWER: OPERATOR,
}

SHOP_TEXTS: Mapping[Expected | None, Allowed] = {
    Expected.PRICE: OPERATOR,
    Expected.PRICED_SERVICE: OPERATOR,
    Expected.SHOP_VALUE: OPERATOR,
    Expected.GROUP_NAME: OPERATOR,
}

FILES: Mapping[Expected | None, Allowed] = {None: LET_IN, Expected.ANSWER: OWNER, Expected.REVIEW: OWNER}
