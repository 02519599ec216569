"""What operators see of broadcasts, and what people see under them."""

from collections.abc import Iterator
from dataclasses import replace

from msgspec import structs

from storage.audiences import Segment, SegmentKind
from storage.broadcast_people import DeletionTally, Tally
from storage.broadcasts import Broadcast, BroadcastKind, BroadcastStatus, Trouble
from tests.views.gallery.paper import Shown
from tests.views.gallery.records import EARLIER, NOW, Records
from usecases.broadcasting.choose_audience import CountedSegment
from usecases.broadcasting.steer_broadcast import BroadcastReport
from usecases.errors import BadAnswer
from views import account, failures, news
from views.operating import broadcast_drafts, broadcasts

DRAFT = Broadcast(
    id=7,
    author=1,
    kind=BroadcastKind.NEWS,
    message_ids="11",
    album=None,
    service_ref=None,
    segment=None,
    status=BroadcastStatus.DRAFT,
    trouble=None,
    total=None,
    card_id=None,
    card_phase=None,
    created_at=EARLIER,
    started_at=None,
    ended_at=None,
)
GENERAL = [
    CountedSegment(Segment(SegmentKind.ALL), 12_345),
    CountedSegment(Segment(SegmentKind.RECENT), 4_321),
    CountedSegment(Segment(SegmentKind.SILENT), 8_024),
]
FUNDED = CountedSegment(Segment(SegmentKind.FUNDED), 950)


def drafts(it: Records) -> Iterator[Shown]:
    service = structs.replace(DRAFT, kind=BroadcastKind.SERVICE, service_ref="101")
    yield Shown("Broadcast: asks for the message", broadcasts.menu(None, []))
    yield Shown("Broadcast: an album", broadcast_drafts.album(structs.replace(DRAFT, message_ids="11 12 13")))
    yield Shown("Broadcast: the first part of an album", broadcast_drafts.album(DRAFT))
    yield Shown("Broadcast: below the preview", broadcast_drafts.draft(DRAFT))
    yield Shown("Broadcast: a service message with a button", broadcast_drafts.draft(service))
    yield Shown("Broadcast: asks for a service", broadcast_drafts.ask_service(DRAFT))
    yield Shown("Broadcast: segments", broadcast_drafts.segments(DRAFT, GENERAL, is_shop=False))
    yield Shown(
        "Broadcast: segments of a shop, for a service message",
        broadcast_drafts.segments(service, [*GENERAL, FUNDED], is_shop=True),
    )
    spoken = [
        CountedSegment(Segment(SegmentKind.LANGUAGE, code), count)
        for code, count in (("en", 800), ("pt", 90), ("ru", 1))
    ]
    yield Shown("Broadcast: languages", broadcast_drafts.languages(DRAFT, spoken))
    yield Shown("Broadcast: no languages", broadcast_drafts.languages(DRAFT, []))
    gold = CountedSegment(Segment(SegmentKind.GROUP, "1"), 12, "Gold")
    yield Shown("Broadcast: groups", broadcast_drafts.groups(DRAFT, [gold]))
    yield Shown("Broadcast: no groups", broadcast_drafts.groups(DRAFT, []))
    yield Shown("Broadcast: asks for a service's customers", broadcast_drafts.ask_customers(DRAFT))
    service_ = it.service()
    of_service = [
        CountedSegment(Segment(SegmentKind.SERVICE, service_.id), 40, service=service_),
        CountedSegment(Segment(SegmentKind.CATEGORY, service_.category), 72, service_.category, service_),
    ]
    yield Shown("Broadcast: customers", broadcast_drafts.customers(DRAFT, of_service))
    yield Shown("Broadcast: asks for a list", broadcast_drafts.ask_list(DRAFT))
    yield Shown("Broadcast: a list without ids", failures.words(BadAnswer("no_ids")))
    too_many = failures.words(BadAnswer("too_many_ids", {"max": 100_000}))
    yield Shown("Broadcast: a list that is too long", too_many)
    listed = CountedSegment(Segment(SegmentKind.LISTED), 1)
    yield Shown("Broadcast: asks once more", broadcast_drafts.confirmation(DRAFT, listed))
    yield Shown("Broadcast: to a group", broadcast_drafts.confirmation(service, gold))
    yield Shown("Broadcast: to many", broadcast_drafts.confirmation(DRAFT, GENERAL[0]))
    nobody = replace(GENERAL[1], people=0)
    yield Shown("Broadcast: to nobody", broadcast_drafts.confirmation(DRAFT, nobody))
    yield Shown("Broadcast: another number was typed", broadcast_drafts.not_the_number())
    yield Shown("Broadcast: a message that cannot be copied", broadcast_drafts.cannot_be_copied())
    yield Shown("Broadcast: dropped", broadcast_drafts.dropped())


