"""Files, and the parts of a message that show one."""

import mimetypes
import secrets
from typing import Any

from sandbox.telegram.world import File

Json = dict[str, Any]


def new_file(name: str | None, body: bytes, mime_type: str | None) -> File:
    """Return a file. Without a type, its name tells one."""
    guessed = mime_type or mimetypes.guess_type(name or "")[0] or "application/octet-stream"
    return File(secrets.token_urlsafe(24), name, body, guessed)


def document(file: File) -> Json:
    named = {"file_name": file.name} if file.name else {}
    return {**_sized(file), **named, "mime_type": file.mime_type}


def photo(file: File) -> list[Json]:
    """Return the sizes of a photo, the smallest first. All are one file here."""
    return [
        {**_sized(file), "width": 90, "height": 90},
        {**_sized(file), "width": 800, "height": 800},
    ]


def video(file: File) -> Json:
    return {**_sized(file), "width": 640, "height": 360, "duration": 5, "mime_type": file.mime_type}


def voice(file: File) -> Json:
    return {**_sized(file), "duration": 3, "mime_type": file.mime_type}


def sticker(file: File, emoji: str) -> Json:
    shape = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
    return {**_sized(file), **shape, "emoji": emoji}


def _sized(file: File) -> Json:
    return {"file_id": file.id, "file_unique_id": file.id[:12], "file_size": len(file.body)}
