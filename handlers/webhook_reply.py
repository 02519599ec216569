"""The answer to a webhook call, which may carry one call to Telegram."""

import msgspec


class TapAnswer(msgspec.Struct, tag="answerCallbackQuery", tag_field="method", omit_defaults=True):
    """The call that answers a tap, as JSON for the reply."""

    callback_query_id: str
    text: str | None = None
    show_alert: bool = False


class WebhookReply:
    """The answer to a webhook call. Telegram carries out the one call that it may contain.

    Telegram does not report the result. So it carries only answers to taps: they fail only if the tap is too
    old.
    """

    def __init__(self) -> None:
        self._body: bytes | None = None
        self._is_given = False

    def carry(self, answer: TapAnswer) -> bool:
        """Put an answer in. Returns False if there is one already, or the reply was given."""
        if self._is_given or self._body is not None:
            return False
        self._body = msgspec.json.encode(answer)
        return True

    def give(self) -> bytes | None:
        """Return the body. Afterwards nothing can be put in."""
        self._is_given = True
        return self._body
