"""Help, privacy and terms."""

from markupsafe import Markup

from views.callbacks import OpenCatalogue, OpenHelp, OpenPrivacy, OpenTerms
from views.catalogue import home
from views.language import N_, _
from views.screen import Screen, button, go_on
from views.text import bold, paragraphs

COMMANDS = {
    "start": N_("The menu"),
    "catalogue": N_("Browse services"),
    "search": N_("Find a service"),
    "orders": N_("My orders"),
    "balance": N_("Balance"),
    "settings": N_("Language and messages"),
    "help": N_("How it works"),
    "privacy": N_("What is kept about you"),
    "terms": N_("The rules"),
}


def commands() -> dict[str, str]:
    return {name: _(description) for name, description in COMMANDS.items()}


def description() -> str:
    """What a person reads before they tap Start; at most 512 characters."""
    return _("Browse services, place orders and follow them, all in this chat.")


def help_screen() -> Screen:
    return Screen(
        paragraphs(
            bold(_("How it works")),
            _(
                "Choose a service from the catalogue or send words to search for. Answer one question at a "
                "time; before anything is ordered you see the price with its arithmetic."
            ),
            _(
                "The card of an order moves by itself. When the order ends you get a message. For services "
                "with a refill, ask for it on the card of the finished order."
            ),
            _(
                "If the panel does not answer clearly, the order is not sent twice: it is checked, and you "
                "are told."
            ),
            Markup("\n").join(f"/{name} – {words}" for name, words in commands().items()),
        ),
        [
            [go_on("🗂 " + _("Catalogue"), OpenCatalogue())],
            [button(_("Privacy"), OpenPrivacy()), button(_("Terms"), OpenTerms()), home()],
        ],
    )


def privacy() -> Screen:
    return Screen(
        paragraphs(
            bold(_("Privacy")),
            _(
                "Kept are: your Telegram id and name, your language and settings, what you entered for "
                "orders, and what became of them. It is kept to carry out your orders and to answer "
                "questions about them."
            ),
            _(
                "What an order needs (the link, names and texts you entered) is sent to the panel that "
                "carries it out. Nothing else leaves this bot, and links are never opened by it."
            ),
            _("To have your data deleted, write to the operator who let you in."),
        ),
        [[button("‹ " + _("Back"), OpenHelp()), home()]],
    )


def terms() -> Screen:
    return Screen(
        paragraphs(
            bold(_("Terms")),
            _(
                "Orders are carried out by the panel, at the price you confirm. What was delivered is paid "
                "for; what is canceled or left over goes back to the account."
            ),
            _(
                "The rules of the network that a service is for apply to what you order there. Order only "
                "for what is yours or what you may act for."
            ),
        ),
        [[button("‹ " + _("Back"), OpenHelp()), home()]],
    )
