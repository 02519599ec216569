"""The planted bugs: what is wrong, where, and which tests have to find it."""

from dataclasses import dataclass

MACHINE = "tests/storage/test_order_machine.py"
WRITES = "tests/panel/test_writes.py"
ON_SOCKETS = "tests/panel/test_writes_on_sockets.py"
FUZZ = "tests/panel/test_classifier_fuzz.py"
TAKING_IN = "tests/bot/test_taking_in.py"
INTAKE = "tests/bot/test_intake.py"
ORDER = "tests/stories/test_order.py"
REVIEW = "tests/stories/test_review.py"
UNKNOWN = "tests/stories/test_unknown_outcomes.py"
PROGRESS = "tests/stories/test_progress.py"
BROWSE = "tests/stories/test_browse.py"
BACKUP = "tests/bot/test_backup.py"
SUBMITTING = "tests/usecases/test_submitting.py"
SWEEP = "tests/usecases/test_sweep.py"
KNOCKS = "tests/stories/test_knocks.py"
PEOPLE = "tests/stories/test_people.py"
STRAYS = "tests/storage/test_strays.py"
FORGETTING = "tests/usecases/test_forgetting.py"
USUAL = "tests/panel/test_usual_answers.py"


@dataclass(frozen=True, slots=True)
class Bug:
    """`old` stands exactly once in `file`; with `new` in its place one of `tests` has to fail."""

    name: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]


