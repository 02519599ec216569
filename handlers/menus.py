"""The first screen for a person."""

from usecases.operating.view_account import ViewAccount
from usecases.people.access import Person
from views import start
from views.language import spoken_code
from views.screen import Screen


async def menu_of(person: Person, view_account: ViewAccount) -> Screen:
    """Return the first screen in the language that is spoken now."""
    return start.menu(person, await view_account.overview(person.id, spoken_code()))
