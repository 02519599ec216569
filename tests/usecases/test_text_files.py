"""Lists in files are read by their bytes; what is no list is named as what it is."""

import io
import zipfile

import pytest

from usecases.errors import BadAnswer
from usecases.ordering.text_files import MAX_FILE_BYTES, read_list


def archive(*names: str) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as made:
        for name in names:
            made.writestr(name, "x" * 50)
    return body.getvalue()


WORDS = "ja, gern\nschön\nбыстро"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("name", ["list.txt", "list", "LIST.XLS", "photo.png", ""])
def test_a_text_is_read_in_any_encoding_that_it_names(encoding: str, name: str) -> None:
    assert read_list(WORDS.encode(encoding), name) == WORDS


def test_utf_16_of_the_other_order_is_read() -> None:
    assert read_list(b"\xfe\xff" + WORDS.encode("utf-16-be"), "list.txt") == WORDS


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r"])
def test_a_text_in_an_encoding_that_is_not_named_is_not_guessed(encoding: str) -> None:
    with pytest.raises(BadAnswer, match="file_not_utf8"):
        read_list("быстро\r\nкрасиво".encode(encoding), "list.txt")


def test_a_western_text_is_not_guessed_either() -> None:
    with pytest.raises(BadAnswer, match="file_not_utf8"):
        read_list("très bien\nschön".encode("cp1252"), "list.txt")


@pytest.mark.parametrize(
    ("name", "text", "entries"),
    [
        ("a.csv", 'Comments;;\r\n"so, so";;\r\n"they said ""nice""";;\r\n;;\r\nfine;;\r\n', ["so, so", 'they said "nice"', "", "fine"]),
        ("a.CSV", "username,followers\nann.lee,10\nbo,20\n", ["ann.lee", "bo"]),
        ("a.tsv", "one\tx\ntwo\ty\n", ["one", "two"]),
        ("a.csv", '"two\nlines",x\nfine,y', ["two lines", "fine"]),
        ("a.csv", "well, yes\nfine\n", ["well, yes", "fine"]),
        ("a.csv", "comment\nfine\n", ["fine"]),
        ("a.csv", "comment\n", ["comment"]),
        ("a.xls", "comment;x\r\nfine;y\r\n", ["fine"]),
        ("a.txt", "one\t1\ntwo\t2", ["one", "two"]),
    ],
)  # fmt: skip
def test_of_a_table_the_first_column_is_read(name: str, text: str, entries: list[str]) -> None:
    assert read_list("\ufeff".encode() + text.encode(), name).split("\n") == entries


@pytest.mark.parametrize(
    "text", ["well, yes\nso, so", "comment\nfine", "a; b\nc", "&lt;\n&gt;", 'say "hi"\nok', "one"]
)
def test_a_text_is_left_as_it_is(text: str) -> None:
    assert read_list(text.encode(), "list.txt") == text


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (archive("xl/workbook.xml", "[Content_Types].xml"), "file_is_workbook"),
        (archive("word/document.xml"), "file_is_document"),
        (archive("content.xml"), "file_is_office"),
        (archive("list.txt"), "file_is_archive"),
        (b"\x1f\x8b\x08\x00rest", "file_is_archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "file_is_office"),
        (b"%PDF-1.7\n", "file_is_pdf"),
        (b"{\\rtf1 list}", "file_is_document"),
        (b"\x89PNG\r\n\x1a\n\x00", "file_is_picture"),
        (b"\xff\xd8\xff\xe0\x00", "file_is_picture"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "file_is_picture"),
        (b"one\x00two", "file_not_text"),
        (b"\xff\xfe\x00\xd8", "file_not_text"),
        (b"\x7fELF\x02\x01\x01\xff", "file_not_text"),
        (b"", "file_is_empty"),
        (b" \r\n\t\n", "file_is_empty"),
        (b"\xef\xbb\xbf", "file_is_empty"),
        (b"x" * (MAX_FILE_BYTES + 1), "file_too_large"),
    ],
)
def test_what_is_no_list_is_named(body: bytes, reason: str) -> None:
    with pytest.raises(BadAnswer) as caught:
        read_list(body, "list.csv")

    assert caught.value.reason == reason
