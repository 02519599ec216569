"""Parses the answer to a refill or cancel: yes and no in their many words."""

from dataclasses import dataclass
from enum import Enum, auto

from panel.errors import cut
from panel.parsing.containers import Object
from panel.parsing.error_words import read_error
from panel.values import identity, letters

YES = frozenset(
    {"true", "yes", "ok", "done", "success", "successful", "successfully", "canceled", "cancelled"}
    | {"pending", "processing", "inprogress", "accepted", "approved", "requested", "refilling"}
)
NO_WORDS = frozenset(
    {"false", "no", "fail", "failed", "error", "rejected", "denied", "refused", "none", "null"}
)
SUCCESS_CODES = ("100", "200", "1")  # the codes of success in envelopes
OTHER_NAMES = {"cancel": ("cancel", "canceled", "cancelled"), "refill": ("refill", "refill_id")}


class Said(Enum):
    YES = auto()
    NO = auto()
    NOTHING = auto()


@dataclass(frozen=True, slots=True)
class RequestAnswer:
    """The answer of one object: `id` if it has one, `text` for a no with words."""

    says: Said
    id: str = ""
    text: str = ""


NOTHING_SAID = RequestAnswer(Said.NOTHING)


def said_of(part: Object, name: str) -> RequestAnswer:
    """Read an object's answer under "refill" or "cancel" and their other names, or by its mark of success."""
    told = [_value(part[one]) for one in OTHER_NAMES[name] if one in part]
    if any(map(_marks_success, (part.get(mark) for mark in ("status", "success", "ok")))):
        told.append(RequestAnswer(Said.YES))
    best = next((one for one in told if one.id), None)
    return best or next((one for one in told if one.says is Said.YES), None) or next(iter(told), NOTHING_SAID)


def _marks_success(mark: object) -> bool:
    if isinstance(mark, str) and len(mark.split()) > 1:  # {"success": "Your request was sent"}
        return letters(mark) not in NO_WORDS and not read_error(mark).is_sure
    return _is_yes(mark) or str(mark).strip() in SUCCESS_CODES


def _is_yes(word: object) -> bool:
    return word is True or (isinstance(word, str) and letters(word) in YES)


def _value(value: object) -> RequestAnswer:
    if isinstance(value, dict):
        made = identity(value.get("id")) or ""
        return RequestAnswer(Said.YES, made) if made or any(map(_is_yes, value.values())) else NOTHING_SAID
    if _is_yes(value):
        return RequestAnswer(Said.YES)
    if value is False or value == 0 or (isinstance(value, str) and letters(value) in NO_WORDS):
        return RequestAnswer(Said.NO)
    return _text(value.strip()) if isinstance(value, str) else _number(value)


def _text(text: str) -> RequestAnswer:
    if len(text.split()) > 1:  # a sentence, which may be an error
        return RequestAnswer(Said.NO, text=cut(text)) if read_error(text).is_sure else NOTHING_SAID
    return RequestAnswer(Said.NO) if text in ("", "0") else _number(text)


def _number(value: object) -> RequestAnswer:
    made = identity(value)
    return RequestAnswer(Said.YES, made) if made is not None else NOTHING_SAID
