"""Finds services by id, words of their name or category, and words nearly like those."""

import re
import unicodedata
from collections import defaultdict

from rapidfuzz import fuzz, process

from storage.services import Service
from usecases.catalogue import Catalogue

WORD = re.compile(r"\w+")
NEARLY = 75  # rapidfuzz ratio from which a word counts as misspelt
MOST_WORDS = 8

# What a word of the query is worth when it meets a word of a service.
SAME, BEGINS, INSIDE = 100.0, 80.0, 55.0
IN_CATEGORY = 0.6


def words_of(text: str) -> list[str]:
    return WORD.findall(unicodedata.normalize("NFKC", text).casefold())


class SearchServices:
    """Ranks the catalogue's services; its index is rebuilt when the catalogue has changed."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._indexed: tuple[Service, ...] = ()
        self._vocabulary: list[str] = []
        self._in_name: dict[str, set[int]] = {}
        self._in_category: dict[str, set[int]] = {}

    def __call__(self, text: str) -> list[Service]:
        """All hits, best first; an exact id before everything."""
        self._keep_up()
        words = words_of(text)[:MOST_WORDS]
        scores = self._scores(words)
        ranked = sorted(scores, key=lambda position: (-scores[position], position))
        exact = [place for place, service in enumerate(self._indexed) if service.id == text.strip()]
        return [self._indexed[place] for place in dict.fromkeys(exact + ranked)]

    def _scores(self, words: list[str]) -> dict[int, float]:
        """Services that meet every word; where none does, those that meet most."""
        total: dict[int, float] = defaultdict(float)
        met: dict[int, int] = defaultdict(int)
        for word in words:
            for position, score in self._meetings(word).items():
                total[position] += score
                met[position] += 1
        most = max(met.values(), default=0)
        return {position: score for position, score in total.items() if met[position] == most}

    def _meetings(self, word: str) -> dict[int, float]:
        best: dict[int, float] = {}
        for known, worth in self._likenesses(word):
            for places, factor in ((self._in_name, 1.0), (self._in_category, IN_CATEGORY)):
                for position in places.get(known, ()):
                    best[position] = max(best.get(position, 0.0), worth * factor)
        return best

    def _likenesses(self, word: str) -> list[tuple[str, float]]:
        found = [(known, worth) for known in self._vocabulary if (worth := _likeness(word, known))]
        if found or len(word) < 3:  # noqa: PLR2004 - of two letters everything is a misspelling
            return found
        near = process.extract(word, self._vocabulary, scorer=fuzz.ratio, score_cutoff=NEARLY, limit=10)
        return [(known, ratio / 2) for known, ratio, _ in near]

    def _keep_up(self) -> None:
        if self._indexed is self._catalogue.services:
            return
        self._indexed = self._catalogue.services
        self._in_name, self._in_category = defaultdict(set), defaultdict(set)
        for position, service in enumerate(self._indexed):
            for word in (*words_of(service.name), service.id.casefold()):
                self._in_name[word].add(position)
            for word in words_of(service.category):
                self._in_category[word].add(position)
        self._vocabulary = sorted({*self._in_name, *self._in_category})


def _likeness(word: str, known: str) -> float:
    if word == known:
        return SAME
    if known.startswith(word):
        return BEGINS
    return INSIDE if len(word) > 2 and word in known else 0.0  # noqa: PLR2004 - two letters are in too much
