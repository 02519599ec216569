"""What operators write in Telegram's HTML: what is kept of it, and what is refused and where."""

import pytest

from sandbox.telegram.html import parse
from usecases.operating.own_html import (
    LONGEST_OWN_TEXT,
    HtmlFault,
    HtmlWrong,
    checked,
    escaped,
    looks_like_html,
)

GOOD = [
    ("plain", "plain"),
    ("<b>a</b> <i>b</i>", "<b>a</b> <i>b</i>"),
    ("<STRONG>a</STRONG><em>b</em><del>c</del>", "<b>a</b><i>b</i><s>c</s>"),
    ('<span class="tg-spoiler">x</span>', "<tg-spoiler>x</tg-spoiler>"),
    ("<blockquote expandable>x\ny</blockquote>", "<blockquote expandable>x\ny</blockquote>"),
    ('<a href="https://example.com/?a=1&amp;b=2">x</a>', '<a href="https://example.com/?a=1&amp;b=2">x</a>'),
    ("<a href='tg://user?id=5'>x</a>", '<a href="tg://user?id=5">x</a>'),
    ('<pre><code class="language-python">x</code></pre>', "<pre><code>x</code></pre>"),
    ('<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>',) * 2,
    ('<tg-time unix="1700000000" format="dt">now</tg-time>',) * 2,
    ("Tom & Jerry, 1 > 0", "Tom &amp; Jerry, 1 &gt; 0"),
    ("a &lt;b&gt; c", "a &lt;b&gt; c"),
    ("  \n<b>x</b>\n\n", "<b>x</b>"),
    ("turned \u202eround\u202c\u0007", "turned round"),
    ("مرحبا <b>بكم</b>", "مرحبا <b>بكم</b>"),
    ("👩\u200d👩\u200d👧", "👩\u200d👩\u200d👧"),
    ("x" * LONGEST_OWN_TEXT, "x" * LONGEST_OWN_TEXT),
]
BAD = [
    ("a\nb <div>c</div>", HtmlWrong(HtmlFault.UNKNOWN_TAG, 2, "div")),
    ("<b>a\n\n", HtmlWrong(HtmlFault.NOT_CLOSED, 1, "b")),
    ("a\n\n</b>", HtmlWrong(HtmlFault.NOT_OPEN, 3, "b")),
    ("<b>a <i>b</b></i>", HtmlWrong(HtmlFault.OTHER_OPEN, 1, "b", "i")),
    ("<b>a</b>\n1 < 2", HtmlWrong(HtmlFault.LONE_BRACKET, 2)),
    ("<b", HtmlWrong(HtmlFault.LONE_BRACKET, 1)),
    ('<a href="javascript:alert(1)">x</a>', HtmlWrong(HtmlFault.BAD_VALUES, 1, "a")),
    ("<a>x</a>", HtmlWrong(HtmlFault.BAD_VALUES, 1, "a")),
    ('<span class="x">x</span>', HtmlWrong(HtmlFault.BAD_VALUES, 1, "span")),
    ('<tg-emoji emoji-id="x">x</tg-emoji>', HtmlWrong(HtmlFault.BAD_VALUES, 1, "tg-emoji")),
    ("<code>a <b>b</b></code>", HtmlWrong(HtmlFault.IN_FIXED, 1, "b")),
    (
        "<blockquote>a <blockquote>b</blockquote></blockquote>",
        HtmlWrong(HtmlFault.QUOTE_IN_QUOTE, 1, "blockquote"),
    ),
    ("x" * 2_000, HtmlWrong(HtmlFault.TOO_LONG, length=2_000)),
    ("<b>" + "x" * 1_001 + "</b>", HtmlWrong(HtmlFault.TOO_LONG, length=1_001)),
    ("<b>x</b>" * 51, HtmlWrong(HtmlFault.TOO_MANY_TAGS, 1)),
    *((blank, HtmlWrong(HtmlFault.EMPTY)) for blank in (" \n ", "<b> </b>", "\u2800\u3164", "\u200b\u200d")),
]


@pytest.mark.parametrize(("typed", "kept"), GOOD)
def test_what_is_kept_is_html_that_telegram_reads(typed: str, kept: str) -> None:
    assert checked(typed) == kept
    assert checked(kept) == kept
    parse(kept)


@pytest.mark.parametrize(("typed", "wrong"), BAD)
def test_a_refusal_names_the_line_and_what_is_wrong(typed: str, wrong: HtmlWrong) -> None:
    with pytest.raises(HtmlWrong) as refused:
        checked(typed)

    assert refused.value == wrong


@pytest.mark.parametrize("typed", ["I <3 you", "1 < 2 & 3 > 2", "a <- b"])
def test_signs_of_a_plain_text_are_no_tags(typed: str) -> None:
    assert not looks_like_html(typed)
    assert parse(checked(escaped(typed)))[0] == typed


@pytest.mark.parametrize("typed", ["<b>x", "x</b>", "<script>"])
def test_what_begins_like_a_tag_is_read_as_one(typed: str) -> None:
    assert looks_like_html(typed)
