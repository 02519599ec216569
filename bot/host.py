"""What the files of the host tell the operator: the newest backup, and the room on the disk."""

import shutil
from collections.abc import Callable

from bot.backups import Backups
from bot.settings import Settings
from storage.engines.open import file_of, is_file
from usecases.clock import SECOND
from usecases.operating.view_desk import Host


def look_at_host(settings: Settings) -> Callable[[], Host]:
    """Return a function that looks at the files. With PostgreSQL there are none of ours."""
    if not is_file(settings.database_url):
        return Host
    backups = Backups(settings) if settings.backup_keep else None
    folder = file_of(settings.database_url).parent

    def look() -> Host:
        newest = backups.newest_at() if backups else None
        backup_at = int(newest * SECOND) if newest is not None else None
        return Host(backup_at, shutil.disk_usage(folder).free, makes_backups=backups is not None)

    return look
