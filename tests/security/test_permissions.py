"""Everyone tries everything, in every kind of chat: what is not allowed has no effect and shows nothing."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from html import unescape
from itertools import count
from typing import Any

import pytest
from aiogram import Router
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData

from bot.settings import Settings
from handlers import routing
from handlers.awaiting import Expected
from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from sandbox.telegram.world import Person
from storage.broadcasts import Broadcast, BroadcastKind, BroadcastStatus
from storage.price_rules import RuleKey, RuleLevel
from storage.services import CatalogueService
from storage.users import Role
from tests.conftest import ALICE, BOB, OLGA
from tests.security.belongings import LINK, LONG_AGO, REVIEW, SERVICE, Belongings, Ledger
from tests.security.conftest import DAVE, EVE, WRITES
from tests.security.permissions import (
    BUTTONS,
    COMMANDS,
    COMMANDS_OF_A_SHOP,
    FILES,
    LINKS,
    NOBODY,
    OF_A_SHOP,
    SHOP_BUTTONS,
    SHOP_COMMANDS,
    SHOP_TEXTS,
    TEXTS,
    TEXTS_OF_A_SHOP,
    Allowed,
    Who,
)
from tests.security.rooms import Kind, Rooms, Said
from usecases.broadcasting.compose_broadcast import fingerprint_of
from usecases.browsing.shelves import Shelves
from usecases.operating.plan_prices import PriceChange, PriceWish, fingerprint
from views import callbacks, failures, order_callbacks, start
from views.operating import broadcast_callbacks as broadcasting
from views.operating import callbacks as operating
from views.operating import shop_callbacks as shop
from views.operating import text_callbacks as texts
from views.operating.own_texts import fingerprint_of_text

PRIVATE, RESELLER = "private", "reseller"
STRANGER_LINE = unescape(start.stranger().text)
KNOCKED_LINE = unescape(start.knocked().text)
GROUP_LINE = "I work in private chats only: t.me/panelgram_bot"
ABOUT_DAVE = (
    shop.ChooseGroup,
    shop.PutInGroup,
    operating.OpenPerson,
    operating.AskBlock,
    operating.UnblockPerson,
    operating.WriteToPerson,
    operating.AskRole,
    operating.GiveRole,
    operating.AskRemoval,
    operating.RemovePerson,
)
MENU = "<b>Hello, "  # the answer to a command that is not there
FOUND = "1 result for"  # the answer to a number that is searched for
POLITE = (*failures.FACTS.values(), "⚠️ There is no order", "No results for")


@dataclass
class Action:
    """One thing to try; `awaits` is what the bot takes the next text for, `given` SQL that makes it possible."""

    name: str
    allowed: Allowed
    act: Callable[[Rooms, Person, Kind], Awaitable[Said]]
    awaits: Expected | None = None
    about: dict[str, object] = field(default_factory=dict)
    is_command: bool = False
    given: tuple[str, ...] = ()


RESTORED = "INSERT INTO conditions (name, since) VALUES ('restored', 0) ON CONFLICT DO NOTHING"
FORMER = "INSERT INTO panel_keys (id, url) VALUES (77, 'https://former.example') ON CONFLICT DO NOTHING"


MOVED = """
    INSERT INTO holds (panel_key_id, service_id, service_name, quoted, took, seen, created_at, old_rate, new_rate)
    VALUES (1, '105', 'Views', 0, 0, 'rate', 0, '1', '2') ON CONFLICT DO NOTHING
    """
GROUPS = """
    INSERT INTO customer_groups (id, name, created_at) VALUES (1, 'Gold', 0), (2, 'Silver', 0)
    ON CONFLICT DO NOTHING
    """
WISH: dict[str, object] = {"change": "p", "level": "a", "subject": "-", "group": 0, "value": "12.5"}
PLAN = fingerprint(PriceWish(PriceChange.PERCENT, RuleKey(RuleLevel.ALL, "", None), Decimal("12.5")), "USD")
A_CREDIT_SINCE = """
    INSERT INTO transfers (key, kind, debit, credit, amount, actor, reason, happened_at, created_at)
    SELECT 'credit:{user}:0', 'credit', giver.id, taker.id, 1, {by}, 'for the test', 0, 0
    FROM accounts AS giver, accounts AS taker
    WHERE giver.kind = 'credit' AND taker.kind = 'wallet' AND taker.user_id = {user} ON CONFLICT DO NOTHING
    """
ACCOUNTS = """
    INSERT INTO accounts (kind, user_id) VALUES ('wallet', {user}), ('held', {user}), ('debt', {user})
    ON CONFLICT DO NOTHING
    """


A_REFILL_THERE = """
    INSERT INTO refills (order_id, user_id, panel_key_id, created_at)
    SELECT id, user_id, 77, 0 FROM orders WHERE id = {completed} ON CONFLICT DO NOTHING
    """
QUESTIONS = {"OpenRefund": 600, "GiveBack": 601, "NameRefund": 602, "LeaveMoney": 603, "TakeBackMoney": 604}
A_QUESTION_OF_MONEY = (
    "UPDATE refund_questions SET decided_at = 0 WHERE order_id = {pending} AND decided_at IS NULL AND id <> {question}",
    """
    INSERT INTO refund_questions (id, order_id, doubt, asked_at, said_at)
    SELECT {question}, {pending}, 'no_proportion', 0, 0
    WHERE NOT EXISTS (SELECT 1 FROM refund_questions WHERE id = {question})
    """,
)


OF_ALICE = 501
UNMATCHED = {"CreditPayment": 502, "AskReturn": 503, "ReturnPayment": 504}
A_STRANGE_PAYMENT = (
    "INSERT INTO topups (id, charge_id, user_id, stars, currency, heard_from, paid_at, created_at)"
    f" SELECT {{topup}}, 'charge-{{topup}}', {ALICE}, 100, 'USD', 'update', unixepoch() * 1000, 0"
    " WHERE NOT EXISTS (SELECT 1 FROM topups WHERE id = {topup})"
)
A_PAYMENT = (
    *(
        f"INSERT INTO accounts (kind, user_id) SELECT '{kind}', {ALICE} WHERE NOT EXISTS"
        f" (SELECT 1 FROM accounts WHERE kind = '{kind}' AND user_id = {ALICE})"
        for kind in ("wallet", "held", "debt")
    ),
    A_STRANGE_PAYMENT.format(topup=OF_ALICE),
    f"UPDATE topups SET credited = 1170000 WHERE id = {OF_ALICE} AND credited IS NULL",
    f"""
    INSERT INTO transfers (key, kind, debit, credit, amount, topup_id, happened_at, created_at)
    SELECT 'topup:{OF_ALICE}', 'topup', giver.id, taker.id, 1170000, {OF_ALICE}, 0, 0
    FROM accounts AS giver, accounts AS taker
    WHERE giver.kind = 'stars' AND taker.kind = 'wallet' AND taker.user_id = {ALICE}
        AND NOT EXISTS (SELECT 1 FROM transfers WHERE topup_id = {OF_ALICE})
    """,
)
WALLETS_RESTORED = (
    f"INSERT INTO conditions (name, since) VALUES ('wallets_restored', {LONG_AGO}) ON CONFLICT DO NOTHING"
)
STATEMENT_READ = (
    "INSERT INTO star_statement (id, read_at) VALUES (1, unixepoch() * 1000)"
    " ON CONFLICT (id) DO UPDATE SET read_at = excluded.read_at"
)

LISTS = {
    "ConfirmMassOrder": 701,
    "OpenMassReview": 702,
    "DropMassOrder": 703,
    "SendMassLines": 704,
    "TopUpForMassOrder": 705,
}
PLACED_LISTS = {"OpenMassOrder": 711, "SendIncomplete": 712}
A_LIST = """
    INSERT INTO mass_orders (id, user_id, panel_key_id, lines, currency, digest, created_at)
    SELECT {mass_order}, {owner}, 1, '[{{"number":1,"reason":"mass_no_columns"}}]', 'USD', '',
        unixepoch() * 1000
    WHERE NOT EXISTS (SELECT 1 FROM mass_orders WHERE id = {mass_order})
    """
A_PLACED_LIST = (
    """
    INSERT INTO mass_orders (id, user_id, panel_key_id, status, lines, currency, digest, created_at, placed_at)
    SELECT {mass_order}, {owner}, 1, 'placed', '[]', 'USD', '', 0, 0
    WHERE NOT EXISTS (SELECT 1 FROM mass_orders WHERE id = {mass_order})
    """,
    """
    INSERT INTO drafts (id, user_id, panel_key_id, service_id, created_at, updated_at)
    VALUES ('of-list-{mass_order}', {owner}, 1, '101', 0, 0) ON CONFLICT DO NOTHING
    """,
    """
    INSERT INTO orders (user_id, panel_key_id, draft_id, service_id, service_name, service_type, parameters,
        target, rate, price, currency, refillable, cancelable, created_at, mass_order_id, mass_line)
    SELECT {owner}, 1, 'of-list-{mass_order}', '101', 'Likes', 'default', '{{}}', '', '1', 1, 'USD', 0, 0, 0,
        {mass_order}, 1
    WHERE NOT EXISTS (SELECT 1 FROM orders WHERE mass_order_id = {mass_order})
    """,
    """
    UPDATE orders SET status = 'failed', failure = 'not_sent', ended_at = 0
    WHERE mass_order_id = {mass_order} AND status = 'reserved'
    """,
)

KINDS_OF = {broadcasting.ChooseSegment: "a", broadcasting.ChooseBroadcastKind: "news"}
A_TEXT = {"kind": "welcome", "tongue": "en", "html": "<b>Hi</b>"}
A_BROADCAST = (
    "UPDATE users SET news_muted_at = NULL, blocked_at = NULL",
    "DELETE FROM broadcast_people",
    "DELETE FROM broadcasts",
    """
    INSERT INTO broadcasts (id, author, message_ids, segment, status, total, created_at, started_at)
    VALUES (801, {by}, '1', '["a",""]', {state})
    """,
)
THE_BROADCAST = Broadcast(
    id=801,
    author=OLGA,
    kind=BroadcastKind.NEWS,
    message_ids="1",
    album=None,
    service_ref=None,
    segment='["a",""]',
    status=BroadcastStatus.DRAFT,
    trouble=None,
    total=None,
    card_id=None,
    card_phase=None,
    created_at=0,
    started_at=None,
    ended_at=None,
)
OF_BROADCASTS = {
    "'draft', NULL, 0, NULL": (
        "PreviewBroadcast", "OpenBroadcastDraft", "ChooseBroadcastKind", "AskBroadcastService",
        "DropBroadcastService", "DropBroadcast", "OpenSegments", "OpenLanguageSegments", "OpenGroupSegments",
        "AskServiceSegment", "AskListedSegment", "ChooseSegment", "SendBroadcast",
    ),
    "'sending', 1, 0, 1": ("PauseBroadcast",),
    "'paused', 1, 0, 1": ("ContinueBroadcast", "AskStopBroadcast", "StopBroadcast"),
    "'ended', 1, 0, unixepoch() * 1000": ("OpenBroadcast", "AskDeleteBroadcast", "DeleteBroadcast"),
}  # fmt: skip
CASES = {
    "OpenCase": 801,
    "WriteMore": 802,
    "CloseCase": 803,
    "OpenAnyCase": 804,
    "AnswerCase": 805,
    "EndCase": 806,
    Expected.SUPPORT_MORE: 807,
    Expected.CASE_ANSWER: 808,
}
"""Cases of Alice's: each button and text has its own, because some close it."""
A_CASE = """
    INSERT INTO cases (id, user_id, order_id, reason, opened_at)
    SELECT {case}, {owner}, id, 'slow', {case} FROM orders WHERE user_id = {owner}
        AND id NOT IN (SELECT order_id FROM cases) AND NOT EXISTS (SELECT 1 FROM cases WHERE id = {case})
    ORDER BY id DESC LIMIT 1
    """

