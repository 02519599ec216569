"""Metrics of the running program in Prometheus's format."""

import math
import time
from collections.abc import Callable, Iterable

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from bot.observer import Observer

HANDLING = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)  # seconds
LATENESS = (0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 5)
ASKS_OF_SWEEP = {"status", "refill_status"}  # actions at the panel that show that a long sweep makes progress

GAUGES = {
    "ready": "1 where /readyz says 200",
    "leader": "1 in the process that sweeps, submits and sends",
    "database_up": "1 where the database answers",
    "database_writable": "1 where a write goes well; 0 where the disk is full",
    "sweep_age_seconds": "Since the leader last had asked for all orders that were due",
    "updates_open": "Updates under way or waiting for their turn",
    "outbox_waiting": "Messages that could be sent",
    "outbox_age_seconds": "Age of the oldest of them",
    "orders_unconfirmed": "Orders whose outcome is unknown",
    "backup_age_seconds": "Age of the newest daily copy; NaN where this program makes none",
}
"""The gauges that `put` sets, with their help texts."""

CONDITIONS = ("panel_down", "panel_key", "panel_funds", "restored", "backup_failed", "update_set_aside")
"""Conditions that are shown from the start, so that an alert rule on one of them finds a value."""

disable_created_metrics()  # type: ignore[no-untyped-call]  # they add a line with the start time to each counter


class Metrics(Observer):
    """Counts reports in its own registry. No label contains a text from outside the program.

    `steady` is a monotonic clock in seconds. At each request `bot.monitoring.health` adds values from the
    database.
    """

    content_type = CONTENT_TYPE_PLAIN_0_0_4

    def __init__(self, steady: Callable[[], float] = time.monotonic) -> None:
        self._steady = steady
        self._sweep_lived_at: float | None = None
        self._swept_at: float | None = None
        self._registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        updates = Counter("panelgram_updates", "Updates by what came of them", ["outcome"], registry=registry)
        self._handled = updates.labels("handled")
        self._tried_again = updates.labels("tried_again")
        self._set_aside = updates.labels("set_aside")
        self._astray = updates.labels("astray")
        self._wrong_secret = updates.labels("wrong_secret")
        self.deliveries_go_astray = False
        self._handling = Histogram(
            "panelgram_update_seconds", "Handling an update", registry=registry, buckets=HANDLING
        )
        self._panel_calls = Counter(
            "panelgram_panel_calls", "Calls to the panel", ["action", "outcome"], registry=registry
        )
        self._waits = Counter("panelgram_telegram_429", "Telegram asked to wait", registry=registry)
        self._sweeps = Counter("panelgram_sweeps", "Sweeps that came to their end", registry=registry)
        self._sweep_seconds = Gauge("panelgram_sweep_seconds", "Length of the last sweep", registry=registry)
        self._lateness = Histogram(
            "panelgram_loop_lag_seconds", "How late the loop wakes", registry=registry, buckets=LATENESS
        )
        self._conditions = Gauge(
            "panelgram_condition",
            "1 while the operator's alert of this name stands",
            ["name"],
            registry=registry,
        )
        self._gauges = {
            name: Gauge(f"panelgram_{name}", words, registry=registry) for name, words in GAUGES.items()
        }

    def update_handled(self, seconds: float) -> None:
        self.deliveries_go_astray = False
        self._handled.inc()
        self._handling.observe(seconds)

    def update_tried_again(self) -> None:
        self._tried_again.inc()

    def update_set_aside(self) -> None:
        self._set_aside.inc()

    def update_went_astray(self) -> None:
        self.deliveries_go_astray = True
        self._astray.inc()

    def update_had_another_secret(self) -> None:
        self._wrong_secret.inc()

    def panel_called(self, action: str, outcome: str) -> None:
        self._panel_calls.labels(action, outcome).inc()
        if action in ASKS_OF_SWEEP:
            self._sweep_lived_at = self._steady()

    def telegram_said_wait(self) -> None:
        self._waits.inc()

    def leads(self) -> None:
        self._sweep_lived_at, self._swept_at = self._steady(), None

    def swept(self, seconds: float, *, is_done: bool) -> None:
        self._sweep_lived_at = self._steady()
        if is_done:
            self._swept_at = self._sweep_lived_at
        self._sweeps.inc()
        self._sweep_seconds.set(seconds)

    def loop_was_late(self, seconds: float) -> None:
        self._lateness.observe(seconds)

    @property
    def sweep_silent_for(self) -> float:
        """Seconds since the sweep last ended, made a call to the panel, or was taken over by this process."""
        return self._steady() - self._sweep_lived_at if self._sweep_lived_at is not None else 0.0

    @property
    def sweep_age(self) -> float:
        return self._steady() - self._swept_at if self._swept_at is not None else math.nan

    def put(self, **figures: float) -> None:
        for name, value in figures.items():
            self._gauges[name].set(value)

    def put_conditions(self, names: Iterable[str]) -> None:
        """Show which conditions are active now. A well-known one that is not active is shown as 0.

        A name may continue with a colon and its subject, such as an order's number. That is left out.
        """
        standing = {name.partition(":")[0] for name in names}
        for name in {*CONDITIONS, *standing}:
            self._conditions.labels(name).set(name in standing)

    def text(self) -> bytes:
        return generate_latest(self._registry)