BUGS = (
    Bug(
        "add is tried again after a timeout",
        "panel/http/calls.py",
        """        except PanelError as error:
            self._is_down(error)
            return Unknown(str(error))""",
        """        except PanelError:
            return await self._transport.post(
                {**parameters, "action": action}, fresh=True, limit=LARGEST_WRITE
            )""",
        (ON_SOCKETS,),
    ),
    Bug(
        "a 5xx is read as refused",
        "panel/http/replies.py",
        "return unknown\n    try:",
        "return Refused(Meaning.OTHER, unknown.seen)\n    try:",
        (WRITES,),
    ),
    Bug(
        "a 429 is read as refused whatever its body says",
        "panel/http/replies.py",
        "reply.status in DOUBTFUL and not reading.is_sure",
        "False",
        (WRITES,),
    ),
    Bug(
        "an answer with an id and an error is read as refused",
        "panel/parsing/writes.py",
        "if _mentions(answer, name) or says_done(text) or _tells_of_trouble(reading):",
        "if says_done(text) or _tells_of_trouble(reading):",
        (WRITES,),
    ),
    Bug(
        "an error behind a piece of another answer is read as refused",
        "panel/parsing/answers.py",
        """return b'"' in _bare(body)[1]""",
        "return False",
        (WRITES,),
    ),
    Bug(
        "a connection that was reset counts as not sent",
        "panel/http/transport.py",
        "kind = PanelUnreachable if progress.connected else NothingSent",
        "kind = NothingSent",
        (ON_SOCKETS,),
    ),
    Bug(
        "a redirect is followed",
        "panel/http/transport.py",
        "allow_redirects=False",
        "allow_redirects=True",
        (ON_SOCKETS,),
    ),
    Bug(
        "an answer may be of any size",
        "panel/http/transport.py",
        "if len(body) > limit:",
        "if False:",
        (WRITES,),
    ),
    Bug(
        "a draft is claimed without a look at its status",
        "storage/drafts.py",
        """        UPDATE drafts SET status = 'claimed'
        WHERE id = $1 AND user_id = $2 AND status = 'ready'""",
        """        UPDATE drafts SET status = 'claimed'
        WHERE id = $1 AND user_id = $2""",
        (MACHINE,),
    ),
    Bug(
        "the submission is written down after the call",
        "usecases/submitting/submit_order.py",
        """        new_order = await self._new_order(order)
        began_at = await self._begin(order)
        if began_at is None:""",
        """        outcome = await self._panel.add_order(await self._new_order(order))
        began_at = await self._begin(order)
        if began_at is not None:
            await self._end(order, outcome)
        elif outcome:""",
        (MACHINE,),
    ),
    Bug(
        "a reserved order is taken without a look at its status",
        "storage/order_progress.py",
        "UPDATE orders SET status = 'submitting' WHERE id = $1 AND status = 'reserved' RETURNING id",
        "UPDATE orders SET status = 'submitting' WHERE id = $1 RETURNING id",
        ("tests/storage/test_steps.py",),
    ),
    Bug(
        "what a crash left open is not taken for unknown",
        "usecases/submitting/submit_order.py",
        "for order in await order_progress.submitting(self._db):",
        "for order in ():",
        ("tests/usecases/test_submitting.py",),
    ),
    Bug(
        "the end of an order is written down without its message",
        "usecases/tracking/record_statuses.py",
        "if order.status.finished:",
        "if False:",
        (MACHINE,),
    ),
    Bug(
        "a number that the operator names is not looked up",
        "usecases/submitting/decide.py",
        "        panel_order_id = await self._confirmed(order, typed)\n        now",
        "        panel_order_id = typed\n        now",
        (UNKNOWN,),
    ),
    Bug(
        "a price that changed is not shown",
        "usecases/ordering/place_order.py",
        "if renewed is not None:",
        "if False:",
        (REVIEW,),
    ),
    Bug(
        "an old review orders what the draft says by now",
        "usecases/ordering/place_order.py",
        "if review_of(draft) != review:",
        "if False:",
        (REVIEW,),
    ),
    Bug(
        "an order is shown to whoever knows its number",
        "storage/orders.py",
        'FROM orders WHERE id = $1 AND user_id = $2", order_id, user_id',
        'FROM orders WHERE id = $1 AND $2 = $2", order_id, user_id',
        (BROWSE,),
    ),
    Bug(
        "an update is confirmed before it is handled or kept",
        "bot/incoming/polling.py",
        "return min(self._open, default=self._next)",
        "return self._next",
        (TAKING_IN,),
    ),
    Bug(
        "what was kept is not gone on with",
        "bot/incoming/intake.py",
        "            self._take(AcceptedUpdate(number, raw, state=UpdateState.KEPT))\n",
        "            pass\n",
        (TAKING_IN,),
    ),
    Bug(
        "an update that Telegram did not let us answer is given up",
        "bot/incoming/attempts.py",
        "if not (isinstance(error, DatabaseAway) or is_passing(error)):",
        "if not isinstance(error, DatabaseAway):",
        (TAKING_IN,),
    ),
    Bug(
        "anybody may call the webhook",
        "bot/incoming/webhook.py",
        "if not _is_telegram(request, self._secret):",
        "if False:",
        (INTAKE,),
    ),
    Bug(
        "a message that Telegram did not take is forgotten",
        "bot/outgoing/sender.py",
        "return lambda: self._put_back(message, self._clock() + pause, message.attempts)",
        "return lambda: outbox.drop(self._db, message.id, self._clock(), self._db.cluster.instance)",
        (PROGRESS,),
    ),
    Bug(
        "a message is marked sent before it was",
        "bot/outgoing/sender.py",
        "        write = await self._attempt(message)\n",
        "        await outbox.sent(self._db, message.id, self._clock(), self._db.cluster.instance)\n"
        "        write = await self._attempt(message)\n",
        ("tests/long/crash/test_crash.py",),
    ),
    Bug(
        "after a restore old reviews can be confirmed again",
        "storage/past.py",
        """    "UPDATE drafts SET status = 'dropped' WHERE status = 'ready'",\n""",
        "",
        (BACKUP,),
    ),
    Bug(
        "a text that a tap overtook answers the question of that tap",
        "handlers/middlewares/access.py",
        "is_late_answer(event.update_id, happened, conversation)",
        "False",
        (UNKNOWN,),
    ),
    Bug(
        "what was noted long ago is sent all the same",
        "usecases/submitting/send_once.py",
        "return await call() if abs(clock() - noted_at) <= SEND_WITHIN_MS else HELD_UP",
        "return await call()",
        (SUBMITTING,),
    ),
    Bug(
        "a number is given again after a restore",
        "storage/past.py",
        "SPARED = 10_000",
        "SPARED = 0",
        (BACKUP,),
    ),
    Bug(
        "what has been delivered since counts as known",
        "panel/parsing/usual_answers.py",
        "            and it.remains == before.remains\n",
        "",
        (USUAL,),
    ),
    Bug(
        "a card is not drawn again where nothing is new",
        "usecases/tracking/sweep_orders.py",
        "known = batch.orders if isinstance(batch.line, Round) else {}",
        "known = batch.orders",
        (SWEEP,),
    ),
    Bug(
        "a stranger is let in by two operators",
        "storage/knocks.py",
        '        WHERE id = $1 AND {WAITING} RETURNING id\n        """,',
        '        WHERE id = $1 RETURNING id\n        """,',
        (KNOCKS,),
    ),
    Bug(
        "what waited for a former operator comes again to who was told",
        "storage/strays.py",
        "if stray.key not in known[operator]:",
        "if stray.key:",
        (STRAYS,),
    ),
    Bug(
        "the last operator is removed",
        "usecases/people/remove_people.py",
        "if operators == [user_id]:",
        "if not operators:",
        (PEOPLE,),
    ),
    Bug(
        "what a removed person was about to order can be placed later",
        "usecases/people/remove_people.py",
        "        await drafts.drop_all(transaction, user_id)\n",
        "",
        (PEOPLE,),
    ),
    Bug(
        "what the panel said of a forgotten person stays in the messages to operators",
        "storage/forgetting.py",
        'one["words"] = ""',
        'one["words"] += ""',
        (FORGETTING,),
    ),
)
