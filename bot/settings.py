"""Reads the settings from the environment and `.env`. No other module reads them."""

import os
import re
import stat
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal, Self

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.addresses import is_safe, is_telegrams_own, passwords, proxy_fault, webhook_fault
from bot.env_file import fault
from bot.setting_names import unknown
from storage.database import EXPECTED, DatabaseError
from storage.engines.open import is_file

ENV_FILE = Path(".env")
QUOTES = "\"'`“”„‘’«»"
TOKEN = re.compile(r"\d{1,20}:[A-Za-z0-9_-]{10,}")
WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")
SAFE_URL = "expected a URL that begins with https:// and has no user name in it"
CURRENCY = re.compile(r"[A-Z]{3}")
CONTACT = re.compile(r"@[A-Za-z][A-Za-z0-9_]{3,31}")
SMALLEST_STEP = Decimal("0.000001")
SHORTEST_KEY = 32  # characters of a key in SECRET_KEY

Ids = Annotated[frozenset[int], NoDecode]
Seconds = Annotated[float, Field(gt=0, le=86_400)]


class SettingsWrong(Exception):
    """The settings are wrong. The text tells the operator why, without any value: it may be a secret."""


class Settings(BaseSettings):
    """The checked settings. Durations are in seconds."""

    model_config = SettingsConfigDict(
        env_file=ENV_FILE,
        env_file_encoding="utf-8-sig",
        env_ignore_empty=True,
        extra="ignore",
        hide_input_in_errors=True,
        frozen=True,
    )

    bot_token: SecretStr
    telegram_api_url: str = "https://api.telegram.org"
    telegram_proxy: SecretStr | None = None
    panel_api_url: str
    panel_api_key: SecretStr
    panel_proxy: SecretStr | None = None
    panel_calls_per_minute: int = Field(default=60, ge=2, le=6_000)  # reads leave one for writes
    mode: Literal["private", "reseller"] = "private"
    wallet_currency: str = "USD"
    min_margin: Decimal = Field(default=Decimal(5), ge=0, le=1_000)  # percent above the cost
    price_step: Decimal = Field(default=Decimal("0.01"), gt=0, le=1)  # prices are rounded up to it
    rate_max_age: Seconds = 86_400
    contact: str | None = None
    admin_ids: Ids = frozenset()
    allowed_ids: Ids = frozenset()
    operator_chat_id: int | None = Field(default=None, gt=-(2**52), lt=0)
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
    new_services: Literal["shown", "hidden"] = "shown"
    backup_dir: str | None = None
    backup_keep: int = Field(default=7, ge=0, le=3_650)
    secret_key: SecretStr | None = None
    accelerators: Literal["on", "off"] = "on"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["text", "json"] = "text"

    @field_validator("bot_token")
    @classmethod
    def _is_token(cls, token: SecretStr) -> SecretStr:
        if not TOKEN.fullmatch(token.get_secret_value()):
            raise ValueError("expected the token that @BotFather gave, like 123456:ABC…, without spaces")
        return token

    @field_validator("panel_api_key")
    @classmethod
    def _is_key(cls, key: SecretStr) -> SecretStr:
        if not key.get_secret_value().isprintable():
            raise ValueError("expected the API key from the panel's account page")
        return key

    @field_validator("panel_api_url", "telegram_api_url")
    @classmethod
    def _is_safe_url(cls, url: str) -> str:
        if not is_safe(url):
            raise ValueError(SAFE_URL)
        return url

    @field_validator("webhook_url")
    @classmethod
    def _is_delivered_to(cls, url: str | None, info: ValidationInfo) -> str | None:
        """Check the webhook's URL. A private Bot API server delivers to any port and host."""
        if url is None:
            return None
        if not is_telegrams_own(info.data.get("telegram_api_url", "")):
            return cls._is_safe_url(url)
        if found := webhook_fault(url):
            raise ValueError(found)
        return url

    @field_validator("telegram_proxy", "panel_proxy")
    @classmethod
    def _is_proxy(cls, url: SecretStr | None) -> SecretStr | None:
        if url is not None and (found := proxy_fault(url.get_secret_value())):
            raise ValueError(found)
        return url

    @field_validator("wallet_currency")
    @classmethod
    def _is_currency(cls, code: str) -> str:
        if not CURRENCY.fullmatch(code) or code == "XTR":
            raise ValueError("expected the three letters of a currency, like USD")
        return code

    @field_validator("price_step")
    @classmethod
    def _is_whole_micro_units(cls, step: Decimal) -> Decimal:
        if step % SMALLEST_STEP:
            raise ValueError("expected at most six decimal places")
        return step

    @field_validator("contact")
    @classmethod
    def _is_user_name(cls, name: str | None) -> str | None:
        if name is not None and not CONTACT.fullmatch(name):
            raise ValueError("expected a Telegram user name, like @name")
        return name

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
        if not is_file(url) and (url.count("@") > 1 or "#" in url):
            raise ValueError("a / @ : # or ? in the password is written %2F %40 %3A %23 %3F")
        return url

    @field_validator("secret_key")
    @classmethod
    def _is_long(cls, keys: SecretStr | None) -> SecretStr | None:
        if keys and any(len(key.strip()) < SHORTEST_KEY for key in keys.get_secret_value().split(",")):
            raise ValueError(
                f"expected at least {SHORTEST_KEY} characters for a key, with commas between keys"
            )
        return keys

    @model_validator(mode="after")
    def _has_what_its_mode_needs(self) -> Self:
        if self.mode == "reseller" and self.secret_key is None:
            raise ValueError("SECRET_KEY: MODE=reseller needs it, because invoices are signed with it")
        return self

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

    @field_validator("*", mode="before")
    @classmethod
    def _is_bare(cls, value: object, info: ValidationInfo) -> object:
        """Strip spaces and refuse quotes. SECRET_KEY keeps both: old backups may need them."""
        if not isinstance(value, str) or info.field_name == "secret_key":
            return value
        bare = value.strip()
        if bare and (bare[0] in QUOTES or bare[-1] in QUOTES):
            raise ValueError(
                "expected the value without quotes (docker run --env-file takes them for part of it)"
            )
        return bare

    @property
    def bot_id(self) -> int:
        """The bot's Telegram id, from the token. A new token of the same bot has the same id."""
        return int(self.bot_token.get_secret_value().partition(":")[0])

    def proxies(self) -> dict[str, str]:
        """Return the URLs of the proxies, with passwords, by the side that is called: Telegram, the panel."""
        given = {"Telegram": proxy(self.telegram_proxy), "the panel": proxy(self.panel_proxy)}
        return {who: url for who, url in given.items() if url is not None}

    def secrets(self) -> list[str]:
        """Return every value that must not appear in a log, at the terminal or in a chat."""
        token = self.bot_token.get_secret_value()
        hidden = (self.panel_api_key, self.webhook_secret, self.secret_key)
        given = [secret.get_secret_value() for secret in hidden if secret is not None]
        keys = [key.strip() for key in given[-1].split(",")] if self.secret_key else []
        urls = [self.database_url, *self.proxies().values()]
        in_urls = [password for url in urls for password in passwords(url)]
        return [token, token.partition(":")[2], *given, *keys, *in_urls]


