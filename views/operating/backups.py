"""Screens about backups, and the message with one."""

from aiogram.types import InlineKeyboardButton
from markupsafe import Markup

from usecases.operating.send_backups import BackupState
from views.language import _, ngettext
from views.navigation import home
from views.operating.backup_callbacks import ChooseDailyBackup, OpenBackups, SendBackup
from views.operating.callbacks import OpenHealth
from views.screen import ButtonRow, Screen, button, primary_button
from views.text import ago, bold, code, fill, lines, number, paragraphs

BYTES_PER_MB = 1_000_000


def opening() -> InlineKeyboardButton:
    return button("💾 " + _("Backups"), OpenBackups())


def state(it: BackupState, reason: str | None = None) -> Screen:
    """Which copies there are, and whether they come into the chat. `reason`: why none was made now."""
    if it.folder is None:
        sentence = _(
            "The data is in PostgreSQL, and the bot makes no backups of it. Make them on the server with "
            "pg_dump, as docs/server.md says."
        )
        return Screen(paragraphs(bold(_("Backups")), sentence), [_back()])
    if not it.is_sealed:
        refusal = _(
            "A backup comes into a chat only if it is sealed. Set SECRET_KEY and start the bot again."
        )
        return Screen(paragraphs(bold(_("Backups")), _facts(it, it.folder), refusal), [_back()])
    return Screen(
        paragraphs(
            fill("⚠️ {reason}", reason=reason) if reason else None,
            bold(_("Backups")),
            _facts(it, it.folder),
            _(
                "A backup in the chat is sealed with SECRET_KEY. Without this key nobody can open it, so "
                "keep the key in a second place."
            ),
        ),
        [
            [primary_button("📤 " + _("Send a backup"), SendBackup())],
            [_daily(gets_daily=it.gets_daily)] if it.kept or it.gets_daily else [],
            _back(),
        ],
    )


def _back() -> ButtonRow:
    return [button("‹ " + _("Operator"), OpenHealth()), home()]


def _daily(*, gets_daily: bool) -> InlineKeyboardButton:
    label = "🔕 " + _("Stop daily backups") if gets_daily else "🔔 " + _("Send each daily backup")
    return button(label, ChooseDailyBackup(wanted=not gets_daily))


def _facts(it: BackupState, folder: str) -> Markup:
    kept = ngettext(
        "A copy is made each day. The newest is kept in {folder}.",
        "A copy is made each day. The newest {count} are kept in {folder}.",
        it.kept,
    )
    return lines(
        fill(_("The newest backup is from {ago}."), ago=ago(it.newest_at))
        if it.newest_at is not None
        else _("There is no backup yet."),
        fill(kept, count=number(it.kept), folder=code(folder))
        if it.kept
        else fill(_("No daily copies are made: BACKUP_KEEP is 0.")),
    )


def on_its_way() -> str:
    """A toast."""
    return _("The backup is being made. It comes below.")


def daily_chosen(*, wanted: bool) -> str:
    """A toast."""
    return _("Each daily backup comes into this chat.") if wanted else _("No more daily backups come here.")


def sent(name: str) -> Screen:
    """The words under the file."""
    return Screen(
        paragraphs(
            _("A backup of the database, sealed with SECRET_KEY."),
            fill(
                _(
                    "To go back to it, stop the bot, put the file on the server, and run: "
                    "python -m bot restore {file}"
                ),
                file=code(name),
            ),
        ),
        [_back()],
    )


def too_large(path: str, size: int, most: int) -> Screen:
    """Instead of a file that Telegram does not take; sizes in bytes."""
    return Screen(
        paragraphs(
            fill(
                _("The backup has {size} MB. Telegram takes files of up to {most} MB from bots."),
                size=number(-(-size // BYTES_PER_MB)),
                most=number(most // BYTES_PER_MB),
            ),
            fill(_("It lies on the server: {path}"), path=code(path)),
        ),
        [_back()],
    )
