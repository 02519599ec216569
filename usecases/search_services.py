"""Finds services by id, words of their name or category, and words nearly like those."""

from collections.abc import Sequence

from storage.services import Service
from usecases.catalogue import Catalogue
from usecases.search_index import SearchIndex, words_of

MOST_WORDS = 8


class SearchServices:
    """Ranks the catalogue's services."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def __call__(self, text: str) -> Sequence[Service]:
        """All hits, best first; an exact id before everything."""
        return self._index().find(text, words_of(text)[:MOST_WORDS])

    def _index(self) -> SearchIndex:
        """Usually `RefreshCatalogue` has made it; who searches in the first moments waits for it here."""
        shelves = self._catalogue.shelves
        if shelves.index is None:
            shelves.index = SearchIndex(shelves.services)
        return shelves.index
