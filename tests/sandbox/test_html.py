"""The sandbox reads the HTML of messages as Telegram does, and refuses what Telegram refuses."""

import pytest

from sandbox.telegram.errors import ApiError
from sandbox.telegram.html import parse


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("<b>bold</b> &lt;x&gt; &amp;", "bold <x> &", [("bold", 0, 4)]),
        ("👍 <i>after emoji</i>", "👍 after emoji", [("italic", 3, 11)]),
        ("<b><i>both</i></b>", "both", [("bold", 0, 4), ("italic", 0, 4)]),
        ("  <u>trimmed</u>  ", "trimmed", [("underline", 0, 7)]),
        ("<a href='https://e.com?a=1&amp;b=2'>link</a>", "link", [("text_link", 0, 4)]),
        ("<blockquote expandable>q</blockquote>", "q", [("expandable_blockquote", 0, 1)]),
        ('<pre><code class="language-py">x</code></pre>', "x", [("pre", 0, 1)]),
        ('<tg-spoiler>s</tg-spoiler><span class="tg-spoiler">t</span>', "st", [("spoiler", 0, 1), ("spoiler", 1, 1)]),
        ('<tg-time unix="5" format="dt">then</tg-time>', "then", [("date_time", 0, 4)]),
        ("<b></b>empty", "empty", []),
        ("&nbsp; stays", "&nbsp; stays", []),
    ],
)  # fmt: skip
def test_html_becomes_text_and_entities(source: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    parsed, found = parse(source)

    assert parsed == text
    assert [(one["type"], one["offset"], one["length"]) for one in found] == entities


@pytest.mark.parametrize(
    "source",
    ["<b>open", "</b>", "<b><i>x</b></i>", "<h1>x</h1>", "1 < 2", "<b", "<blockquote><blockquote>x</blockquote></blockquote>",
     '<tg-time unix="x">t</tg-time>', "<script>x</script>"],
)  # fmt: skip
def test_broken_html_is_refused(source: str) -> None:
    with pytest.raises(ApiError, match="can't parse entities"):
        parse(source)
