"""A small shop's books in SQL that both engines read: people, accounts, payments, and an order in each state."""

ALICE, BOB, OLGA = 1, 2, 9
NOBODY = 7  # somebody who was forgotten
PRICE = 900_000
HOUSE = ("sales", "stars", "credit", "gifts", "writeoffs")
SALES, STARS, CREDIT, GIFTS, WRITEOFFS = range(1, 6)
WALLET, HELD, DEBT = 11, 12, 13
BOBS_WALLET, BOBS_HELD, BOBS_DEBT = 21, 22, 23

RESERVED, SUBMITTING, IN_DOUBT, PENDING, PARTIAL, FAILED, EXISTS, NEVER, FROM_PANEL, COMPLETED = range(1, 11)
"""Orders of Alice, by what became of them. All but FROM_PANEL are paid from her wallet."""
CREDITED, UNMATCHED, WAITING, REVERSED = range(1, 5)
"""Payments: Alice's that are credited, not matched, matched but not credited, and taken back."""


def transfer(kind: str, debit: int, credit: int, amount: int, key: str, **more: object) -> str:
    """The SQL of a transfer; `more` are other columns."""
    values = {"key": key, "kind": kind, "debit": debit, "credit": credit, "amount": amount}
    values |= {"happened_at": 0, "created_at": 0} | more
    return insert("transfers", **values)


def insert(table: str, **values: object) -> str:
    told = ", ".join(_quoted(value) for value in values.values())
    return f"INSERT INTO {table} ({', '.join(values)}) VALUES ({told})"


def _quoted(value: object) -> str:
    if value is None:
        return "NULL"
    return f"'{value}'" if isinstance(value, str) else str(value)


def by_hand(kind: str, debit: int, credit: int, amount: int, key: str, **more: object) -> str:
    return transfer(kind, debit, credit, amount, key, **({"actor": OLGA, "reason": "x"} | more))


def credit_line(user_id: int, line: int, **more: object) -> str:
    values: dict[str, object] = {
        "user_id": user_id,
        "line": line,
        "granted_by": OLGA,
        "reason": "x",
        "created_at": 0,
    }
    return insert("credit_lines", **(values | more))


def draft(number: int, user_id: int = ALICE) -> str:
    return insert(
        "drafts", id=f"d{number}", user_id=user_id, panel_key_id=1, service_id="1", created_at=0, updated_at=0
    )


def order(number: int, **more: object) -> str:
    values: dict[str, object] = {
        "id": number,
        "user_id": ALICE,
        "panel_key_id": 1,
        "draft_id": f"d{number}",
        "service_id": "1",
        "service_name": "n",
        "service_type": "default",
        "parameters": "{}",
        "target": "l",
        "quantity": 1000,
        "rate": "0.9",
        "price": PRICE,
        "currency": "USD",
        "refillable": 0,
        "cancelable": 0,
        "created_at": 0,
        "paid_from": "wallet",
    }
    return insert("orders", **(values | more))


def reserve(number: int, amount: int = PRICE, debit: int = WALLET, credit: int = HELD) -> str:
    return transfer("reserve", debit, credit, amount, f"order:{number}:reserve", order_id=number)


def capture(number: int, amount: int = PRICE) -> str:
    return transfer("capture", HELD, SALES, amount, f"order:{number}:settle", order_id=number)


def release(number: int, amount: int = PRICE) -> str:
    return transfer("release", HELD, WALLET, amount, f"order:{number}:settle", order_id=number)


def refund(number: int, amount: int, target: int, credit: int = WALLET, **more: object) -> str:
    key = f"order:{number}:refund:{target}"
    return transfer("refund", SALES, credit, amount, key, order_id=number, **more)


def payment(number: int, credited: int | None, **more: object) -> str:
    values: dict[str, object] = {
        "id": number,
        "charge_id": f"c{number}",
        "user_id": ALICE,
        "stars": 100,
        "credited": credited,
        "currency": "USD",
        "heard_from": "update",
        "paid_at": 0,
        "created_at": 0,
    }
    return insert("topups", **(values | more))


def topup(number: int, amount: int, credit: int = WALLET, **more: object) -> str:
    return transfer("topup", STARS, credit, amount, f"topup:{number}", topup_id=number, **more)


