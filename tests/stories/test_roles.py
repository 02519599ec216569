"""An owner gives roles; each operator does what their role allows, and what they did is kept."""

import aiohttp

from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from tests.conftest import BOB, Bot
from tests.databases import ask, id_of
from tests.people import Person
from tests.stories.test_people import comes_in, opens_people
from usecases.errors import RoleForbids
from views.failures import FACTS
from views.operating.callbacks import OpenHolds, RemovePerson
from views.operating.service_callbacks import OpenServiceDesk

ENGINES_OF_STORIES = ("sqlite",)

FORBIDDEN = FACTS[RoleForbids]


async def makes(olga: Person, name: str, role: str) -> None:
    await opens_people(olga)
    await olga.taps(name)
    await olga.taps("Role")
    await olga.taps(role)


async def test_olga_makes_bob_a_manager_and_then_a_viewer(olga: Person, bob: Person, bot: Bot) -> None:
    await comes_in(bob, olga)
    await makes(olga, "Bob", "Manager")
    assert olga.toast == "Bob: Manager. They get a message."
    told = await bob.sees("You now operate this bot as: Manager")
    await bob.taps("Operator", told)
    invite = bob.data_of("Invite a customer", bob.newest)

    await makes(olga, "Bob", "Viewer")
    await bob.sees("You now operate this bot as: Viewer")
    invites = await ask(bot.settings.database_url, "SELECT count(*) FROM invites")
    assert await bob.taps_raw(invite) == FORBIDDEN
    assert await ask(bot.settings.database_url, "SELECT count(*) FROM invites") == invites

    trail = (await olga.says("/audit"))["text"]
    assert "Bob: let in" in trail
    assert "Bob: role: Customer → Manager" in trail
    assert "Bob: role: Manager → Viewer" in trail
    assert "Tried what the role does not allow: let_in" in trail
    assert FORBIDDEN in (await bob.says("/audit"))["text"]


async def test_support_sees_no_costs_and_no_panel_account(
    olga: Person, bob: Person, alice: Person, panel: PanelServer
) -> None:
    await alice.orders("Pictogram Followers · Standard", "https://example.com/p/1", "1k")
    panel.book.clock.advance(41)
    await alice.sees("Order 1 · In progress")
    await comes_in(bob, olga)
    await makes(olga, "Bob", "Support")
    told = await bob.sees("You now operate this bot as: Support")

    desk = await bob.taps("Operator", told)
    labels = " ".join(bob.labels(desk))
    await bob.taps("Find an order", desk)
    card = await bob.says("1", shows="Alice")

    assert "Find a person" in labels
    for hidden in ("Sales", "Services", "Broadcast", "Low balance", "Who did what", "Invite", "Backups"):
        assert hidden not in labels
    assert "Panel account" not in desk["text"]
    assert "charged" not in card["text"]
    assert "Panel account" in (await olga.says("/admin"))["text"]
    await olga.taps("Find an order")
    assert "charged" in (await olga.says("1", shows="Alice"))["text"]
    for hidden in (OpenHolds().pack(), OpenServiceDesk().pack()):
        assert await bob.taps_raw(hidden) == FORBIDDEN


async def test_a_second_tap_on_an_old_card_changes_nothing(olga: Person, bob: Person, bot: Bot) -> None:
    await comes_in(bob, olga)
    await opens_people(olga)
    await olga.taps("Bob")
    support = olga.data_of("Support", await olga.taps("Role"))
    await olga.taps("Viewer")

    assert await olga.taps_raw(support) == "This has already been decided."
    role = await ask(bot.settings.database_url, f"SELECT operator_role FROM users WHERE id = {id_of(BOB)}")
    assert role == [("viewer",)]


async def test_bob_is_a_customer_again_and_keeps_his_orders(olga: Person, bob: Person) -> None:
    await comes_in(bob, olga)
    await makes(olga, "Bob", "Support")
    menu = await bob.sees("You now operate this bot as: Support")
    await makes(olga, "Bob", "Customer")

    await bob.sees("You no longer operate this bot.")
    assert await bob.taps_raw(bob.data_of("Operator", menu)) == FORBIDDEN
    assert not any("Operator" in label for label in bob.labels(await bob.says("/start")))


async def test_alerts_go_to_owners_and_managers_alone(
    olga: Person, alice: Person, bob: Person, bot: Bot, panel: PanelServer
) -> None:
    await comes_in(bob, olga)
    await makes(olga, "Bob", "Manager")
    panel.faults.switch_on("lost_answer", "add", times=1)
    await alice.reviews("Pictogram Followers · Standard", "example.com/p/1", "100")
    await alice.taps("Place order")
    await olga.sees("Does the panel have order 1?")
    card = await bob.sees("Does the panel have order 1?")

    await makes(olga, "Bob", "Support")
    panel.faults.switch_on("lost_answer", "add", times=1)
    await alice.reviews("Pictogram Followers · Standard", "example.com/p/2", "100")
    await alice.taps("Place order")
    await olga.sees("Does the panel have order 2?")
    assert bob.count("Does the panel have order 2?") == 0
    no = next(label for label in bob.labels(card) if "No" in label or "not" in label)
    assert await bob.taps_raw(bob.data_of(no, card)) == FORBIDDEN
    status = await ask(bot.settings.database_url, "SELECT status FROM orders WHERE id = 1")
    assert status == [("unconfirmed",)]


async def test_a_manager_removes_customers_but_no_operator(
    olga: Person, bob: Person, alice: Person, bot: Bot, http: aiohttp.ClientSession, telegram: TelegramServer
) -> None:
    await comes_in(bob, olga)
    await makes(olga, "Bob", "Manager")
    number = telegram.world.add_person("Petra").id
    petra = Person(http, telegram.world.chats[number])
    await comes_in(petra, olga)
    await makes(olga, "Petra", "Viewer")
    await petra.sees("You now operate this bot as: Viewer")

    await opens_people(bob)
    card = await bob.taps("Petra")
    hidden = ("Role", "Remove", "Block", "Unblock")
    assert not any(label in shown for label in hidden for shown in bob.labels(card))
    petra_id = (await ask(bot.settings.database_url, f"SELECT id FROM users WHERE telegram_id = {number}"))[
        0
    ][0]
    let_in_at = await ask(bot.settings.database_url, f"SELECT let_in_at FROM users WHERE id = {petra_id}")
    remove = RemovePerson(user=int(petra_id), let_in_at=int(let_in_at[0][0])).pack()
    assert await bob.taps_raw(remove) == FORBIDDEN
    await ask(
        bot.settings.database_url,
        f"UPDATE users SET stopped_at = 1, stopped_because = 'x' WHERE id = {petra_id}",
    )
    await opens_people(bob)
    assert not any("Unblock" in shown for shown in bob.labels(await bob.taps("Petra")))
    await opens_people(olga)
    assert any("Unblock" in shown for shown in olga.labels(await olga.taps("Petra")))
    await olga.taps("Unblock")
    await makes(olga, "Petra", "Customer")
    await petra.sees("You no longer operate this bot.")
    await opens_people(bob)
    await bob.taps("Petra")
    await bob.taps("Remove")
    await bob.taps("Remove Petra")
    assert bob.toast == "Petra was removed."
