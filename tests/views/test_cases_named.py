"""Who wrote the messages of a case, as operators read it."""

from tests.views.gallery.records import ORDINARY
from tests.views.gallery.support import ANSWER, OPERATOR, case, message
from usecases.supporting.view_cases import CaseCard
from views.operating import cases


def test_an_answer_of_who_was_forgotten_is_not_shown_as_the_customers() -> None:
    customer = ORDINARY.user()
    said = CaseCard(case(), customer, None, [ANSWER], {OPERATOR: ""})
    asked = CaseCard(case(), customer, None, [message()], {})

    assert "<b>Name deleted</b> · " in cases.card(said).text
    assert f"<b>{customer.name}</b> · " in cases.card(asked).text
