"""The longest link that is accepted fits into the indexes of both engines."""

import random

import pytest

from panel.service_types import Field
from tests.usecases.records import reserve
from tests.usecases.sweeping import World
from usecases.errors import BadAnswer
from usecases.ordering.answers import understood
from usecases.ordering.links import MOST_BYTES, parse_address, parse_target

BEGINNING = "https://example.com/"
EXPANDING = "Ⱥ"  # two bytes, and three in small letters


def link(characters: int) -> str:
    """A link that no database can compress: its other characters, of three bytes each, are drawn."""
    draw = random.Random(7)
    return BEGINNING + "".join(chr(draw.randint(0x4E00, 0x9FFF)) for _ in range(characters))


async def test_the_longest_link_is_stored_and_a_longer_one_is_refused_before(world: World) -> None:
    longest = link((MOST_BYTES - len(BEGINNING)) // 3)

    assert understood(Field.LINK, longest) == longest
    assert parse_target(longest) == parse_address(longest) == longest
    await reserve(world.db, 1, longest)
    assert await world.db.fetch_all("SELECT target FROM orders") == [(longest,)]
    for longer in (link(700), link(980)):
        assert parse_target(longer) is parse_address(longer) is None
        with pytest.raises(BadAnswer, match="not_a_target"):
            understood(Field.LINK, longer)


def test_a_link_that_is_longer_in_small_letters_is_measured_in_them() -> None:
    assert parse_address(BEGINNING + EXPANDING * 660) is not None
    assert parse_address(BEGINNING + EXPANDING * 661) is None


async def test_the_longest_name_is_stored(world: World) -> None:
    name = "".join(map(chr, range(0x10400, 0x10428))) * 5  # four bytes each

    assert parse_target(name) == name
    await reserve(world.db, 1, name)
    assert await world.db.fetch_all("SELECT target FROM orders") == [(name,)]