GIVEN: dict[tuple[str, ...], tuple[str, ...]] = {
    tuple(CASES): (A_CASE,),
    ("AskOpenOrdering", "OpenOrdering"): (RESTORED,),
    tuple(QUESTIONS): A_QUESTION_OF_MONEY,
    ("LiftMoves",): (MOVED,),
    ("UnblockPerson",): ("UPDATE users SET stopped_at = 0, stopped_because = 'x' WHERE id = {dave}",),
    ("ConfirmMove",): (ACCOUNTS, A_CREDIT_SINCE),  # what another operator did, for nothing was begun here
    ("OpenGroup", "AskEndGroup", "EndGroup", "PutInGroup"): (GROUPS,),
    ("AskClosePanel", "ClosePanel"): (FORMER, A_REFILL_THERE),
    ("AskLoseOrder", "LoseOrder"): (
        FORMER,
        "UPDATE panel_keys SET became = 77 WHERE id = 1",
        "UPDATE orders SET panel_key_id = 77 WHERE id = {doubtful}",
    ),
    ("ConfirmOrder", "AskStarsBack", "GetStarsBack"): A_PAYMENT,
    **{(name,): (A_STRANGE_PAYMENT.format(topup=topup),) for name, topup in UNMATCHED.items()},
    ("OpenWallets", "WalletsAreRight"): (WALLETS_RESTORED, STATEMENT_READ),
    tuple(LISTS): (A_LIST,),
    tuple(PLACED_LISTS): A_PLACED_LIST,
    **{
        names: tuple(sql.replace("{state}", state) for sql in A_BROADCAST)
        for state, names in OF_BROADCASTS.items()
    },
}


