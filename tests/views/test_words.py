"""Every sentence passes through gettext; outside text is shown as text; buttons fit."""

import ast
import inspect
import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest
from aiogram.filters.callback_data import CallbackData
from babel.messages.extract import extract
from babel.messages.pofile import read_po

import views
from panel import Meaning
from panel.service_types import Field
from storage.cancels import CancelStatus
from storage.cases import CaseReason
from storage.orders import OrderStage
from storage.own_orders import Filter
from storage.refills import RefillStage
from storage.users import Notifications
from tests.views.locales import spoken_are
from usecases.errors import BadAnswer, OrderingClosed, QuoteChanged, RequestFailed, StarsInUse
from usecases.operating.decide_holds import Decision
from usecases.ordering.text_files import FILE_SIGNATURES, PARTS
from usecases.paying.charge_back import UNPAID
from usecases.submitting.decide import NEVER_EXISTED
from usecases.submitting.failures_of_writes import ASKED_ANEW, WAITED_TOO_LONG, Failure
from usecases.submitting.send_once import NOT_SENT
from views import callbacks, failures, labels, order_callbacks, support_callbacks
from views import language as languages
from views.language import _, ngettext, speaking
from views.mass_reasons import MASS_COLUMNS_REASONS, MASS_REASONS
from views.text import bar, clean, cut, day, moment, money, number, on_account, quote, total

VIEWS = Path(languages.__file__).parent
WORD = re.compile(r"[A-Za-z]{3,}")
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}


def sentences_outside_gettext(source: str) -> Iterator[str]:
    """String literals with words that are neither translated, nor docstrings, nor names of things."""
    tree = ast.parse(source)
    wrapped: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"_", "N_", "ngettext", "Markup"}:
            wrapped |= {id(inner) for inner in ast.walk(node)}
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            wrapped.add(id(node.value))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in wrapped:
            text = re.sub(r"\{[^}]*\}", "", node.value)
            if " " in text.strip() and WORD.search(text):
                yield node.value


@pytest.mark.parametrize("file", sorted(VIEWS.rglob("*.py")), ids=lambda file: file.name)
def test_no_sentence_stands_outside_gettext(file: Path) -> None:
    if file.name in {"language.py", "text.py", "typed.py"}:
        return  # formats of numbers and times, no sentences

    assert list(sentences_outside_gettext(file.read_text(encoding="utf-8"))) == []


GERMAN = (
    'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
    'msgid "Catalogue"\nmsgstr "Katalog"\n\n'
    'msgid "{count} open order"\nmsgid_plural "{count} open orders"\n'
    'msgstr[0] "{count} offene Bestellung"\nmsgstr[1] "{count} offene Bestellungen"\n'
)
PORTUGUESE = 'msgid "Catalogue"\nmsgstr "Catálogo"\n'


def test_a_language_is_only_a_po_file(tmp_path: Path) -> None:
    with spoken_are(tmp_path, {"de": GERMAN, "pt-br": PORTUGUESE}):
        with speaking("pt-br"):
            assert _("Catalogue") == "Catálogo"
            assert money(900_000, "USD") == "US$\u00a00,90"
        with speaking("de-AT"):
            assert _("Catalogue") == "Katalog"
            assert ngettext("{count} open order", "{count} open orders", 2) == "{count} offene Bestellungen"
            assert number(12345) == "12.345"
        with speaking("xx"):
            assert _("Catalogue") == "Catalogue"
        names = {code: languages.own_name(code) for code in languages.languages()}
        assert names == {"en": "English", "de": "Deutsch", "pt-br": "Português (Brasil)"}


@pytest.mark.parametrize(
    ("told", "spoken"),
    [("pt-br", "pt-br"), ("PT-BR", "pt-br"), ("pt", "pt-br"), ("pt-pt", "pt-br"), ("de-ch", "de"), ("p", "en"),
     ("", "en"), ("-", "en"), (None, "en"), ("../de", "en")],
)  # fmt: skip
def test_a_person_gets_the_nearest_language(told: str | None, spoken: str, tmp_path: Path) -> None:
    with spoken_are(tmp_path, {"de": GERMAN, "pt-br": PORTUGUESE}), speaking(told):
        assert languages.spoken_code() == spoken


