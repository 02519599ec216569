"""Use cases about services: the panel's list, and how people find what they order."""

from bot.wiring.shared import Shared
from usecases.browsing.find_inline import FindInline
from usecases.browsing.own_services import OwnServices
from usecases.browsing.refresh_catalogue import RefreshCatalogue
from usecases.browsing.search_services import SearchServices
from usecases.browsing.view_service import ViewService
from usecases.operating.change_services import ChangeServices


class ServiceUseCases:
    def __init__(self, shared: Shared) -> None:
        db, catalogue, clock = shared.db, shared.catalogue, shared.clock
        self.catalogue = catalogue
        self.refresh_catalogue = RefreshCatalogue(
            db=db,
            panel=shared.panel,
            catalogue=catalogue,
            alert=shared.alert,
            clock=clock,
            hides_new=shared.settings.new_services == "hidden",
        )
        self.search_services = SearchServices(catalogue)
        self.own_services = OwnServices(db=db, catalogue=catalogue, clock=clock)
        self.find_inline = FindInline(catalogue=catalogue, own=self.own_services)
        self.view_service = ViewService(db=db, catalogue=catalogue, own=self.own_services, clock=clock)
        self.change_services = ChangeServices(db=db, catalogue=catalogue, clock=clock)
