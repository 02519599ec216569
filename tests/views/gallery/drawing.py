"""Pictures of the last days: their words, the words below them, and the same figures as a text."""

import datetime as dt
from collections.abc import Iterator

from storage.orders import OrderStage
from tests.views.gallery.paper import Shown
from tests.views.gallery.records import NOW, Records
from usecases.clock import DAY, HOUR
from usecases.operating.report_sales import EPOCH
from usecases.operating.view_charts import CHART_DAYS, ChartDay, Charts, OutcomeShare, SlowService
from views.direction import END_ISOLATE, FROM_LEFT, ISOLATE
from views.language import is_right_to_left
from views.operating import pictures
from views.pictures.canvas import Canvas
from views.pictures.last_days import last_days
from views.pictures.themes import ThemeName

MARKS = dict.fromkeys(map(ord, (ISOLATE, END_ISOLATE, FROM_LEFT)))
TODAY = EPOCH + dt.timedelta(days=NOW // DAY)


def pictures_(it: Records) -> Iterator[Shown]:
    shop, empty = charts(it.service_name), Charts(days({}), [], [], "USD")
    bot = Charts(shop.days, shop.outcomes, [SlowService("104", "粉丝", 5 * HOUR)])
    for title, one in (("of a shop", shop), ("in private mode", bot), ("no orders yet", empty)):
        yield Shown(f"Words of the picture: {title}", words_of(last_days(one, ThemeName.LIGHT)))
        yield Shown(f"Instead of the picture: {title}", pictures.as_text(one))
    yield Shown("Below a light picture", pictures.caption(shop, ThemeName.LIGHT))
    yield Shown("Below a dark picture", pictures.caption(shop, ThemeName.DARK))


def charts(service: str) -> Charts:
    return Charts(
        days({0: (4, 5_000_000, 2_000_000), 3: (18, 21_000_000, -1_000_000), 29: (7, 9_400_000, 3_100_000)}),
        [
            OutcomeShare(OrderStage.COMPLETED, 22),
            OutcomeShare(OrderStage.PARTIAL, 3),
            OutcomeShare(OrderStage.CANCELED, 2),
            OutcomeShare(OrderStage.FAILED, 1),
            OutcomeShare(OrderStage.CLOSED, 1),
            OutcomeShare(None, 1),
        ],
        [SlowService("101", service, 3 * DAY), SlowService("104", "", 5 * HOUR)],
        "USD",
        without_cost=2,
    )


def days(its: dict[int, tuple[int, int, int]]) -> list[ChartDay]:
    """The last days until today; `its` have orders, what was sold and the margin by place."""
    first = TODAY - dt.timedelta(days=CHART_DAYS - 1)
    return [
        ChartDay(first + dt.timedelta(days=place), *its.get(place, (0, 0, 0))) for place in range(CHART_DAYS)
    ]


def words_of(picture: Canvas) -> str:
    """A picture isolates foreign words in every language: it may stand in any direction."""
    words = "\n".join(dict.fromkeys(picture.said))
    return words if is_right_to_left() else words.translate(MARKS)
