"""A broadcast is deleted in the chats of all who got it."""

from bot.outgoing.broadcast_deliveries import DELETION_ATTEMPTS
from bot.settings import Settings
from sandbox.telegram.server import TelegramServer
from tests.databases import ask
from tests.people import Person
from tests.stories.broadcasts.acts import crowd, got, sends, status, until


async def test_a_broadcast_is_deleted_for_all(
    alice: Person, olga: Person, settings: Settings, telegram: TelegramServer
) -> None:
    chats = await crowd(settings, telegram, 30)
    await sends(olga)
    await until(settings, "ended")
    card = await olga.sees("Broadcast: sent")
    chats[5].blocked = True
    await olga.taps("Delete for all", card)
    sure = await olga.sees("Delete the broadcast for all?")
    await olga.taps("Delete for all", sure)

    await until(settings, "deleted")

    await olga.sees("Broadcast: deleted for all", "Deleted: 31 of 32", "Could not be deleted: 1")
    assert [got(chat) for chat in chats] == [int(at == 5) for at in range(30)]
    assert got(alice.chat) == 0


async def test_after_48_hours_it_cannot_be_deleted(olga: Person, settings: Settings) -> None:
    await sends(olga)
    await until(settings, "ended")
    card = await olga.sees("Broadcast: sent")
    two_days = 48 * 3_600_000
    await ask(settings.database_url, f"UPDATE broadcasts SET started_at = started_at - {two_days}")

    said = await olga.taps_raw(olga.data_of("Delete for all", card).replace("bcd", "bcy"))

    assert "out of date" in said
    assert await status(settings) == "ended"


async def test_a_chat_that_never_answers_does_not_hold_the_deletion_up(
    alice: Person, olga: Person, settings: Settings, telegram: TelegramServer
) -> None:
    await sends(olga)
    await until(settings, "ended")
    card = await olga.sees("Broadcast: sent")
    telegram.faults.switch_on("http_500", "deleteMessages")
    await olga.taps("Delete for all", card)
    await olga.taps("Delete for all", await olga.sees("Delete the broadcast for all?"))

    await until(settings, "deleted")

    await olga.sees("Broadcast: deleted for all", "Deleted: 0 of 2", "Could not be deleted: 2")
    calls = [call for call in telegram.calls if call["method"] == "deleteMessages"]
    assert len(calls) == 2 * DELETION_ATTEMPTS


async def test_after_48_hours_a_deletion_ends_with_what_is_left(
    alice: Person, olga: Person, settings: Settings, telegram: TelegramServer
) -> None:
    await sends(olga)
    await until(settings, "ended")
    two_days = 48 * 3_600_000

    await ask(
        settings.database_url,
        f"UPDATE broadcasts SET status = 'deleting', started_at = started_at - {two_days}",
    )

    await until(settings, "deleted")
    await olga.sees("Broadcast: deleted for all", "Could not be deleted: 2")
    assert not [call for call in telegram.calls if call["method"] == "deleteMessages"]
