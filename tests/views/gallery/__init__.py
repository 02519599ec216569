"""Everything that the bot can say: each screen, message and toast, drawn by the views from records of its own.

A new screen is one `yield Shown(...)` in the group where it belongs; `make sentences` writes the list anew.
"""

from collections.abc import Callable, Iterator, Mapping

from tests.views.gallery import (
    backing_up,
    broadcasting,
    browsing,
    cards,
    drawing,
    joining,
    mass,
    money,
    moving,
    operating,
    ordering,
    selling,
    shop,
    stars,
    support,
    writing,
)
from tests.views.gallery.paper import Shown, page
from tests.views.gallery.records import LONGEST, ORDINARY, Records
from views.language import ENGLISH, speaking

GROUPS: Mapping[str, Callable[[Records], Iterator[Shown]]] = {
    "Start and help": browsing.first_steps,
    "Catalogue": browsing.catalogue_,
    "Service": browsing.service,
    "Search": browsing.searching,
    "Balance and settings": browsing.accounts,
    "Ordering: questions": ordering.wizard_,
    "Ordering: review": ordering.reviews,
    "Ordering: answers that are asked for again": ordering.wrong_answers,
    "Why a tap was not carried out": ordering.obstacles,
    "Shop: catalogue": selling.on_sale,
    "Shop: review": selling.reviews,
    "Mass orders: reviews": mass.reviews,
    "Mass orders: wrong lines, and files": mass.reasons,
    "Mass orders: progress": mass.progress,
    "Order cards": cards.cards,
    "Order cards: money that returns": cards.money_that_returns,
    "Order cards: what the panel refuses": cards.refusals,
    "Order cards: refills": cards.refills,
    "Order cards: cancellations": cards.cancellations,
    "Order cards: paid from a wallet": money.orders_from_wallets,
    "Wallet, and what else a shop shows": money.wallets,
    "Wallet: what an operator did by hand": money.told_by_hand,
    "Topping up with Stars": stars.topping_up,
    "Help with payments": stars.help_with_payments,
    "Support": support.of_people,
    "My orders": cards.lists,
    "Messages about orders": cards.messages,
    "Order cards: history": cards.histories,
    "Toasts": browsing.answers_to_taps,
    "Messages that cannot be used": browsing.odd_messages,
    "News": broadcasting.for_people,
    "Operator": operating.health,
    "Operator: the desk": operating.at_work,
    "Operator: pictures": drawing.pictures_,
    "Operator: stuck orders": operating.stuck_orders,
    "Operator: backups": backing_up.backups_,
    "Operator: alerts": operating.alerts,
    "Operator: panel account by day": operating.account_by_day,
    "Operator: people who want to join": joining.doors,
    "Operator: people": joining.members,
    "Operator: roles": joining.what_roles_do,
    "Operator: acts on people": joining.acts,
    "Operator: who did what": joining.who_did_what,
    "Operator: orders and refills in doubt": operating.in_doubt,
    "Operator: orders in trouble": operating.trouble,
    "Operator: how much comes back": money.questions_of_money,
    "Operator: people's money": money.moves_by_hand,
    "Operator: payments": stars.payments_for_operators,
    "Operator: former panels": moving.former_panels_,
    "Operator: orders that are missing here": moving.adoptions,
    "Operator: cases of support": support.of_operators,
    "Operator: the group": support.in_group,
    "Operator: held services": operating.held,
    "Operator: services whose rate moved": selling.moved,
    "Operator: shop": shop.overviews,
    "Operator: price rules": shop.rules,
    "Operator: changes of prices": shop.changes,
    "Operator: groups": shop.groups_,
    "Operator: Stars and limits": shop.values,
    "Operator: own texts": writing.own_texts_,
    "Operator: services": writing.services_,
    "Operator: broadcasts in the making": broadcasting.drafts,
    "Operator: broadcasts": broadcasting.sent,
    "Operator: refusals": operating.refused,
    "Operator: after a restore, and sales": operating.afterwards,
}

LONG = (browsing.service, cards.lists, joining.doors)
"""Groups that the list repeats with the longest names there are."""


def shown(records: Records = ORDINARY) -> Iterator[tuple[str, list[Shown]]]:
    for heading, group in GROUPS.items():
        yield heading, list(group(records))


def everything() -> list[tuple[str, list[Shown]]]:
    """All groups, and some again with the longest names there are."""
    longest = [one for group in LONG for one in group(LONGEST)]
    return [*shown(), ("With the longest names", longest)]


def whole() -> str:
    """The list, in English."""
    with speaking(ENGLISH):
        return page(everything())
