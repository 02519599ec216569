"""How long a broadcast takes, as the operator is told before."""

from msgspec import structs

from storage.audiences import Segment, SegmentKind
from storage.broadcasts import BroadcastKind
from tests.views.gallery.broadcasting import DRAFT
from usecases.broadcasting.choose_audience import CountedSegment
from views.language import speaking
from views.operating.broadcast_drafts import confirmation

PEOPLE = CountedSegment(Segment(SegmentKind.ALL), 6_000)


def test_each_part_of_an_album_and_its_buttons_take_time() -> None:
    with_buttons = structs.replace(DRAFT, message_ids="11 12 13")
    without = structs.replace(with_buttons, kind=BroadcastKind.SERVICE)

    with speaking("en"):
        shown = [str(confirmation(one, PEOPLE).text) for one in (DRAFT, without, with_buttons)]

    for minutes, text in zip((5, 15, 20), shown, strict=True):
        assert f"It takes about {minutes} minutes." in text
