"""Callback data of the buttons about broadcasts; see `views.callbacks`."""

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import BaseModel, Field, StringConstraints

from storage.audiences import SegmentKind
from storage.broadcasts import BroadcastKind
from views.callbacks import Review, RowId

SegmentValue = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{0,32}$")]
People = Annotated[int, Field(ge=1, le=10_000_000)]


class OfBroadcast(BaseModel):
    broadcast: RowId


class OpenBroadcasts(CallbackData, prefix="bc"):
    """Asks for a message, or shows the broadcast that is under way."""


class PreviewBroadcast(OfBroadcast, CallbackData, prefix="bcp"):
    """Shows a draft as people will see it."""


class OpenBroadcastDraft(OfBroadcast, CallbackData, prefix="bco"): ...


class ChooseBroadcastKind(OfBroadcast, CallbackData, prefix="bck"):
    kind: BroadcastKind


class AskBroadcastService(OfBroadcast, CallbackData, prefix="bca"):
    """Asks for the service that a button of the broadcast opens."""


class DropBroadcastService(OfBroadcast, CallbackData, prefix="bcr"): ...


class DropBroadcast(CallbackData, prefix="bcx"): ...


class OpenSegments(OfBroadcast, CallbackData, prefix="bcg"): ...


class OpenLanguageSegments(OfBroadcast, CallbackData, prefix="bcl"): ...


class OpenGroupSegments(OfBroadcast, CallbackData, prefix="bcm"): ...


class AskServiceSegment(OfBroadcast, CallbackData, prefix="bcs"):
    """Asks for the service whose customers get the broadcast."""


class AskListedSegment(OfBroadcast, CallbackData, prefix="bci"):
    """Asks for a list of Telegram ids."""


class ChooseSegment(OfBroadcast, CallbackData, prefix="bce"):
    """`value` is a language, the number of a group, or the `ref` of a service; see `SegmentKind`."""

    kind: SegmentKind
    value: SegmentValue = ""


class SendBroadcast(OfBroadcast, CallbackData, prefix="bcz"):
    """Sends exactly what was shown to so many people: `review` is its fingerprint."""

    people: People
    review: Review


class OpenBroadcast(OfBroadcast, CallbackData, prefix="bcv"):
    """Shows what came of a broadcast."""


class PauseBroadcast(OfBroadcast, CallbackData, prefix="bcw"): ...


class ContinueBroadcast(OfBroadcast, CallbackData, prefix="bcc"): ...


class AskStopBroadcast(OfBroadcast, CallbackData, prefix="bct"):
    """Asks before `StopBroadcast` acts."""


class StopBroadcast(OfBroadcast, CallbackData, prefix="bcq"): ...


class AskDeleteBroadcast(OfBroadcast, CallbackData, prefix="bcd"):
    """Asks before `DeleteBroadcast` acts."""


class DeleteBroadcast(OfBroadcast, CallbackData, prefix="bcy"):
    """Deletes the broadcast in the chats of all who got it."""
