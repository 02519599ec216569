"""Finds the meaning of a panel's error text, by two tables of words."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from panel.errors import Meaning

PARTICULAR: tuple[tuple[Meaning, tuple[str, ...]], ...] = (
    (
        Meaning.TROUBLE,
        (
            "internal error", "internal server", "internal fail*", "server error", "server busy", "server overload*",
            "system error", "system fail*", "system problem", "database error", "sqlstate", "gateway error",
            "unexpected error", "unknown_error", "error_occur*", "went_wrong", "*exception", "fatal_error", "bad_gateway", "deadlock",
            "mysql*", "undefined index|variable|offset|property|method", "connection lost|reset|refused|closed|failed",
            "could_not_connect", "unable_to_connect", "not_responding", "no_response", "timeout", "timed_out",
            "time_out", "duplicate_key|duplicate_entry", "temporarily_unavailable", "maintenance", "save failed", "failed_to_save", "curl error",
            "error interno", "error del servidor", "mantenimiento", "erro interno", "manutencao", "sunucu hatas*",
            "sistem hatas*", "bakim*", "kesalahan server|sistem", "pemeliharaan", "внутренняя ошибка", "ошибка сервера",
            "خطا الخادم|السيرفر", "सर्वर त्रुटि",
        ),
    ),
    (
        Meaning.RATE_LIMIT,
        (
            "rate limit*", "too_many request*|call*|attempt*", "request* limit exceed*|reach*", "slow_down", "throttl*",
            "demasiadas solicitudes|peticiones", "muitas requisicoes|solicitacoes", "cok_fazla istek",
            "terlalu_banyak permintaan", "слишком много запросов",
        ),
    ),
    (
        Meaning.KEY,
        (
            "api key*", "key invalid|incorrect|wrong|missing|required|expired", "apikey",
            "account suspended|blocked|restricted|inactive|disabled|banned|deactivated", "api disabled|inactive",
            "unauthorized", "unauthorised", "unauthenticated", "invalid_token", "authentication failed|required",
            "clave api|incorrecta|invalida", "chave api|incorreta|invalida", "anahtar* api|gecersiz|hatali",
            "api salah|tidak_valid", "ключ api|неверн*|недействит*", "مفتاح api", "कुंजी api|अमान्य|गलत",
        ),
    ),
    (
        Meaning.ALREADY_ASKED,
        (
            "already refill*", "refill_pending|refill_inprogress|refill_in_progress|refill_processing",
            "refill_is_pending|refill_is_processing|refill_is_in_progress", "already open request",
            "already requested|cancel*", "cancel*_pending|cancel*_inprogress", "refill ya|zaten|sudah|уже",
        ),
    ),
    (
        Meaning.LATER,
        (
            "no more today", "not today", "not_allowed later", "not_yet", "again tomorrow", "daily limit",
            "limit today", "refill after hours|days", "refill available in", "wait hours|days|24", "manana no",
            "amanha nao", "yarin tekrar", "besok coba", "завтра",
        ),
    ),
    (
        Meaning.DUPLICATE_LINK,
        (
            "link duplicate*", "duplicate* order", "active_order", "same link", "identical order", "order already link",
            "order exists link", "until order|it complet*", "order_being completed", "pedido|orden activ* enlace|link",
            "pedido ativo|andamento", "ayni link|baglanti*", "aktif siparis*", "pesanan aktif", "link sama",
            "активный заказ", "ссылк* уже", "طلب نشط", "सक्रिय ऑर्डर",
        ),
    ),
    (Meaning.INTERVAL, ("interval*", "intervalo*", "araligi", "интервал*")),
    (Meaning.DRIPFEED, ("dripfeed*", "drip_feed*")),
    (
        Meaning.QUANTITY,
        (
            "quantity*", "minimum", "maximum", "min", "max", "minimal*", "maximal*", "multiple_of", "per_link",
            "cantidad", "minimo|minima", "maximo|maxima", "quantidade", "miktar*", "en_az", "en_fazla", "jumlah",
            "maksim*", "количеств*", "минимальн*", "максимальн*", "*كمية*", "मात्रा",
        ),
    ),
    (
        Meaning.LINK,
        (
            "link* incorrect|invalid|bad|wrong|broken|missing|required|private", "link* not_valid|not_found",
            "error_link", "url incorrect|invalid|bad|wrong|not_valid", "invalid username", "profile|account private",
            "enlace* incorrecto|invalido", "link* incorreto|invalido|gecersiz|hatali|salah|tidak_valid",
            "baglanti* gecersiz|hatali", "tautan salah|tidak_valid", "ссылк* неверн*|некорректн*", "*رابط* غير",
            "लिंक अमान्य|गलत",
        ),
    ),
    (
        Meaning.ORDER,
        (
            "order_id*", "order* not_found", "order not_exist", "order exist* doesn|not", "no_such_order",
            "incorrect_order", "invalid_order", "unknown_order", "refill_id", "refill* not_found", "refill exist* not",
            "refill incorrect|invalid", "orden|pedido no_encontrad*", "orden|pedido no_existe", "pedido nao_encontrado",
            "pedido nao_existe", "orden|pedido invalid*", "siparis* bulunamadi|gecersiz|yok", "pesanan tidak_ditemukan",
            "pesanan tidak_ada", "order tidak_ditemukan", "заказ* не_найден*|не_существует", "*طلب* غير موجود",
            "ऑर्डर नही मिला",
        ),
    ),
    (
        Meaning.SERVICE,
        (
            "service incorrect|invalid|wrong|unknown|inactive|disabled|unavailable|closed|deleted|removed|paused|stopped",
            "service not_found|not_active|not_available|not_exist", "service available|exist* no|not|longer",
            "servicio no_encontrado|no_disponible|invalido", "servico nao_encontrado|indisponivel|invalido",
            "servis* bulunamadi|gecersiz|pasif", "layanan tidak_ditemukan|tidak_tersedia|nonaktif",
            "услуг* не_найден*|недоступн*", "сервис* не_найден|недоступен", "*خدمة* غير", "सेवा नही|उपलब्ध|अमान्य",
        ),
    ),
    (Meaning.TROUBLE, ("contact admin*|support",)),
    (
        Meaning.FUNDS,
        (
            "not_enough fund*|balance|money|credit*", "insufficient* fund*|balance|credit*", "balance low|negative",
            "fondos|saldo insuficiente*", "saldo tidak_cukup|kurang", "saldo tidak_mencukupi", "bakiye* yetersiz",
            "недостаточно средств|денег", "баланс* недостаточно", "so_du khong_du", "*رصيد* غير",
            "बैलेंस|शेष अपर्याप्त|पर्याप्त|कम",
        ),
    ),
)  # fmt: skip
"""The first row with a match is the meaning. Sequence, case, accents and punctuation do not count.

