"""Ten bugs that would cost money or orders: what is wrong, where, and the test file that must find it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bug:
    """`old` stands exactly once in `file`. With `new` in its place a test of the file `test` fails."""

    name: str
    file: str
    old: str
    new: str
    test: str


BUGS = (
    Bug(
        "an order is sent again after a timeout",
        "panel/http/calls.py",
        """        except PanelError as error:
            self._is_down(error)
            return Unknown(str(error))""",
        """        except PanelError:
            return await self._transport.post(
                {**parameters, "action": action}, fresh=True, limit=LARGEST_WRITE
            )""",
        "tests/panel/test_writes_on_sockets.py",
    ),
    Bug(
        "an order whose answer was lost counts as refused",
        "panel/http/replies.py",
        "return unknown\n    try:",
        "return Refused(Meaning.OTHER, unknown.seen)\n    try:",
        "tests/panel/test_writes.py",
    ),
    Bug(
        "an order counts as not sent when its connection was reset",
        "panel/http/transport.py",
        "kind = PanelUnreachable if progress.connected else NothingSent",
        "kind = NothingSent",
        "tests/panel/test_writes_on_sockets.py",
    ),
    Bug(
        "a draft is claimed twice",
        "storage/drafts.py",
        """        UPDATE drafts SET status = 'claimed'
        WHERE id = $1 AND user_id = $2 AND status = 'ready'""",
        """        UPDATE drafts SET status = 'claimed'
        WHERE id = $1 AND user_id = $2""",
        "tests/storage/test_steps.py",
    ),
    Bug(
        "an order is taken for submitting twice",
        "storage/order_progress.py",
        "UPDATE orders SET status = 'submitting' WHERE id = $1 AND status = 'reserved' RETURNING id",
        "UPDATE orders SET status = 'submitting' WHERE id = $1 RETURNING id",
        "tests/storage/test_steps.py",
    ),
    Bug(
        "the submission is written after the call",
        "usecases/submitting/send_once.py",
        """        ready = await self._prepare(one)
""",
        """        ready = await self._prepare(one)
        outcome = await ready.call()
        ready = Ready(lambda: __import__("asyncio").sleep(0, outcome), ready.begin)
""",
        "tests/usecases/test_submitting.py",
    ),
    Bug(
        "an order that a crash interrupted does not become unknown",
        "usecases/submitting/submit_order.py",
        "for order in await order_progress.submitting(self._db):",
        "for order in ():",
        "tests/usecases/test_submitting.py",
    ),
    Bug(
        "an order is placed at a price that the review did not show",
        "usecases/ordering/place_order.py",
        "if renewed is not None:",
        "if False:",
        "tests/stories/test_review.py",
    ),
    Bug(
        "a refund is computed from what was delivered",
        "usecases/tracking/figures.py",
        "amount * (order.quantity - arrived) // order.quantity",
        "amount * arrived // order.quantity",
        "tests/usecases/test_figures.py",
    ),
    Bug(
        "a message that Telegram did not take is dropped from the outbox",
        "bot/outgoing/sender.py",
        "return lambda: self._put_back(message, self._clock() + pause, message.attempts)",
        "return lambda: outbox.drop(self._db, message.id, self._clock(), self._db.cluster.instance)",
        "tests/stories/test_progress.py",
    ),
)
