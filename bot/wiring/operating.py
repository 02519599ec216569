"""Use cases of operators: the panel account, orders in doubt, former panels, and the desk."""

from bot.host import look_at_host
from bot.wiring.services import ServiceUseCases
from bot.wiring.shared import Shared
from drawing.painter import Painter
from usecases.alerting.tell_other_panels import TellOfOtherPanels
from usecases.operating.adopt_orders import AdoptOrders
from usecases.operating.decide_holds import DecideHolds
from usecases.operating.draw_picture import DrawPicture
from usecases.operating.end_orders import EndOrders
from usecases.operating.low_balance import SetLowBalance
from usecases.operating.report_sales import ReportSales
from usecases.operating.return_from_backup import ReturnFromBackup
from usecases.operating.send_backups import SendBackups
from usecases.operating.view_account import ViewAccount
from usecases.operating.view_charts import ViewCharts
from usecases.operating.view_desk import ViewDesk
from usecases.operating.view_stuck import ViewStuck
from usecases.operating.watch_panel import WatchPanel
from usecases.operating.write_texts import WriteTexts
from usecases.submitting.close_former_panels import CloseFormerPanels
from usecases.submitting.decide import Decide


class OperatingUseCases:
    def __init__(self, shared: Shared, services: ServiceUseCases) -> None:
        db, panel, panel_key_id = shared.db, shared.panel, shared.panel_key_id
        catalogue, alert, clock = shared.catalogue, shared.alert, shared.clock
        wake_sender, wake_sweep = shared.wakeups.sender, shared.wakeups.sweep
        self.watch_panel = WatchPanel(db=db, panel=panel, catalogue=catalogue, alert=alert, clock=clock)
        self.view_account = ViewAccount(
            db=db, catalogue=catalogue, clock=clock, wallet_currency=shared.wallet_currency
        )
        self.set_low_balance = SetLowBalance(
            db=db, panel_key_id=panel_key_id, alert=alert, wake_sender=wake_sender, clock=clock
        )
        self.decide = Decide(
            db=db,
            panel=panel,
            panel_key_id=panel_key_id,
            wake_sweep=wake_sweep,
            wake_sender=wake_sender,
            clock=clock,
        )
        self.adopt_orders = AdoptOrders(
            db=db,
            panel=panel,
            panel_key_id=panel_key_id,
            wake_sweep=wake_sweep,
            wake_sender=wake_sender,
            clock=clock,
        )
        self.end_orders = EndOrders(db=db, alert=alert, wake_sender=wake_sender, clock=clock)
        self.decide_holds = DecideHolds(
            db=db, panel_key_id=panel_key_id, reprice=services.refresh_catalogue.reprice, clock=clock
        )
        self.report_sales = ReportSales(db=db, wallet_currency=shared.wallet_currency)
        self.view_charts = ViewCharts(
            db=db,
            panel_key_id=panel_key_id,
            report_sales=self.report_sales,
            wallet_currency=shared.wallet_currency,
            clock=clock,
        )
        self.draw_picture = DrawPicture(painter=Painter(), clock=clock)
        self.view_stuck = ViewStuck(db=db, panel_key_id=panel_key_id)
        self.tell_of_other_panels = TellOfOtherPanels(db=db, alert=alert, panel_key_id=panel_key_id)
        self.close_former_panels = CloseFormerPanels(
            db=db,
            tell=self.tell_of_other_panels,
            wake_sender=wake_sender,
            panel_key_id=panel_key_id,
            clock=clock,
        )
        self.return_from_backup = ReturnFromBackup(
            db=db,
            alert=alert,
            wake_sender=wake_sender,
            panel_key_id=panel_key_id,
            clock=clock,
            is_shop=shared.is_shop,
        )
        self.view_desk = ViewDesk(
            db=db,
            panel_key_id=panel_key_id,
            look_at_host=look_at_host(shared.settings),
            report_sales=self.report_sales if shared.is_shop else None,
            clock=clock,
        )
        self.send_backups = SendBackups(
            db=db, copies=shared.backups, access=shared.access, wake_sender=wake_sender, clock=clock
        )
        self.write_texts = WriteTexts(db=db, clock=clock)
