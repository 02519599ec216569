"""Packs a file that is too large for Telegram, or would take long on its way."""

import io
import zipfile

LARGEST_PLAIN_BYTES = 10 * 1024 * 1024
"""Telegram takes 50 MB: https://core.telegram.org/bots/api#senddocument"""


def packed(body: bytes, name: str) -> tuple[bytes, str]:
    """Return a file and its name; a large one in a zip archive, which takes long."""
    if len(body) <= LARGEST_PLAIN_BYTES:
        return body, name
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as into:
        into.writestr(name, body)
    return archive.getvalue(), f"{name}.zip"
