"""What an owner sees of backups."""

from collections.abc import Iterator

from bot.outgoing.backup_messages import LARGEST_BACKUP
from tests.views.gallery.paper import Shown
from tests.views.gallery.records import EARLIER, Records
from usecases.errors import BackupNotMade
from usecases.operating.send_backups import BackupState
from views import failures
from views.operating import backups

FOLDER, FILE = "/srv/bot/backups", "panelgram-20300101-040000.db.sealed"


def backups_(_: Records) -> Iterator[Shown]:
    yield Shown("Backups", backups.state(BackupState(FOLDER, 7, is_sealed=True, newest_at=EARLIER)))
    daily = BackupState(FOLDER, 1, is_sealed=True, gets_daily=True)
    yield Shown("Backups, each daily one comes, none yet", backups.state(daily))
    failed = backups.state(BackupState(FOLDER, 0, is_sealed=True), failures.words(BackupNotMade()))
    yield Shown("Backups, none could be made, and none is made daily", failed)
    yield Shown("Backups that are not sealed", backups.state(BackupState(FOLDER, 7, newest_at=EARLIER)))
    yield Shown("Backups of PostgreSQL", backups.state(BackupState()))
    yield Shown("A backup in the chat (under the file)", backups.sent(FILE))
    yield Shown(
        "A backup that is too large", backups.too_large(f"{FOLDER}/{FILE}", 63_500_000, LARGEST_BACKUP)
    )
    yield Shown("Toasts about backups", backups.on_its_way())
    for wanted in (True, False):
        yield Shown("Toasts about backups", backups.daily_chosen(wanted=wanted))