def given(kind: type[CallbackData], has: Belongings) -> tuple[str, ...]:
    """What makes it possible that a button does something, in SQL."""
    found = next((sql for names, sql in GIVEN.items() if kind.__name__ in names), ())
    things = {
        "pending": has.pending[0],
        "completed": has.completed[5],
        "doubtful": has.doubtful[4],
        "user": EVE,
        "by": OLGA,
        "dave": DAVE,
        "question": QUESTIONS.get(kind.__name__),
        "mass_order": (LISTS | PLACED_LISTS).get(kind.__name__),
        "case": CASES.get(kind.__name__),
        "owner": ALICE,
    }
    return tuple(one.format(**things) for one in found)


def of_callback(kind: type[CallbackData], has: Belongings, numbers: Iterator[int]) -> CallbackData:
    """A button of a kind, about a thing of Alice's that suits it."""
    fitting = {
        "DismissOrder": has.canceled,
        "AskRefill": has.completed[4:],
        "OpenTrouble": has.troubled,
        "AskEnd": has.troubled,
        "EndOrder": has.troubled,
        "OpenDecision": has.doubtful,
        "NameOrder": has.doubtful,
        "OrderIs": has.doubtful,
        "OrderIsNot": has.doubtful[2:],
        "DenyOrder": has.doubtful[2:],
        "AskLoseOrder": has.doubtful[4:],
        "LoseOrder": has.doubtful[4:],
    }.get(kind.__name__, has.pending)
    values: dict[str, Any] = {
        "service": SERVICE,
        "category": category(),
        "draft": has.drafts[next(numbers) % len(has.drafts)] if "draft" in kind.model_fields else "",
        "field": "runs" if kind is order_callbacks.SkipQuestion else "quantity",
        "value": "2000",
        "review": REVIEW,
        "order": fitting[0],
        "after": 0,
        "refill": has.refills[0],
        "candidate": 0,
        "meaning": 0,
        "user": DAVE if kind in ABOUT_DAVE else EVE,
        "let_in_at": LONG_AGO,
        "language": "en",
        "notifications": "end",
        "start": 1_380,
        "wait": True,
        "offset": 180,
        "zone": "Europe/Moscow",
        "which": "all",
        "page": 0,
        "filters": "prc",
        "panel": 77,
        "person": ALICE,
        "number": "23502",
        "hold": has.holds[0],
        "decisions": 0,
        "decision": "no_charge" if kind is operating.TakeBack else "not_sold",
        "since": LONG_AGO,
        "before": 0,
        "move": "credit",
        "stars": 100,
        "question": QUESTIONS.get(kind.__name__),
        "topup": UNMATCHED.get(kind.__name__, OF_ALICE),
        "end": 420 if kind is callbacks.ChooseQuietHours else "canceled",
        "mass_order": (LISTS | PLACED_LISTS).get(kind.__name__),
        "case": CASES.get(kind.__name__),
        "reason": "slow",
        "up_to": 0,
        "with_open": False,
        "without_changed": False,
        "until": LONG_AGO,
        "level": "a",
        "subject": "-",
        "group": 0 if kind is shop.AskGroupName else 2 if kind is shop.EndGroup else 1,
        "change": "p",
        "plan": PLAN,
        "edit": 0,
        "setting": 0,
        "shown": fingerprint_of_text(A_TEXT["html"]) if kind is texts.SaveOwnText else REVIEW,
        "name": "topup_most",
        "amount": 0,
        "tongue": "en",
        "mark": "pinned",
        "on": True,
        "value_of": "note",
        "role": "viewer",
        "was": None,
        "broadcast": 801,
        "kind": KINDS_OF.get(kind, "welcome"),
        "people": 100,
        "wanted": True,
        "theme": "dark",
    }
    if kind is broadcasting.SendBroadcast:
        values["review"] = fingerprint_of(THE_BROADCAST)
    if kind in (shop.OpenRule, shop.AskPrice):
        values["group"] = 0
    return kind(**{name: values[name] for name in kind.model_fields})


