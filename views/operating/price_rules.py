"""Words and screens about price rules: the list, and one rule with what can be changed."""

from collections.abc import Sequence
from decimal import Decimal

from aiogram.types import InlineKeyboardButton

from storage.price_rules import PriceRule, RuleKey, RuleLevel
from storage.services import CatalogueService
from usecases.browsing.shelves import Category, category_ref, ref_of
from usecases.operating.change_prices import PriceRules
from usecases.operating.plan_prices import PriceChange
from usecases.pricing.price_book import PriceBook
from views.language import N_, _
from views.navigation import SERVICES_PER_PAGE, home, turning, within
from views.operating.shop_callbacks import (
    NO_SUBJECT,
    AskPrice,
    AskPricedService,
    Level,
    OpenPriceCategories,
    OpenPrices,
    OpenRule,
    OpenShop,
)
from views.screen import ButtonRow, Screen, button
from views.text import ago, bold, cut, exact_number, fill, lines, money, paragraphs, shown_rate

LEVELS: dict[RuleLevel, Level] = {RuleLevel.ALL: "a", RuleLevel.CATEGORY: "c", RuleLevel.SERVICE: "s"}
EVERYTHING = RuleKey(RuleLevel.ALL, "", None)
CHANGES = {
    PriceChange.PERCENT: N_("Percent"),
    PriceChange.PLUS: N_("Amount"),
    PriceChange.FIXED: N_("Fixed rate"),
}


def subject_ref(key: RuleKey) -> str:
    """Return what a rule is about, as its buttons name it."""
    match key.level:
        case RuleLevel.CATEGORY:
            return category_ref(key.subject)
        case RuleLevel.SERVICE:
            return ref_of(key.subject)
    return NO_SUBJECT


def opening(key: RuleKey) -> OpenRule:
    return OpenRule(level=LEVELS[key.level], subject=subject_ref(key), group=key.group_id or 0)


def asking(change: PriceChange, key: RuleKey) -> AskPrice:
    group = key.group_id or 0
    return AskPrice(change=change, level=LEVELS[key.level], subject=subject_ref(key), group=group)


def percent(value: Decimal) -> str:
    return _("{percent} %").format(percent=exact_number(value))


def terms_of(rule: PriceRule | None, book: PriceBook) -> str:
    """Return a rule in a few signs: "+50 % +$0.10", or its fixed rate. Without a rule, the minimum margin."""
    currency = book.terms.wallet_currency
    if rule is None:
        return _("Minimum margin {percent}").format(percent=percent(book.terms.min_margin))
    if rule.fixed is not None:
        return _("{rate} fixed").format(rate=money(rule.fixed, currency))
    parts = ["+" + percent(Decimal(rule.percent or 0))]
    if rule.plus:
        parts.append("+" + money(rule.plus, currency))
    return " ".join(parts)


def named(key: RuleKey, names: dict[str, str]) -> str:
    """Return what a rule is about, in words."""
    match key.level:
        case RuleLevel.CATEGORY:
            return cut(key.subject, 60)
        case RuleLevel.SERVICE:
            return f"{cut(key.subject, 12)} · {cut(names.get(key.subject, ''), 44)}".rstrip(" ·")
    return _("All services")


def whose(key: RuleKey, book: PriceBook) -> str:
    group = book.groups.get(key.group_id) if key.group_id is not None else None
    return cut(group.name, 40) if group else _("everybody")


def rules(it: PriceRules, page: int) -> Screen:
    book = it.book
    others = [rule for key, rule in book.rules.items() if key != EVERYTHING]
    page, pages = within(page, len(others))
    shown = others[page * SERVICES_PER_PAGE : (page + 1) * SERVICES_PER_PAGE]
    return Screen(
        paragraphs(
            bold(_("Prices")),
            _("A service's own rule counts first, then its category's, then that of all services."),
            fill(
                _("No price is less than {percent} above the cost."), percent=percent(book.terms.min_margin)
            ),
            _last(it),
        ),
        [
            [_row(EVERYTHING, book.rules.get(EVERYTHING), it)],
            *([_row(rule.key, rule, it)] for rule in shown),
            turning(page, pages, lambda turned: OpenPrices(page=turned)),
            [button("± " + _("All prices by a percentage"), AskPrice(change=PriceChange.SCALE))],
            [
                button("📁 " + _("A category"), OpenPriceCategories()),
                button("🔎 " + _("A service"), AskPricedService()),
            ],
            [button("↩️ " + _("Undo the last change"), AskPrice(change=PriceChange.UNDO))] if it.last else [],
            [button("‹ " + _("Shop"), OpenShop()), home()],
        ],
    )


