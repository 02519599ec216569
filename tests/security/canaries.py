"""Secrets that sing when they get out, and the forms in which they are looked for."""

import html
import json
import re
import sqlite3
from base64 import b64encode, urlsafe_b64encode
from contextlib import closing
from pathlib import Path
from urllib.parse import quote, quote_plus

TOKEN = "424242:AAcanary-of-the-token_0123456789"
PANEL_KEY = 'canary/of the+panel"key<é>&42%='
WEBHOOK_SECRET = "canary-of-the-webhook-0123456789"
SECRET_KEY = "canary/of+the/encryption-key=0123456789"
PASSWORD = "canary-of-the-database"

ALL = (TOKEN, PANEL_KEY, WEBHOOK_SECRET, SECRET_KEY, PASSWORD)


def forms(secret: str) -> set[str]:
    """As it stands, as a URL, JSON, HTML, Python and base64 write it, and a half of it that is telling."""
    raw = secret.encode()
    return {
        secret,
        quote(secret),
        quote(secret, safe=""),
        re.sub("%..", lambda escape: escape[0].lower(), quote(secret, safe="")),
        quote_plus(secret),
        json.dumps(secret)[1:-1],
        json.dumps(secret, ensure_ascii=False)[1:-1],
        json.dumps(secret)[1:-1].replace("/", "\\/"),
        json.dumps(json.dumps(secret)[1:-1])[1:-1],
        html.escape(secret),
        repr(secret)[1:-1],
        b64encode(raw).decode()[: len(raw) * 8 // 6],
        urlsafe_b64encode(raw).decode()[: len(raw) * 8 // 6],
        b64encode(b"user:" + raw).decode()[7 : (5 + len(raw)) * 8 // 6],
        secret.partition(":")[2] or secret,
        secret.upper(),
        raw.hex(),
        raw.hex(" ").upper(),
        "".join(f"\\u{ord(sign):04x}" for sign in secret),
        "".join(f"\\\\u{ord(sign):04X}" for sign in secret),
        "".join(f"%{byte:02x}" for byte in raw),
        "".join(f"%25{byte:02X}" for byte in raw),
        "".join(f"&#{ord(sign)};" for sign in secret),
        "".join(f"&#x{ord(sign):X};" for sign in secret),
        "".join(f"\\x{byte:02x}" for byte in raw),
    }


def leaks(text: str) -> list[str]:
    """The forms of secrets that a text shows, each with what is around it."""
    return [
        f"{form!r} in {text[max(0, at - 80) : at + 120]!r}"
        for secret in ALL
        for form in forms(secret)
        if (at := text.find(form)) >= 0
    ]


def kept_in(folder: Path) -> str:
    """Everything that the program has left on the disk, with what is still in the log of the database."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    written = "\n".join(path.read_bytes().decode("utf-8", "replace") for path in files)
    for path in folder.rglob("*.db"):
        with closing(sqlite3.connect(path)) as database, database:
            written += "\n".join(database.iterdump())
    return written
