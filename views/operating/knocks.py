"""Screens on which the operator sees and answers the knocks of strangers."""

from collections.abc import Sequence

from markupsafe import Markup

from usecases.people.access import Person
from usecases.people.answer_knocks import KnockCard, State, Stranger, StrangersPage, Word
from views.language import N_, _, ngettext
from views.navigation import home, turning
from views.operating.callbacks import InviteCustomer, LetIn, OpenHealth, OpenKnocks, OpenPerson, RefusePerson
from views.screen import ButtonRow, Screen, button, confirm
from views.text import ago, bold, clean, code, cut, fill, lines, number, paragraphs

ANSWERS = {
    (State.LET_IN, True): N_("✅ {name} can order now."),
    (State.REFUSED, True): N_("{name} was not let in. They were told, and may ask again in a week."),
    (State.LET_IN, False): N_("{name} was let in already."),
    (State.REFUSED, False): N_("{name} is no longer waiting. To let them in, send them an invitation."),
}


def news(strangers: Sequence[Stranger], count: int) -> Screen:
    """The message about strangers who knock. `count` is the number of all; `strangers` are the first ones."""
    return _message(strangers, count, _asking(strangers, count))


def drawn_again(it: KnockCard) -> Screen:
    """Redraw a message that was sent before, with the decisions about its strangers."""
    waiting = [one for one in it.strangers if one.state is State.WAITS]
    return _message(it.strangers, it.count, _asking(waiting, it.count) if waiting else None)


def _asking(strangers: Sequence[Stranger], count: int) -> Markup:
    if count == 1:
        words = _("🚪 {name} (ID {id}) wants to join.")
        return fill(words, name=bold(cut(strangers[0].name, 80)), id=code(str(strangers[0].telegram_id)))
    head = ngettext("🚪 {count} person wants to join:", "🚪 {count} people want to join:", count)
    return fill(head, count=number(count))


def _message(strangers: Sequence[Stranger], count: int, asking: Markup | None) -> Screen:
    """Build the message. Its buttons draw other screens over it, so they call `AnswerKnocks.leave_card`."""
    more = count - len(strangers)
    is_named = asking is not None and count == 1
    names = [] if is_named else [_named(one) for one in strangers]
    return Screen(
        lines(asking, *names, f"+ {number(more)}" if more > 0 else None)
        or fill(_("No one is waiting to join.")),
        [*_doors(strangers, alone=count == 1), [button("🚪 " + _("Everyone who is waiting"), OpenKnocks())]],
    )


def _named(one: Stranger) -> Markup:
    name = bold(cut(one.name, 40))
    match one.state:
        case State.WAITS:
            return fill(
                "{name} ({account}{id})", name=name, account=_account(one), id=code(str(one.telegram_id))
            )
        case State.LET_IN:
            return fill(_("✅ {name} was let in."), name=name)
        case _:
            return fill(_("❌ {name} was not let in."), name=name)


def _doors(strangers: Sequence[Stranger], *, alone: bool) -> list[ButtonRow]:
    waiting = [one for one in strangers if one.state is State.WAITS]
    refuse = "🚫 " + _("Refuse")
    if alone:
        return [
            [confirm("✅ " + _("Let in"), LetIn(user=one.id)), button(refuse, RefusePerson(user=one.id))]
            for one in waiting
        ]
    return [
        [
            button("✅ " + _("Let in {name}").format(name=cut(clean(one.name), 30)), LetIn(user=one.id)),
            button(refuse, RefusePerson(user=one.id)),
        ]
        for one in waiting
    ]


def page(it: StrangersPage, word: Word | None = None) -> Screen:
    """A page of waiting strangers, below the outcome `word` of the last answer."""
    head = ngettext("{count} person is waiting to join.", "{count} people are waiting to join.", it.count)
    people = lines(
        fill(head, count=number(it.count)) if it.count else _("No one is waiting to join."),
        *(
            fill(
                "{name} ({account}{id}), {when}",
                name=cut(one.name, 40),
                account=_account(one),
                id=code(str(one.telegram_id)),
                when=ago(one.knocked_at),
            )
            for one in it.strangers
        ),
    )
    return Screen(
        paragraphs(_answer(word) if word else None, people),
        [
            *_doors(it.strangers, alone=it.count == 1),
            turning(it.page, it.pages, lambda to: OpenKnocks(page=to)),
            [button("🎟 " + _("Invite a customer"), InviteCustomer())],
            [button("‹ " + _("Operator"), OpenHealth()), home()],
        ],
    )


def _answer(word: Word) -> Markup:
    it = word.stranger
    state = State.REFUSED if it.state is State.WAITS else it.state
    return fill(_(ANSWERS[state, word.is_ours]), name=bold(cut(it.name, 80)))


def _account(it: Stranger | Person) -> str:
    return f"@{clean(it.username)}, " if it.username else ""


def invite_used(it: Person) -> Screen:
    """Tell the operator who made an invitation that it was used."""
    words = _("🎟 {name} ({account}ID {id}) opened your invitation and can order now.")
    return Screen(
        fill(words, name=bold(cut(it.name, 80)), account=_account(it), id=code(str(it.telegram_id))),
        [[button("👤 " + cut(clean(it.name), 30), OpenPerson(user=it.id, page=0))]],
    )
