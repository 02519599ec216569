"""What goes back with the answer to a webhook call."""

import msgspec


class TapAnswer(msgspec.Struct, tag="answerCallbackQuery", tag_field="method", omit_defaults=True):
    """The call that ends the waiting of a tapped button, as it is written into a reply."""

    callback_query_id: str
    text: str | None = None
    show_alert: bool = False


class WebhookReply:
    """The answer to a webhook call: Telegram carries out the one call that may stand in it.

    It does not say how that went. So it is for answers to taps, of which all that can go wrong is that the
    tap is too old.
    """

    def __init__(self) -> None:
        self._body: bytes | None = None
        self._is_given = False

    def carry(self, answer: TapAnswer) -> bool:
        """Put an answer in; False if there is one already, or the reply was given."""
        if self._is_given or self._body is not None:
            return False
        self._body = msgspec.json.encode(answer)
        return True

    def give(self) -> bytes | None:
        """The body; from now on nothing can be put in."""
        self._is_given = True
        return self._body
