"""The payload of an invoice. Its signature shows that this bot made it, also when the invoice is not known.

    v1.<invoice>.<Telegram id of the person>.<stars>.<micro-units>.<signature>

At most 90 bytes; Telegram takes 128. The wallet currency is signed and not written.
"""

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass

from storage.invoices import Invoice

PAYLOAD = re.compile(
    r"(?P<terms>v1\.(?P<invoice>\d{1,16})\.(?P<person>\d{1,16})\.(?P<stars>\d{1,6})\.(?P<micro>\d{1,16}))"
    r"\.(?P<signature>[A-Za-z0-9_-]{22})"
)
SIGNED_FOR = b"panelgram invoices"
SIGNATURE_BYTES = 16


@dataclass(frozen=True, slots=True)
class InvoiceTerms:
    """What a genuine payload says. `credited` in micro-units of the wallet currency."""

    invoice_id: int
    telegram_id: int
    stars: int
    credited: int


class InvoicePayloads:
    """Signs with the first of the keys in `SECRET_KEY`; every one of them verifies."""

    def __init__(self, keys: str, currency: str) -> None:
        self._keys = [key.encode() for key in keys.split(",")]
        self._currency = currency.encode()

    def write(self, invoice: Invoice, telegram_id: int) -> str:
        terms = f"v1.{invoice.id}.{telegram_id}.{invoice.stars}.{invoice.credited}"
        return f"{terms}.{self._signature(self._keys[0], terms)}"

    def read(self, payload: str) -> InvoiceTerms | None:
        """Return the terms of a payload; None if this bot did not make it."""
        match = PAYLOAD.fullmatch(payload)
        if match is None or not payload.isascii():
            return None
        given = match["signature"]
        genuine = [hmac.compare_digest(self._signature(key, match["terms"]), given) for key in self._keys]
        if not any(genuine):
            return None
        numbers = (int(match[name]) for name in ("invoice", "person", "stars", "micro"))
        return InvoiceTerms(*numbers)

    def _signature(self, key: bytes, terms: str) -> str:
        signed = b"\0".join((SIGNED_FOR, self._currency, terms.encode()))
        signature = hmac.new(key, signed, hashlib.sha256).digest()[:SIGNATURE_BYTES]
        return base64.urlsafe_b64encode(signature).rstrip(b"=").decode()
