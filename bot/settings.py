"""The settings, from the environment and `.env`: the only place that reads them."""

import re
from typing import Annotated, Literal
from urllib.parse import parse_qs, unquote, urlsplit

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from storage.database import EXPECTED, DatabaseError, is_file

LOOPBACK = {"localhost", "127.0.0.1", "::1"}
TOKEN = re.compile(r"\d{1,20}:[A-Za-z0-9_-]{10,}")
WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")
SHORTEST_KEY = 32  # characters of a key that encrypts

Ids = Annotated[frozenset[int], NoDecode]
Seconds = Annotated[float, Field(gt=0, le=86_400)]


class SettingsWrong(Exception):
    """What is wrong with the settings, a line each, none with a value: a value may be a secret."""


class Settings(BaseSettings):
    """Durations in seconds."""

    model_config = SettingsConfigDict(
        env_file=".env", env_ignore_empty=True, extra="ignore", hide_input_in_errors=True, frozen=True
    )

    bot_token: SecretStr
    telegram_api_url: str = "https://api.telegram.org"
    panel_api_url: str
    panel_api_key: SecretStr
    panel_calls_per_minute: int = Field(default=60, ge=2, le=6_000)  # one is left to writes
    mode: Literal["private"] = "private"
    admin_ids: Ids = frozenset()
    allowed_ids: Ids = frozenset()
    database_url: str = Field(default="sqlite:///data/panelgram.db", repr=False)  # may hold a password
    database_connections: int = Field(default=8, ge=1, le=200)
    webhook_url: str | None = None
    webhook_secret: SecretStr | None = Field(default=None, validate_default=True)
    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65_535)
    health_host: str = "127.0.0.1"
    health_port: int | None = Field(default=None, ge=0, le=65_535)
    status_interval: Seconds = 60
    catalogue_interval: Seconds = 900
    backup_dir: str | None = None
    backup_keep: int = Field(default=7, ge=0, le=3_650)
    secret_key: SecretStr | None = None
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["text", "json"] = "text"

    @field_validator("bot_token")
    @classmethod
    def _is_token(cls, token: SecretStr) -> SecretStr:
        if not TOKEN.fullmatch(token.get_secret_value()):
            raise ValueError("expected the token that @BotFather gave, like 123456:ABC…")
        return token

    @field_validator("panel_api_key")
    @classmethod
    def _is_key(cls, key: SecretStr) -> SecretStr:
        text = key.get_secret_value()
        if text != text.strip() or not text.isprintable():
            raise ValueError("expected the API key from the panel's account page")
        return key

    @field_validator("panel_api_url", "telegram_api_url", "webhook_url")
    @classmethod
    def _is_safe_url(cls, url: str | None) -> str | None:
        if url is not None and not _is_safe(url):
            raise ValueError("expected a URL that begins with https:// and has no user name in it")
        return url

    @field_validator("admin_ids", "allowed_ids", mode="before")
    @classmethod
    def _split_ids(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        ids = [part.strip() for part in value.split(",") if part.strip()]
        if not all(part.isascii() and part.isdecimal() and int(part) < 2**52 for part in ids):
            raise ValueError("expected Telegram user ids (numbers) with commas between them")
        return ids

    @field_validator("database_url")
    @classmethod
    def _is_database(cls, url: str) -> str:
        try:
            is_file(url)
        except DatabaseError:
            raise ValueError(EXPECTED) from None
        return url

    @field_validator("secret_key")
    @classmethod
    def _is_long(cls, keys: SecretStr | None) -> SecretStr | None:
        if keys and any(len(key.strip()) < SHORTEST_KEY for key in keys.get_secret_value().split(",")):
            raise ValueError(
                f"expected at least {SHORTEST_KEY} characters for a key, with commas between keys"
            )
        return keys

    @field_validator("log_level", mode="before")
    @classmethod
    def _in_capitals(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value

    @field_validator("webhook_secret")
    @classmethod
    def _is_set_with_webhook(cls, secret: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if info.data.get("webhook_url") and not WEBHOOK_SECRET.fullmatch(
            secret.get_secret_value() if secret else ""
        ):
            raise ValueError("expected 16 to 256 of A-Z a-z 0-9 _ - where WEBHOOK_URL is set")
        return secret

    def secrets(self) -> list[str]:
        """Everything in here that no log, terminal or chat may show."""
        token = self.bot_token.get_secret_value()
        hidden = (self.panel_api_key, self.webhook_secret, self.secret_key)
        given = [secret.get_secret_value() for secret in hidden if secret is not None]
        keys = [key.strip() for key in given[-1].split(",")] if self.secret_key else []
        return [token, token.partition(":")[2], *given, *keys, *passwords(self.database_url)]


def load_settings(**overrides: object) -> Settings:
    """Read the settings; raises SettingsWrong that names all that is wrong at once."""
    try:
        return Settings(**overrides)  # type: ignore[arg-type]  # each field checks its own
    except ValidationError as error:
        raise SettingsWrong("\n".join(map(_line, error.errors(include_input=False)))) from None


WORDS = {
    "missing": "is not set",
    "literal_error": "expected {expected}",
    "int_parsing": "expected a whole number",
    "float_parsing": "expected a number of seconds",
    "greater_than": "expected more than {gt:g}",
    "greater_than_equal": "expected at least {ge:g}",
    "less_than_equal": "expected at most {le:g}",
}


def _line(error: ErrorDetails) -> str:
    words = WORDS.get(error["type"])
    text = words.format(**error.get("ctx", {})) if words else error["msg"].removeprefix("Value error, ")
    name = "_".join(str(part) for part in error["loc"][:1]).upper()
    return f"{name}: {text}" if name else text


def passwords(url: str) -> list[str]:
    """The passwords of a URL, each as it stands there and as it is."""
    try:
        parts = urlsplit(url)
        asked = [
            word for name, words in parse_qs(parts.query).items() if "password" in name for word in words
        ]
    except ValueError:
        return []
    given = [parts.password] if parts.password else []
    return [form for password in given + asked for form in (password, unquote(password))]


def _is_safe(url: str) -> bool:
    """Everything that leaves this machine is encrypted, and no URL carries a password."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    encrypted = parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK)
    return bool(encrypted and host and parts.username is None and not re.search(r"\s", url))
