"""Help, privacy and terms."""

from markupsafe import Markup

from views import forgetting
from views.callbacks import OpenCatalogue, OpenHelp, OpenPrivacy, OpenRules, OpenTerms, SendMyData
from views.language import N_, _
from views.navigation import home
from views.operating.callbacks import OpenHealth
from views.own_texts import own
from views.screen import Screen, button, primary_button
from views.support_callbacks import OpenSupport
from views.text import bold, fill, lines, paragraphs

MENU_COMMANDS = {
    "start": N_("The menu"),
    "catalogue": N_("Browse services"),
    "search": N_("Find a service"),
    "orders": N_("My orders"),
    "balance": N_("Balance"),
    "wallet": N_("Your wallet"),
    "topup": N_("Top up with Stars"),
    "paysupport": N_("Help with payments"),
    "settings": N_("Language and messages"),
    "help": N_("How it works"),
    "privacy": N_("What we keep about you"),
    "terms": N_("The rules"),
}


SHOP_COMMANDS = frozenset({"wallet", "topup", "paysupport"})
"""Commands that are offered only where people pay from wallets."""


def commands(*, is_shop: bool = False) -> dict[str, str]:
    """Return the commands of the menu. A shop has wallets where a private bot has the panel's balance."""
    left_out = {"balance"} if is_shop else SHOP_COMMANDS
    return {name: _(description) for name, description in MENU_COMMANDS.items() if name not in left_out}


def description() -> str:
    """Return the text that a person reads before they tap Start. Telegram allows 512 characters."""
    return _("Browse services, order and track everything in this chat. Tap START.")


def short_description() -> str:
    """Return the text of the bot's profile and of links to it. Telegram allows 120 characters."""
    return _("Order services for your pages and posts, and follow each order.")


def help_screen(*, is_shop: bool = False, support: str | None = None, has_rules: bool = False) -> Screen:
    """The help. `support` is what operators wrote about how to reach them; `has_rules`: they wrote rules."""
    return Screen(
        paragraphs(
            bold(_("How it works")),
            _(
                "Choose a service from the catalogue, or type what you are looking for. Answer one "
                "question at a time: you always see the price, and how it is calculated, before you "
                "confirm."
            ),
            _(
                "The order card updates itself, and you get a message when the order is finished. If the "
                "service includes refills, you can request one on the card of the finished order."
            ),
            _(
                "The panel carries out the orders. If it gives no clear answer, your order is not sent "
                "again. It is checked, and you get a message."
            ),
            _(
                "You pay from your wallet. The price is kept aside until the panel has your order; what "
                "isn't delivered comes back by itself."
            )
            if is_shop
            else None,
            _list_of_commands(is_shop=is_shop),
            own(support) if support else None,
        ),
        [
            [primary_button("🗂 " + _("Catalogue"), OpenCatalogue())],
            [button("📜 " + _("Rules"), OpenRules())] if has_rules else [],
            [button("🛟 " + _("Support"), OpenSupport())],
            [button(_("Privacy"), OpenPrivacy()), button(_("Terms"), OpenTerms()), home()],
        ],
    )


def _list_of_commands(*, is_shop: bool) -> Markup:
    return lines(
        *(
            fill("{command} – {words}", command=f"/{name}", words=words)
            for name, words in commands(is_shop=is_shop).items()
        )
    )


def operator_help(*, is_shop: bool = False) -> Screen:
    """The help for an operator."""
    return Screen(
        paragraphs(
            bold(_("You operate this bot")),
            _(
                "Tap Operator to see how the panel and the orders are, what waits for your decision, and who "
                "may order. There you invite and remove people, and find any order by its number."
            ),
            _(
                "You get a message when the panel is down, refuses the key or lacks funds, when an order "
                "gets no clear answer, and when somebody wants to join."
            ),
            _("An order in doubt is not sent again: look for it in your account at the panel, then decide."),
            _list_of_commands(is_shop=is_shop),
        ),
        [
            [primary_button("🛠 " + _("Operator"), OpenHealth())],
            [button("🗂 " + _("Catalogue"), OpenCatalogue()), home()],
            [button(_("Privacy"), OpenPrivacy()), button(_("Terms"), OpenTerms())],
        ],
    )


def privacy(*, is_shop: bool = False, contact: str | None = None, support: str | None = None) -> Screen:
    return Screen(
        paragraphs(
            bold(_("Privacy")),
            _(
                "We keep your Telegram ID and name, your settings, and your orders with their results. We "
                "need them to carry out your orders and to answer questions about them."
            ),
            _(
                "What an order needs (the link, names and texts you entered) is sent to the panel that "
                "carries it out. Nothing else leaves this bot, and it never opens your links."
            ),
            _(
                "Of payments we keep the time, the number of Stars, Telegram's ID of the payment, and what "
                "came into and left your wallet. These stay for the books when your other data is deleted."
            )
            if is_shop
            else None,
            _(
                "Operators read what you write to support. It is deleted 90 days after the case was closed, "
                "or with your other data."
            ),
            _ask(contact, support),
        ),
        [
            [button("📄 " + _("My data as files"), SendMyData())],
            forgetting.opening(),
            [button("‹ " + _("Back"), OpenHelp()), home()],
        ],
    )


def terms(*, is_shop: bool = False, contact: str | None = None, support: str | None = None) -> Screen:
    return Screen(
        paragraphs(
            bold(_("Terms")),
            _(
                "Orders are carried out at the price you confirm. If less is delivered, the rest of the "
                "price comes back to your wallet."
            )
            if is_shop
            else _(
                "The panel carries out the orders, at the price you confirm. If it delivers less, it "
                "should return the rest of the money to the account."
            ),
            _(
                "Your orders must follow the rules of the networks they are for. Order only for "
                "accounts and pages you own or may act for."
            ),
            _(
                "You pay with Telegram Stars into a wallet here, and orders are paid from it. A payment that "
                "is still whole in your wallet goes back within a day if you ask: /paysupport."
            )
            if is_shop
            else None,
            _ask(contact, support),
        ),
        [[button("‹ " + _("Back"), OpenHelp()), home()]],
    )


def _ask(contact: str | None, support: str | None) -> Markup | None:
    """Say whom to ask, in the operators' own words if they wrote any."""
    if support is not None:
        return own(support)
    return fill(_("Questions: {contact}"), contact=contact) if contact else None
