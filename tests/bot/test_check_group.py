"""`check` says what the operators' group lacks."""

from typing import Any

import pytest

from bot.commands.check_group import group
from bot.commands.wrong import Wrong
from bot.settings import Settings
from sandbox.telegram.forums import Forum, add_forum
from sandbox.telegram.server import TelegramServer

FORUM = -1_001_000_000_001


@pytest.fixture
def forum(telegram: TelegramServer) -> Forum:
    return add_forum(telegram.world, FORUM)


async def test_a_group_with_all_it_needs(settings: Settings, forum: Forum) -> None:
    assert await group(settings, FORUM) == "it has topics, and the bot may manage them"


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        ({"is_forum": False}, "the group has no topics; its owner can switch them on"),
        ({"bot_is": "member"}, "the bot is not an administrator of the group"),
        ({"may_manage_topics": False}, "the bot may not manage topics in the group"),
        ({"bot_is": "kicked"}, "the bot cannot see the group (Forbidden: bot was kicked"),
        ({"moved_to": FORUM - 1}, f"the group has become another one; set {FORUM - 1}"),
    ],
)
async def test_what_is_missing_is_named(
    settings: Settings, forum: Forum, trouble: dict[str, Any], said: str
) -> None:
    for name, value in trouble.items():
        setattr(forum, name, value)

    with pytest.raises(Wrong) as raised:
        await group(settings, FORUM)

    assert f"OPERATOR_CHAT_ID: {said}" in str(raised.value)


async def test_an_unknown_group_and_a_telegram_that_is_away(
    settings: Settings, telegram: TelegramServer
) -> None:
    with pytest.raises(Wrong, match="the bot cannot see the group"):
        await group(settings, FORUM)
    telegram.faults.switch_on("http_500")
    with pytest.raises(Wrong, match="Telegram does not tell about the group"):
        await group(settings, FORUM)