def category() -> str:
    service = CatalogueService(
        SERVICE, "", "default", "📷 Pictogram · Followers", "1", 1, 1, "", False, False, False
    )
    return Shelves([service]).categories[0].id


def shop_actions(has: Belongings, *, is_shop: bool) -> Iterator[Action]:
    """What only a shop has; in private mode it is nobody's."""
    numbers, about = count(), {**WISH, "value_of": "topup_most", "row": 0}
    for kind, allowed in SHOP_BUTTONS.items():
        one = tapping(of_callback(kind, has, numbers), allowed if is_shop else NOBODY, given(kind, has))
        one.awaits, one.about = Expected.PRICE, about
        yield one
    for name, allowed in SHOP_COMMANDS.items():
        yield saying(f"/{name}", allowed if is_shop else NOBODY, is_command=True)
    for awaits, allowed in SHOP_TEXTS.items():
        text = "100500"
        yield saying(text, allowed if is_shop else NOBODY, awaits=awaits, about=about)


def given_for_text(awaits: Expected | None) -> tuple[str, ...]:
    """SQL that makes a text possible that the bot waits for."""
    if awaits is Expected.REFUND:
        return A_QUESTION_OF_MONEY
    if awaits in CASES:
        return (A_CASE,)
    if awaits and awaits.startswith("broadcast"):
        return tuple(one.replace("{state}", "'draft', NULL, 0, NULL") for one in A_BROADCAST)
    if awaits in (Expected.WHY_BLOCKED, Expected.LETTER):
        return (f"UPDATE users SET role = 'customer' WHERE id = {DAVE}",)  # who was removed by now
    return ()


