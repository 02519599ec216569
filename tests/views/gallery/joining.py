"""What an operator sees of people: who asks to be let in, and who may order."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from msgspec import structs

from storage.accounts import Wallet
from storage.audit_trail import Act, AuditEntry
from storage.orders import OrderStage
from storage.own_orders import Filter, OrderCounts
from storage.users import Notifications, OperatorRole, Role
from tests.views.gallery.paper import Shown
from tests.views.gallery.records import EARLIER, Records
from usecases.errors import BadAnswer
from usecases.people.access import Setting
from usecases.people.answer_knocks import KnockCard, State, Stranger, StrangersPage, Word
from usecases.people.view_audit import AuditPage
from usecases.people.view_people import Member, PeoplePage
from usecases.people.view_person import PersonFacts
from usecases.tracking.view_orders import OrderPage
from views import failures
from views.operating import acts_on_people, knocks, overview, people, roles
from views.screen import Screen


def doors(it: Records) -> Iterator[Shown]:
    def stranger(state: State = State.WAITS, at: int = 0) -> Stranger:
        return Stranger(5 + at, 1_005 + at, it.person_name, "bob", EARLIER, state)

    def card(count: int, *states: State) -> Screen:
        return knocks.drawn_again(
            KnockCard(1, [stranger(state, at) for at, state in enumerate(states)], count)
        )

    waits, let_in, refused = State.WAITS, State.LET_IN, State.REFUSED
    some = [stranger(waits, at) for at in range(3)]
    yield Shown("Someone wants to join (message)", knocks.news(some[:1], 1))
    yield Shown("Several want to join (message)", knocks.news(some, 5))
    yield Shown("The message, after some were answered", card(5, let_in, refused, waits))
    yield Shown("The message, after one was let in", card(1, let_in))
    yield Shown("The message, when no one is waiting", card(0))
    yield Shown("Everyone who is waiting", knocks.page(StrangersPage(some, 0, 2, 9)))
    yield Shown("Everyone who is waiting, one person", knocks.page(StrangersPage(some[:1], 0, 1, 1)))
    for title, state, is_ours in (
        ("After “Let in”", let_in, True),
        ("After “Let in”, when somebody else did it before", let_in, False),
        ("After “Refuse”", refused, True),
        ("After “Refuse”, when somebody else did it before", refused, False),
    ):
        word = Word(stranger(state), is_ours=is_ours)
        yield Shown(title, knocks.page(StrangersPage([], 0, 1, 0), word))
    yield Shown("An invitation was used (message)", knocks.invite_used(it.person()))
    yield Shown("Invitation", overview.invitation("https://t.me/panelgram_bot?start=i_abcdefgh", 7))


def members(it: Records) -> Iterator[Shown]:
    def member(**given: Any) -> Member:
        usual: dict[str, Any] = {
            "id": 2,
            "telegram_id": 1002,
            "name": it.person_name,
            "username": "bob",
            "role": Role.CUSTOMER,
            "fixed_by": None,
            "let_in_at": EARLIER,
            "let_in_by": "Olga",
            "open_orders": 1,
        }
        return Member(**usual | given)

    bob, olga = (
        member(),
        member(role=Role.OPERATOR, operator_role=OperatorRole.MANAGER, let_in_by=None, open_orders=2),
    )
    unknown = member(name="", username=None, fixed_by=Setting.ALLOWED_IDS, let_in_at=None)
    yield Shown("People", people.page(PeoplePage([olga, bob, unknown], 0, 2, 9)))
    yield Shown("People, one", people.page(PeoplePage([olga], 0, 1, 1)))
    for title, one in (("a customer", bob), ("an operator", olga), ("from the settings", unknown)):
        yield Shown(f"Person: {title}", people.card(one, 0))
    yield Shown("Person, in a shop", people.card(bob, 0, is_shop=True))
    yield Shown("Person, an operator, for a manager", people.card(bob, 0, may_decide=False))
    for title, facts in person_cards(it):
        yield Shown(f"Person: {title}", people.card(bob, 0, is_shop=facts.wallet is not None, facts=facts))
    yield Shown("Before a customer is removed", people.ask_removal(bob, 0))
    yield Shown("Before an operator is removed", people.ask_removal(olga, 0))
    yield Shown("Removed (toast)", people.removed(it.person_name))
    yield Shown("An operator who removed themselves", people.removed_oneself())


def person_cards(it: Records) -> Iterator[tuple[str, PersonFacts]]:
    user, counts = it.user(), OrderCounts(12, 1, 2)
    yield "without orders", PersonFacts(user, OrderCounts(0, 0, 0), {}, None, "")
    yield "with one order", PersonFacts(user, OrderCounts(1, 1, 0), {"USD": 840_000}, None, "")
    yield "with orders", PersonFacts(user, counts, {"USD": 8_400_000, "EUR": 1_000_000}, None, "")
    for notifications in (Notifications.END, Notifications.NONE):
        fewer = structs.replace(user, notifications=notifications)
        yield f"messages: {notifications}", PersonFacts(fewer, counts, {}, None, "")
    wallet = Wallet(3_100_000, 900_000, -2_000_000, -5_000_000)
    away = structs.replace(user, blocked_at=EARLIER, stopped_at=EARLIER, stopped_because="Counted twice")
    yield "in a shop, blocked", PersonFacts(away, counts, {"USD": 8_400_000}, wallet, "USD")
    yield "in a shop", PersonFacts(user, counts, {}, Wallet(0, 0, 0, 0), "USD")


def what_roles_do(it: Records) -> Iterator[Shown]:
    bob = Member(2, 1002, it.person_name, "bob", Role.CUSTOMER, None, EARLIER)
    olga = replace(bob, role=Role.OPERATOR, operator_role=OperatorRole.OWNER)
    yield Shown("Role of a customer", roles.choose(bob, it.person_name, 0))
    yield Shown("Role of an operator", roles.choose(olga, it.person_name, 0))
    for role in (*OperatorRole, None):
        yield Shown(f"Role given: {role or 'none'} (toast)", roles.given(it.person_name, role))
        yield Shown(f"Role given: {role or 'none'} (message)", roles.told(role))


def acts(it: Records) -> Iterator[Shown]:
    bob = Member(2, 1002, it.person_name, "bob", Role.CUSTOMER, None, EARLIER)
    yield Shown("Before a person is blocked", acts_on_people.ask_why(bob))
    too_long = failures.words(BadAnswer("not_a_reason", {"max": 100}))
    yield Shown("Before a person is blocked, again", acts_on_people.ask_why(bob, too_long))
    yield Shown("Blocked (toast)", acts_on_people.blocked())
    yield Shown("Unblocked (toast)", acts_on_people.unblocked())
    yield Shown("To a person who is blocked (message)", acts_on_people.told_of_block("Counted twice"))
    yield Shown("To a person who is unblocked (message)", acts_on_people.told_of_block(None))
    yield Shown("What to write to a person", acts_on_people.ask_letter(bob))
    empty = failures.words(BadAnswer("not_a_letter", {"max": 1_000}))
    yield Shown("What to write to a person, again", acts_on_people.ask_letter(bob, empty))
    yield Shown("The message is on its way (toast)", acts_on_people.letter_sent())
    yield Shown("To a person from an operator (message)", acts_on_people.letter("Counted twice"))
    orders = [it.order(OrderStage.COMPLETED), it.order(OrderStage.PENDING)]
    page = OrderPage(orders, Filter.ALL, 0, 2, 9)
    yield Shown("Orders of a person", acts_on_people.orders_of(2, page))
    yield Shown("Orders of a person, none", acts_on_people.orders_of(2, OrderPage([], Filter.ALL, 0, 1, 0)))


def who_did_what(it: Records) -> Iterator[Shown]:
    def entry(act: str, before: str = "", after: str = "", by: int | None = 7) -> AuditEntry:
        return AuditEntry(1, EARLIER, by, it.person_name, act, 8, it.person_name, before, after)

    yield Shown("Who did what, nothing yet", roles.audit(AuditPage([], 0, 1)))
    acts = [entry(act, after="1.50 USD") for act in Act]
    for at in range(0, len(acts), 10):
        yield Shown("Who did what", roles.audit(AuditPage(acts[at : at + 10], at // 10, 4)))
    others = [
        entry(Act.ROLE_GIVEN, "customer", "owner", by=None),
        entry("of_a_newer_release"),
        structs.replace(entry(Act.REMOVED, "manager"), actor_name="", subject_name=""),
    ]
    yield Shown(
        "Who did what, from the shell and about a forgotten person", roles.audit(AuditPage(others, 0, 1))
    )
