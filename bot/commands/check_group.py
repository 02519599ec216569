"""The part of `python -m bot check` about the operators' group."""

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramMigrateToChat
from aiogram.types import ChatMemberAdministrator

from bot.commands.wrong import Wrong
from bot.settings import Settings, proxy
from bot.telegram.client import open_bot
from bot.telegram.rate_limits import RateLimits
from bot.telegram.verdicts import REFUSALS, description

GROUP_SETTING = "OPERATOR_CHAT_ID"


async def group(settings: Settings, chat_id: int) -> str:
    """Say whether the bot can post in the group. Raises Wrong for what is missing."""
    bot = open_bot(
        settings.bot_token.get_secret_value(),
        settings.telegram_api_url,
        RateLimits(),
        proxy=proxy(settings.telegram_proxy),
    )
    try:
        return await _look(bot, settings.bot_id, chat_id)
    except TelegramMigrateToChat as error:
        raise Wrong(
            f"{GROUP_SETTING}: the group has become another one; set {error.migrate_to_chat_id}"
        ) from None
    except (TelegramBadRequest, TelegramForbiddenError) as error:
        found = description(error)
        raise Wrong(
            f"{GROUP_SETTING}: the bot cannot see the group ({found}); add it as an administrator"
        ) from None
    except REFUSALS as error:
        raise Wrong(f"Telegram does not tell about the group ({type(error).__name__})") from None
    finally:
        await bot.session.close()


async def _look(bot: Bot, bot_id: int, chat_id: int) -> str:
    chat = await bot.get_chat(chat_id)
    if not chat.is_forum:
        raise Wrong(f"{GROUP_SETTING}: the group has no topics; its owner can switch them on in its settings")
    member = await bot.get_chat_member(chat_id, bot_id)
    if not isinstance(member, ChatMemberAdministrator):
        raise Wrong(
            f"{GROUP_SETTING}: the bot is not an administrator of the group; make it one who manages topics"
        )
    if not member.can_manage_topics:
        raise Wrong(f"{GROUP_SETTING}: the bot may not manage topics in the group; give it that right")
    return "it has topics, and the bot may manage them"