def proxy(setting: SecretStr | None) -> str | None:
    """Return the URL of a proxy, with its password."""
    return setting.get_secret_value() if setting is not None else None


def load_settings(**overrides: object) -> Settings:
    """Read the settings. Raises SettingsWrong, which names all errors at once."""
    if found := fault(ENV_FILE):
        raise SettingsWrong(found)
    try:
        return Settings(**overrides)  # type: ignore[arg-type]  # pydantic checks each field
    except ValidationError as error:
        errors = error.errors(include_input=False)
        is_incomplete = all(one["type"] == "missing" for one in errors)
        head = "The settings are not complete:" if is_incomplete else "These settings are wrong:"
        lines = [head, *map(_line, errors), *warnings(), "See .env.example."]
        raise SettingsWrong("\n".join(lines)) from None


def warnings() -> list[str]:
    """Return warnings that do not stop the bot: misspelt names, and a file that every user can read."""
    in_file = dotenv_values(ENV_FILE, encoding="utf-8-sig") if ENV_FILE.is_file() else {}
    lines = unknown(Settings.model_fields, in_file, os.environ)
    if in_file and ENV_FILE.stat().st_mode & stat.S_IROTH:
        lines.append(f"{ENV_FILE} can be read by every user of this machine: chmod 600 {ENV_FILE}")
    return lines


ERROR_SENTENCES = {
    "missing": "is not set",
    "literal_error": "expected {expected}",
    "int_parsing": "expected a whole number",
    "float_parsing": "expected a number of seconds",
    "decimal_parsing": "expected a number, like 0.5",
    "finite_number": "expected a number, like 0.5",
    "greater_than": "expected more than {gt:g}",
    "greater_than_equal": "expected at least {ge:g}",
    "less_than_equal": "expected at most {le:g}",
}


def _line(error: ErrorDetails) -> str:
    words = ERROR_SENTENCES.get(error["type"])
    text = words.format(**error.get("ctx", {})) if words else error["msg"].removeprefix("Value error, ")
    name = "_".join(str(part) for part in error["loc"][:1]).upper()
    return f"{name}: {text}" if name else text
