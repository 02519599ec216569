"""Pictures are readable in every language: all words have glyphs, stay in the frame and apart from each other."""

import datetime as dt
import io
import itertools
import re
from collections.abc import Callable
from html import unescape

import pytest
from PIL import Image

from drawing.lettering import LOOKALIKES, width_of, widths
from drawing.painter import Painter
from tests.security.corpus import STRINGS
from usecases.operating.view_charts import ChartDay, Charts, OutcomeShare, SlowService
from views.language import languages, speaking
from views.pictures import themes
from views.pictures.canvas import WIDTH
from views.pictures.last_days import EDGE, last_days, percent
from views.pictures.themes import ThemeName

SOME, HUGE = 1, 10**9
NAMES = (
    "🔥 Pictogram Followers ⚡ [Real] <HQ> & \"Refill\" 'now'",
    "متابعين انستقرام (Pictogram) حقيقيين | ضمان 30 يوم",
    "Подписчики · быстрые · премиум-аккаунты из многих стран, с гарантией на год",
    "粉丝",
    "क्लिपस्ट्रीम व्यूज़ – भारत \x07\x1b\u202e",
)
TEXT = re.compile(
    r'<text x="([\d.-]+)" y="([\d.-]+)" font-size="([\d.]+)" font-weight="(\d+)" text-anchor="(\w+)" fill="[^"]+">(.*?)</text>'
)
Box = tuple[float, float, float, float]


def charts(times: int, shown: tuple[int, ...] = tuple(range(30)), names: tuple[str, ...] = NAMES) -> Charts:
    """Orders on the days that are `shown`, `times` as many as usual."""
    first = dt.date(2026, 11, 1)
    days = [
        ChartDay(first + dt.timedelta(days=day), *(_day(day, times) if day in shown else (0, 0, 0)))
        for day in range(30)
    ]
    stages = [*(one for one in themes.STAGES if one is not None), None] if shown else []
    return Charts(
        days,
        [OutcomeShare(stage, 7 * times * (place + 1) ** 2) for place, stage in enumerate(stages)],
        [
            SlowService(str(place), name, 10**9 // (place + 1))
            for place, name in enumerate(names if shown else ())
        ],
        "USD",
        without_cost=len(shown),
    )


def _day(day: int, times: int) -> tuple[int, int, int]:
    orders = (day * 7 % 13 + 1) * times
    return orders, orders * 1_730_000, orders * (430_000 if day % 5 else -210_000)


KINDS: dict[str, Callable[[], Charts]] = {
    "nothing": lambda: charts(SOME, ()),
    "one day": lambda: charts(SOME, (29,)),
    "all days": lambda: charts(SOME),
    "huge": lambda: charts(HUGE),
    "one service": lambda: charts(SOME, names=("Likes",)),
}


def boxes(svg: str) -> list[tuple[str, Box]]:
    """Return all words with left, top, right and bottom."""
    found = []
    for x, y, size, weight, side, words in TEXT.findall(svg):
        told = unescape(words)
        width = width_of(told, float(size), bold=weight == "700")
        left = float(x) - {"start": 0.0, "middle": width / 2, "end": width}[side]
        top = float(y) - float(size) * 0.8
        found.append((told, (left, top, left + width, float(y) + float(size) * 0.25)))
    return found


def overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("code", languages())
def test_words_stay_in_their_card_and_apart_from_each_other(code: str, kind: str) -> None:
    with speaking(code):
        canvas = last_days(KINDS[kind](), ThemeName.LIGHT)

    found = boxes(canvas.svg())

    assert len(found) == len(canvas.said) > 2
    for words, (left, top, right, bottom) in found:
        assert EDGE < left < right < WIDTH - EDGE, words
        assert 0 < top < bottom < canvas.height, words
    for (words, box), (others, other) in itertools.combinations(found, 2):
        assert not overlap(box, other), f"{words} over {others}"


@pytest.mark.parametrize("code", languages())
def test_the_fonts_have_every_character_of_ours(code: str) -> None:
    with speaking(code):
        said = [
            words
            for times in (SOME, HUGE)
            for words in last_days(charts(times, names=("", "Likes")), ThemeName.LIGHT).said
        ]

    written = "".join(said).translate(LOOKALIKES).replace("\u202f", " ")
    assert not set(written) - widths()["Regular"].keys()


@pytest.mark.parametrize("theme", ThemeName)
@pytest.mark.parametrize("code", ["en", "ar", "hi"])
async def test_a_picture_is_one_that_telegram_takes_and_nothing_stands_at_its_edge(
    code: str, theme: ThemeName
) -> None:
    with speaking(code):
        canvas = last_days(KINDS["huge"](), theme)

    png = await Painter().paint(canvas.svg())

    picture = Image.open(io.BytesIO(png)).convert("RGB")
    assert picture.size == (WIDTH, round(canvas.height))
    assert sum(picture.size) <= 10_000
    assert len(png) < 1 << 20
    edges = [(0, 0, EDGE - 2, picture.height), (WIDTH - EDGE + 2, 0, WIDTH, picture.height)]
    for edge in edges:
        assert picture.crop(edge).getcolors() is not None
        assert len(picture.crop(edge).getcolors() or []) == 1


async def test_every_script_has_glyphs_of_its_own() -> None:
    """A character without a glyph is drawn as a box, always the same."""
    drawn = set()
    for word in ("粉", "a", "ж", "ع", "क", "7"):
        svg = (
            '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="60" font-family="Noto Sans">'
            f'<text x="10" y="45" font-size="34">{word}</text></svg>'
        )
        drawn.add(await Painter().paint(svg))

    assert len(drawn) == 6


@pytest.mark.parametrize("first", range(0, len(STRINGS), 60))
async def test_any_name_of_a_service_can_be_drawn(first: int) -> None:
    names = STRINGS[first : first + 60]

    canvas = last_days(charts(SOME, names=names), ThemeName.DARK)

    assert [len(TEXT.findall(canvas.svg())), len(canvas.svg().split("<text "))] == [
        len(canvas.said),
        len(canvas.said) + 1,
    ]
    assert await Painter().paint(canvas.svg())


@pytest.mark.parametrize(
    ("part", "whole", "told"),
    [(1, 1, "100%"), (1, 2, "50%"), (999, 1_000, "99%"), (1, 1_000, "< 1%"), (1, 100, "1%")],
)
def test_a_share_is_never_rounded_to_nothing_or_everything(part: int, whole: int, told: str) -> None:
    assert percent(part, whole) == told
