"""Cases of support as operators see them: the messages, the list, and what comes of an answer."""

from markupsafe import Markup

from storage.case_messages import CaseMessage
from storage.cases import Case
from storage.users import User
from usecases.supporting.answer_cases import Answered
from usecases.supporting.view_cases import CaseCard, CaseClosing, CaseNews, CasesPage
from views import labels, support
from views.language import _
from views.navigation import home, turning
from views.operating.callbacks import OpenHealth, OpenTrouble
from views.operating.case_callbacks import AnswerCase, EndCase, OpenAnyCase, OpenCases
from views.operating.decisions import ordered, panel_number
from views.orders import order_card
from views.screen import ButtonRow, Screen, button
from views.support_facts import reason_name
from views.text import bold, clean, cut, fill, lines, number, paragraphs

SHOWN_NAME = 40  # characters of a name


def head(it: CaseNews) -> Markup:
    """What stands above a message: the case, who wrote, and for the first message the facts of the order."""
    reason = reason_name(it.case.reason) if it.is_first else None
    return paragraphs(lines(support.head(it.case), reason), _facts(it) if it.is_first else _author(it))


def _facts(it: CaseNews) -> Markup:
    if it.order is None:
        return fill("👤 {who}", who=labels.person(it.customer))
    return lines(
        order_card.heading(it.order),
        *ordered(it.order, it.customer),
        panel_number(it.order),
        order_card.counts(it.order),
    )


def _author(it: CaseNews) -> Markup:
    if it.message.is_answer:
        return fill(_("{name} answered:"), name=bold(_called(it.author)))
    return fill("👤 {who}", who=labels.person(it.customer))


def _called(user: User) -> str:
    return cut(user.name, SHOWN_NAME) or _("Name deleted")


def buttons(it: Case) -> list[ButtonRow]:
    """The buttons of a message about a case. Its message stays: what they open comes below."""
    opened = button("🛟 " + _("Open the case"), OpenAnyCase(case=it.id))
    return [*_acts(it), [opened]]


def _acts(it: Case) -> list[ButtonRow]:
    if not it.is_open:
        return []
    return [
        [
            button("✍️ " + _("Answer"), AnswerCase(case=it.id)),
            button("✔️ " + _("Close the case"), EndCase(case=it.id)),
        ]
    ]


def over(it: CaseClosing) -> Screen:
    """The message that the person or another operator has closed a case."""
    if it.by.id == it.case.user_id:
        sentence = _("{name}, whose case it is, has closed it.")
    else:
        sentence = _("{name} has closed the case.")
    return Screen(
        paragraphs(support.head(it.case), fill(sentence, name=bold(_called(it.by)))),
        [[button("🛟 " + _("Open the case"), OpenAnyCase(case=it.case.id))]],
    )


def unread(it: CaseNews) -> Screen:
    """The message that the person has blocked the bot, so that an answer waits."""
    sentence = _("{name} has blocked the bot, and gets your answer when they come back.")
    return Screen(
        paragraphs(
            support.head(it.case),
            fill("🚪 " + sentence, name=bold(_called(it.customer))),
            support.quoted_text(it.message),
        ),
        buttons(it.case),
    )


def page(it: CasesPage) -> Screen:
    return Screen(
        lines(
            bold(_("Cases of support")),
            fill(_("Open cases: {count}"), count=bold(number(it.count))),
        ),
        [
            *([button(_listed(one, user), OpenAnyCase(case=one.id))] for one, user in it.cases),
            turning(it.page, it.pages, lambda to: OpenCases(page=to)),
            [button("‹ " + _("Operator"), OpenHealth()), home()],
        ],
    )


def _listed(it: Case, user: User) -> str:
    about = _("Order {number}").format(number=it.order_id) if it.order_id is not None else _("No order")
    return cut(f"🛟 {about} · {clean(user.name)} · {reason_name(it.reason)}", 60)


def opening(count: int) -> list[ButtonRow]:
    """The button on the operators' page."""
    if not count:
        return []
    return [[button("🛟 " + _("Open cases: {count}").format(count=number(count)), OpenCases())]]


def card(it: CaseCard) -> Screen:
    """A case with its last messages."""
    order: ButtonRow = (
        [button("📦 " + _("Open order {number}").format(number=it.order.id), OpenTrouble(order=it.order.id))]
        if it.order is not None
        else []
    )
    return Screen(
        paragraphs(
            support.head(it.case),
            lines(
                fill("👤 {who}", who=labels.person(it.customer)),
                order_card.heading(it.order) if it.order is not None else None,
                reason_name(it.case.reason),
                support.state(it.case),
            ),
            *(support.said(one, _author_in(it, one)) for one in it.messages),
            None if it.messages else _("The messages of this case were deleted."),
        ),
        [*_acts(it.case), order, [button("‹ " + _("Open cases"), OpenCases()), home()]],
    )


def _author_in(it: CaseCard, message: CaseMessage) -> str:
    if message.is_answer:
        return it.names.get(message.author_id) or _("Name deleted")
    return _called(it.customer)


def ask_answer(it: CaseCard, refused: str | None = None) -> Screen:
    """Ask for the answer to a case. `refused` says why the last message was not taken."""
    return Screen(
        paragraphs(
            fill("⚠️ {reason}", reason=refused) if refused else None,
            support.head(it.case),
            fill(_("Write your answer to {name}, or send a photo."), name=bold(_called(it.customer))),
        ),
        [[button("‹ " + _("Back"), OpenAnyCase(case=it.case.id)), home()]],
    )


def answered(it: Answered) -> Screen:
    """After an answer was taken."""
    return Screen(
        paragraphs(support.head(it.case), on_its_way(it)),
        [*buttons(it.case), [button("🛠 " + _("Operator"), OpenHealth()), home()]],
    )


def on_its_way(it: Answered) -> str:
    """Answers a reply to a message of a case."""
    name = _called(it.customer)
    if it.is_away:
        return "🚪 " + _("{name} has blocked the bot, and gets your answer when they come back.").format(
            name=name
        )
    return "✅ " + _("Your answer is on its way to {name}.").format(name=name)


def no_case() -> str:
    """Answers an operator's reply to a message that shows no case."""
    return _(
        "That message shows no case of support, so your text went to nobody. Reply to a message of a case, "
        "or tap Answer."
    )
