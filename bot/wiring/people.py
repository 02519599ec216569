"""Use cases about people and roles."""

from bot.wiring.shared import Shared
from usecases.people.answer_knocks import AnswerKnocks
from usecases.people.block_people import BlockPeople
from usecases.people.choose_settings import ChooseSettings
from usecases.people.forget_people import ForgetPeople
from usecases.people.give_roles import GiveRoles
from usecases.people.invite_people import InvitePeople
from usecases.people.note_refusals import NoteRefusals
from usecases.people.read_texts import ReadTexts
from usecases.people.remove_people import RemovePeople
from usecases.people.view_audit import ViewAudit
from usecases.people.view_people import ViewPeople
from usecases.people.view_person import ViewPerson
from usecases.people.write_to_people import WriteToPeople


class PeopleUseCases:
    def __init__(self, shared: Shared) -> None:
        db, access, clock, wake_sender = shared.db, shared.access, shared.clock, shared.wakeups.sender
        self.invite_people = InvitePeople(db=db, access=access, clock=clock)
        self.answer_knocks = AnswerKnocks(db=db, access=access, clock=clock)
        self.note_refusals = NoteRefusals(db=db, clock=clock)
        self.choose_settings = ChooseSettings(db=db, access=access, clock=clock)
        self.read_texts = ReadTexts(db=db)
        self.view_people = ViewPeople(db=db, access=access)
        self.view_person = ViewPerson(db=db, wallet_currency=shared.wallet_currency, clock=clock)
        self.write_to_people = WriteToPeople(db=db, wake_sender=wake_sender, clock=clock)
        self.block_people = BlockPeople(db=db, access=access, wake_sender=wake_sender, clock=clock)
        self.remove_people = RemovePeople(db=db, access=access, clock=clock)
        self.forget_people = ForgetPeople(db=db, access=access, clock=clock)
        self.give_roles = GiveRoles(db=db, access=access, wake_sender=wake_sender, clock=clock)
        self.view_audit = ViewAudit(db=db)
