"""The picture of the last days: orders, a shop's sales, outcomes and the slowest services."""

import datetime as dt
from decimal import Decimal

from babel.numbers import format_percent

from drawing.lettering import writable
from usecases.operating.view_charts import Charts, OutcomeShare, SlowService
from usecases.pricing.units import MICRO
from views import labels
from views.direction import isolate
from views.language import _, spoken
from views.pictures.axis import short
from views.pictures.canvas import WIDTH, Canvas, Letters
from views.pictures.days import Bars, draw_days
from views.pictures.themes import THEMES, ThemeName
from views.text import clean, date, day, duration, number, total

EDGE, PAD = 28, 40  # of a card to the picture's edge, and of its contents to its own
INSIDE = EDGE + PAD
FULL = WIDTH - 2 * INSIDE
COLUMN = FULL / 2 - 20  # of two columns
SECOND_COLUMN = INSIDE + FULL - COLUMN
GAP = 24  # between two cards
TITLE, BODY, BOLD, LARGE = Letters(38, bold=True), Letters(34), Letters(34, bold=True), Letters(54, bold=True)
SWATCH, BEHIND_SWATCH = 26, 40
PERCENT = 0.01
LEAST_SEEN = 0.004  # of the bar of outcomes


def last_days(it: Charts, theme: ThemeName) -> Canvas:
    """Draw the picture."""
    canvas = Canvas(THEMES[theme])
    canvas.write(INSIDE, 92, title(it), LARGE, FULL)
    canvas.write(INSIDE, 146, period(it), BODY, FULL, colour=canvas.theme.muted)
    y = 180.0
    parts = [_orders, *([_sales] if it.currency else []), _outcomes, *([_slowest] if it.slowest else [])]
    for part in [_nothing] if it.is_empty else parts:
        drawn = canvas.drawn
        end = part(canvas, it, y + PAD) + PAD
        canvas.card(drawn, y, end, EDGE)
        y = end + GAP
    canvas.height = y - GAP + EDGE
    return canvas


def title(it: Charts) -> str:
    return _("The last {count} days").format(count=number(len(it.days)))


def period(it: Charts) -> str:
    """Return the first and the last day, which are days of UTC."""
    return _("{first} – {last}, UTC").format(first=date(it.days[0].date), last=date(it.days[-1].date))


def _nothing(canvas: Canvas, _it: Charts, y: float) -> float:
    canvas.write(WIDTH / 2, y + 90, _("There are no orders yet."), TITLE, FULL, side="middle")
    return y + 150


def _orders(canvas: Canvas, it: Charts, y: float) -> float:
    canvas.write(INSIDE, y + 40, _("Orders by day"), TITLE, FULL * 0.58)
    canvas.write(WIDTH - INSIDE, y + 44, number(it.orders), LARGE, FULL * 0.4, side="end")
    bars = Bars([one.orders for one in it.days], canvas.theme.orders)
    return draw_days(canvas, y + 96, INSIDE, [bars], _dates(it))


def _sales(canvas: Canvas, it: Charts, y: float) -> float:
    theme = canvas.theme
    canvas.write(INSIDE, y + 40, _("Sales by day"), TITLE, FULL)
    _amount(canvas, INSIDE, y + 98, _("Sold"), total(it.sold, it.currency), theme.sold)
    colour = theme.loss if it.margin < 0 else theme.margin
    _amount(canvas, SECOND_COLUMN, y + 98, _("Margin"), total(it.margin, it.currency), colour)
    y += 206
    if it.without_cost:
        words = _("Orders without a known cost: {count}").format(count=number(it.without_cost))
        canvas.write(INSIDE, y + 12, words, BODY, FULL, colour=theme.muted)
        y += 50
    sold = Bars([Decimal(one.sold) / MICRO for one in it.days], theme.sold)
    margin = Bars([Decimal(one.margin) / MICRO for one in it.days], theme.margin, theme.loss)
    return draw_days(canvas, y, INSIDE, [sold, margin], _dates(it))


