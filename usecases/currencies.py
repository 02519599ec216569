"""Amounts of two currencies are never compared or added up."""


def is_other_currency(one: str | None, other: str | None) -> bool:
    """Whether two currencies are known and differ."""
    return bool(one and other and one.casefold() != other.casefold())