def _last(it: PriceRules) -> str | None:
    if it.last is None:
        return None
    if not it.last.by:
        return fill(_("Last change: {when}."), when=ago(it.last.at))
    return fill(_("Last change: {when}, by {name}."), when=ago(it.last.at), name=cut(it.last.by, 40))


def _row(key: RuleKey, rule: PriceRule | None, it: PriceRules) -> InlineKeyboardButton:
    group = f"{whose(key, it.book)}: " if key.group_id is not None else ""
    return button(f"{group}{terms_of(rule, it.book)} · {cut(named(key, it.names), 40)}", opening(key))


def rule(key: RuleKey, it: PriceRules) -> Screen:
    """One rule, whether it is there or not, and what can be changed."""
    book = it.book
    found = book.rules.get(key)
    changes = [
        button(_(label), asking(change, key))
        for change, label in CHANGES.items()
        if key.level is RuleLevel.SERVICE or change is not PriceChange.FIXED
    ]
    others = [None, *book.groups]
    return Screen(
        paragraphs(
            bold(named(key, it.names)),
            lines(
                fill(_("For: {group}"), group=bold(whose(key, book))),
                fill(_("Now: {terms}"), terms=bold(terms_of(found, book))) if found else _without(key),
            ),
            _("Percent and amount are added to the cost; the amount is per 1,000, or per package."),
        ),
        [
            changes,
            [button("✖️ " + _("Remove this rule"), asking(PriceChange.REMOVE, key))] if found else [],
            *(
                [button("👥 " + _("For {group}").format(group=whose(other, book)), opening(other))]
                for group_id in others
                if (other := RuleKey(key.level, key.subject, group_id)) != key
            ),
            [button("‹ " + _("Prices"), OpenPrices()), home()],
        ],
    )


def _without(key: RuleKey) -> str:
    if key == EVERYTHING:
        return _("There is no rule: prices are at the minimum margin.")
    return _("There is no rule of its own: a more general one counts.")


def categories(found: Sequence[Category], page: int) -> Screen:
    page, pages = within(page, len(found))
    return Screen(
        lines(bold(_("Prices")), _("Which category?")),
        [
            *(
                [
                    button(
                        cut(one.name, 44),
                        OpenRule(level="c", subject=one.id),
                    )
                ]
                for one in found[page * SERVICES_PER_PAGE : (page + 1) * SERVICES_PER_PAGE]
            ),
            turning(page, pages, lambda turned: OpenPriceCategories(page=turned)),
            [button("‹ " + _("Prices"), OpenPrices()), home()],
        ],
    )


def ask_service(words: str | None, found: Sequence[CatalogueService], currency: str | None) -> Screen:
    """Ask for a service by its ID or words of its name. `found` are the results for `words`."""
    rows: list[ButtonRow] = [
        [
            button(
                f"{shown_rate(one.rate, currency)} · {cut(one.name, 44)}",
                OpenRule(level="s", subject=ref_of(one.id)),
            )
        ]
        for one in found[:SERVICES_PER_PAGE]
    ]
    nothing = fill(_("There is no service “{words}”."), words=cut(words, 60)) if words and not found else None
    return Screen(
        paragraphs(
            nothing,
            lines(
                bold(_("Prices")),
                _("Send the ID of a service, or words of its name."),
                _("The amounts are costs per 1,000, or per package.") if rows else None,
            ),
        ),
        [*rows, [button("‹ " + _("Prices"), OpenPrices()), home()]],
    )
