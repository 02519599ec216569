"""What the parts of the program tell of their work while they are at it."""


class Observer:
    """Hears it and does nothing: so it is where nobody asks. `bot.monitoring.metrics.Metrics` counts.

    What is called for each update may not cost more than a microsecond or two.
    """

    def update_handled(self, seconds: float) -> None: ...

    def update_tried_again(self) -> None: ...

    def update_set_aside(self) -> None: ...

    def update_went_astray(self) -> None:
        """Telegram delivered it to a path that is not the webhook's."""

    def update_had_another_secret(self) -> None:
        """It was refused, for it may be a stranger's."""

    def panel_called(self, action: str, outcome: str) -> None:
        """`panel.http.outcomes` has the words."""

    def telegram_said_wait(self) -> None:
        """A 429."""

    def leads(self) -> None:
        """From now on the sweep is this process's business."""

    def swept(self, seconds: float, *, is_done: bool) -> None:
        """Whether all orders that were due were asked for."""

    def loop_was_late(self, seconds: float) -> None: ...
