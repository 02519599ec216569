"""Callback data of the operators' buttons about a shop and its prices; see `views.callbacks`."""

from typing import Annotated, Literal

from aiogram.filters.callback_data import CallbackData
from pydantic import StringConstraints

from usecases.operating.plan_prices import PriceChange
from usecases.pricing.shop_values import ShopValue
from views.callbacks import LastId, PageNumber, Review, RowId

Level = Literal["a", "c", "s"]
"""The level of a price rule: all, a category, a service."""

Subject = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,32}$")]
"""The category's id or the service's ref."""

NO_SUBJECT = "-"


class OpenSales(CallbackData, prefix="sal"):
    """Shows what a shop has sold in the last months."""


class OpenShop(CallbackData, prefix="sh"): ...


class OpenPrices(CallbackData, prefix="pr"):
    page: PageNumber = 0


class OpenPriceCategories(CallbackData, prefix="prc"):
    page: PageNumber = 0


class AskPricedService(CallbackData, prefix="prs"):
    """Asks which service gets a rule of its own."""


class OpenRule(CallbackData, prefix="pe"):
    """Opens the rule of a subject for a group, 0 for everybody."""

    level: Level
    subject: Subject
    group: LastId = 0


class AskPrice(CallbackData, prefix="pk"):
    """Asks for the value of a change; for one without a value it shows what the change does."""

    change: PriceChange
    level: Level = "a"
    subject: Subject = NO_SUBJECT
    group: LastId = 0


class SavePrices(CallbackData, prefix="pw"):
    """Saves exactly the change that was shown: `plan` is its fingerprint, and the two ids are its version."""

    plan: Review
    edit: LastId
    setting: LastId


class OpenPriceCheck(CallbackData, prefix="pc"): ...


class ConfirmPriceCheck(CallbackData, prefix="pcy"):
    """Confirms exactly the prices that were shown: `shown` is their fingerprint."""

    shown: Review


class OpenShopValues(CallbackData, prefix="sv"): ...


class AskShopValue(CallbackData, prefix="sva"):
    name: ShopValue


class OpenGroups(CallbackData, prefix="gr"): ...


class OpenGroup(CallbackData, prefix="gg"):
    group: RowId


class AskGroupName(CallbackData, prefix="gn"):
    """Asks for the name of a group; 0 is a new one."""

    group: LastId = 0


class AskEndGroup(CallbackData, prefix="ge"):
    """Asks before `EndGroup` acts."""

    group: RowId


class EndGroup(CallbackData, prefix="gx"):
    group: RowId


class ChooseGroup(CallbackData, prefix="gc"):
    """Shows the groups for a person. `page` is the page of the list to which Back leads."""

    user: RowId
    page: PageNumber


class PutInGroup(CallbackData, prefix="gi"):
    """Puts a person into a group; 0 is none."""

    user: RowId
    group: LastId
    page: PageNumber
