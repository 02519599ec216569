"""Finds the words of a list that another word may be misspelt from."""

from collections import defaultdict
from collections.abc import Sequence

from rapidfuzz import fuzz, process

from usecases.browsing.bits import Bits, Places, each, kept, union

NEARLY = 75  # rapidfuzz ratio from which a word counts as misspelt
MAX_WORDS_COMPARED = 10  # words that are looked at


class Misspellings:
    """Compares a word only with those that share enough letters with it.

    The ratio is 200 × letters in common, in their order, over the letters of both. Without their order they
    are counted for all words at once: bit n of a number is the word n.
    """

    def __init__(self, words: Sequence[str]) -> None:
        self._words = words
        of_length: dict[int, list[int]] = defaultdict(list)
        with_letter: dict[tuple[str, int], list[int]] = defaultdict(list)
        for number, word in enumerate(words):
            of_length[len(word)].append(number)
            for letter in set(word):
                for time in range(word.count(letter)):
                    with_letter[letter, time].append(number)
        self._of_length = {length: kept(numbers) for length, numbers in of_length.items()}
        self._with_letter = {letter: kept(numbers) for letter, numbers in with_letter.items()}
        """The words that have a letter more than so many times."""

    def of(self, word: str) -> list[tuple[float, int]]:
        """The nearest words by their numbers, each behind its ratio (NEARLY to 100), the best first."""
        numbers = list(each(self._sharing_enough(word)))
        alike = [self._words[number] for number in numbers]
        matches = process.extract(
            word, alike, scorer=fuzz.ratio, score_cutoff=NEARLY, limit=MAX_WORDS_COMPARED
        )
        return [(ratio, numbers[choice]) for _, ratio, choice in matches]

    def _sharing_enough(self, word: str) -> Bits:
        by_need: dict[int, list[Places]] = defaultdict(list)
        for length, numbers in self._of_length.items():
            need = -(-NEARLY * (length + len(word)) // 200)
            if need <= min(length, len(word)):
                by_need[need].append(numbers)
        shared = self._shared(word)
        return union(_at_least(need, shared, union(sets)) for need, sets in by_need.items())

    def _shared(self, word: str) -> list[Bits]:
        """How many letters each word shares: its count in binary, the ones of all words first."""
        counts: list[Bits] = []
        for letter in set(word):
            for time in range(word.count(letter)):
                carry = union([self._with_letter.get((letter, time), ())])
                for place, digit in enumerate(counts):
                    counts[place], carry = digit ^ carry, digit & carry
                if carry:
                    counts.append(carry)
        return counts


def _at_least(need: int, counts: list[Bits], among: Bits) -> Bits:
    """Those whose count, its digits being bits, is `need` or more."""
    if need >> len(counts):
        return 0
    more, equal = 0, among
    for place in reversed(range(len(counts))):
        if need >> place & 1:
            equal &= counts[place]
        else:
            more |= equal & counts[place]
            equal &= ~counts[place]
    return more | equal
