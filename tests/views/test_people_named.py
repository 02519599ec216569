"""How operators see a customer: a name is never blank."""

import pytest
from msgspec import structs

from tests.views.gallery.records import ORDINARY
from views import labels


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        ({"name": "Bob"}, "<b>Bob</b> (ID <code>1002</code>)"),
        ({"name": ""}, "ID <code>1002</code>"),  # in the settings, and has not written yet
        ({"name": "", "telegram_id": None}, "<b>Name deleted</b>"),
    ],
)
def test_a_customer_has_a_name_or_an_id(changes: dict[str, object], shown: str) -> None:
    assert labels.person(structs.replace(ORDINARY.user(), **changes)) == shown
