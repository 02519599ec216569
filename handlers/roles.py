"""The check of every operator's route: it names an action, and the operator's role has to allow it."""

from aiogram.filters import BaseFilter
from aiogram.types import TelegramObject

from usecases.errors import RoleForbids
from usecases.people.access import Person
from usecases.people.note_refusals import NoteRefusals
from usecases.people.roles import Action


class May(BaseFilter):
    """Lets an operator through whose role allows the action.

    Raises RoleForbids, after noting it in the audit trail, for other operators and for people who were
    operators. Everybody else goes on to the fallback: for them this route does not exist. On a message it
    stands behind the filter that says what was expected, because it raises.
    """

    def __init__(self, action: Action) -> None:
        self.action = action

    async def __call__(self, _: TelegramObject, person: Person, note_refusals: NoteRefusals) -> bool:
        if person.may(self.action):
            return True
        if person.is_operator or person.was_operator:
            await note_refusals(person.id, self.action)
            raise RoleForbids
        return False