def reversal(number: int, amount: int, attempt: int = 1, debit: int = WALLET, **more: object) -> str:
    key = f"topup:{number}:reversal:{attempt}"
    return transfer("topup_reversal", debit, STARS, amount, key, topup_id=number, **more)


def undone(number: int, amount: int, attempt: int = 1) -> str:
    key = f"topup:{number}:undone:{attempt}"
    return transfer("reversal_undone", STARS, WALLET, amount, key, topup_id=number)


def step(number: int, status: str) -> str:
    more = {"pending": f", panel_order_id = 'p{number}'", "failed": ", failure = 'x'"}.get(status, "")
    return f"UPDATE orders SET status = '{status}'{more} WHERE id = {number}"


def outcome(number: int, outcome: str) -> str:
    return f"UPDATE submissions SET outcome = '{outcome}', ended_at = 1 WHERE order_id = {number}"


def decide(number: int, decision: str, operator: int = OLGA) -> str:
    return (
        f"UPDATE submissions SET decision = '{decision}', decided_by = {operator}, decided_at = 2"
        f" WHERE order_id = {number}"
    )


def sent(number: int) -> list[str]:
    """The statements that make an order, hold its price, and note that it is sent."""
    return [
        draft(number),
        order(number),
        reserve(number),
        step(number, "submitting"),
        insert("submissions", order_id=number, started_at=0),
    ]


def placed(number: int) -> list[str]:
    return [*sent(number), outcome(number, "placed"), step(number, "pending"), capture(number)]


def in_doubt(number: int) -> list[str]:
    return [*sent(number), outcome(number, "unknown"), step(number, "unconfirmed")]


BOOKS = [
    insert("users", id=ALICE, telegram_id=1001, name="Alice", created_at=0),
    insert("users", id=BOB, telegram_id=1002, name="Bob", created_at=0),
    insert("users", id=OLGA, telegram_id=1009, name="Olga", role="operator", created_at=0),
    insert("users", id=NOBODY, name="", created_at=0),
    "INSERT INTO panel_keys (id, url) VALUES (1, 'https://panel.example')",
    *(
        insert("accounts", id=number, kind=kind, currency="USD" if kind == "sales" else None)
        for number, kind in enumerate(HOUSE, 1)
    ),
    *(
        insert("accounts", id=first + place, kind=kind, user_id=user_id)
        for first, user_id in ((WALLET, ALICE), (BOBS_WALLET, BOB))
        for place, kind in enumerate(("wallet", "held", "debt"))
    ),
    payment(CREDITED, 20_000_000),
    topup(CREDITED, 20_000_000),
    payment(UNMATCHED, None),
    payment(WAITING, 1_000_000),
    payment(REVERSED, 2_000_000),
    topup(REVERSED, 2_000_000),
    reversal(REVERSED, 2_000_000),
    by_hand("credit", CREDIT, BOBS_WALLET, 100_000, "credit:1"),
    *(draft(RESERVED), order(RESERVED), reserve(RESERVED)),
    *sent(SUBMITTING),
    *in_doubt(IN_DOUBT),
    *placed(PENDING),
    *placed(PARTIAL),
    step(PARTIAL, "partial"),
    refund(PARTIAL, 400_000, 400_000),
    *(*sent(FAILED), outcome(FAILED, "refused"), step(FAILED, "failed"), release(FAILED)),
    *(*in_doubt(EXISTS), decide(EXISTS, "exists"), step(EXISTS, "pending"), capture(EXISTS)),
    *(*in_doubt(NEVER), decide(NEVER, "never"), step(NEVER, "failed"), release(NEVER)),
    *(draft(FROM_PANEL), order(FROM_PANEL, paid_from="panel")),
    *(*placed(COMPLETED), step(COMPLETED, "completed")),
    insert("refund_questions", order_id=PARTIAL, doubt="no_proportion", asked_at=0, said_at=0),
    insert("refund_questions", order_id=COMPLETED, doubt="by_hand", asked_at=0, said_at=0),
    f"UPDATE refund_questions SET decided_at = 1, decided_by = {OLGA} WHERE order_id = {COMPLETED}",
]
"""Alice: 20 credited, 4.5 held or taken for five orders, 0.4 of one given back; each step is a legal one."""
