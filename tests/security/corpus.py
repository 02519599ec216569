"""Strings that somewhere, some day, were taken for more than text."""

import itertools
from collections.abc import Iterator

TAGS = ("b", "i", "u", "s", "a", "code", "pre", "script", "style", "img", "blockquote", "tg-spoiler",
        "tg-emoji", "tg-time", "span", "svg", "br", "html")  # fmt: skip

HTML = (
    "<", ">", "&", '"', "'", "<>", "</>", "< b >", "<b", "b>", "<!-- -->", "<![CDATA[x]]>", "<?xml?>",
    '<a href="https://evil.example">here</a>', "<a href='tg://user?id=1001'>Olga</a>",
    '<a href="javascript:alert(1)">x</a>', "<img src=x onerror=alert(1)>", "<script>alert(1)</script>",
    '"><script>alert(1)</script>', "<b><i>x</b></i>", "<b>" * 60, "</b>" * 60, "<blockquote><blockquote>",
    '<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>', '<tg-time unix="1" format="r">then</tg-time>',
    '<span class="tg-spoiler">x</span>', '<pre><code class="language-py">x</code></pre>', "<\u200bb>x</\u200bb>",
    "＜b＞wide＜/b＞", "<b/>", "<B>LOUD</B>", "<b\n>x</b\n>", "<b\0>x</b>", "1 < 2 && 3 > 2",
)  # fmt: skip

ENTITIES = (
    "&lt;b&gt;", "&amp;lt;", "&#60;b&#62;", "&#x3c;b&#x3e;", "&#0;", "&#xD800;", "&#1114112;", "&nbsp;x",
    "&quot;", "&apos;", "&bogus;", "&amp", "&lt", "&#", "&#x;", "&&&&", "&lt;script&gt;alert(1)&lt;/script&gt;",
)  # fmt: skip

MARKDOWN = (
    "*bold*", "_italic_", "`code`", "```x```", "[x](https://evil.example)", "||spoiler||", "~x~", "> quote",
    "__u__", "\\*", "*_`[",
)  # fmt: skip

SQL = (
    "' OR '1'='1", "' OR 1=1 --", "1; DROP TABLE orders;--", "'; DELETE FROM users; --", '" OR ""="',
    "') UNION SELECT code_hash, role FROM invites --", "Robert'); DROP TABLE services;--", "$1", "$2 OR 1=1",
    ":1", "?", "%", "_", "\\", "' || (SELECT url FROM panel_keys) || '", "x'00'", "/* */", "NULL", "1 OR TRUE",
    "ATTACH DATABASE '/tmp/x' AS x", "PRAGMA writable_schema=1", "0x27204f5220", "`; --", "admin'--",
)  # fmt: skip

FORMATS = (
    "{}", "{0}", "{name}", "{amount}", "{words}", "{count:>1000}", "{0.__class__.__mro__}",
    "{reason.__init__.__globals__}", "{{", "}}", "{", "}", "{!r}", "%s", "%d", "%n%n%n", "%(name)s", "%%",
    "%1$s", "%x" * 20, "${HOME}", "$(id)", "`id`", "#{1+1}", "{{7*7}}", "{% raw %}", "<%= 7*7 %>", "\\x41",
    "\\u0041", "\\n", "\\", "msgid", "Content-Type: text/plain; charset=UTF-8\\n", "Menu", "Order not found.",
    "{count} open order", "\x04context",
)  # fmt: skip

LINES = (
    "one\ntwo", "one\r\ntwo", "one\rtwo", "\n", "\r\n\r\n", "a\n12:00:00 INFO    bot.main: stopping",
    "a\r\n12:00:00 ERROR   panel: forged", "x\x0b12:00:00 INFO    forged", "x\x0cforged", "x\x1cforged",
    "x\x85forged", "x\u2028forged", "x\u2029forged", 'a"}\n{"level": "ERROR", "message": "forged"}',
    "a\n\n\nb", "\n<b>next</b>", "Subject: x\r\nBcc: y", "a\tb", "\t", " lead", "trail ", "  two  spaces  ",
)  # fmt: skip

ANSI = (
    "\x1b[31mred\x1b[0m", "\x1b[2J", "\x1b]0;title\x07", "\x1b]8;;https://evil.example\x07x\x1b]8;;\x07",
    "\x9b31mred", "\x1b[1A\x1b[2K12:00:00 INFO    forged", "\x08\x08\x08forged", "\x07", "\x1bc", "\x0e\x0f",
)  # fmt: skip

