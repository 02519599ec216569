"""Files, and the parts of a message that show one."""

import mimetypes
import secrets
import struct
from typing import Any

from sandbox.telegram.world import File

Json = dict[str, Any]

PHOTO_SIZES = (90, 1_280)  # pixels of the longer side
PNG = b"\x89PNG\r\n\x1a\n"
PNG_HEAD = PNG + b"\x00\x00\x00\x0dIHDR"
AT_END_OF_SIZE = 24


def new_file(name: str | None, body: bytes, mime_type: str | None) -> File:
    """Return a file. Without a type, its name tells one."""
    guessed = mime_type or mimetypes.guess_type(name or "")[0] or "application/octet-stream"
    return File(secrets.token_urlsafe(24), name, body, guessed)


def document(file: File) -> Json:
    named = {"file_name": file.name} if file.name else {}
    return {**_sized(file), **named, "mime_type": file.mime_type}


def photo(file: File) -> list[Json]:
    """Return the sizes of a photo, the smallest first. All are one file here."""
    width, height = pixels_of(file.body) or (800, 800)
    return [_scaled(file, width, height, longest) for longest in PHOTO_SIZES]


def _scaled(file: File, width: int, height: int, longest: int) -> Json:
    share = min(1.0, longest / max(width, height))
    return {
        **_sized(file),
        "width": max(1, round(width * share)),
        "height": max(1, round(height * share)),
    }


def pixels_of(body: bytes) -> tuple[int, int] | None:
    """Return width and height of a PNG, None for other files and for a PNG without a head."""
    if not body.startswith(PNG_HEAD) or len(body) < AT_END_OF_SIZE:
        return None
    width, height = struct.unpack(">II", body[16:AT_END_OF_SIZE])
    return (width, height) if width and height else None


def video(file: File) -> Json:
    return {**_sized(file), "width": 640, "height": 360, "duration": 5, "mime_type": file.mime_type}


def voice(file: File) -> Json:
    return {**_sized(file), "duration": 3, "mime_type": file.mime_type}


def sticker(file: File, emoji: str) -> Json:
    shape = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
    return {**_sized(file), **shape, "emoji": emoji}


def _sized(file: File) -> Json:
    return {"file_id": file.id, "file_unique_id": file.id[:12], "file_size": len(file.body)}
