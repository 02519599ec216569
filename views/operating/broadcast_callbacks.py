"""Callback data of the buttons about broadcasts; see `views.callbacks`."""

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field, StringConstraints

from storage.audiences import SegmentKind
from storage.broadcasts import BroadcastKind
from views.callbacks import Review, RowId

SegmentValue = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{0,32}$")]
People = Annotated[int, Field(ge=1, le=10_000_000)]


class OpenBroadcasts(CallbackData, prefix="bc"):
    """Asks for a message, or shows the broadcast that is under way."""


class PreviewBroadcast(CallbackData, prefix="bcp"):
    """Shows a draft as people will see it."""

    broadcast: RowId


class OpenBroadcastDraft(CallbackData, prefix="bco"):
    broadcast: RowId


class ChooseBroadcastKind(CallbackData, prefix="bck"):
    broadcast: RowId
    kind: BroadcastKind


class AskBroadcastService(CallbackData, prefix="bca"):
    """Asks for the service that a button of the broadcast opens."""

    broadcast: RowId


class DropBroadcastService(CallbackData, prefix="bcr"):
    broadcast: RowId


class DropBroadcast(CallbackData, prefix="bcx"): ...


class OpenSegments(CallbackData, prefix="bcg"):
    broadcast: RowId


class OpenLanguageSegments(CallbackData, prefix="bcl"):
    broadcast: RowId


class OpenGroupSegments(CallbackData, prefix="bcm"):
    broadcast: RowId


class AskServiceSegment(CallbackData, prefix="bcs"):
    """Asks for the service whose customers get the broadcast."""

    broadcast: RowId


class AskListedSegment(CallbackData, prefix="bci"):
    """Asks for a list of Telegram ids."""

    broadcast: RowId


class ChooseSegment(CallbackData, prefix="bce"):
    """`value` is a language, the number of a group, or the `ref` of a service; see `SegmentKind`."""

    broadcast: RowId
    kind: SegmentKind
    value: SegmentValue = ""


class SendBroadcast(CallbackData, prefix="bcz"):
    """Sends exactly what was shown to so many people: `review` is its fingerprint."""

    broadcast: RowId
    people: People
    review: Review


class OpenBroadcast(CallbackData, prefix="bcv"):
    """Shows what came of a broadcast."""

    broadcast: RowId


class PauseBroadcast(CallbackData, prefix="bcw"):
    broadcast: RowId


class ContinueBroadcast(CallbackData, prefix="bcc"):
    broadcast: RowId


class AskStopBroadcast(CallbackData, prefix="bct"):
    """Asks before `StopBroadcast` acts."""

    broadcast: RowId


class StopBroadcast(CallbackData, prefix="bcq"):
    broadcast: RowId


class AskDeleteBroadcast(CallbackData, prefix="bcd"):
    """Asks before `DeleteBroadcast` acts."""

    broadcast: RowId


class DeleteBroadcast(CallbackData, prefix="bcy"):
    """Deletes the broadcast in the chats of all who got it."""

    broadcast: RowId
