"""The sandbox reads the HTML of messages as Telegram does, and refuses what Telegram refuses."""

import pytest

from sandbox.telegram.errors import ApiError
from sandbox.telegram.html import parse

INVALID = (
    "Text contains invalid Unicode characters after decoding HTML entities, "
    "check for unmatched surrogate code units"
)


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
        ("&lt &ltx &#60;&#x3e &#0; &#99999999;", "< &ltx <> &#0; &#99999999;", []),
        ("<B>x</>", "x", [("bold", 0, 1)]),
        ("<a href=example.com >x</a >", "x", [("text_link", 0, 1)]),
    ],
)  # fmt: skip
def test_html_becomes_text_and_entities(source: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    parsed, found = parse(source)

    assert parsed == text
    assert [(one["type"], one["offset"], one["length"]) for one in found] == entities


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("<b>open", 'Can\'t find end tag corresponding to start tag "b"'),
        ("</b>", "Unexpected end tag at byte offset 0"),
        ("é<b></b></", "Unexpected end tag at byte offset 9"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<b>x</b x>", "Unclosed end tag at byte offset 4"),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("<h1>x</h1>", 'Unsupported start tag "h1" at byte offset 0'),
        ("<script>x</script>", 'Unsupported start tag "script" at byte offset 0'),
        ("👍 <br>", 'Unsupported start tag "br" at byte offset 5'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("x <b", "Unclosed start tag at byte offset 2"),
        ("<a href", 'Unclosed start tag "a" at byte offset 0'),
        ("<a href=", 'Unclosed start tag "a" at byte offset 0'),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ('<a href="x"', "Unclosed start tag at byte offset 0"),
        ('<a ="x">y</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href>y</a>", 'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0'),
        ("<a href=x/>y</a>", "Unexpected end of name token at byte offset 8"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<tg-emoji emoji-id="x">y</tg-emoji>', "Invalid custom emoji identifier specified"),
        ('<tg-time unix="x">t</tg-time>', 'Tag "tg-time" must have a date at byte offset 0'),
        ("<blockquote><blockquote>x</blockquote></blockquote>", "blockquote entities can't be nested"),
        ("&#xD83D;", INVALID),
    ],
)  # fmt: skip
def test_broken_html_is_refused_in_telegrams_words(source: str, complaint: str) -> None:
    with pytest.raises(ApiError) as refused:
        parse(source)

    assert refused.value.description == f"Bad Request: can't parse entities: {complaint}"