@pytest.mark.parametrize(
    ("micro", "currency", "shown"),
    [
        (900_000, "USD", "$0.90"), (278_190, "USD", "$0.27819"), (1_234_500_000, "USD", "$1,234.50"),
        (-360_000, "USD", "−$0.36"), (5_000_000, "USDT", "5.00 USDT"), (5_000_000, None, "5.00"),
        (1_000_000, "EUR", "€1.00"), (1, "USD", "$0.000001"),
    ],
)  # fmt: skip
def test_money_has_its_currency_and_as_many_digits_as_it_needs(
    micro: int, currency: str | None, shown: str
) -> None:
    assert money(micro, currency) == shown


def test_a_balance_and_a_total_have_two_digits() -> None:
    assert on_account(997_136_500, "USD") == "$997.13"
    assert on_account(899_999, "USD") == "$0.89", "never more than there is"
    assert total(1_575_000, "USD") == "$1.58"
    assert total(900, "USD") == "$0.0009"
    assert total(0, "USD") == "$0.00"


def test_the_day_of_an_order_is_short() -> None:
    assert day(1_795_000_000_000) == "Nov 18"


def test_a_quote_opens_on_a_tap_only_where_there_is_more() -> None:
    assert quote("One line.") == "<blockquote>One line.</blockquote>"
    assert quote("word " * 40).startswith("<blockquote expandable>")
    assert quote("1\n2\n3\n4").startswith("<blockquote expandable>")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\u202eb\u2066c", "abc"), ("a\x00\x1bb", "ab"), ("a\n\t b", "a b"), ("👨‍👩‍👧 family", "👨‍👩‍👧 family"),
        ("  x  ", "x"), ("\ufeffx\u200b", "x"), ("مرحبا", "مرحبا"),
    ],
)  # fmt: skip
def test_outside_text_loses_what_cannot_be_seen(text: str, shown: str) -> None:
    assert clean(text) == shown


@pytest.mark.parametrize(
    ("text", "longest", "shown"),
    [
        ("short", 10, "short"), ("one two three", 9, "one two…"), ("unbreakable", 5, "unbr…"), ("exactly", 7, "exactly"),
        ("a" * 300, 10, "a" * 9 + "…"),
    ],
)  # fmt: skip
def test_long_names_are_cut_at_a_word(text: str, longest: int, shown: str) -> None:
    assert cut(text, longest) == shown
    assert len(cut(text, longest)) <= longest


def test_progress_stays_between_none_and_all() -> None:
    assert bar(0, 100) == "▱▱▱▱▱▱▱▱▱▱ 0 %"
    assert bar(3, 100) == "▰▱▱▱▱▱▱▱▱▱ 3 %"
    assert bar(63, 100) == "▰▰▰▰▰▰▱▱▱▱ 63 %"
    assert bar(500, 100) == "▰▰▰▰▰▰▰▰▰▰ 100 %"


def test_a_time_is_shown_in_the_readers_zone() -> None:
    assert (
        moment(1_795_000_000_000) == '<tg-time unix="1795000000" format="dt">2026-11-18 11:06 UTC</tg-time>'
    )


LONGEST = {
    "filters": "prc", "draft": "x" * 16, "field": "x" * 16, "value": "x" * 16, "service": "x" * 32, "category": "0" * 16,
    "order": 2**52, "after": 2**52, "review": "0" * 8, "refill": 2**52, "user": 2**52, "page": 100_000, "candidate": 100_000, "meaning": 100_000,
    "hold": 2**52, "decisions": 100_000, "decision": Decision.CHARGES_MEAN_NOTHING, "since": 2**52, "let_in_at": 2**52, "end": "completed", "before": 2**52,
    "which": Filter.ATTENTION, "notifications": Notifications.NONE, "language": "en",
    "stars": 25_000, "topup": 2**52, "mass_order": 2**52, "up_to": 2**52, "with_open": True, "without_changed": True,
    "reason": CaseReason.NOT_STARTED, "case": 2**52,
    "start": 1_439, "wait": True, "wanted": False, "offset": 1_439, "zone": "x" * 40,
}  # fmt: skip


def callbacks_of(module: ModuleType) -> list[type[CallbackData]]:
    """The buttons that a module defines."""
    return [
        one
        for _name, one in inspect.getmembers(module, inspect.isclass)
        if issubclass(one, CallbackData) and one.__module__ == module.__name__
    ]


