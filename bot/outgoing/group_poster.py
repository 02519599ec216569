"""Posts in the operators' group what operators are told in private, and how the orders go.

Everything there is a copy of what operators get in private, at least once. So a group that cannot be written
to loses nothing; the operators are told in private what is wrong with it.
"""

import logging

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramMigrateToChat
from aiogram.types import Message, MessageId

from bot.outgoing.compose import Messages
from bot.outgoing.delivery import Delivery
from bot.telegram.client import OutboxBot
from bot.telegram.rate_limits import RateLimits
from bot.telegram.verdicts import REFUSALS, description, is_passing
from handlers.chat import NO_TOPIC
from storage import operator_group
from storage.database import Database, DatabaseAway
from storage.events import Rank
from storage.operator_group import TOPICS, Notice, OperatorGroup, Topic
from storage.outbox import OutboxMessage
from usecases.alerting.alert_operators import AlertOperators
from usecases.clock import DAY, MINUTE, Clock
from usecases.people.access import Access, Person
from views.language import speaking
from views.operating import group as views
from views.screen import Screen

log = logging.getLogger(__name__)

GROUP_GONE, GROUP_WITHOUT_TOPICS, GROUP_WITHOUT_RIGHTS = GROUP_CONDITIONS = (
    "group_gone", "group_without_topics", "group_without_rights",
)  # fmt: skip
"""What may be wrong with the group."""

GROUP_TROUBLES = {
    "chat not found": GROUP_GONE,
    "not a forum": GROUP_WITHOUT_TOPICS,
    "rights": GROUP_WITHOUT_RIGHTS,
    "chat_admin_required": GROUP_WITHOUT_RIGHTS,
    "topic_closed": GROUP_WITHOUT_RIGHTS,
}
"""What a part of Telegram's description says about the group."""

POSTED_FOR_MS = DAY  # a notice that cannot be posted for so long is left out: it is in private
ORDERS_FOLD_MS = MINUTE
REFUSED_PAUSE_MS = MINUTE  # between two attempts while the group cannot be written to
MOST_MILESTONES = 500  # milestones of orders in one message


