"""An operator's screens about the texts that they write for people."""

from collections.abc import Mapping, Sequence
from hashlib import blake2s

from markupsafe import Markup

from storage.own_texts import ALL_LANGUAGES, OwnText, TextKind
from usecases.operating.own_html import LONGEST_OWN_TEXT, MOST_TAGS, HtmlFault, HtmlWrong
from views.language import N_, _, languages, own_name
from views.navigation import home
from views.operating.callbacks import OpenHealth
from views.operating.text_callbacks import (
    AskResetText,
    OpenOwnText,
    OpenOwnTexts,
    OpenTextLanguages,
    ResetOwnText,
    SaveOwnText,
)
from views.own_texts import own
from views.screen import ButtonRow, Screen, button, confirm, danger_button
from views.text import bold, code, cut, fill, lines, number, paragraphs

TEXT_KINDS: Mapping[TextKind, tuple[str, str]] = {
    TextKind.WELCOME: (N_("Welcome"), N_("It stands on the first screen, instead of the greeting.")),
    TextKind.RULES: (N_("Rules"), N_("People open them with a button on the help screen.")),
    TextKind.SUPPORT: (
        N_("Support line"),
        N_("It says how to reach you: in the help, the terms, the privacy page and the help with payments."),
    ),
}

HTML_FAULTS: Mapping[HtmlFault, str] = {
    HtmlFault.EMPTY: N_("There is nothing to read in this text."),
    HtmlFault.TOO_LONG: N_("The text has {length} characters. At most {most} are possible."),
    HtmlFault.TOO_MANY_TAGS: N_("From line {line} on there is too much formatting: at most {tags} tags."),
    HtmlFault.UNKNOWN_TAG: N_("Line {line}: Telegram does not know the tag {tag}."),
    HtmlFault.LONE_BRACKET: N_("Line {line}: this sign begins no tag: {bracket}. Write it as {escape}."),
    HtmlFault.NOT_OPEN: N_("Line {line}: {tag} is closed, but it is not open."),
    HtmlFault.OTHER_OPEN: N_("Line {line}: {tag} is closed, but {other} inside it is still open."),
    HtmlFault.NOT_CLOSED: N_("Line {line}: {tag} is opened and never closed."),
    HtmlFault.BAD_VALUES: N_("Line {line}: what stands in the tag {tag} is not as Telegram wants it."),
    HtmlFault.IN_FIXED: N_("Line {line}: {tag} stands inside code, where nothing can be formatted."),
    HtmlFault.QUOTE_IN_QUOTE: N_("Line {line}: a quote cannot stand inside a quote."),
}


def texts(written: Sequence[OwnText]) -> Screen:
    """The kinds of texts, with the number of languages that each is written in."""
    return Screen(
        paragraphs(
            bold(_("Your own texts")),
            lines(
                *(fill("{name}: {where}", name=bold(_(name)), where=_(w)) for name, w in TEXT_KINDS.values())
            ),
        ),
        [
            *([button(_counted(kind, written), OpenTextLanguages(kind=kind))] for kind in TEXT_KINDS),
            [button("‹ " + _("Operator"), OpenHealth()), home()],
        ],
    )


def _counted(kind: TextKind, written: Sequence[OwnText]) -> str:
    count = sum(one.kind is kind for one in written)
    name = _(TEXT_KINDS[kind][0])
    return f"✏️ {name} · {number(count)}" if count else f"✏️ {name}"


def text_languages(kind: TextKind, written: Sequence[OwnText]) -> Screen:
    own_ones = {one.language for one in written if one.kind is kind}
    buttons = [
        button(("✅ " if tongue in own_ones else "") + _named(tongue), OpenOwnText(kind=kind, tongue=tongue))
        for tongue in (ALL_LANGUAGES, *languages())
    ]
    return Screen(
        paragraphs(
            bold(_(TEXT_KINDS[kind][0])),
            _(
                "Which language? The text for all languages is shown in each language that has no text of "
                "its own."
            ),
        ),
        [buttons[:1], *(buttons[at : at + 2] for at in range(1, len(buttons), 2)), _back()],
    )


def text(kind: TextKind, tongue: str, it: OwnText | None, reason: str | Markup | None = None) -> Screen:
    """One text, and how to write another one. `reason` says why what was sent cannot be taken."""
    return Screen(
        paragraphs(
            fill("⚠️ {reason}", reason=reason) if reason else None,
            _heading(kind, tongue),
            own(it.html) if it else _("You have not written it yet."),
            lines(
                _("Send the text in one message: formatted as you want it, or in Telegram's HTML."),
                fill(_("At most {most} characters."), most=number(LONGEST_OWN_TEXT)),
            ),
        ),
        [
            [button("↩️ " + _("Reset"), AskResetText(kind=kind, tongue=tongue))] if it else [],
            _back_to_languages(kind),
        ],
    )


def fingerprint_of_text(html: str) -> str:
    return blake2s(html.encode(), digest_size=4).hexdigest()


def text_preview(kind: TextKind, tongue: str, html: str) -> Screen:
    """The text as people will see it. Nothing is saved yet."""
    shown = fingerprint_of_text(html)
    return Screen(
        paragraphs(
            fill("{preview} · {heading}", preview=bold(_("Preview")), heading=_heading(kind, tongue)),
            own(html),
            _("Nothing is saved yet. Send another text to change it."),
        ),
        [
            [confirm("✅ " + _("Save"), SaveOwnText(kind=kind, tongue=tongue, shown=shown))],
            _back_to_languages(kind),
        ],
    )


def ask_reset_text(kind: TextKind, tongue: str) -> Screen:
    return Screen(
        paragraphs(
            _heading(kind, tongue),
            _("Delete this text? Where you wrote one for all languages, people read that one then."),
        ),
        [
            [danger_button("↩️ " + _("Reset"), ResetOwnText(kind=kind, tongue=tongue))],
            [button("‹ " + _("Back"), OpenOwnText(kind=kind, tongue=tongue)), home()],
        ],
    )


def wrong_html(wrong: HtmlWrong) -> Markup:
    """Say what is wrong, and where."""
    return fill(
        _(HTML_FAULTS[wrong.fault]),
        line=number(wrong.line),
        tag=code(cut(f"<{wrong.tag}>", 40)),
        other=code(cut(f"<{wrong.other}>", 40)),
        bracket=code("<"),
        escape=code("&lt;"),
        length=number(wrong.length),
        most=number(LONGEST_OWN_TEXT),
        tags=number(MOST_TAGS),
    )


def text_saved() -> str:
    """A toast."""
    return _("Saved. People see this text from now on.")


def text_reset() -> str:
    """A toast."""
    return _("Your text was deleted.")


def _heading(kind: TextKind, tongue: str) -> Markup:
    return fill("{kind} · {language}", kind=bold(_(TEXT_KINDS[kind][0])), language=_named(tongue))


def _named(tongue: str) -> str:
    if tongue == ALL_LANGUAGES:
        return _("All languages")
    return own_name(tongue) if tongue in languages() else tongue


def _back_to_languages(kind: TextKind) -> ButtonRow:
    return [button("‹ " + _("Back"), OpenTextLanguages(kind=kind)), home()]


def _back() -> ButtonRow:
    return [button("‹ " + _("Back"), OpenOwnTexts()), home()]