A phrase matches a text that has all of its words: "a|b" means either, "a_b" means one after the other, and
"*" means any letters.
"""

GENERAL: tuple[tuple[Meaning, tuple[str, ...]], ...] = (
    (Meaning.LINK, ("link*", "url", "enlace", "tautan", "baglanti*", "ссылк*", "*رابط*", "लिंक")),
    (Meaning.DRIPFEED, ("runs",)),
    (
        Meaning.FUNDS,
        ("fund*", "balance", "saldo", "bakiye*", "баланс*", "*رصيد*", "बैलेंस"),
    ),
    (
        Meaning.SERVICE,
        ("service*", "servicio", "servico", "servis*", "layanan", "услуг*", "сервис*", "*خدمة*", "सेवा"),
    ),
    (Meaning.KEY, ("access_denied", "forbidden", "key")),
    (Meaning.LATER, ("try_again", "later", "intente mas_tarde", "tente novamente", "coba lagi", "попробуйте позже")),
)  # fmt: skip
"""Used if the first table has no match. Such a reading is not sure."""

IMPLIED = {Meaning.DUPLICATE_LINK: {Meaning.LINK}}
"""A meaning whose words include those of another, so that the other does not compete with it."""

UNMARKED = str.maketrans("ıđł", "idl")  # letters whose mark Unicode does not take for an accent


@dataclass(frozen=True, slots=True)
class ErrorReading:
    """The meaning of an error text. `is_sure` is False if only a general word matches, or several compete.

    If it is False, show the panel's own words beside ours.
    """

    meaning: Meaning
    is_sure: bool


@lru_cache(maxsize=512)
def read_error(text: str) -> ErrorReading:
    """Read a panel's error text: a sentence, or the key of a translation ("neworder.error.link")."""
    line = words_of(text)
    particular = list(_meanings(line, _PARTICULAR))
    if particular:
        others = set(particular) - {particular[0]} - IMPLIED.get(particular[0], set())
        return ErrorReading(particular[0], is_sure=not others)
    return ErrorReading(next(_meanings(line, _GENERAL), Meaning.OTHER), is_sure=False)


def words_of(text: str) -> str:
    """Return a text's words in lower case, without accents and punctuation, with a space around each."""
    bare = unicodedata.normalize("NFKD", text.casefold()).translate(UNMARKED)
    signs = (sign for sign in bare if not unicodedata.category(sign).startswith("M"))
    spaced = "".join(sign if sign.isalnum() else " " for sign in signs)
    return f" {' '.join(spaced.split())} "


def _phrase(written: str) -> re.Pattern[str]:
    """Return a pattern that matches a text with all words of a phrase."""
    return re.compile("".join(f"(?=.* (?:{_either(one)}) )" for one in written.split()))


def _either(alternatives: str) -> str:
    return "|".join(" ".join(map(_word, one.split("_"))) for one in alternatives.split("|"))


def _word(written: str) -> str:
    any_before, any_after = ("[^ ]*" if sign == "*" else "" for sign in (written[0], written[-1]))
    return any_before + re.escape(words_of(written).strip()) + any_after


_Table = tuple[tuple[Meaning, tuple[re.Pattern[str], ...]], ...]


def _compiled(table: Iterable[tuple[Meaning, tuple[str, ...]]]) -> _Table:
    return tuple((meaning, tuple(map(_phrase, phrases))) for meaning, phrases in table)


_PARTICULAR = _compiled(PARTICULAR)
_GENERAL = _compiled(GENERAL)


def _meanings(line: str, table: _Table) -> Iterator[Meaning]:
    return (meaning for meaning, patterns in table if any(pattern.match(line) for pattern in patterns))
