"""The gallery for a browser shows everything that the list of sentences has, in each language."""

import re
from html import escape
from pathlib import Path

import pytest

from tests.views.gallery import everything, html
from views.language import languages, speaking

LABEL = re.compile(r'<span class="label">(.*?)</span>')


@pytest.mark.parametrize("code", languages())
def test_a_page_has_every_entry_with_its_buttons(code: str) -> None:
    with speaking(code):
        entries = [one for _, group in everything() for one in group]

    page = html.page(code)

    assert page.count("<article ") == len(entries)
    assert all(escape(one.title).replace("&#x27;", "&#39;") in page for one in entries)
    assert len(LABEL.findall(page)) == sum(len(row) for one in entries for row in one.rows)
    assert "<tg-" not in page


def test_there_is_a_page_for_each_language_and_an_index(tmp_path: Path) -> None:
    index = html.write(tmp_path).read_text(encoding="utf-8")

    assert {file.name for file in tmp_path.iterdir()} == {
        "index.html",
        *(f"{code}.html" for code in languages()),
    }
    assert all(f'href="{code}.html"' in index for code in languages())
