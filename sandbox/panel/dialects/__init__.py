"""The dialects of panels: each speaks as some real panels do. How to add one stands in CONTRIBUTING.md."""

from sandbox.panel.dialects.calls import OneByOne, ServerErrors, Silent, Stumbling, WantsQuantity
from sandbox.panel.dialects.containers import Envelope, Keyed, ResultList, Typed
from sandbox.panel.dialects.dialect import Dialect
from sandbox.panel.dialects.figures import NoCharge, OtherCurrency, PerPiece, Rounded
from sandbox.panel.dialects.lists import Pages, Places, UnknownTypes
from sandbox.panel.dialects.numbers import DecimalComma, Lakh, MoneyWithSigns, NumbersFromPhp
from sandbox.panel.dialects.words import OwnWords, PlusSigns, ScriptOfThePage

DIALECTS: dict[str, type[Dialect]] = {
    dialect.name: dialect
    for dialect in (
        Dialect,
        ScriptOfThePage,
        PlusSigns,
        OwnWords,
        Envelope,
        Typed,
        Keyed,
        ResultList,
        NumbersFromPhp,
        Lakh,
        DecimalComma,
        MoneyWithSigns,
        PerPiece,
        Rounded,
        OtherCurrency,
        NoCharge,
        OneByOne,
        WantsQuantity,
        Stumbling,
        ServerErrors,
        Silent,
        Pages,
        Places,
        UnknownTypes,
    )
}


def named(name: str) -> type[Dialect]:
    """Raises ValueError, in one line with the names that there are."""
    if name not in DIALECTS:
        raise ValueError(f"no dialect {name!r}; there is {', '.join(DIALECTS)}")
    return DIALECTS[name]
