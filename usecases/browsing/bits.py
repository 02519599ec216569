"""Sets of places in a list, as the bits of a number: bit n is the place n."""

from collections.abc import Iterable, Iterator, Sequence

FEW = 4  # places that are cheaper as a tuple than as bits

Bits = int

Places = Bits | tuple[int, ...]
"""A set of places that is kept: as bits, or few one by one."""


def kept(places: Sequence[int]) -> Places:
    """`places` in the form in which they are kept; each of them once."""
    return tuple(places) if len(places) <= FEW else union([tuple(places)])


def union(sets: Iterable[Places]) -> Bits:
    """The places that are in any of the sets."""
    bits = 0
    few: list[int] = []
    for places in sets:
        if isinstance(places, int):
            bits |= places
        else:
            few += places
    marks = bytearray(max(few, default=-1) // 8 + 1)
    for place in few:
        marks[place >> 3] |= 1 << (place & 7)
    return bits | int.from_bytes(marks, "little")


def each(bits: Bits) -> Iterator[int]:
    """The places of a set, from the first on."""
    digits = bin(bits)[:1:-1]
    place = digits.find("1")
    while place >= 0:
        yield place
        place = digits.find("1", place + 1)