CALLBACKS = [
    callback
    for module in (callbacks, order_callbacks, support_callbacks)
    for callback in callbacks_of(module)
]


@pytest.mark.parametrize("callback", CALLBACKS, ids=lambda one: one.__name__)
def test_the_longest_button_fits_64_bytes_and_comes_back(callback: type[CallbackData]) -> None:
    longest = callback(
        **{
            name: 1_439 if callback is callbacks.ChooseQuietHours else LONGEST[name]
            for name in callback.model_fields
        }
    )

    packed = longest.pack()

    assert len(packed.encode()) <= 64
    assert callback.unpack(packed) == longest


def test_no_two_buttons_have_the_same_prefix() -> None:
    modules = [import_module(name) for _, name, _ in pkgutil.walk_packages(views.__path__, "views.")]
    prefixes = [callback.__prefix__ for module in modules for callback in callbacks_of(module)]

    assert len(prefixes) > len(CALLBACKS)
    assert sorted(prefixes) == sorted(set(prefixes))


def test_every_fact_has_words() -> None:
    spoken = set(failures.FACTS) | {BadAnswer, OrderingClosed, QuoteChanged, StarsInUse}

    assert set(RequestFailed.__subclasses__()) == spoken


def test_every_reason_of_a_refused_answer_has_words() -> None:
    raised = set()
    for folder in ("usecases", "handlers"):
        for file in (VIEWS.parent / folder).rglob("*.py"):
            raised |= set(re.findall(r'BadAnswer\(\s*"(\w+)"', file.read_text(encoding="utf-8")))

    assert raised | {reason for _, reason in (*FILE_SIGNATURES, *PARTS)} == {
        *failures.REASONS,
        *failures.LINE_COUNTS,
        *MASS_REASONS,
        *MASS_COLUMNS_REASONS,
        "mass_not_a_choice",
    }


def test_every_state_and_field_has_words() -> None:
    assert set(labels.STATUSES) == set(labels.STATUS_MARKS) == set(OrderStage)
    assert set(labels.REFILLS) == set(RefillStage)
    assert set(labels.CANCELS) == set(CancelStatus)
    assert set(labels.FIELDS) == set(Field)


def test_every_meaning_of_a_refusal_has_words_for_orders_refills_and_cancels() -> None:
    reasons = {*Meaning, NOT_SENT, NEVER_EXISTED}

    assert set(labels.FAILURES) == reasons | {WAITED_TOO_LONG, UNPAID}
    assert set(labels.REFILL_FAILURES) == set(labels.CANCEL_FAILURES) == reasons
    assert {one for fields in ASKED_ANEW.values() for one in fields} == set(labels.ANOTHER_ANSWER)


@pytest.mark.parametrize("sentence", [*labels.REFILL_FAILURES.values(), *labels.CANCEL_FAILURES.values()])
def test_a_refusal_of_a_refill_or_cancel_sends_nobody_to_another_service(sentence: str) -> None:
    assert "another service" not in sentence
    assert "operator" not in sentence


def test_the_panels_own_words_stand_beside_ours_only_where_we_may_be_wrong() -> None:
    unsure = Failure("link", "No <b>tiles</b> left " + "x" * 300, is_sure=False)

    shown = str(labels.failure(unsure))

    assert "<blockquote>No &lt;b&gt;tiles&lt;/b&gt; left" in shown
    assert "x" * 200 not in shown
    assert "blockquote" not in labels.failure(Failure("link", "Bad link"))
    assert "blockquote" not in labels.failure_of_refill(Failure("not_sent"))


def test_that_the_operator_was_told_is_said_only_where_it_is_so() -> None:
    for say in (labels.failure, labels.failure_of_refill, labels.failure_of_cancel):
        assert "The operator has been told." in say(Failure("funds", operator_told=True))
        assert "operator" not in say(Failure("funds"))


def test_the_template_for_translators_has_every_sentence() -> None:
    found: set[str] = set()
    for file in VIEWS.rglob("*.py"):
        with file.open("rb") as source:
            for _line, message, *_rest in extract("python", source, KEYWORDS):
                found.add(message[0] if isinstance(message, tuple) else message)
    with (VIEWS / "locales" / "panelgram.pot").open("rb") as template:
        kept = {
            message.id[0] if isinstance(message.id, tuple) else message.id for message in read_po(template)
        }

    assert found == kept - {""}, "run `make sentences`"
