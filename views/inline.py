"""Results of inline queries: services, for a person in the chat with the bot or elsewhere."""

from aiogram.types import (
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
)

from storage.services import CatalogueService
from usecases.browsing.find_inline import Found
from usecases.browsing.shelves import ref_of
from views.catalogue import DOT
from views.language import _
from views.screen import link
from views.service_card import limits, priced
from views.text import FULLNAME, bold, clean, cut

LONGEST_TITLE = 80
SEARCH_START = "find"
"""The start payload of the button that leads to the search in the chat."""


def results(found: Found, username: str, *, with_prices: bool) -> list[InlineQueryResultArticle]:
    """Return a result for each service.

    `with_prices`: a chosen one sends its link into the chat with the bot, which opens its card. Otherwise it
    sends its name with a button that leads to the bot.
    """
    return [
        _result(service, f"https://t.me/{username}?start=s_{ref_of(service.id)}", found.currency, with_prices)
        for service in found.services
    ]


def _result(
    service: CatalogueService,
    address: str,
    currency: str | None,
    with_prices: bool,  # noqa: FBT001 - told apart above
) -> InlineQueryResultArticle:
    return InlineQueryResultArticle(
        id=ref_of(service.id),
        title=cut(service.name, LONGEST_TITLE),
        description=_told(service, currency) if with_prices else clean(service.category),
        input_message_content=InputTextMessageContent(
            message_text=address if with_prices else bold(cut(service.name, FULLNAME)),
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        ),
        reply_markup=None
        if with_prices
        else InlineKeyboardMarkup(inline_keyboard=[[link(_("Open service"), address)]]),
    )


def _told(service: CatalogueService, currency: str | None) -> str:
    return DOT.join((priced(service, currency).striptags(), limits(service)))


def nothing(words: str) -> InlineQueryResultsButton:
    """The button over an empty list."""
    said = _("Nothing found. Search in the chat") if words.strip() else _("Type what you are looking for")
    return InlineQueryResultsButton(text=said, start_parameter=SEARCH_START)
