"""What a person sees of support: what is asked, the answers, and their cases."""

from collections.abc import Sequence

from markupsafe import Markup

from storage.case_messages import CaseMessage
from storage.cases import Case, CaseReason
from usecases.supporting.view_cases import CaseCard
from views.callbacks import OpenHelp
from views.language import _
from views.navigation import home
from views.order_callbacks import ShowOrder
from views.screen import ButtonRow, Screen, button
from views.support_callbacks import (
    AskWhatIsWrong,
    CloseCase,
    OpenCase,
    OpenFacts,
    OpenSupport,
    WriteMore,
    WriteToSupport,
)
from views.support_facts import reason_name
from views.text import (
    ago,
    bold,
    clean_lines,
    cut,
    fill,
    lines,
    paragraphs,
    quote,
)

EXCERPT = 300  # characters of a message in the list of a case's messages


def case_name(it: Case) -> str:
    if it.order_id is None:
        return _("Support · case {number}").format(number=it.id)
    return _("Support · order {number}").format(number=it.order_id)


def head(it: Case) -> Markup:
    return fill("🛟 {name}", name=bold(case_name(it)))


def quoted_text(it: CaseMessage) -> Markup:
    """Return what somebody wrote; empty for a photo without a caption."""
    text = clean_lines(it.text)
    return quote(text) if text else Markup()


def with_text(above: Markup, text: Markup) -> Markup:
    return paragraphs(above, text)


def photo_gone(it: Case) -> Markup:
    return paragraphs(head(it), _("There was a photo, but it could not be passed on. It may be deleted."))


def ask_text(order_id: int | None, reason: CaseReason, refused: str | None = None) -> Screen:
    """Ask for the text that opens a case. `refused` says why the last message was not taken."""
    back = OpenFacts(order=order_id, reason=reason) if order_id is not None else OpenSupport()
    sentence = (
        _("Write what is wrong in one message, or send a photo. Support also sees the order.")
        if order_id is not None
        else _("Write your question in one message, or send a photo.")
    )
    return Screen(
        paragraphs(fill("⚠️ {reason}", reason=refused) if refused else None, sentence),
        [[button("‹ " + _("Back"), back), home()]],
    )


def ask_more(it: Case, refused: str | None = None) -> Screen:
    """Ask for a further text. `refused` says why the last message was not taken."""
    return Screen(
        paragraphs(
            fill("⚠️ {reason}", reason=refused) if refused else None,
            head(it),
            _("Write your message, or send a photo."),
        ),
        [[button("‹ " + _("Back"), OpenCase(case=it.id)), home()]],
    )


def sent(it: Case) -> Screen:
    """After a message was taken."""
    return Screen(paragraphs(head(it), on_its_way()), [*buttons(it), _ways(it)])


def on_its_way() -> str:
    """Answers a reply to a message of a case."""
    return "✅ " + _("Your message is on its way to support. The answer comes here.")


def buttons(it: Case) -> list[ButtonRow]:
    if not it.is_open:
        return []
    return [
        [
            button("✍️ " + _("Write more"), WriteMore(case=it.id)),
            button("✔️ " + _("Close the case"), CloseCase(case=it.id)),
        ]
    ]


def _ways(it: Case) -> ButtonRow:
    if it.order_id is None:
        return [home()]
    return [
        button("📦 " + _("Order {number}").format(number=it.order_id), ShowOrder(order=it.order_id)),
        home(),
    ]


def case(it: CaseCard) -> Screen:
    """A case with its last messages, for the person whose it is."""
    return Screen(
        paragraphs(
            head(it.case),
            lines(reason_name(it.case.reason), state(it.case)),
            *(_said(one) for one in it.messages),
            _("To write more, tap the button, or reply to a message of support.")
            if it.case.is_open
            else None,
        ),
        [*buttons(it.case), _ways(it.case)],
    )


def state(it: Case) -> Markup:
    if it.closed_at is None:
        return fill(_("Opened {ago}"), ago=ago(it.opened_at))
    return fill(_("Closed {ago}"), ago=ago(it.closed_at))


def _said(it: CaseMessage) -> Markup:
    author = _("Support") if it.is_answer else _("You")
    return said(it, author)


def said(it: CaseMessage, author: str) -> Markup:
    """Return the beginning of a message, with who wrote it and when."""
    text = cut(it.text, EXCERPT)
    return lines(
        fill("{author} · {ago}", author=bold(author), ago=ago(it.written_at)),
        "🖼 " + _("Photo") if it.has_photo else None,
        fill("{text}", text=text) if text else None,
    )


def own_cases(cases: Sequence[Case]) -> Screen:
    """The page of support in the menu: the open cases, and the way to write about no order."""
    has_general = any(one.order_id is None for one in cases)
    write = button("✍️ " + _("Write to support"), WriteToSupport(order=0, reason=CaseReason.OTHER))
    return Screen(
        paragraphs(
            bold(_("Support")),
            _("If something is wrong with an order, open it in My orders and tap “Something is wrong”."),
            _("Your open cases:") if cases else None,
        ),
        [
            *([button("🛟 " + case_name(one), OpenCase(case=one.id))] for one in cases),
            [] if has_general else [write],
            [button("‹ " + _("Back"), OpenHelp()), home()],
        ],
    )


def closed(it: Case) -> Screen:
    """The message that an operator has closed a case."""
    again: ButtonRow = (
        [button("🛟 " + _("Something is wrong"), AskWhatIsWrong(order=it.order_id))]
        if it.order_id is not None
        else [button("🛟 " + _("Support"), OpenSupport())]
    )
    return Screen(
        paragraphs(head(it), _("Support has closed this case. If it is not solved, write again.")),
        [again, [home()]],
    )


def closed_toast(*, is_ours: bool) -> str:
    return _("The case is closed.") if is_ours else _("The case was closed before.")


def edited() -> str:
    """Answers an edit of a message that was passed on."""
    return _("I can't see edits: what was passed on stays as it was. Send a new message instead.")