def actions(has: Belongings, mode: str) -> Iterator[Action]:
    numbers = count()
    yield from shop_actions(has, is_shop=mode != PRIVATE)
    for kind, allowed in BUTTONS.items():
        may = NOBODY if mode == PRIVATE and kind in OF_A_SHOP else allowed
        one = tapping(of_callback(kind, has, numbers), may, given(kind, has))
        one.about = {**A_TEXT} if kind is texts.SaveOwnText else {}
        yield one
    for name, allowed in COMMANDS.items():
        may = NOBODY if mode == PRIVATE and name in COMMANDS_OF_A_SHOP else allowed
        yield saying(f"/{name}", may, is_command=True)
    for payload, allowed in LINKS.items():
        filled = payload.format(service=SERVICE, order=has.pending[0], code="a" * 32)
        yield saying(f"/start {filled}", allowed, is_command=True)
    words = {
        None: "story views",
        Expected.ANSWER: "https://example.com/p/2",
        Expected.REVIEW: "1777",
        Expected.SEARCH: "story views",
        Expected.ORDER_NUMBER: str(has.pending[0]),
        Expected.PANEL_ORDER: "23504",
        Expected.PANEL_REFILL: "77",
        Expected.REFUND: "0",
        Expected.ANYBODY: str(ALICE),
        Expected.WHY_BLOCKED: "zzqqxx",
        Expected.LETTER: "zzqqxx",
        Expected.MOVE_AMOUNT: "0",
        Expected.MOVE_REASON: "zzqqxx",
        Expected.STARS: "100",
        Expected.MASS_ORDER: "101 | https://example.com/p/2 | 100",
        Expected.MASS_REVIEW: "story views",
        Expected.QUIET_HOURS: "22:30-7:15",
        Expected.ADOPTION: f"23503 {ALICE}",
        Expected.SUPPORT: "zzqqxx",
        Expected.SUPPORT_MORE: "zzqqxx",
        Expected.CASE_ANSWER: "zzqqxx",
        Expected.ANY_ORDER: str(has.pending[0]),
        Expected.OWN_TEXT: "zzqqxx",
        Expected.DESK_SERVICE: "zzqqxx",
        Expected.OWN_VALUE: "zzqqxx",
        Expected.LOW_BALANCE: "zzqqxx",
        Expected.BROADCAST: "zzqqxx",
        Expected.BROADCAST_SERVICE: SERVICE,
        Expected.BROADCAST_CUSTOMERS: SERVICE,
        Expected.BROADCAST_LIST: str(ALICE),
        Expected.BROADCAST_COUNT: "100",
    }
    about: dict[str, object] = {
        "draft": has.drafts[-1],
        "field": "link",
        "order": has.doubtful[3],
        "refill": has.refills[2],
        "question": 605,
        "user": DAVE,
        "move": "credit",
        "after": 0,
        "amount": 5_000_000,
        **A_TEXT,
        "service": SERVICE,
        "own_value": "note",
        "broadcast": 801,
        "people": 100,
        "review": fingerprint_of(THE_BROADCAST),
    }
    for awaits, allowed in TEXTS.items():
        if mode == PRIVATE and awaits in TEXTS_OF_A_SHOP:
            continue
        case = CASES.get(awaits or "", 0)
        sql = tuple(
            one.format(pending=has.pending[0], question=605, by=OLGA, case=case, owner=ALICE)
            for one in given_for_text(awaits)
        )
        what = about | {"case": case, "reason": "slow"}
        yield saying(words[awaits], allowed, awaits=awaits, about=what, given=sql)
    for awaits, allowed in FILES.items():
        yield sending(b"https://example.com/p/3", allowed, awaits, about)


