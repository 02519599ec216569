"""`python -m bot operators`: the way back in for who lost the account, and the thief's way out."""

import pytest

from bot.commands.operators import OperatorsWrong, operators
from bot.settings import Settings
from tests.bot.conftest import Process, arrive
from tests.conftest import ALICE
from tests.databases import ask, empty_database
from tests.people import Person

USAGE = (
    "operators: expected nothing, add ID [ROLE] or remove ID; an ID is a Telegram user id, a number; "
    "a ROLE is owner, manager, support, viewer"
)
IN_SETTINGS = "operators: 1003 stands in ADMIN_IDS; take it out there and start the bot anew"


async def test_operators_are_listed_added_and_removed_from_the_shell(
    program: Process, database_url: str
) -> None:
    given = {"DATABASE_URL": database_url, "ADMIN_IDS": ""}

    assert "There is no operator." in (await program.ends("operators", **given))[1]
    code, output = await program.ends("operators", "add", "77", **given)
    assert (code, output.splitlines()[1]) == (
        0,
        "77 is an owner now. They press Start in the chat with the bot.",
    )
    assert await ask(database_url, "SELECT role FROM users WHERE telegram_id = 77") == [("operator",)]
    code, output = await program.ends("operators", "remove", "77", **given)
    assert (code, output.splitlines()[1]) == (0, "77 is no operator and no customer any more.")
    assert await ask(database_url, "SELECT role FROM users WHERE telegram_id = 77") == [(None,)]


async def test_a_role_is_given_and_changed_from_the_shell(program: Process, database_url: str) -> None:
    given = {"DATABASE_URL": database_url, "ADMIN_IDS": ""}
    await program.ends("operators", "add", "76", **given)

    code, output = await program.ends("operators", "add", "77", "support", **given)
    assert (code, output.splitlines()[1]) == (
        0, "77 is support now. They press Start in the chat with the bot.",
    )  # fmt: skip
    assert "77    support, by the chat or this command" in output
    await program.ends("operators", "add", "77", "manager", **given)
    await program.ends("operators", "add", "77", "manager", **given)  # changes nothing

    kept = "SELECT before, after FROM audit_trail WHERE act = 'role_given' AND actor IS NULL ORDER BY id"
    assert await ask(database_url, kept) == [("", "owner"), ("", "support"), ("support", "manager")]
    told = await ask(database_url, "SELECT count(*) FROM outbox WHERE event = 'role_given'")
    assert told == [(1,)]
    only = "operators: 76 is the only owner; make another one before"
    assert await program.ends("operators", "add", "76", "viewer", **given) == (2, f"{only}\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("remove", "1003"), IN_SETTINGS),
        (
            ("add", "olga"),
            USAGE,
        ),
        (("add", "5", "boss"), USAGE),
        (("add", "9" * 30), USAGE),
        (("add", "1003", "viewer"), IN_SETTINGS),
    ],
)
async def test_what_cannot_be_done_is_said_in_one_line(
    settings: Settings, words: tuple[str, ...], said: str
) -> None:
    with pytest.raises(OperatorsWrong) as wrong:
        await operators(settings, words, print)

    assert str(wrong.value) == said


async def test_a_command_that_cannot_be_carried_out_ends_with_2_and_one_line(program: Process) -> None:
    assert await program.ends("operators", "remove", "5") == (2, "operators: 5 is no operator\n")


async def test_beside_a_running_bot_on_a_file_it_says_what_to_do(program: Process, visitor: Person) -> None:
    await program.start()
    await arrive(visitor)

    code, output = await Process(program.environment, program._folder).ends("operators")

    assert (code, output.count("\n")) == (2, 1)
    assert (
        "another process is working on data/panelgram.db; end the bot (nothing is lost), run this again"
        in output
    )


@pytest.mark.postgres
async def test_beside_a_running_bot_on_postgresql_it_counts_at_once(
    program: Process, visitor: Person, tmp_path_factory: pytest.TempPathFactory
) -> None:
    async with empty_database("postgres", tmp_path_factory.mktemp("none")) as url:
        await program.start(DATABASE_URL=url)
        await arrive(visitor)

        beside = Process({**program.environment, "DATABASE_URL": url}, program._folder)
        code, output = await beside.ends("operators", "add", str(ALICE))

        assert code == 0, output
        await visitor.says("/start")
        assert any("Operator" in label for label in visitor.labels(visitor.newest))


async def test_check_says_that_no_owner_is_left(program: Process, database_url: str) -> None:
    given = {"DATABASE_URL": database_url, "ADMIN_IDS": ""}
    await program.ends("operators", "add", "77", **given)
    assert "no owner" not in (await program.ends("check", **given))[1]
    await ask(database_url, "UPDATE users SET blocked_at = NULL, operator_role = 'support'")

    code, output = await program.ends("check", **given)

    assert code == 2
    assert "WRONG  database: no owner and no manager of this bot can be reached" in output
    assert "make an owner: python -m bot operators add ID" in output
