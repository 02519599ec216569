"""Callback data of buttons: ids only, at most 64 bytes, validated again when a tap arrives."""

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import AfterValidator, Field, StringConstraints

from storage.users import Notifications
from views.language import known_language

RowId = Annotated[int, Field(ge=1, le=2**52)]
LastId = Annotated[int, Field(ge=0, le=2**52)]
PageNumber = Annotated[int, Field(ge=0, le=100_000)]
DraftId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{8,16}$")]
ServiceRef = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,32}$")]
CategoryId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]
FilterMarks = Annotated[str, StringConstraints(pattern=r"^[prc]{1,3}$")]
Review = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}$")]
FieldName = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,16}$")]
Language = Annotated[str, AfterValidator(known_language)]
Stars = Annotated[int, Field(ge=1, le=25_000)]
MinuteOfDay = Annotated[int, Field(ge=0, le=1_439)]
UtcOffset = Annotated[int, Field(ge=0, le=1_439)]
TimeZone = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_+/-]{1,40}$")]
Choice = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z_-]{1,16}$")]


class OpenStart(CallbackData, prefix="home"): ...


class OpenCatalogue(CallbackData, prefix="cat"):
    page: PageNumber = 0


class OpenCategory(CallbackData, prefix="c"):
    category: CategoryId
    page: PageNumber = 0


class OpenFiltered(CallbackData, prefix="cf"):
    """A category with only some of its services, in another order; `filters` as in `CategoryFilter`."""

    category: CategoryId
    filters: FilterMarks
    page: PageNumber = 0


class OpenFavourites(CallbackData, prefix="fav"):
    page: PageNumber = 0


class OpenRecent(CallbackData, prefix="last"):
    page: PageNumber = 0


class OpenService(CallbackData, prefix="s"):
    service: ServiceRef


class MarkService(CallbackData, prefix="mark"):
    service: ServiceRef


class UnmarkService(CallbackData, prefix="unmark"):
    service: ServiceRef


class OpenSearch(CallbackData, prefix="find"): ...


class OpenFound(CallbackData, prefix="found"):
    page: PageNumber = 0


class OpenBalance(CallbackData, prefix="bal"): ...


class RefreshBalance(CallbackData, prefix="balr"): ...


class OpenWallet(CallbackData, prefix="w"):
    """Opens the wallet; `before` is the id before which the shown transfers end, 0 for the newest."""

    before: LastId = 0


class SendStatement(CallbackData, prefix="ws"):
    """Sends a file with everything that came into the wallet and went out of it."""


class OpenTopUp(CallbackData, prefix="tu"):
    """Shows what can be topped up with Stars."""


class TopUpFor(CallbackData, prefix="tf"):
    """Sends an invoice for what the wallet lacks for the draft. It is ordered when the invoice is paid."""

    draft: DraftId


class SendInvoice(CallbackData, prefix="ti"):
    stars: Stars


class NameStars(CallbackData, prefix="tn"):
    """Asks for an amount in Stars."""


class OpenPaySupport(CallbackData, prefix="ps"): ...


class OpenStarsBack(CallbackData, prefix="pb"):
    """Shows which payments the person may have back."""


class AskStarsBack(CallbackData, prefix="pj"):
    """Asks before `GetStarsBack` acts."""

    topup: RowId


class GetStarsBack(CallbackData, prefix="pg"):
    """Gives the Stars of an own payment back to the person who taps it."""

    topup: RowId


class OpenSettings(CallbackData, prefix="set"): ...


class OpenLanguages(CallbackData, prefix="lang"): ...


class ChooseLanguage(CallbackData, prefix="lng"):
    language: Language


class ChooseNotifications(CallbackData, prefix="ntf"):
    notifications: Notifications


class OpenQuietHours(CallbackData, prefix="quiet"): ...


class ChooseQuietHours(CallbackData, prefix="qset"):
    start: MinuteOfDay
    end: MinuteOfDay


class PickQuietStart(CallbackData, prefix="qfrom"): ...


class PickQuietEnd(CallbackData, prefix="qto"): ...


class TurnOffQuietHours(CallbackData, prefix="qoff"): ...


class ChooseEndsWait(CallbackData, prefix="qends"):
    wait: bool


class OpenClocks(CallbackData, prefix="clocks"): ...


class OpenPlaces(CallbackData, prefix="places"):
    offset: UtcOffset
    page: PageNumber = 0


class ChooseTimeZone(CallbackData, prefix="tz"):
    zone: TimeZone


class ChooseNews(CallbackData, prefix="news"):
    wanted: bool


class MuteNews(CallbackData, prefix="nomore"):
    """Stands under each broadcast that is news."""


class OpenFromNews(CallbackData, prefix="ns"):
    """Opens a service in a new message: the broadcast above stays."""

    service: ServiceRef


class SendMyData(CallbackData, prefix="mydata"): ...


class OpenHelp(CallbackData, prefix="help"): ...


class OpenRules(CallbackData, prefix="rules"):
    """Shows the rules that operators wrote."""


class OpenPrivacy(CallbackData, prefix="priv"): ...


class OpenTerms(CallbackData, prefix="terms"): ...


class AskForgetting(CallbackData, prefix="fg"):
    """Asks before `ForgetMe` acts."""


class ForgetMe(CallbackData, prefix="fm"):
    """Deletes the data of the person who taps it."""
