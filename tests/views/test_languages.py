"""Each translation has the sentences of the views, with the same values in them, in the right plural forms."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from gettext import c2py
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from tests.views.gallery import shown
from tests.views.locales import HEADER, in_letters_from, messages, spoken_are, translation
from views import language, translations
from views.language import REVIEWED, ngettext, speaking
from views.text import number
from views.translations import forms_of, is_usable, values_in

FILES = sorted(translations.LOCALES.glob("*.po"))
NUMBERS = (0, 1, 2, 3, 5, 11, 21, 100, 1_000)
SIGNS = re.compile(r"^[^\w“«{/¿¡%]*")
WORD = re.compile(r"[A-Za-z][A-Za-z'.]+")
FOREIGN = [
    "Pictogram Followers · refill 30 days", "Pictogram Followers · refill 1 day", "Pictogram Followers", "Pictogram Comments · Pack of 10", "Pictogram Likes",
    "· refill 30…", "Pictogram", "Starts within an hour.", "Bob", "Olga", "Petra", "carol", "alice", "@bob", "@the_shop", "Gold", "Likes",
    "Views", "garden chairs", "spring", "Well done!", "I like this.", "US$", "USD", "EUR", "(US)", "(DE)", "English",
    "https://pictogram.example/p/alice", "https://pictogram.example/p/a…", "https://pictogram.example/p/2",
    "https://chatter.example/g/1", "https://search.example", "https://alice.example", "alice.example",
    "https://panel.example/api/v2", "panel.example", "https://t.me/panelgram_bot?start=i_abcdefgh", "panelgram_bot",
    "Paid by bank transfer", "For regulars", "Counted twice", "followers", "@nobody", "Germanyy", "Atlantis", "xyz",
    "Canceled: an order does not go this way", "Europe/Atlantis", "the program was held up before it could send it",
    "the panel gave the number 23510, which order 7 here has", "In progress", "Pending", "Error", "Awaiting", "Incorrect order link", "Please try again later", "Invalid API key",
    "connection refused", "connection cut (ClientOSError [Errno 104])", "no answer within 30 seconds", "balance: abc",
    "status: 17", "telepathy", "ValueError", "update 4711", "order_card", "Bad Request: chat not found", "zzz",
    "Nothing has come since yesterday.", "It begins soon.", "Olga's shop", "Everything for your page", "Write to @olga.", "One order for one post.", "Be kind.", "<div>", "&lt;",
    "Followers, fast", "Real people.", "Slow on Sundays", "Best", "nothing like it", "default", "package",
    "stxPZ5Xq9FhkN0VwJ2rBd", "(CHARGE_NOT_FOUND)", "panel_asleep", "/srv/bot/backups", "panelgram-20300101-040000.db.sealed", "ADMIN_IDS", "ALLOWED_IDS", "of_a_newer_release", *(
        f"/{command} " for command in ("start", "catalogue", "search", "orders", "balance", "wallet", "topup",
                                       "paysupport", "settings", "help", "privacy", "terms")),
]  # fmt: skip
"""What the gallery's records say: names, links, texts of the panel, codes. It is shown as it is."""


@pytest.fixture
def georgian(tmp_path: Path) -> Iterator[None]:
    """All sentences in Georgian letters, and no other: what is in Latin letters is no sentence of ours."""
    with spoken_are(tmp_path, {"ka": translation(in_letters_from("ა"))}), speaking("ka"):
        yield


@pytest.mark.usefixtures("georgian")
def test_whatever_is_no_sentence_of_ours_is_data() -> None:
    left = {
        (one.title, word)
        for _heading, group in shown()
        for one in group
        for word in WORD.findall(_without_data(one.everything))
    }

    assert not left, "these words pass by gettext, or belong to the names and links of FOREIGN"


def _without_data(text: str) -> str:
    for one in sorted(FOREIGN, key=len, reverse=True):
        text = text.replace(one, " ")
    return text


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_translation_has_the_sentences_of_the_template(file: Path) -> None:
    assert {forms_of(it.id) for it in messages(file)} == {forms_of(it.id) for it in messages()}, (
        "run `make messages`"
    )
    assert "#~" not in file.read_text(encoding="utf-8")


def test_no_sentence_is_missing_in_a_reviewed_language() -> None:
    for code in REVIEWED - {language.ENGLISH}:
        file = translations.LOCALES / f"{code}.po"
        missing = [it.id for it in messages(file) if not is_usable(it)]

        assert not missing, f"{code}: run `make messages` and translate what is empty in {file.name}"


