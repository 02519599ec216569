"""Callback data of the operators' buttons about services; see `views.callbacks`."""

from aiogram.filters.callback_data import CallbackData

from storage.own_values import OwnMark, OwnValue
from views.callbacks import PageNumber, ServiceRef


class OpenServiceDesk(CallbackData, prefix="svc"):
    """Asks for a service."""


class TurnDeskFound(CallbackData, prefix="svf"):
    """Shows another page of the services that were found last."""

    page: PageNumber


class OpenDeskService(CallbackData, prefix="svo"):
    service: ServiceRef


class MarkDeskService(CallbackData, prefix="svm"):
    """Hides or shows a service, pins it or not."""

    service: ServiceRef
    mark: OwnMark
    on: bool


class AskOwnValue(CallbackData, prefix="svq"):
    """Asks for a name, description, note or category."""

    service: ServiceRef
    value_of: OwnValue


class ClearOwnValue(CallbackData, prefix="svx"):
    """Shows the panel's again."""

    service: ServiceRef
    value_of: OwnValue


class AskResetService(CallbackData, prefix="svr"):
    """Asks before `ResetService` acts."""

    service: ServiceRef


class ResetService(CallbackData, prefix="svz"):
    service: ServiceRef


class OpenOwnServices(CallbackData, prefix="svl"):
    """Lists the services that are not shown as the panel lists them."""

    page: PageNumber = 0


class OpenServiceChanges(CallbackData, prefix="svh"):
    page: PageNumber = 0


class OpenLowBalance(CallbackData, prefix="lb"):
    """Asks for the balance of the panel account at which operators are told."""


class SetNoLimit(CallbackData, prefix="lbx"):
    """Tells operators of no low balance."""
