"""The last days for operators: the words below their picture, and the same figures as a text."""

from collections.abc import Iterator

from markupsafe import Markup

from usecases.operating.view_charts import ChartDay, Charts
from views.language import _
from views.navigation import home
from views.operating.callbacks import OpenHealth, SendPicture
from views.pictures.last_days import outcome, percent, period, service_name, title
from views.pictures.themes import ThemeName
from views.screen import Screen, button
from views.text import bold, cut, date, duration, fill, lines, number, paragraphs, quote, total

LONGEST_SERVICE = 60  # characters of a name

OTHER_THEME = {ThemeName.LIGHT: ThemeName.DARK, ThemeName.DARK: ThemeName.LIGHT}


def caption(it: Charts, theme: ThemeName) -> Screen:
    """The words and buttons below a picture."""
    other = OTHER_THEME[theme]
    label = "🌙 " + _("Dark") if other is ThemeName.DARK else "☀️ " + _("Light")
    return Screen(
        lines(bold(title(it)), period(it)),
        [[button(label, SendPicture(theme=other)), button("‹ " + _("Operator"), OpenHealth())]],
    )


def as_text(it: Charts) -> Screen:
    """The figures, where there is no picture."""
    return Screen(
        paragraphs(
            lines(bold(title(it)), period(it)),
            *([_("There are no orders yet.")] if it.is_empty else _figures(it)),
        ),
        [[button("‹ " + _("Operator"), OpenHealth()), home()]],
    )


def _figures(it: Charts) -> Iterator[Markup | None]:
    yield lines(
        fill(_("Orders: {count}"), count=bold(number(it.orders))),
        fill(_("Sold: {amount}"), amount=total(it.sold, it.currency)) if it.currency else None,
        fill(_("Margin: {amount}"), amount=bold(total(it.margin, it.currency))) if it.currency else None,
        fill(_("Orders without a known cost: {count}"), count=number(it.without_cost))
        if it.currency and it.without_cost
        else None,
    )
    yield quote("\n".join(_day(one, it.currency) for one in it.days if one.orders))
    whole = sum(one.orders for one in it.outcomes)
    yield lines(
        bold(_("What became of them")),
        *(
            fill(
                "{name}: {count} · {share}",
                name=outcome(one),
                count=number(one.orders),
                share=percent(one.orders, whole),
            )
            for one in it.outcomes
        ),
    )
    if it.slowest:
        yield lines(
            bold(_("Slowest services")),
            _("Half of the completed orders took at most"),
            *(
                fill(
                    "{name}: {time}",
                    name=cut(service_name(one), LONGEST_SERVICE),
                    time=bold(duration(one.median)),
                )
                for one in it.slowest
            ),
        )


def _day(it: ChartDay, currency: str | None) -> str:
    money = [total(it.sold, currency), total(it.margin, currency)] if currency else []
    return " · ".join([date(it.date), number(it.orders), *money])