class GroupPoster:
    """`chat_id` is the setting OPERATOR_CHAT_ID."""

    def __init__(
        self,
        *,
        db: Database,
        bot: Bot,
        chat_id: int,
        messages: Messages,
        access: Access,
        rate_limits: RateLimits,
        alert: AlertOperators,
        clock: Clock,
    ) -> None:
        self._db = db
        self._bot = OutboxBot(bot)
        self._setting = chat_id
        self._messages = messages
        self._access = access
        self._rate_limits = rate_limits
        self._alert = alert
        self._clock = clock
        self._again_at = 0

    async def __call__(self) -> None:
        """Post at most one notice: a group takes twenty messages a minute."""
        operators = await self._access.operators()
        if not operators or self._clock() < self._again_at:
            return
        group = await self._group()
        reader = await self._access.known(operators[0])
        try:
            with speaking(reader.language):
                is_posted = await self._post_next(group, reader) or await self._tell_orders(group)
        except TelegramMigrateToChat as error:
            log.info("the operators' group is a supergroup now")
            await operator_group.move(self._db, self._setting, error.migrate_to_chat_id)
        except REFUSALS as error:
            await self._refused(error)
        else:
            if is_posted:
                for condition in GROUP_CONDITIONS:
                    await self._alert.end(condition)

    async def _group(self) -> OperatorGroup:
        found = await operator_group.get(self._db, self._setting)
        if found is None:
            await operator_group.begin(self._db, self._setting, self._clock())
            found = await operator_group.get(self._db, self._setting)
        assert found is not None  # noqa: S101 - it was just written
        return found

    async def _post_next(self, group: OperatorGroup, reader: Person) -> bool:
        """Post the oldest notice; False if there is none, or nothing to say."""
        since = max(group.begun_at, self._clock() - POSTED_FOR_MS)
        notice = await operator_group.next_notice(self._db, since)
        if notice is None:
            return False
        sent = await self._post(group, notice, reader)
        async with self._db.transaction() as transaction:
            await operator_group.note_posted(transaction, notice, group.chat_id, sent)
        return bool(sent)

    async def _post(self, group: OperatorGroup, notice: Notice, reader: Person) -> list[int]:
        """Post a notice. Returns the ids of its messages; none if it can never be posted."""
        delivery = await self._compose(notice, reader)
        if delivery is None:
            return []
        try:
            return await self._send(group.chat_id, TOPICS[notice.event], delivery)
        except TelegramBadRequest as error:
            if _condition(error) is not None:
                raise
            log.exception("message %d (%s) can never be posted in the group", notice.id, notice.event)
            return []

    async def _compose(self, notice: Notice, reader: Person) -> Delivery | None:
        """Compose a notice; None if that fails, so that it does not hold up those behind it."""
        try:
            return await self._messages.compose(_as_message(notice, reader))
        except (DatabaseAway, *REFUSALS):
            raise
        except Exception:
            log.exception("message %d (%s) cannot be composed for the group", notice.id, notice.event)
            return None

    async def _tell_orders(self, group: OperatorGroup) -> bool:
        """Tell once a minute in one message what became of orders."""
        now = self._clock()
        if now - group.told_at < ORDERS_FOLD_MS:
            return False
        milestones = await operator_group.milestones_since(self._db, group.told_milestone, MOST_MILESTONES)
        if not milestones:
            return False
        screen = views.orders(milestones)
        sent = await self._send(group.chat_id, Topic.ORDERS, Delivery(screen)) if screen else []
        await operator_group.note_told(self._db, self._setting, milestones[-1].id, now)
        return bool(sent)

    async def _send(self, chat_id: int, topic: Topic, delivery: Delivery) -> list[int]:
        """Send to a topic, which is made if there is none. Returns the ids of the messages."""
        thread = await self._thread(chat_id, topic)
        try:
            before = [await self._send_one(chat_id, thread, delivery.before)] if delivery.before else []
            return [*before, await self._send_one(chat_id, thread, delivery)]
        except TelegramBadRequest as error:
            if NO_TOPIC not in error.message.lower():
                raise
        log.info("the topic %s of the operators' group is gone; it is made anew", topic)
        await operator_group.forget_topic(self._db, chat_id, topic)
        return await self._send(chat_id, topic, delivery)

    async def _thread(self, chat_id: int, topic: Topic) -> int:
        known = await operator_group.topic(self._db, chat_id, topic)
        if known is not None:
            return known
        async with self._rate_limits.call(chat_id):
            made = await self._bot.create_forum_topic(chat_id, views.topic_name(topic))
        await operator_group.keep_topic(self._db, chat_id, topic, made.message_thread_id)
        return made.message_thread_id

    async def _send_one(self, chat_id: int, thread: int, delivery: Delivery) -> int:
        await self._rate_limits.wait_for_outbox_slot(chat_id, Rank.NEWS)
        async with self._rate_limits.call(chat_id):
            sent = await self._copy(chat_id, thread, delivery) or await self._say(
                chat_id, thread, delivery.screen
            )
        return sent.message_id

    async def _say(self, chat_id: int, thread: int, screen: Screen) -> Message:
        return await self._bot.send_message(
            chat_id, screen.text, message_thread_id=thread, reply_markup=screen.keyboard
        )

    async def _copy(self, chat_id: int, thread: int, delivery: Delivery) -> MessageId | None:
        """Copy the photo of a delivery; None if it has none, or it is gone."""
        photo = delivery.photo
        if photo is None:
            return None
        try:
            return await self._bot.copy_message(
                chat_id,
                photo.chat_id,
                photo.message_id,
                message_thread_id=thread,
                caption=photo.caption,
                reply_markup=delivery.screen.keyboard,
            )
        except TelegramBadRequest as error:
            if NO_TOPIC in error.message.lower():
                raise
            return None

    async def _refused(self, error: Exception) -> None:
        """Tell in private what is wrong with the group, and try again later."""
        self._again_at = self._clock() + REFUSED_PAUSE_MS
        condition = _condition(error)
        if is_passing(error) or condition is None:
            log.warning("Telegram does not take messages to the operators' group: %s", description(error))
            return
        await self._alert.begin(condition, description(error))


def _condition(error: Exception) -> str | None:
    """Return what is wrong with the group; None if the error is about something else."""
    words = description(error).lower()
    if isinstance(error, TelegramForbiddenError):
        return GROUP_GONE
    return next((condition for part, condition in GROUP_TROUBLES.items() if part in words), None)


def _as_message(notice: Notice, reader: Person) -> OutboxMessage:
    """Return the notice as a message of the outbox to an operator, in whose language it is composed."""
    return OutboxMessage(
        id=notice.id,
        user_id=reader.id,
        chat_id=reader.telegram_id,
        event=notice.event,
        subject_id=notice.subject_id,
        attempts=1,
        created_at=notice.created_at,
        payload=notice.payload,
    )
