"""Amounts of two currencies are never compared or added up."""


def is_other_currency(one: str | None, other: str | None) -> bool:
    """Whether two amounts cannot be compared; a currency that is not known is no other one."""
    return bool(one and other and one.casefold() != other.casefold())