def tapping(button: CallbackData, allowed: Allowed, before: tuple[str, ...]) -> Action:
    data = button.pack()
    return Action(
        type(button).__name__, allowed, lambda rooms, who, kind: rooms.taps(who, kind, data), given=before
    )


def saying(text: str, allowed: Allowed, **more: Any) -> Action:
    name = f"{text} ({more.get('awaits')})"
    return Action(name, allowed, lambda rooms, who, kind: rooms.says(who, kind, text=text), **more)


def sending(body: bytes, allowed: Allowed, awaits: Expected | None, about: dict[str, object]) -> Action:
    return Action(
        f"a file ({awaits})",
        allowed,
        lambda rooms, who, kind: rooms.sends_file(who, kind, body),
        awaits=awaits,
        about=about,
    )


@pytest.fixture
def ledger(quiet: Settings, rooms: Rooms) -> Iterator[Ledger]:
    ledger = Ledger(quiet.database_url)
    yield ledger
    ledger.close()


@pytest.mark.parametrize(
    ("mode", "who"),
    [
        *((PRIVATE, who) for who in Who),
        *((RESELLER, who) for who in Who if who is not Who.STRANGER),  # a shop has no strangers
    ],
)
async def test_everyone_may_do_what_the_table_says_and_nothing_else(
    mode: str,
    who: Who,
    rooms: Rooms,
    has: Belongings,
    ledger: Ledger,
    telegram: TelegramServer,
    panel: PanelServer,
) -> None:
    number = {Who.STRANGER: EVE, Who.OWNER: ALICE, Who.OTHER: BOB, Who.OPERATOR: OLGA}[who]
    person = telegram.world.people[number]
    everything = list(actions(has, mode))
    wrong = [
        f"{who}, {kind}, {action.name}: {fault}"
        for kind in Kind
        for action in everything
        if not (kind is Kind.PRIVATE and who in action.allowed)
        for fault in await forbidden(action, who, person, kind, rooms, ledger)
    ]
    assert not WRITES & {call.action for call in panel.calls}
    for action in everything:
        if who in action.allowed:
            wrong += [
                f"{who}, {action.name}: {fault}" for fault in await permitted(action, person, rooms, ledger)
            ]
    assert not wrong, "\n".join(wrong)


