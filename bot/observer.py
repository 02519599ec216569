"""The interface through which the parts of the program report their work."""


class Observer:
    """Ignores all reports, for a program without metrics. `bot.monitoring.metrics.Metrics` counts them.

    Methods that are called for each update may take at most one or two microseconds.
    """

    def update_handled(self, seconds: float) -> None: ...

    def update_tried_again(self) -> None: ...

    def update_set_aside(self) -> None: ...

    def update_went_astray(self) -> None:
        """Telegram delivered an update to another path than the webhook's."""

    def update_had_another_secret(self) -> None:
        """A delivery had a wrong secret and was refused: it may be forged."""

    def panel_called(self, action: str, outcome: str) -> None:
        """A call to the panel ended. `panel.http.outcomes` names the outcomes."""

    def telegram_said_wait(self) -> None:
        """Telegram answered 429."""

    def leads(self) -> None:
        """This process is the leader now, so it runs the sweep."""

    def swept(self, seconds: float, *, is_done: bool) -> None:
        """A sweep ended. `is_done` if it asked for all orders that were due."""

    def loop_was_late(self, seconds: float) -> None: ...