def _amount(canvas: Canvas, x: float, y: float, name: str, amount: str, colour: str) -> None:
    _swatch(canvas, x, y, colour)
    canvas.write(x + BEHIND_SWATCH, y, name, BODY, COLUMN - BEHIND_SWATCH, colour=canvas.theme.muted)
    canvas.write(x, y + 62, isolate(amount), LARGE, COLUMN)


def _swatch(canvas: Canvas, x: float, y: float, colour: str) -> None:
    """Show a colour before words on the line `y`."""
    canvas.box(x, y - SWATCH + 1, SWATCH, SWATCH, colour, radius=8)


def _dates(it: Charts) -> list[str]:
    return [_day(it.days[place].date) for place in (0, len(it.days) // 2, -1)]


def _day(of: dt.date) -> str:
    return day(round(dt.datetime.combine(of, dt.time(), dt.UTC).timestamp()) * 1_000)


def _outcomes(canvas: Canvas, it: Charts, y: float) -> float:
    canvas.write(INSIDE, y + 40, _("What became of them"), TITLE, FULL)
    whole = sum(one.orders for one in it.outcomes)
    shares = [max(one.orders / whole, LEAST_SEEN) for one in it.outcomes]
    x, room = float(INSIDE), FULL - 6 * (len(shares) - 1)
    for one, share in zip(it.outcomes, shares, strict=True):
        width = room * share / sum(shares)
        canvas.box(x, y + 76, width, 44, canvas.theme.stages[one.stage], radius=10)
        x += width + 6
    y += 150
    for place, one in enumerate(it.outcomes):
        _outcome(canvas, (INSIDE, SECOND_COLUMN)[place % 2], y + place // 2 * 54 + 34, one, whole)
    return y + -(-len(it.outcomes) // 2) * 54 - 8


def _outcome(canvas: Canvas, x: float, y: float, it: OutcomeShare, whole: int) -> None:
    _swatch(canvas, x, y, canvas.theme.stages[it.stage])
    told = f"{short(Decimal(it.orders))} · {percent(it.orders, whole)}"
    longest = COLUMN * 0.6
    canvas.write(x + COLUMN, y, told, BOLD, longest, side="end")
    room = COLUMN - BEHIND_SWATCH - 16 - min(BOLD.width_of(told), longest)
    canvas.write(x + BEHIND_SWATCH, y, outcome(it), BODY, room, colour=canvas.theme.muted)


def outcome(it: OutcomeShare) -> str:
    return labels.stage(it.stage) if it.stage else _("Open")


def percent(part: int, whole: int) -> str:
    """Return a share: "< 1%" is never nothing, and "100%" is everything."""
    share = 1.0 if part == whole else min(part / whole, 1 - PERCENT)
    told = str(format_percent(max(share, PERCENT), locale=spoken()))
    return told if share >= PERCENT else f"< {told}"


def _slowest(canvas: Canvas, it: Charts, y: float) -> float:
    theme = canvas.theme
    canvas.write(INSIDE, y + 40, _("Slowest services"), TITLE, FULL)
    about = _("Half of the completed orders took at most")
    canvas.write(INSIDE, y + 88, about, BODY, FULL, colour=theme.muted)
    y += 116
    longest = max(1, *(one.median for one in it.slowest))
    for one in it.slowest:
        canvas.write_cut(INSIDE, y + 40, isolate(service_name(one)), BODY, FULL * 0.68)
        canvas.write(WIDTH - INSIDE, y + 40, duration(one.median), BOLD, FULL * 0.3, side="end")
        canvas.box(INSIDE, y + 56, FULL, 12, theme.grid, radius=6)
        canvas.box(INSIDE, y + 56, max(12, FULL * one.median / longest), 12, theme.slow, radius=6)
        y += 82
    return y - 10


def service_name(it: SlowService) -> str:
    """Return what the fonts can write of a service's name, or its number."""
    name = writable(clean(it.name))
    return name if any(map(str.isalpha, name)) else _("Service {number}").format(number=clean(it.id))
