"""An operator sends a message to everybody: preview, segment with its count, progress, result."""

from bot.settings import Settings
from sandbox.telegram.server import TelegramServer
from tests.people import Person
from tests.stories.broadcasts.acts import crowd, drafts, got, states, until


async def test_a_message_goes_to_everybody_once_with_its_counts(
    alice: Person, olga: Person, settings: Settings, telegram: TelegramServer
) -> None:
    chats = await crowd(settings, telegram, 30)
    chats[3].blocked = chats[7].blocked = True
    shown = await drafts(olga)
    preview = olga.chat.messages[shown["message_id"] - 1]
    assert preview["text"] == "We have news."
    assert olga.labels(preview) == ["🔕 Mute news"]
    segments = await olga.taps("Who gets it?")
    assert "Everybody · 32" in olga.labels(segments)
    asked = await olga.taps("Everybody", segments)
    assert "Send it to 32 people?" in asked["text"]
    await olga.taps("Send to 32", asked)

    await until(settings, "ended")
    assert [got(chat) for chat in chats] == [0 if at in (3, 7) else 1 for at in range(30)]
    assert got(alice.chat) == 1
    assert await states(settings) == {"sent": 30, "blocked": 2}
    card = await olga.sees("Broadcast: sent", "Sent: 30 of 32", "Blocked the bot: 2")
    assert "100 %" in card["text"]
