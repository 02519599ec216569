"""The days for refills, as panels write them into the names of services."""

import pytest

from usecases.tracking.refill_days import refill_days


@pytest.mark.parametrize(
    ("name", "days"),
    [
        ("Instagram Followers · 30 days refill", 30),
        ("Followers [Refill: 30 Days] [Max: 100K]", 30),
        ("Followers | 365 Days Guarantee | Instant", 365),
        ("Followers ♻️ R30 | Speed 10K/Day", 30),
        ("Followers - R90D", 90),
        ("Followers (30D Refill)", 30),
        ("Followers Refill 60D", 60),
        ("Views 7 day auto-refill", 7),
        ("Followers 30 days refill [R30]", 30),
        ("Followers · refill 30 days", 30),
        ("Followers 30 days refill, R60", None),
        ("Followers Lifetime Refill", None),
        ("Followers No Refill", None),
        ("Followers 50K/Day No Refill", None),
        ("Followers Refill 999 days", None),
        ("Followers Refill 0 days", None),
        ("PR30 Backlinks", None),
        ("1000 Followers Refill", None),
        ("Refill button 24 hours", None),
        ("Followers [30 Days] Refill", 30),
        ("Followers 30-day-refill", 30),
        ("Followers 30  days  refill button", 30),
        ("Speed: 10 days | Refill button", None),
        ("Start within 5 days · Refill", None),
        ("1-5 Days - Refill", None),
        ("Followers 7-30 days refill", None),
        ("Followers 30/60 days refill", None),
        ("Followers Refill | 5 days delivery", None),
        ("Followers Refill - 5 days delivery", None),
        ("Followers No Refill 30 days", None),
        ("Followers Non-Refill R30", None),
        ("Followers without refill, 30 days guarantee", None),
        ("Followers Lifetime Refill R365", None),
        ("Followers Refill, start R24 hours", None),
        ("", None),
    ],
)
def test_a_name_promises_days_or_not(name: str, days: int | None) -> None:
    assert refill_days(name) == days