BIDI = tuple(
    f"safe {mark}exe.txt{mark} end"
    for mark in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
)
INVISIBLE = tuple(
    f"in{sign}visible"
    for sign in "\u200b\u2060\ufeff\u00ad\u180e\u2061\u2062\u2063\u2064\u206a\ufff9\U000e0041\U000e007f\ue000"
)
SPACES = tuple(
    f"a{sign}b" for sign in "\u00a0\u1680\u2000\u2003\u2007\u2009\u200a\u202f\u205f\u3000\u2800\u3164\u115f"
)
CONTROLS = tuple(f"a{chr(sign)}b" for sign in (*range(32), 127, *range(128, 160)))

PATHS = (
    "../../../../etc/passwd", "..\\..\\windows\\win.ini", "/etc/shadow", "file:///etc/passwd", "....//....//etc",
    "%2e%2e%2fetc", "..%c0%af..", "C:\\x", "\\\\host\\share", "/dev/zero", "~root", "CON", "a/../b", "./", "..",
    "name.txt\0.png", "-rf", "--help", "|id", "; id", "data/panelgram.db",
)  # fmt: skip

FORMULAS = (
    "=1+1", '=HYPERLINK("https://evil.example","x")', "=cmd|' /C calc'!A0", "@SUM(1)", "+1+1", "-1+1", "\t=1",
    "\r=1", '"=1"', "=IMPORTXML(A1)", ";=1", ",=1",
)  # fmt: skip

LINKS = (
    "javascript:alert(1)", "data:text/html,<script>", "https://user:pw@evil.example/", "https://evil.example/?a=1&b=<c>",
    "tg://resolve?domain=x", "https://t.me/+invite", "http://127.0.0.1:22/", "http://[::1]/", "http://169.254.169.254/",
    "https://exаmple.com/", "https://example.com/\u202etxt", "//evil.example", "mailto:a@b.c", "@panelgram_bot",
    "/start claim_x", "/health", "/start", "#tag", "$USD", "+49 30 123456",
)  # fmt: skip

LONG = (
    "x" * 500, "<b>" * 120, "&amp;" * 100, "🙂" * 300, "й" * 400, "word " * 100, "\u0301" * 200,
    "👨‍👩‍👧‍👦" * 80, "\u202e" * 100, "a" * 299 + "<", "a" * 43 + "🙂🙂", "a" * 42 + "👨‍👩‍👧", " " * 400 + "x",
)  # fmt: skip

EMOJI = (
    "👨‍👩‍👧‍👦", "🏳️‍🌈", "🇩🇪", "👍🏽", "1️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "❤️", "❤", "\u200d", "\ufe0f", "🙂\u200d", "🙃🙂", "\U0001fae8",
    "☠️⚠️✅", "🧑🏿‍🚀",
)  # fmt: skip

SCRIPTS = (
    "مرحبا", "שלום", "hello مرحبا world", "١٢٣", "فارسی\u200cزبان", "नमस्ते", "ไทย", "日本語", "한국어", "Ελληνικά",
    "Zażółć gęślą", "İstanbul ı", "ß ẞ", "ﬁ ﬂ", "Å Å", "e\u0301", "Z̸̡̛a̴l̶g̷o̵", "ａｂｃ", "𝕓𝕠𝕝𝕕", "K", "\u1ab0x", "ᄀᄀᄀ",
    "\ufffd", "\ufffe", "\U0010ffff",
)  # fmt: skip

SURROGATES = ("half \ud83d", "\udc00 half", "\ud83d\ud83d", "a\udfffb", "\udc80\udcff")
"""As JSON can carry them, written as escapes; no text in UTF-8 can."""


def _nested() -> Iterator[str]:
    for tag in TAGS:
        yield f"<{tag}>{tag}</{tag}>"
        yield f"<{tag}>never closed"
        yield f"never opened</{tag}>"


STRINGS: tuple[str, ...] = tuple(
    dict.fromkeys(
        itertools.chain(
            (*HTML, *ENTITIES, *MARKDOWN, *_nested(), *SQL, *FORMATS, *LINES, *ANSI, *BIDI, *INVISIBLE),
            (*SPACES, *CONTROLS, *PATHS, *FORMULAS, *LINKS, *LONG, *EMOJI, *SCRIPTS, *SURROGATES),
        )
    )
)
