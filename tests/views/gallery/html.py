"""Writes the gallery as pages for a browser, one per language, that need nothing beside them."""

import re
from collections.abc import Iterable
from pathlib import Path

from aiogram.types import InlineKeyboardButton
from markupsafe import Markup, escape

from tests.views.gallery import everything
from tests.views.gallery.paper import TIME, Shown, in_words
from views.language import is_beta, is_right_to_left, languages, locale_of, own_name, speaking
from views.screen import Screen

HERE = Path(__file__).parent
CHAT = HERE.parents[2] / "sandbox" / "telegram" / "page"
STYLES = (CHAT / "base.css", CHAT / "bubbles.css", HERE / "gallery.css")
SCRIPT = HERE / "gallery.js"
LIGHT = Markup(
    '<label>Light <select id="light">'
    '<option value="">system</option><option>light</option><option>dark</option></select></label>'
)
QUOTE = re.compile(r"\n?<blockquote(?: expandable)?>(.*?)</blockquote>\n?", re.DOTALL)


def write(folder: Path) -> Path:
    """Write a page for each language, and an index. Return the index."""
    folder.mkdir(parents=True, exist_ok=True)
    for code in languages():
        (folder / f"{code}.html").write_text(page(code), encoding="utf-8")
    index = folder / "index.html"
    index.write_text(_index(), encoding="utf-8")
    return index


def page(code: str) -> str:
    """Return the page of a language. Screens have the same anchors in every language."""
    with speaking(code):
        groups = everything()
        direction = "rtl" if is_right_to_left() else "ltr"
        sections = _joined(_section(heading, shown) for heading, shown in groups)
    contents = _joined(_tag('<a href="#{}">{}</a>', _anchor(heading), heading) for heading, _ in groups)
    tools = _tag(
        '<details id="groups"><summary>Groups</summary><nav aria-label="Groups">{}</nav></details>', contents
    )
    others = _joined(_language(other, is_current=other == code) for other in languages())
    tools += LIGHT + _tag('<nav id="languages" aria-label="Languages">{}</nav>', others)
    return _document(code, direction, own_name(code), tools, sections)


def _index() -> str:
    with speaking("en"):
        count = sum(len(shown) for _, shown in everything())
    words = _tag("<p>{} screens, messages and toasts in {} languages.</p>", f"{count:,}", len(languages()))
    entries = _joined(
        _tag("<li>{}{}</li>", _language(code), " beta" if is_beta(code) else "") for code in languages()
    )
    return _document("en", "ltr", "Gallery", LIGHT, _tag('{}<ul class="index">{}</ul>', words, entries))


def _document(code: str, direction: str, title: str, tools: Markup, main: Markup) -> str:
    style, script = ("\n".join(file.read_text("utf-8") for file in files) for files in (STYLES, [SCRIPT]))
    return f"""\
<!doctype html>
<html lang="{_tongue(code)}" dir="{direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · everything that the bot can say</title>
<style>
{style}</style>
</head>
<body>
<header lang="en" dir="ltr">
<a href="index.html">Gallery</a>{tools}
</header>
<main>
<h1>{title}</h1>
{main}
</main>
<script>
{script}</script>
</body>
</html>
"""


def _section(heading: str, shown: Iterable[Shown]) -> Markup:
    anchor = _anchor(heading)
    entries = _joined(_entry(f"{anchor}-{number}", one) for number, one in enumerate(shown, 1))
    return _tag(
        '<section><h2 id="{0}"><a href="#{0}" lang="en" dir="ltr">{1}</a></h2>'
        '<div class="entries">{2}</div></section>\n',
        anchor,
        heading,
        entries,
    )


def _entry(anchor: str, shown: Shown) -> Markup:
    return _tag(
        '<article id="{0}"><h3><a href="#{0}" lang="en" dir="ltr">{1}</a></h3>'
        '<div class="wall">{2}</div></article>\n',
        anchor,
        shown.title,
        _toast(shown) if "toast" in shown.title.casefold() else _message(shown.what),
    )


def _toast(shown: Shown) -> Markup:
    return _joined(_tag('<div class="toast">{}</div>', line) for line in shown.text.splitlines())


def _message(what: Screen | str) -> Markup:
    source = what.text if isinstance(what, Screen) else escape(what)
    text = QUOTE.sub(r"<blockquote>\1</blockquote>", TIME.sub(_time, source))
    keyboard = what.keyboard if isinstance(what, Screen) else None
    rows = _joined(
        _tag('<ul class="row">{}</ul>', _joined(map(_key, row)))
        for row in (keyboard.inline_keyboard if keyboard else ())
    )
    return _tag(
        '<div class="message{}"><div class="bubble">{}</div>{}</div>',
        " wide" if rows else "",
        Markup(text),
        _tag('<div class="keyboard" dir="ltr">{}</div>', rows) if rows else "",
    )


def _time(found: re.Match[str]) -> str:
    return f'<span class="time">{in_words(found)}</span>'


def _key(key: InlineKeyboardButton) -> Markup:
    sign = "❐" if key.copy_text else "↗" if key.url else ""
    corner = _tag('<span class="corner" aria-hidden="true">{}</span>', sign) if sign else ""
    return _tag('<li class="key {}"><span class="label">{}</span>{}</li>', key.style or "", key.text, corner)


def _language(code: str, *, is_current: bool = False) -> Markup:
    current = Markup(' aria-current="page"') if is_current else ""
    return _tag(
        '<a href="{}.html" lang="{}" dir="auto"{}>{}</a>', code, _tongue(code), current, own_name(code)
    )


def _tongue(code: str) -> str:
    """Return the code as HTML wants it: "pt-BR"."""
    return str(locale_of(code)).replace("_", "-")


def _anchor(heading: str) -> str:
    return re.sub(r"\W+", "-", heading.lower()).strip("-")


def _tag(pattern: str, *values: object) -> Markup:
    """Fill in a tag; values that are no markup are escaped."""
    return Markup(pattern).format(*values)


def _joined(parts: Iterable[Markup]) -> Markup:
    return Markup().join(parts)
