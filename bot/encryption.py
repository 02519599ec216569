"""Encrypts backups with the keys in SECRET_KEY."""

import base64
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from storage.database import DatabaseError

MARK = b"gAAAA"  # first bytes of every Fernet token, by its specification
PURPOSE = b"panelgram backups"


class Encryption:
    """Encrypts with the first key, decrypts with any of them. So a new key goes before the old ones."""

    def __init__(self, keys: str) -> None:
        self._fernet = MultiFernet([Fernet(_derived(key)) for key in keys.split(",")])

    def seal(self, plain: bytes) -> bytes:
        return self._fernet.encrypt(plain)

    def unseal(self, sealed: bytes, name: object) -> bytes:
        """Decrypt. Raises DatabaseError with `name`, the file, if no key fits."""
        try:
            return self._fernet.decrypt(sealed)
        except InvalidToken:
            raise DatabaseError(
                f"{name}: no key of SECRET_KEY opens it, or the file is damaged or incomplete"
            ) from None


def is_sealed_file(file: Path) -> bool:
    try:
        with file.open("rb") as beginning:
            return beginning.read(len(MARK)) == MARK
    except OSError:
        return False  # the caller reads the file next, and reports the error


def _derived(key: str) -> bytes:
    return base64.urlsafe_b64encode(
        HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(key.strip().encode())
    )
