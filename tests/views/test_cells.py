"""Tables for spreadsheets: no foreign text becomes a formula, wherever the file is opened."""

import csv
import io

import pytest

from views import cells

BEGINNINGS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


@pytest.mark.parametrize(
    "foreign",
    [
        "=1+1",
        "@SUM(A1)",
        "  -1",
        "\t=1",
        "\u200b=1",
        "＝1+1",
        "Bob;=HYPERLINK(A1;1);",
        "Bob; @SUM(A1)",
        'Bob";=1+1;"',
        "Bob;\u200b＝1",
    ],
)
@pytest.mark.parametrize("written", [",", ";"])
@pytest.mark.parametrize("read", [",", ";"])
def test_no_cell_begins_as_a_formula(foreign: str, written: str, read: str) -> None:
    body = cells.file(["Name", "Price"], [(foreign, cells.amount(-900_000))], written)

    rows = csv.reader(io.StringIO(body.decode("utf-8-sig")), delimiter=read)

    found = [cell for row in rows for cell in row if cell.lstrip().startswith(BEGINNINGS)]
    assert set(found) <= {"-0.9"}


@pytest.mark.parametrize(
    "same", ["https://maps.example/@37.77,-122.41", "a;b", "Followers, +100 bonus", "R&B; x"]
)
def test_other_texts_stay_as_they_are(same: str) -> None:
    body = cells.file(["Link"], [(same,)])

    assert list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))[1] == [same]
