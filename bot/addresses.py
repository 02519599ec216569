"""Checks the URLs in the settings: the APIs that the bot calls, the webhook and the proxies."""

import re
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

LOOPBACK = {"localhost", "127.0.0.1", "::1"}
TELEGRAM = "api.telegram.org"
WEBHOOK_PORTS = (443, 80, 88, 8443)
"""Ports to which Telegram delivers: https://core.telegram.org/bots/api#setwebhook."""

NOT_PUBLIC = (".local", ".localhost", ".internal", ".lan", ".home", ".test", ".invalid")
PROXY_SCHEMES = ("http", "socks5")
LONGEST_LOGIN = 255  # bytes of a user name, and of a password: RFC 1929


@dataclass(frozen=True, slots=True)
class ProxyAddress:
    """The address of a proxy, without user name and password. `str()` is safe to show."""

    scheme: str
    host: str
    port: int

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}"


def is_safe(url: str) -> bool:
    """Whether a URL has no user name and uses HTTPS. HTTP is allowed to this machine."""
    parts = _split(url)
    if parts is None:
        return False
    encrypted = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    return bool(encrypted and parts.hostname and parts.username is None and not re.search(r"\s", url))


def is_telegrams_own(api_url: str) -> bool:
    """Whether the Bot API server is Telegram's. That one delivers to public addresses only."""
    parts = _split(api_url)
    return parts is not None and parts.hostname == TELEGRAM


def webhook_fault(url: str) -> str | None:
    """Return why Telegram would not deliver to a URL, or None if it would."""
    parts = _split(url)
    if parts is None or parts.scheme != "https" or not parts.hostname or not is_safe(url):
        return "expected a URL that begins with https:// and has no user name in it: Telegram takes no other"
    if (parts.port or 443) not in WEBHOOK_PORTS:
        return "expected port 443, 80, 88 or 8443: Telegram delivers to no other"
    if not _is_public(parts.hostname):
        return "expected a public host: Telegram cannot reach a private or loopback address"
    return None


def _is_public(host: str) -> bool:
    try:
        return ip_address(host).is_global
    except ValueError:
        return "." in host.rstrip(".") and not host.rstrip(".").endswith(NOT_PUBLIC)


def proxy_fault(url: str) -> str | None:
    """Return what is wrong with a proxy's URL, or None. The text does not repeat the URL."""
    parts = _split(url)
    if parts is None or re.search(r"\s", url):
        return (
            "expected http://host:port or socks5://host:port, with user:password@ before the host if needed"
        )
    if parts.scheme not in PROXY_SCHEMES:
        return "expected a URL that begins with http:// or socks5://"
    if not parts.hostname or not parts.port:
        return "expected a host and a port, like http://proxy.example:3128"
    if parts.path.strip("/") or parts.query or parts.fragment:
        return "expected nothing behind the port; a / @ : # or ? in a password is written %2F %40 %3A %23 %3F"
    return _login_fault(parts)


def _login_fault(parts: SplitResult) -> str | None:
    user, password = (unquote(part or "") for part in (parts.username, parts.password))
    if bool(user) is not bool(password):
        return "expected a user name and a password, or neither"
    if ":" in user:
        return "expected a user name without a colon"
    try:
        longest = max(len(text.encode("latin-1")) for text in (user, password))
    except UnicodeEncodeError:
        return "expected a user name and a password in Latin letters, digits and signs"
    return f"expected at most {LONGEST_LOGIN} characters of each" if longest > LONGEST_LOGIN else None


def proxy_address(url: str) -> ProxyAddress:
    """Return a proxy's address. `proxy_fault` must have found nothing wrong with the URL."""
    parts = urlsplit(url)
    return ProxyAddress(parts.scheme, parts.hostname or "", parts.port or 0)


def passwords(url: str) -> list[str]:
    """Return the passwords in a URL, each as it is written there and percent-decoded."""
    try:
        parts = urlsplit(url)
        asked = [
            word for name, words in parse_qs(parts.query).items() if "password" in name for word in words
        ]
    except ValueError:
        return []
    given = [parts.password] if parts.password else []
    return [form for password in given + asked for form in (password, unquote(password))]


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        _ = parts.hostname, parts.port
    except ValueError:
        return None
    return parts
