"""Finds services by words: a dictionary of words with their services, and rapidfuzz for misspelt words."""

import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from functools import partial
from itertools import chain
from operator import itemgetter

from rapidfuzz import fuzz, process

from storage.services import CatalogueService

WORD = re.compile(r"\w+")
MAX_WORDS = 8  # of one search; the rest is ignored
MAX_CORRECTED_WORDS = 2  # of one search; further misspelt words are ignored, because each takes long
SHORT_WORD_LENGTH = 3  # letters; a shorter word is part of too many others
MAX_CACHED_SEARCHES = 50

# The score of a service whose name has the word, a word that begins with it, a word that contains it.
SAME_WORD_SCORE, PREFIX_SCORE, INSIDE_SCORE = 100.0, 80.0, 55.0
MISSPELT_FACTOR = 0.5  # from rapidfuzz's ratio to a score, which is at most 50
CATEGORY_FACTOR = 0.6  # from the score of a name to that of a category

MIN_RATIO = 75  # of 100, rapidfuzz's ratio of a misspelt word and the right one
MAX_CORRECTIONS = 10  # right words for one misspelt word


def words_of(text: str) -> list[str]:
    return WORD.findall(unicodedata.normalize("NFKC", text).casefold())


class SearchIndex:
    """Make it in a thread, because that is slow. A search takes a fraction of a millisecond."""

    def __init__(self, services: Sequence[CatalogueService]) -> None:
        self._services: Sequence[CatalogueService | None] = services
        self._in_name = _places({*words_of(one.name), one.id.casefold()} for one in services)
        self._in_category = _places(set(words_of(one.category)) for one in services)
        self._vocabulary = sorted(self._in_name.keys() | self._in_category)
        self._text = "\n".join(["", *self._vocabulary, ""])
        self._cached: dict[str, Sequence[CatalogueService]] = {}

    def over(self, services: Sequence[CatalogueService | None]) -> "SearchIndex":
        """Return an index of the same words over the same services at other rates; None is not found.

        `services` has the places of this index.
        """
        other = copy(self)
        other._services = services  # noqa: SLF001 - an object of this class
        other._cached = {}  # noqa: SLF001 - as above
        return other

    def find(self, text: str) -> Sequence[CatalogueService]:
        """Return the services that match all words, or the most words if none matches all; best first."""
        if text not in self._cached:
            self._cached[text] = self._found(text, self._ranked(words_of(text)[:MAX_WORDS]))
            if len(self._cached) > MAX_CACHED_SEARCHES:
                del self._cached[next(iter(self._cached))]
        return self._cached[text]

    def find_exactly(self, text: str) -> Sequence[CatalogueService]:
        """Return the services that have all words in their name or as their id."""
        places = [self._in_name.get(word, ()) for word in words_of(text)[:MAX_WORDS]]
        return self._found(text, sorted(set(places[0]).intersection(*places)) if places else [])

    def _found(self, text: str, places: Iterable[int]) -> Sequence[CatalogueService]:
        """Return the service with this id first, then the services at the places."""
        service_id = text.strip()
        for place in self._in_name.get(service_id.casefold(), ()):
            named = self._services[place]
            if named is not None and named.id == service_id:
                places = [place, *(one for one in places if one != place)]
        return tuple([one for place in places if (one := self._services[place]) is not None])

    def _ranked(self, words: Iterable[str]) -> list[int]:
        matched = [scores for matches in self._matches_of(words) if (scores := self._scores(matches))]
        if not matched:
            return []
        places = set(matched[0]).intersection(*matched) or _in_most(matched)
        totals = {place: sum([scores.get(place, 0.0) for scores in matched]) for place in sorted(places)}
        return sorted(totals, key=totals.__getitem__, reverse=True)

    def _matches_of(self, words: Iterable[str]) -> Iterator[list[tuple[str, float]]]:
        """Return for each word the known words that it may mean. Without any it is corrected."""
        corrected = 0
        for word in words:
            matches = self._matches(word)
            if not matches and len(word) >= SHORT_WORD_LENGTH and corrected < MAX_CORRECTED_WORDS:
                corrected += 1
                matches = self._corrections(word)
            yield matches

    def _scores(self, matches: Sequence[tuple[str, float]]) -> dict[int, float]:
        """Return the services that have one of the matches of a word, each with its best score."""
        found = [(score, self._in_name.get(known, ())) for known, score in matches]
        found += [(score * CATEGORY_FACTOR, self._in_category.get(known, ())) for known, score in matches]
        best: dict[int, float] = {}
        for score, places in sorted(found, key=itemgetter(0)):
            best.update(dict.fromkeys(places, score))
        return best

    def _matches(self, word: str) -> list[tuple[str, float]]:
        """Return known words that contain a word. A short word has to be their beginning."""
        like = self._beginning_with(word) if len(word) < SHORT_WORD_LENGTH else self._containing(word)
        return [(known, _score(word, known)) for known in like]

    def _beginning_with(self, word: str) -> list[str]:
        first = bisect_left(self._vocabulary, word)
        behind = bisect_right(self._vocabulary, word, key=lambda known: known[: len(word)])
        return self._vocabulary[first:behind]

    def _containing(self, word: str) -> Iterator[str]:
        """Search one text of all words: it is ten times as fast as a list of words."""
        at = self._text.find(word)
        while at >= 0:
            end = self._text.index("\n", at)
            yield self._text[self._text.rindex("\n", 0, at) + 1 : end]
            at = self._text.find(word, end)

    def _corrections(self, word: str) -> list[tuple[str, float]]:
        near = process.extract(
            word, self._vocabulary, scorer=fuzz.ratio, score_cutoff=MIN_RATIO, limit=MAX_CORRECTIONS
        )
        return [(known, ratio * MISSPELT_FACTOR) for known, ratio, _ in near]


def _places(words_of_each: Iterable[Iterable[str]]) -> dict[str, Sequence[int]]:
    """Map each word to the places of its services in the list.

    An array takes half of a tuple's memory, except for the single place of most words.
    """
    places: dict[str, array[int]] = defaultdict(partial(array, "I"))
    for place, words in enumerate(words_of_each):
        for word in words:
            places[word].append(place)
    return {word: those if len(those) > 1 else tuple(those) for word, those in places.items()}


def _score(word: str, known: str) -> float:
    if word == known:
        return SAME_WORD_SCORE
    return PREFIX_SCORE if known.startswith(word) else INSIDE_SCORE


def _in_most(matched: Sequence[Iterable[int]]) -> list[int]:
    """Return the places that match the most words."""
    times = Counter(chain.from_iterable(matched))
    most = max(times.values())
    return [place for place, number in times.items() if number == most]
