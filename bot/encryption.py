"""Encrypts what leaves the database, with the keys of SECRET_KEY."""

import base64
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from storage.database import DatabaseError

MARK = b"gAAAA"  # how every Fernet token begins, by its specification
PURPOSE = b"panelgram backups"


class Encryption:
    """The first key encrypts, any of them decrypts: a new one is put in front of the old ones."""

    def __init__(self, keys: str) -> None:
        self._fernet = MultiFernet([Fernet(_derived(key)) for key in keys.split(",")])

    def seal(self, plain: bytes) -> bytes:
        return self._fernet.encrypt(plain)

    def unseal(self, sealed: bytes, name: object) -> bytes:
        """Raises DatabaseError, with the name of the file, where none of the keys fits."""
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
        return False  # whoever reads it says why it cannot be read


def _derived(key: str) -> bytes:
    return base64.urlsafe_b64encode(
        HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(key.strip().encode())
    )
