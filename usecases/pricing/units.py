"""Units of money, and the precision of calculations with it."""

from decimal import Context

MICRO = 1_000_000
"""Micro-units of one unit of money."""

CENT = 10_000  # micro-units
PER = 1_000  # units that a rate is for
FLOAT = Context(prec=15)
"""A float has 15 exact digits: a panel's 0.9000000000000001 is 0.9."""

PRECISE = Context(prec=200)
"""Precise enough for every product of a rate, an exchange rate, percents and a quantity."""
