"""Finds the services of a list by words: an inverted index whose sets of services are the bits of numbers."""

import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import overload

from storage.services import CatalogueService
from usecases.browsing.bits import Bits, each, kept, union
from usecases.browsing.misspellings import Misspellings

WORD = re.compile(r"\w+")
SHORT_WORD_LENGTH = 3  # letters; of fewer everything is a misspelling, and they are inside of too much

# What a word of the query is worth when it meets a word of a service.
SAME, BEGINS, INSIDE = 100.0, 80.0, 55.0
IN_CATEGORY = 0.6

BEHIND_ALL = chr(0x10FFFF)


def words_of(text: str) -> list[str]:
    return WORD.findall(unicodedata.normalize("NFKC", text).casefold())


class SearchIndex:
    """Takes long to make (not on the event loop), and a fraction of a millisecond to ask."""

    def __init__(self, services: tuple[CatalogueService, ...]) -> None:
        self.services = services
        self._place_of_id = {service.id: place for place, service in enumerate(services)}
        in_name: dict[str, list[int]] = defaultdict(list)
        in_category: dict[str, list[int]] = defaultdict(list)
        for place, service in enumerate(services):
            for word in {*words_of(service.name), service.id.casefold()}:
                in_name[word].append(place)
            for word in set(words_of(service.category)):
                in_category[word].append(place)
        self._words = sorted({*in_name, *in_category})
        self._in_name = [kept(in_name.get(word, ())) for word in self._words]
        self._in_category = [kept(in_category.get(word, ())) for word in self._words]
        self._text = "\n".join(self._words)
        self._starts = array("L", _starts(self._words))
        self._misspellings = Misspellings(self._words)

    def find(self, text: str, words: Sequence[str]) -> "SearchResult":
        """Services that meet every word, or most where none meets all; an exact id before everything."""
        groups: dict[tuple[int, float], Bits] = {(0, 0.0): (1 << len(self.services)) - 1}
        for word in words:
            groups = _meet(groups, self._meetings(word))
        most = max((met for met, _ in groups), default=0)
        ranked = sorted(((score, bits) for (met, score), bits in groups.items() if met == most), reverse=True)
        sets = [bits for _, bits in ranked] if most else []
        exact = self._place_of_id.get(text.strip())
        if exact is not None:
            sets = [1 << exact, *(bits & ~(1 << exact) for bits in sets)]
        return SearchResult(self.services, sets)

    def find_exactly(self, text: str, words: Sequence[str]) -> "SearchResult":
        """Services with every word just so in their name, or as their id; an exact id before everything."""
        bits: Bits = (1 << len(self.services)) - 1 if words else 0
        for word in words:
            bits &= self._with(word)
        exact = self._place_of_id.get(text.strip())
        sets = [bits] if exact is None else [1 << exact, bits & ~(1 << exact)]
        return SearchResult(self.services, [one for one in sets if one])

    def _with(self, word: str) -> Bits:
        number = bisect_left(self._words, word)
        is_known = number < len(self._words) and self._words[number] == word
        return union([self._in_name[number]]) if is_known else 0

    def _meetings(self, word: str) -> list[tuple[float, Bits]]:
        """What the word is worth to which services, the most first; each service once, at its best."""
        by_worth: dict[float, Bits] = defaultdict(int)
        for worth, numbers in self._likenesses(word).items():
            by_worth[worth] |= union(map(self._in_name.__getitem__, numbers))
            by_worth[worth * IN_CATEGORY] |= union(map(self._in_category.__getitem__, numbers))
        meetings = []
        seen = 0
        for worth in sorted(by_worth, reverse=True):
            if bits := by_worth[worth] & ~seen:
                meetings.append((worth, bits))
                seen |= bits
        return meetings

    def _likenesses(self, word: str) -> dict[float, list[int]]:
        """The known words that are like one, by what that is worth."""
        like = self._beginning(word) if len(word) < SHORT_WORD_LENGTH else self._containing(word)
        return like or ({} if len(word) < SHORT_WORD_LENGTH else self._near(word))

    def _beginning(self, word: str) -> dict[float, list[int]]:
        first = bisect_left(self._words, word)
        last = bisect_left(self._words, word + BEHIND_ALL)
        numbers = list(range(first, last))
        if numbers and self._words[first] == word:
            return {SAME: numbers[:1], BEGINS: numbers[1:]}
        return {BEGINS: numbers} if numbers else {}

    def _containing(self, word: str) -> dict[float, list[int]]:
        found: dict[float, list[int]] = defaultdict(list)
        at = self._text.find(word)
        while at >= 0:
            number = bisect_right(self._starts, at) - 1
            if self._starts[number] != at:
                found[INSIDE].append(number)
            else:
                found[SAME if self._words[number] == word else BEGINS].append(number)
            behind = number + 1
            at = self._text.find(word, self._starts[behind]) if behind < len(self._words) else -1
        return found

    def _near(self, word: str) -> dict[float, list[int]]:
        found: dict[float, list[int]] = defaultdict(list)
        for ratio, number in self._misspellings.of(word):
            found[ratio / 2].append(number)
        return found


class SearchResult(Sequence[CatalogueService]):
    """Services, best first; those of a page are looked up when it is shown."""

    def __init__(self, services: tuple[CatalogueService, ...], sets: list[Bits]) -> None:
        self._services = services
        self._sets = sets

    def __len__(self) -> int:
        return sum(bits.bit_count() for bits in self._sets)

    @overload
    def __getitem__(self, wanted: int) -> CatalogueService: ...
    @overload
    def __getitem__(self, wanted: slice) -> list[CatalogueService]: ...
    def __getitem__(self, wanted: int | slice) -> CatalogueService | list[CatalogueService]:
        if isinstance(wanted, int):
            return self._from(range(len(self))[wanted], 1)[0]
        chosen = range(len(self))[wanted]
        return self._from(chosen.start, len(chosen)) if chosen.step == 1 else list(self)[wanted]

    def __iter__(self) -> Iterator[CatalogueService]:
        return iter(self._from(0, len(self)))

    def _from(self, first: int, number: int) -> list[CatalogueService]:
        found: list[CatalogueService] = []
        for bits in self._sets:
            size = bits.bit_count()
            if first < size and len(found) < number:
                places = islice(each(bits), first, first + number - len(found))
                found += [self._services[place] for place in places]
            first = max(first - size, 0)
        return found


def _meet(
    groups: dict[tuple[int, float], Bits], meetings: list[tuple[float, Bits]]
) -> dict[tuple[int, float], Bits]:
    """Groups of services by how many words they met and what that was worth, after one word more."""
    met_now: dict[tuple[int, float], Bits] = defaultdict(int)
    for (met, score), bits in groups.items():
        rest = bits
        for worth, meeting in meetings:
            if both := rest & meeting:
                met_now[met + 1, score + worth] |= both
                rest ^= both
        if rest:
            met_now[met, score] |= rest
    return met_now


def _starts(words: Iterable[str]) -> Iterator[int]:
    """Where each word begins in their text."""
    start = 0
    for word in words:
        yield start
        start += len(word) + 1