def translated(file: Path) -> list[Message]:
    return [it for it in messages(file) if any(forms_of(it.string))]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_translation_has_the_values_and_the_sign_of_its_sentence(file: Path) -> None:
    assert [it.id for it in translated(file) if not is_usable(it)] == []
    for it in translated(file):
        told, forms = forms_of(it.id), forms_of(it.string)
        assert values_in(forms) == values_in(told), it.id
        assert {SIGNS.match(form)[0].strip() for form in forms} == {SIGNS.match(told[0])[0].strip()}, it.id  # type: ignore[index]
        assert not any(sign in form for form in forms for sign in "<>&" if sign not in told[0]), it.id
        assert all(form == form.strip() and "  " not in form for form in forms), it.id


def form_of(file: Path) -> Callable[[int], int]:
    """Which form of a plural a number gets."""
    with file.open("rb") as source:
        return c2py(read_po(source, locale=file.stem.replace("-", "_")).plural_expr)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_numbers_share_a_plural_form_where_the_language_makes_no_difference(file: Path) -> None:
    form, kind = form_of(file), language.locale_of(file.stem).plural_form

    assert all((form(a) == form(b)) == (kind(a) == kind(b)) for a in NUMBERS for b in NUMBERS)


@pytest.mark.parametrize("code", language.languages())
def test_every_plural_says_its_number(code: str) -> None:
    """A form that several numbers share names the number; one that belongs to a single number need not."""
    file = translations.LOCALES / f"{code}.po"
    form = form_of(file) if code != language.ENGLISH else (lambda count: int(count != 1))
    shared = {one for one, times in Counter(map(form, range(1_001))).items() if times > 1}
    with speaking(code):
        for it in messages():
            if isinstance(it.id, str):
                continue
            names = values_in(it.id)
            for count in NUMBERS:
                shown = dict.fromkeys(names, number(count))
                said = ngettext(it.id[0], it.id[1], count).format(**shown)
                assert number(count) in said or form(count) not in shared, (it.id, count)
                assert "{" not in said


def test_a_compiled_translation_is_kept_until_its_file_changes(tmp_path: Path) -> None:
    file = tmp_path / "de.po"
    file.write_text(f'{HEADER}\nmsgid "Menu"\nmsgstr "Menü"\n', encoding="utf-8")
    first = translations.read(file)
    (kept,) = (tmp_path / "__pycache__").iterdir()
    before = kept.stat().st_mtime_ns

    again = translations.read(file)
    assert (again.texts.gettext("Menu"), again.translated, again.total) == ("Menü", 1, 1)
    assert (first.translated, first.total) == (1, 1)
    assert kept.stat().st_mtime_ns == before

    file.write_text(f'{HEADER}\nmsgid "Menu"\nmsgstr ""\n\nmsgid "Back"\nmsgstr "Zurück"\n', encoding="utf-8")
    changed = translations.read(file)
    assert (changed.texts.gettext("Back"), changed.translated, changed.total) == ("Zurück", 1, 2)
    assert [one.suffix for one in (tmp_path / "__pycache__").iterdir()] == [".mo"]
    assert not kept.exists()


def test_a_translation_is_read_where_nothing_can_be_kept(tmp_path: Path) -> None:
    file = tmp_path / "de.po"
    file.write_text(f'{HEADER}\nmsgid "Menu"\nmsgstr "Menü"\n', encoding="utf-8")
    (tmp_path / "__pycache__").write_text("a file stands where the folder would be", encoding="utf-8")

    assert translations.read(file).texts.gettext("Menu") == "Menü"


@pytest.mark.parametrize("left", [0, 10, 40, -1])
def test_a_kept_translation_that_a_power_cut_damaged_is_compiled_again(tmp_path: Path, left: int) -> None:
    file = tmp_path / "de.po"
    file.write_text(f'{HEADER}\nmsgid "Menu"\nmsgstr "Menü"\n', encoding="utf-8")
    translations.read(file)
    (kept,) = (tmp_path / "__pycache__").iterdir()
    whole = kept.read_bytes()
    kept.write_bytes(whole[:left])

    assert translations.read(file).texts.gettext("Menu") == "Menü"
    assert kept.read_bytes() == whole