def sent(it: Records) -> Iterator[Shown]:
    tally = Tally(waiting=700, sending=3, sent=280, blocked=12, failed=2, unknown=1, skipped=2)
    for count in (1, 1_000):
        yield Shown(f"Broadcast: started for {count}", broadcasts.started(count))
    for title, report in _reports(tally):
        yield Shown(f"Broadcast: the card, {title}", broadcasts.card(report, 19.6))
    sending = _report(BroadcastStatus.SENDING, tally)
    yield Shown("Broadcast: is under way", broadcasts.menu(sending, []))
    ended = _report(BroadcastStatus.ENDED, Tally(sent=990, blocked=10))
    yield Shown("Broadcast: the last ones", broadcasts.menu(None, [ended]))
    yield Shown("Broadcast: one of the last", broadcasts.page(replace(ended, can_be_deleted=True)))
    yield Shown("Broadcast: before it is stopped", broadcasts.ask_stop(sending))
    yield Shown("Broadcast: before it is deleted for all", broadcasts.ask_delete(ended))
    to_one, got_by_one = Tally(waiting=1, sent=99), Tally(sent=1)
    yield Shown("Broadcast: one is left", broadcasts.ask_stop(_report(BroadcastStatus.SENDING, to_one)))
    yield Shown("Broadcast: one got it", broadcasts.ask_delete(_report(BroadcastStatus.ENDED, got_by_one)))
    for title, toast in {
        "paused": broadcasts.pausing(),
        "goes on": broadcasts.going_on(),
        "stopped": broadcasts.stopped(),
        "being deleted": broadcasts.deleting(),
    }.items():
        yield Shown(f"Broadcast, toast: {title}", toast)


def _reports(tally: Tally) -> Iterator[tuple[str, BroadcastReport]]:
    yield "sending", _report(BroadcastStatus.SENDING, tally)
    yield "paused", _report(BroadcastStatus.PAUSED, tally)
    for trouble in Trouble:
        paused = _report(BroadcastStatus.PAUSED, tally)
        yield trouble, replace(paused, broadcast=structs.replace(paused.broadcast, trouble=trouble))
    yield "sent", replace(_report(BroadcastStatus.ENDED, Tally(sent=990, blocked=10)), can_be_deleted=True)
    yield "stopped", _report(BroadcastStatus.STOPPED, Tally(sent=280, skipped=720))
    deleting = _report(BroadcastStatus.DELETING, Tally(sent=990, blocked=10))
    yield "deleting", replace(deleting, deletion=DeletionTally(waiting=500, deleted=490))
    deleted = _report(BroadcastStatus.DELETED, Tally(sent=990, blocked=10))
    yield "deleted", replace(deleted, deletion=DeletionTally(deleted=985, kept=5))


def _report(status: BroadcastStatus, tally: Tally) -> BroadcastReport:
    started = structs.replace(
        DRAFT, status=status, total=tally.total, started_at=EARLIER, ended_at=None if tally.left else NOW
    )
    return BroadcastReport(started, "Olga", tally)


def for_people(it: Records) -> Iterator[Shown]:
    with_service = structs.replace(DRAFT, service_ref="101")
    album = news.buttons(with_service)
    about_service = news.buttons(structs.replace(with_service, kind=BroadcastKind.SERVICE))
    if album is None or about_service is None:
        raise AssertionError("both have buttons")
    yield Shown("News: the buttons of an album", album)
    yield Shown("Service message: the buttons of an album", about_service)
    yield Shown("News: muted", news.muted())
    yield Shown("Settings, news muted", account.settings(replace(it.person(), wants_news=False)))
