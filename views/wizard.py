"""Screens for making an order: one question at a time, then the review with the price."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from markupsafe import Markup

from panel.service_types import RULES, Billing, Field, ServiceType
from panel.service_types import lines as lines_of
from storage.accounts import Wallet
from storage.drafts import Draft
from storage.services import CatalogueService
from usecases.browsing.shelves import ref_of
from usecases.ordering.fields import SKIPPED, may_skip, questions
from usecases.pricing.quote import exact_price, review_of
from usecases.pricing.units import MICRO, PER, PRECISE
from usecases.step import Step
from views import labels, wallet
from views.callbacks import OpenService
from views.language import _, ngettext
from views.navigation import home
from views.order_callbacks import (
    ChangeAnswer,
    ChooseAnswer,
    ConfirmOrder,
    DropDraft,
    OpenChanges,
    OpenDraft,
    SkipQuestion,
    TakeMeaning,
)
from views.orders.answered import answer
from views.questions import SKIPS, choices, question, shown
from views.screen import ButtonRow, Screen, button, confirm, danger_button, primary_button
from views.text import bold, cut, exact_amount, fill, money, number, on_account, paragraphs, shown_rate
from views.text import lines as rows_of

CHOICES_A_ROW = 3
MAX_CHOICE_LENGTH = 60


def step(it: Step, reason: str | None = None) -> Screen:
    """The next question, or the review. `reason` says why the last answer was not taken."""
    if it.question is None:
        return review(it, reason)
    return _ask(it, it.question, reason)


def _ask(it: Step, field: Field, reason: str | None) -> Screen:
    draft = it.draft
    given = questions(it.service, draft.answers)[: it.number - 1]
    heading = fill(
        _("Step {number} of {of} · {field}"), number=it.number, of=it.of, field=bold(labels.field(field))
    )
    back = (
        button("‹ " + _("Back"), ChangeAnswer(draft=draft.id, field=given[-1]))
        if given
        else button("‹ " + _("Back"), OpenService(service=ref_of(it.service.id)))
    )
    return Screen(
        paragraphs(
            fill("⚠️ {reason}", reason=reason) if reason else None,
            rows_of(bold(cut(it.service.name, 120)), heading),
            rows_of(*(answer(name, draft.answers[name]) for name in given)),
            question(it.service, field, draft.answers),
        ),
        [
            *_choices(it, field),
            _skip(it, field),
            [back, danger_button("✖️ " + _("Cancel"), DropDraft(draft=draft.id))],
        ],
    )


def meanings(it: Step, field: Field, found: Sequence[str], reason: str) -> Screen:
    """Ask a question again, with a button for each possible meaning of the answer."""
    asked = _ask(it, field, reason)
    offered = [
        [
            button(
                ("🔗 " if "://" in one else "👤 ") + cut(one, MAX_CHOICE_LENGTH),
                TakeMeaning(draft=it.draft.id, field=field, meaning=place),
            )
        ]
        for place, one in enumerate(found)
    ]
    return replace(asked, rows=[*offered, *asked.rows])


def _choices(it: Step, field: Field) -> list[ButtonRow]:
    offered = choices(it.service, field, it.draft.answers, _affordable(it))
    buttons = [
        button(label, ChooseAnswer(draft=it.draft.id, field=field, value=value))
        for value, label in offered.items()
    ]
    wide = 1 if any(len(label) > 12 for label in offered.values()) else CHOICES_A_ROW  # noqa: PLR2004
    return [buttons[start : start + wide] for start in range(0, len(buttons), wide)]


def _affordable(it: Step) -> int | None:
    """Return how many units the balance pays for, rounded down to two digits.

    None if balance or rate is unknown, or if the service is not billed by quantity.
    """
    each = Decimal(it.service.rate)
    if it.balance is None or each <= 0 or RULES[ServiceType(it.service.type)].billing is not Billing.QUANTITY:
        return None
    most = int(Decimal(it.balance) * PER / (each * MICRO))
    step_size: int = 10 ** max(len(str(most)) - 2, 0)
    return most - most % step_size


def _skip(it: Step, field: Field) -> ButtonRow:
    if not may_skip(it.service, field):
        return []
    return [button("⏭ " + _(SKIPS[field]), SkipQuestion(draft=it.draft.id, field=field))]


def review(it: Step, reason: str | None = None) -> Screen:
    draft = it.draft
    given = questions(it.service, draft.answers)
    price = labels.price(draft.price or 0, draft.currency)
    confirming = ConfirmOrder(draft=draft.id, review=review_of(draft))
    return Screen(
        paragraphs(
            fill("⚠️ {reason}", reason=reason) if reason else None,
            rows_of(bold(_("Review your order")), cut(it.service.name, 300)),
            rows_of(*(answer(name, draft.answers[name]) for name in given)),
            rows_of(_arithmetic(draft, it.service), _runs(draft), _balance_after(it)),
            _other_number(it),
            _open_order(it),
        ),
        [
            _top_up(it),
            [confirm("✅ " + _("Place order · {price}").format(price=price), confirming)],
            [button("✏️ " + _("Change"), OpenChanges(draft=draft.id))],
            [danger_button("✖️ " + _("Cancel"), DropDraft(draft=draft.id))],
        ],
    )


def _top_up(it: Step) -> ButtonRow:
    """The button for what the wallet lacks, if it lacks anything."""
    price = it.draft.price or 0
    if it.wallet is None or it.wallet.available >= price:
        return []
    return [wallet.top_up(it.wallet, it.draft.id, price, it.draft.currency)]


def _arithmetic(draft: Draft, service: CatalogueService) -> Markup:
    if not draft.price:
        return fill(
            "⚠️ "
            + _(
                "The panel does not say what this costs. It may charge any amount to the account; "
                "the balance will show how much it was."
            )
        )
    told, price = draft.rate or service.rate, bold(money(draft.price, draft.currency))
    if draft.quantity is None:
        return fill(_("Price: {price} for the package"), price=price)
    exact = exact_price(told, draft.quantity)
    if draft.price - exact >= 1:  # a shop rounds up to its step; less than a micro-unit is not shown
        return _rounded_up(draft, told, PRECISE.divide(exact, Decimal(MICRO)), price)
    each = shown_rate(told, draft.currency)
    return fill(_("Price: {terms} × {rate} / 1,000 = {price}"), terms=_terms(draft), rate=each, price=price)


def _rounded_up(draft: Draft, told: str, exact: Decimal, price: Markup) -> Markup:
    """Show the arithmetic with all digits, so that it can be checked."""
    each, product = (exact_amount(one, draft.currency) for one in (Decimal(told), exact))
    return fill(
        _("Price: {terms} × {rate} / 1,000 = {product}, rounded up to {price}"),
        terms=_terms(draft),
        rate=each,
        product=product,
        price=price,
    )


def _terms(draft: Draft) -> str:
    answers = draft.answers
    if answers.get(Field.RUNS):
        return f"{number(int(answers[Field.QUANTITY]))} × {number(int(answers[Field.RUNS]))}"
    if answers.get(Field.POSTS):
        return f"{number(int(answers[Field.MAX]))} × {number(int(answers[Field.POSTS]))}"
    return number(draft.quantity or 0)


def _runs(draft: Draft) -> str | None:
    """Show the quantity of a run and of all runs, because panels differ in how they count."""
    answers = draft.answers
    if answers.get(Field.RUNS):
        runs = int(answers[Field.RUNS])
        sentence = ngettext("{runs} run of {each} = {total}", "{runs} runs of {each} = {total}", runs)
        return sentence.format(
            each=number(int(answers[Field.QUANTITY])), runs=number(runs), total=number(draft.quantity or 0)
        )
    if answers.get(Field.POSTS):
        price = labels.price(draft.price or 0, draft.currency)
        return _("At most {price}: you pay post by post.").format(price=price)
    return None


def _balance_after(it: Step) -> Markup | str | None:
    if it.balance is None or not it.draft.price:
        return None
    if it.wallet is not None:
        return _wallet_after(it.wallet, it.draft.price, it.draft.currency)
    after = it.balance - it.draft.price
    if after < 0:
        short = money(-after, it.draft.currency)
        return "⚠️ " + _("The account is {amount} short for this order.").format(amount=short)
    return fill(_("Balance after: {amount}"), amount=on_account(after, it.draft.currency))


def _wallet_after(it: Wallet, price: int, currency: str | None) -> Markup:
    if it.available < price:
        return fill("⚠️ {words}", words=wallet.short(it, price, currency))
    return fill(_("Balance after: {amount}"), amount=money(it.balance - price, currency))


def _other_number(it: Step) -> str | None:
    """Return a warning if a package's name has another number than the list has lines."""
    said = re.findall(r"\d+", it.service.name)
    if len(said) != 1 or ServiceType(it.service.type) is not ServiceType.CUSTOM_COMMENTS_PACKAGE:
        return None
    sent = len(lines_of(it.draft.answers.get(Field.COMMENTS, "")))
    if sent == int(said[0]):
        return None
    return "⚠️ " + ngettext(
        "This service's name says {said}; you sent {count} line. The panel decides how many it uses.",
        "This service's name says {said}; you sent {count} lines. The panel decides how many it uses.",
        sent,
    ).format(said=number(int(said[0])), count=number(sent))


def _open_order(it: Step) -> str | None:
    if it.open_order is None:
        return None
    return "⚠️ " + _("Order {number} on this link is still open. The panel may refuse another.").format(
        number=it.open_order.id
    )


def changes(it: Step) -> Screen:
    draft = it.draft
    fields: Sequence[Field] = questions(it.service, draft.answers)
    return Screen(
        rows_of(bold(_("What do you want to change?")), cut(it.service.name, 120)),
        [
            *(
                [button(_change_label(field, draft), ChangeAnswer(draft=draft.id, field=field))]
                for field in fields
            ),
            [button("‹ " + _("Back"), OpenDraft(draft=draft.id))],
        ],
    )


def _change_label(field: Field, draft: Draft) -> str:
    value = draft.answers.get(field, SKIPPED)
    return f"{labels.field(field)} · {cut(shown(field, value), 30)}" if value else labels.field(field)


def dropped(service: CatalogueService | None) -> Screen:
    rows: list[ButtonRow] = [[home()]]
    if service is not None:
        rows.insert(
            0, [primary_button("🛒 " + _("Back to the service"), OpenService(service=ref_of(service.id)))]
        )
    return Screen(fill(_("Canceled. Nothing was ordered and nothing was charged.")), rows)