async def forbidden(
    action: Action, who: Who, person: Person, kind: Kind, rooms: Rooms, ledger: Ledger
) -> list[str]:
    """What is wrong with an attempt at something that is not allowed."""
    await ledger.awaits(person.id, action.awaits, action.about)
    before = ledger.contents()
    said = await action.act(rooms, person, kind)
    faults = [f"changed {table}" for table, rows in ledger.contents().items() if rows != before[table]]
    if kind is Kind.PRIVATE and who is Who.STRANGER:
        expected = [
            [STRANGER_LINE],
            [KNOCKED_LINE],
            ["This invitation was used or has expired. Ask the operator for a new one."],
        ]
        return faults + ([] if said.all in expected else [f"said {said.all}"])
    if kind is not Kind.PRIVATE:
        answer = [GROUP_LINE] if action.is_command and kind is not Kind.CHANNEL else []
        return faults + ([] if said.all == answer else [f"said {said.all}"])
    if not any(text.startswith((*POLITE, FOUND, start.not_for_me(), MENU)) for text in said.all):
        faults.append(f"said {said.all}")
    return faults + [
        f"shows what is Alice's: {text}" for text in said.all if who is not Who.OWNER and LINK in text
    ]


async def permitted(action: Action, person: Person, rooms: Rooms, ledger: Ledger) -> list[str]:
    """What is wrong with an attempt at something that is allowed: that it is refused."""
    for statement in action.given:
        await ledger.write(statement)
    await ledger.awaits(person.id, action.awaits, action.about)
    said = await action.act(rooms, person, Kind.PRIVATE)
    refused = [text for text in said.all if text.startswith((STRANGER_LINE, failures.broken(), *POLITE))]
    return [f"refused: {text}" for text in refused] if said.all else ["said nothing"]


def test_every_button_has_its_row() -> None:
    declared = {button for button in CallbackData.__subclasses__() if button.__module__.startswith("views.")}

    assert set(BUTTONS) | set(SHOP_BUTTONS) == declared


def test_every_command_has_its_row() -> None:
    assert set(COMMANDS) | set(SHOP_COMMANDS) == {
        command for router in routing.routers() for command in commands(router)
    }


def test_everything_that_can_be_awaited_has_its_row() -> None:
    assert set(TEXTS) | set(SHOP_TEXTS) == {None, *Expected}


def commands(router: Router) -> Iterator[str]:
    for handler in router.message.handlers:
        for one in handler.filters or ():
            if isinstance(one.callback, Command):
                yield from map(str, one.callback.commands)
    for inner in router.sub_routers:
        yield from commands(inner)


async def test_who_becomes_operator_in_the_chat_may_what_the_operator_may(
    telegram: TelegramServer, rooms: Rooms, ledger: Ledger
) -> None:
    bob = telegram.world.people[BOB]
    assert "Panel account" not in " ".join((await rooms.taps(bob, Kind.PRIVATE, "health")).all)
    await ledger.write("UPDATE users SET role = ? WHERE id = ?", Role.OPERATOR, BOB)

    assert "Panel account" in " ".join((await rooms.taps(bob, Kind.PRIVATE, "health")).all)


async def test_letting_in_somebody_who_never_wrote_leaves_nothing_behind(
    telegram: TelegramServer, rooms: Rooms, ledger: Ledger
) -> None:
    before = ledger.contents()

    said = await rooms.taps(telegram.world.people[OLGA], Kind.PRIVATE, "li:4711")

    assert said.toasts == ["This is for the operator only."]
    assert ledger.contents() == before


async def test_who_was_let_in_is_told_once(telegram: TelegramServer, rooms: Rooms, ledger: Ledger) -> None:
    for _ in range(2):
        await rooms.taps(telegram.world.people[OLGA], Kind.PRIVATE, f"li:{EVE}")

    assert len(ledger.contents()["outbox"]) == 1
