"""Finds services by id, words of their name or category, and words nearly like those."""

import re
from collections.abc import Sequence

from storage.services import CatalogueService
from usecases.browsing.catalogue import Catalogue
from usecases.numbers import parse_whole

ONLY_FIGURES = re.compile(r"[\d\s.,/:-]+")  # numbers, dates and times
WEB_ADDRESS = re.compile(r"\S+://\S+|(?:www\.|t\.me/)\S+", re.IGNORECASE)


def is_exact(text: str) -> bool:
    """Whether a text is a number, a date or a link. The search for these is exact."""
    typed = text.strip()
    return (
        bool(ONLY_FIGURES.fullmatch(typed) or WEB_ADDRESS.fullmatch(typed)) or parse_whole(typed) is not None
    )


class SearchServices:
    """Ranks the catalogue's services."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def __call__(self, text: str, group_id: int | None = None) -> Sequence[CatalogueService]:
        """Return all hits, an exact id first, then the best. Numbers, dates and links match exactly.

        The services have the rates of the group.
        """
        index = self._catalogue.index_of(group_id)
        return index.find_exactly(text) if is_exact(text) else index.find(text)
