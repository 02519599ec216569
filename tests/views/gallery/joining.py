"""What an operator sees of people: who asks to be let in, and who may order."""

from collections.abc import Iterator
from typing import Any

from storage.users import Role
from tests.views.gallery.paper import Shown
from tests.views.gallery.records import EARLIER, Records
from usecases.people.access import Setting
from usecases.people.answer_knocks import KnockCard, State, Stranger, StrangersPage, Word
from usecases.people.view_people import Member, PeoplePage
from views.operating import knocks, overview, people
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

    bob, olga = member(), member(role=Role.OPERATOR, let_in_by=None, open_orders=2)
    unknown = member(name="", username=None, fixed_by=Setting.ALLOWED_IDS, let_in_at=None)
    yield Shown("People", people.page(PeoplePage([olga, bob, unknown], 0, 2, 9)))
    yield Shown("People, one", people.page(PeoplePage([olga], 0, 1, 1)))
    for title, one in (("a customer", bob), ("an operator", olga), ("from the settings", unknown)):
        yield Shown(f"Person: {title}", people.card(one, 0))
    yield Shown("Person, in a shop", people.card(bob, 0, is_shop=True))
    yield Shown("Before a customer is removed", people.ask_removal(bob, 0))
    yield Shown("Before an operator is removed", people.ask_removal(olga, 0))
    yield Shown("Removed (toast)", people.removed(it.person_name))
    yield Shown("An operator who removed themselves", people.removed_oneself())
