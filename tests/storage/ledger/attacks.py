"""What enemies and mistakes try with the ledger: by the guard that alone stands in the way."""

from dataclasses import dataclass

from tests.storage.ledger.books import (
    ALICE,
    BOB,
    BOBS_DEBT,
    BOBS_HELD,
    BOBS_WALLET,
    COMPLETED,
    CREDIT,
    CREDITED,
    DEBT,
    EXISTS,
    FAILED,
    FROM_PANEL,
    GIFTS,
    HELD,
    IN_DOUBT,
    NEVER,
    NOBODY,
    OLGA,
    PARTIAL,
    PENDING,
    PRICE,
    RESERVED,
    REVERSED,
    SALES,
    STARS,
    SUBMITTING,
    UNMATCHED,
    WAITING,
    WALLET,
    WRITEOFFS,
    by_hand,
    capture,
    credit_line,
    decide,
    draft,
    insert,
    order,
    outcome,
    payment,
    refund,
    release,
    reserve,
    reversal,
    step,
    topup,
    transfer,
    undone,
)

BOTH = ("sqlite", "postgres")
NO_DELETE_TRIGGERS = "PRAGMA recursive_triggers = OFF"
NO_FOREIGN_KEYS = "PRAGMA foreign_keys = OFF"
MUCH = 1_000_000


@dataclass(frozen=True)
class Attack:
    """The last statement is the attack. Those before it are allowed, or are an enemy's `PRAGMA`s."""

    guard: str
    statements: tuple[str, ...]
    engines: tuple[str, ...] = BOTH


def attacks(guard: str, *scripts: str | list[str], on: tuple[str, ...] = BOTH) -> list[Attack]:
    return [Attack(guard, (one,) if isinstance(one, str) else tuple(one), on) for one in scripts]


def also_legal(before: str, after: str) -> str:
    """A step that a later migration might allow: what guards money must not lean on the list of steps."""
    return insert("legal_steps", machine="order", from_status=before, to_status=after)


SQLITE, POSTGRES = ("sqlite",), ("postgres",)
NEW = 50  # an order that is not there yet
BOBS_ORDER = [draft(NEW, BOB), order(NEW, user_id=BOB)]
IN_EUROS = [draft(NEW), order(NEW, currency="EUR")]
BOB_OWES = [
    payment(8, 100_000, user_id=BOB),
    topup(8, 100_000, BOBS_WALLET),
    reversal(8, 100_000, 1, BOBS_DEBT),
]
BOB_HAS_A_LINE = credit_line(BOB, MUCH)

ATTACKS = [
    *attacks(
        "people_are_not_replaced",
        [
            NO_DELETE_TRIGGERS,
            "INSERT OR REPLACE INTO users (id, telegram_id, name, created_at) VALUES (1, 7, 'Eve', 0)",
        ],
        on=SQLITE,
    ),
    # transfers are written once
    *attacks(
        "transfers_do_not_change",
        "UPDATE transfers SET amount = amount + 1 WHERE key = 'topup:1'",
        "UPDATE transfers SET reason = 'because' WHERE key = 'topup:1'",
        f"UPDATE transfers SET credit = {BOBS_WALLET} WHERE key = 'topup:1'",
    ),
    *attacks("transfers_are_kept", "DELETE FROM transfers WHERE key = 'topup:1'", "DELETE FROM transfers"),
    *attacks(
        "transfers_are_not_truncated",
        "TRUNCATE transfers CASCADE",
        "TRUNCATE accounts CASCADE",
        "TRUNCATE topups CASCADE",
        on=POSTGRES,
    ),
    *attacks(
        "transfers_are_not_replaced",
        [
            NO_DELETE_TRIGGERS,
            by_hand("credit", CREDIT, WALLET, MUCH, "credit:1").replace("INSERT", "INSERT OR REPLACE"),
        ],
        on=SQLITE,
    ),
    *attacks(
        "transfers_are_numbered_without_gaps",
        by_hand("credit", CREDIT, WALLET, MUCH, "credit:2", id=9_000),
        by_hand("credit", CREDIT, WALLET, MUCH, "credit:2", id=9_223_372_036_854_775_807),
        on=SQLITE,
    ),
    *attacks(
        "transfers_key_key",
        reserve(RESERVED),
        by_hand("credit", CREDIT, WALLET, MUCH, "credit:1"),
        topup(CREDITED, 20_000_000),
        capture(PENDING),
        release(FAILED),
    ),
    # balances
    *attacks(
        "balances_change_only_by_a_transfer",
        f"UPDATE accounts SET balance = balance + 1 WHERE id = {WALLET}",
        f"UPDATE accounts SET balance = balance + 20000000, posted = (SELECT id FROM transfers WHERE key = 'topup:1')"
        f" WHERE id = {WALLET}",
        f"UPDATE accounts SET posted = 0 WHERE id = {WALLET}",
        f"UPDATE accounts SET posted = 9000 WHERE id = {WALLET}",
        f"INSERT INTO accounts (kind, user_id) VALUES ('wallet', {ALICE})"
        " ON CONFLICT (kind, coalesce(user_id, 0)) DO UPDATE SET balance = 99999999",
    ),
    *attacks(
        "balances_keep_their_sign",
        [*BOBS_ORDER, reserve(NEW, PRICE, BOBS_WALLET, BOBS_HELD).replace("INSERT", "INSERT OR FAIL")],
        on=SQLITE,
    ),
    *attacks(
        "wallets_stay_above_their_floor",
        [*BOBS_ORDER, reserve(NEW, PRICE, BOBS_WALLET, BOBS_HELD)],
        f"UPDATE accounts SET floor = 1 WHERE id = {BOBS_WALLET}",
        [
            BOB_HAS_A_LINE,
            *BOBS_ORDER,
            reserve(NEW, PRICE, BOBS_WALLET, BOBS_HELD),
            credit_line(BOB, 0),
        ],
    ),
    *attacks("debt_is_not_positive", transfer("debt_payment", WALLET, DEBT, MUCH, "debt_payment:1")),
    *attacks(
        "only_wallets_have_a_line",
        [credit_line(ALICE, 1), f"UPDATE accounts SET floor = -1 WHERE id = {HELD}"],
        f"UPDATE accounts SET floor = 1 WHERE id = {WALLET}",
    ),
    *attacks(
        "only_orders_use_the_credit_line",
        [BOB_HAS_A_LINE, by_hand("debit", BOBS_WALLET, CREDIT, 100_001, "debit:1")],
        [BOB_HAS_A_LINE, by_hand("adjustment", BOBS_WALLET, WRITEOFFS, 100_001, "adjustment:1")],
        [BOB_HAS_A_LINE, transfer("gift_reversal", BOBS_WALLET, GIFTS, 100_001, "gift_reversal:1")],
        [
            BOB_HAS_A_LINE,
            payment(8, 200_000, user_id=BOB),
            topup(8, 200_000, BOBS_WALLET),
            by_hand("debit", BOBS_WALLET, CREDIT, 250_000, "debit:1"),
            reversal(8, 200_000, 1, BOBS_WALLET),
        ],
    ),
    # credit lines
    *attacks(
        "floors_change_only_by_a_credit_line",
        f"UPDATE accounts SET floor = -{MUCH} WHERE id = {BOBS_WALLET}",
        [BOB_HAS_A_LINE, f"UPDATE accounts SET floor = -{2 * MUCH} WHERE id = {BOBS_WALLET}"],
        [BOB_HAS_A_LINE, f"UPDATE accounts SET floor = -{MUCH} WHERE id = {WALLET}"],
    ),
    *attacks(
        "operators_grant_credit_lines",
        credit_line(BOB, MUCH, granted_by=BOB),
        credit_line(BOB, 0, granted_by=ALICE),
    ),
    *attacks(
        "credit_lines_do_not_change",
        [BOB_HAS_A_LINE, "UPDATE credit_lines SET reason = 'because'"],
        [BOB_HAS_A_LINE, f"UPDATE credit_lines SET granted_by = {ALICE}"],
    ),
    *attacks("credit_lines_are_kept", [BOB_HAS_A_LINE, "DELETE FROM credit_lines"]),
    *attacks("credit_lines_are_not_truncated", [BOB_HAS_A_LINE, "TRUNCATE credit_lines"], on=POSTGRES),
    *attacks(
        "credit_lines_are_not_replaced",
        [
            NO_DELETE_TRIGGERS,
            credit_line(BOB, MUCH, id=1),
            credit_line(BOB, 5, id=1).replace("INSERT", "INSERT OR REPLACE"),
        ],
        on=SQLITE,
    ),
    *attacks("credit_lines_line_check", credit_line(BOB, 9_000_000_000_000_001)),
    *attacks("credit_lines_reason_check", credit_line(BOB, 5, reason=" ")),
    *attacks("the_program_grants_no_line", credit_line(BOB, 5, granted_by=None)),
    # accounts
    *attacks(
        "accounts_begin_empty",
        insert("accounts", id=99, kind="wallet", user_id=OLGA, balance=MUCH),
        insert("accounts", id=99, kind="wallet", user_id=OLGA, floor=-MUCH),
        insert("accounts", id=99, kind="wallet", user_id=OLGA, posted=5),
    ),
    *attacks(
        "accounts_are_not_replaced",
        [NO_DELETE_TRIGGERS, f"INSERT OR REPLACE INTO accounts (kind, user_id) VALUES ('debt', {BOB})"],
        on=SQLITE,
    ),
    *attacks("one_account_of_a_kind", insert("accounts", id=99, kind="wallet", user_id=ALICE), on=POSTGRES),
    *attacks("accounts_are_kept", f"DELETE FROM accounts WHERE id = {BOBS_DEBT}", "DELETE FROM accounts"),
    *attacks(
        "accounts_stay_whose_they_are",
        f"UPDATE accounts SET user_id = {BOB} WHERE id = {DEBT}",
        f"UPDATE accounts SET user_id = {OLGA} WHERE id = {WALLET}",
        f"UPDATE accounts SET id = 99 WHERE id = {BOBS_DEBT}",
        f"UPDATE accounts SET kind = 'writeoffs', user_id = NULL WHERE id = {WALLET}",
        f"UPDATE accounts SET kind = 'credit' WHERE id = {GIFTS}",
    ),
    *attacks(
        "the_currency_changes_only_without_money", f"UPDATE accounts SET currency = 'EUR' WHERE id = {SALES}"
    ),
    *attacks("sales_says_the_currency", f"UPDATE accounts SET currency = 'EUR' WHERE id = {STARS}", on=()),
    *attacks("people_have_wallet_held_debt", insert("accounts", id=99, kind="gifts", user_id=OLGA)),
    *attacks("accounts_kind_check", insert("accounts", id=99, kind="pocket")),
    # who pays whom
    *attacks(
        "transfers_go_between_the_right_accounts",
        by_hand("credit", WALLET, CREDIT, MUCH, "credit:2"),
        by_hand("credit", SALES, WALLET, MUCH, "credit:2"),
        by_hand("debit", HELD, CREDIT, 1, "debit:1"),
        by_hand("adjustment", WALLET, SALES, 1, "adjustment:1"),
        transfer("gift", CREDIT, WALLET, MUCH, "gift:1"),
        transfer("gift", GIFTS, HELD, MUCH, "gift:1"),
        transfer("debt_payment", HELD, DEBT, 1, "debt_payment:1"),
        transfer("topup", SALES, WALLET, 1_000_000, f"topup:{WAITING}", topup_id=WAITING),
        transfer("refund", STARS, WALLET, 1, f"order:{PENDING}:refund:1", order_id=PENDING),
        transfer("capture", WALLET, SALES, PRICE, f"order:{NEW}:settle", order_id=NEW),
    ),
    *attacks(
        "transfers_are_one_persons",
        topup(WAITING, 1_000_000, BOBS_WALLET),
        [draft(NEW), order(NEW), reserve(NEW, PRICE, BOBS_WALLET, HELD)],
        refund(PENDING, 1, 1, BOBS_WALLET),
        [*BOB_OWES, transfer("debt_payment", WALLET, BOBS_DEBT, 100_000, "debt_payment:1")],
        [*BOBS_ORDER, reserve(NEW)],
    ),
    *attacks(
        "transfers_are_in_the_currency_of_the_house",
        [*IN_EUROS, reserve(NEW)],
        [payment(8, 100, currency="EUR"), topup(8, 100)],
    ),
    *attacks(
        "operators_answer_for_what_is_done_by_hand",
        by_hand("credit", CREDIT, WALLET, MUCH, "credit:2", actor=ALICE),
        by_hand("debit", WALLET, CREDIT, MUCH, "debit:2", actor=BOB),
        by_hand("adjustment", WRITEOFFS, WALLET, MUCH, "adjustment:2", actor=BOB),
    ),
    *attacks(
        "by_hand_with_a_reason",
        by_hand("credit", CREDIT, WALLET, MUCH, "credit:2", reason=" "),
        by_hand("adjustment", WALLET, WRITEOFFS, 1, "adjustment:2", reason=""),
    ),
    *attacks("not_to_itself", by_hand("debit", WALLET, WALLET, 1, "debit:1"), on=()),
    *attacks("transfers_kind_check", by_hand("theft", CREDIT, WALLET, 1, "theft:1"), on=()),
    *attacks(
        "transfers_amount_check",
        by_hand("credit", CREDIT, WALLET, 0, "credit:2"),
        by_hand("credit", CREDIT, WALLET, -5, "credit:2"),
    ),
    *attacks(
        "keys_say_what_it_is_about",
        by_hand("credit", CREDIT, WALLET, 1, "debit:2"),
        by_hand("credit", CREDIT, WALLET, 1, "credit:"),
        by_hand("credit", CREDIT, WALLET, 1, f"order:{NEW}:reserve"),
        transfer("topup", STARS, WALLET, 1_000_000, "topup:77", topup_id=WAITING),
        [draft(NEW), order(NEW), reserve(NEW).replace(f"order:{NEW}:", "order:77:")],
        [draft(NEW), order(NEW), reserve(NEW), reserve(NEW).replace(":reserve'", ":settle'")],
        transfer("topup", STARS, WALLET, 20_000_000, "topup:01", topup_id=CREDITED),
    ),
    *attacks(
        "about_an_order",
        by_hand("credit", CREDIT, WALLET, 1, "credit:2", order_id=PENDING),
        transfer("gift", GIFTS, WALLET, 1, "gift:2", order_id=PENDING),
    ),
    *attacks("about_a_topup", transfer("gift", GIFTS, WALLET, 1, "gift:2", topup_id=CREDITED)),
    # the money of an order
    *attacks(
        "reserves_are_for_an_order_that_was_just_made",
        reserve(FROM_PANEL),
        [draft(NEW), order(NEW), step(NEW, "failed"), reserve(NEW)],
        reserve(NEW),
    ),
    *attacks(
        "nobody_orders_while_they_owe",
        [
            *BOB_OWES,
            *BOBS_ORDER,
            by_hand("credit", CREDIT, BOBS_WALLET, PRICE, "credit:2"),
            reserve(NEW, PRICE, BOBS_WALLET, BOBS_HELD),
        ],
    ),
    *attacks(
        "orders_move_their_whole_price",
        [draft(NEW), order(NEW), reserve(NEW, 1)],
        [draft(NEW), order(NEW), reserve(NEW, PRICE + 1)],
        [outcome(SUBMITTING, "placed"), step(SUBMITTING, "pending"), capture(SUBMITTING, 1)],
        [outcome(SUBMITTING, "refused"), step(SUBMITTING, "failed"), release(SUBMITTING, 2 * PRICE)],
    ),
    *attacks(
        "settlements_follow_a_reserve",
        [draft(NEW), order(NEW), step(NEW, "failed"), release(NEW)],
        [
            step(FROM_PANEL, "submitting"),
            insert("submissions", order_id=FROM_PANEL, started_at=0),
            outcome(FROM_PANEL, "placed"),
            step(FROM_PANEL, "pending"),
            capture(FROM_PANEL),
        ],
    ),
    *attacks(
        "captures_need_an_order_that_is_placed",
        capture(RESERVED),
        capture(SUBMITTING),
        capture(IN_DOUBT),
        [outcome(SUBMITTING, "placed"), capture(SUBMITTING)],
        [decide(IN_DOUBT, "exists"), capture(IN_DOUBT)],
    ),
    *attacks(
        "captures_need_an_order_that_the_panel_has",
        [
            also_legal("submitting", "completed"),
            f"UPDATE orders SET status = 'completed', panel_order_id = 'x' WHERE id = {SUBMITTING}",
            capture(SUBMITTING),
        ],
    ),
    *attacks(
        "releases_need_an_order_that_failed",
        release(RESERVED),
        release(SUBMITTING),
        release(IN_DOUBT),
        [outcome(SUBMITTING, "refused"), release(SUBMITTING)],
        [decide(IN_DOUBT, "never"), release(IN_DOUBT)],
    ),
    *attacks(
        "releases_need_an_order_that_the_panel_lacks",
        [
            also_legal("submitting", "reserved"),
            step(SUBMITTING, "reserved"),
            step(SUBMITTING, "failed"),
            release(SUBMITTING),
        ],
    ),
    # refunds
    *attacks(
        "refunds_follow_a_capture",
        *(
            refund(number, PRICE, PRICE)
            for number in (RESERVED, SUBMITTING, IN_DOUBT, FAILED, NEVER, FROM_PANEL)
        ),
    ),
    *attacks(
        "refunds_stay_within_the_price",
        refund(PENDING, PRICE + 1, PRICE + 1),
        refund(PARTIAL, 500_001, PRICE + 1),
        on=SQLITE,
    ),
    *attacks(
        "orders_refunded_check",
        refund(PENDING, PRICE + 1, PRICE + 1),
        refund(PARTIAL, 500_001, PRICE + 1),
        on=POSTGRES,
    ),
    *attacks(
        "refunds_carry_their_target",
        refund(PARTIAL, 400_000, 400_001),
        refund(PARTIAL, 100_000, 100_000),
        refund(PENDING, 100_000, 200_000),
        refund(PENDING, 100_000, 100_000).replace("refund:100000", "refund:0100000"),
    ),
    *attacks(
        "refunded_is_the_sum_of_refunds",
        f"UPDATE orders SET refunded = 0 WHERE id = {PARTIAL}",
        f"UPDATE orders SET refunded = {PRICE} WHERE id = {PENDING}",
    ),
    # payments
    *attacks(
        "topups_are_credited_as_they_were_paid",
        topup(WAITING, 1_000_001),
        topup(WAITING, 1),
        topup(UNMATCHED, 1),
    ),
    *attacks(
        "reversals_are_of_the_whole_topup",
        reversal(CREDITED, 1),
        reversal(CREDITED, 20_000_001, debit=DEBT),
        reversal(WAITING, 1_000_000),
        undone(REVERSED, 2_000_001),
    ),
    *attacks(
        "reversals_happen_once",
        reversal(REVERSED, 2_000_000, 2),
        reversal(REVERSED, 2_000_000, 2, DEBT),
        reversal(CREDITED, 20_000_000, 0, DEBT),
    ),
    *attacks(
        "undoing_follows_a_reversal",
        undone(CREDITED, 20_000_000, 0),
        undone(CREDITED, 20_000_000, 1),
        [undone(REVERSED, 2_000_000, 1), undone(REVERSED, 2_000_000, 2)],
    ),
    *attacks(
        "topups_do_not_change",
        f"UPDATE topups SET credited = 99 WHERE id = {WAITING}",
        f"UPDATE topups SET credited = NULL WHERE id = {WAITING}",
        f"UPDATE topups SET user_id = {BOB} WHERE id = {WAITING}",
        f"UPDATE topups SET charge_id = 'other' WHERE id = {CREDITED}",
        f"UPDATE topups SET id = 77 WHERE id = {WAITING}",
        f"UPDATE topups SET stars = 1 WHERE id = {CREDITED}",
        f"UPDATE topups SET currency = 'EUR' WHERE id = {CREDITED}",
    ),
    *attacks("topups_are_kept", f"DELETE FROM topups WHERE id = {WAITING}", "DELETE FROM topups"),
    *attacks(
        "topups_are_not_replaced",
        [
            NO_DELETE_TRIGGERS,
            payment(UNMATCHED, MUCH, user_id=BOB).replace("INSERT", "INSERT OR REPLACE"),
        ],
        on=SQLITE,
    ),
    *attacks("topups_charge_id_key", payment(8, 5, charge_id="c1"), on=POSTGRES),
    *attacks("topups_charge_id_check", payment(8, 5, charge_id=""), payment(8, 5, charge_id="c1 ")),
    *attacks("topups_credited_check", payment(8, 0), payment(8, -5)),
    *attacks("topups_stars_check", payment(8, 5, stars=0)),
    *attacks("topups_method_check", payment(8, 5, method="cash")),
    *attacks("topups_heard_from_check", payment(8, 5, heard_from="a friend")),
    # orders
    *attacks(
        "orders_have_their_transfer_at_the_commit",
        [draft(NEW), order(NEW)],
        [outcome(SUBMITTING, "placed"), step(SUBMITTING, "pending")],
        [outcome(SUBMITTING, "refused"), step(SUBMITTING, "failed")],
        [decide(IN_DOUBT, "exists"), step(IN_DOUBT, "pending")],
        [decide(IN_DOUBT, "never"), step(IN_DOUBT, "failed")],
        step(RESERVED, "failed"),
        [draft(NEW), order(NEW), step(NEW, "failed")],
    ),
    *attacks(
        "orders_are_sent_only_while_their_price_is_held",
        [
            also_legal("failed", "submitting"),
            f"UPDATE orders SET status = 'submitting', failure = NULL WHERE id = {FAILED}",
        ],
    ),
    *attacks(
        "orders_are_sent_only_while_their_price_is_held",
        [NO_FOREIGN_KEYS, draft(NEW), order(NEW), step(NEW, "submitting")],
        on=SQLITE,
    ),
    *attacks(
        "orders_are_placed_only_if_the_panel_has_them",
        [NO_FOREIGN_KEYS, step(SUBMITTING, "pending")],
        [NO_FOREIGN_KEYS, step(IN_DOUBT, "pending")],
        [NO_FOREIGN_KEYS, decide(IN_DOUBT, "never"), step(IN_DOUBT, "pending")],
        [NO_FOREIGN_KEYS, outcome(SUBMITTING, "refused"), step(SUBMITTING, "pending")],
        on=SQLITE,
    ),
    *attacks(
        "orders_are_placed_only_if_the_panel_has_them",
        *(
            [
                also_legal("failed", "unconfirmed"),
                f"UPDATE orders SET status = 'unconfirmed', failure = NULL WHERE id = {number}",
                step(number, "pending"),
            ]
            for number in (FAILED, NEVER)
        ),
    ),
    *attacks(
        "orders_fail_only_if_the_panel_lacks_them",
        [NO_FOREIGN_KEYS, step(SUBMITTING, "failed")],
        [NO_FOREIGN_KEYS, step(IN_DOUBT, "failed")],
        [NO_FOREIGN_KEYS, decide(IN_DOUBT, "exists"), step(IN_DOUBT, "failed")],
        on=SQLITE,
    ),
    *attacks(
        "orders_fail_only_if_the_panel_lacks_them",
        [
            draft(NEW),
            order(NEW),
            reserve(NEW),
            step(NEW, "submitting"),
            f"{step(NEW, 'failed')}; {release(NEW)}",
        ],
    ),
    *attacks(
        "orders_keep_who_pays_and_what_it_costs",
        f"UPDATE orders SET paid_from = 'panel' WHERE id = {RESERVED}",
        f"UPDATE orders SET paid_from = 'panel' WHERE id = {PENDING}",
        f"UPDATE orders SET paid_from = 'wallet' WHERE id = {FROM_PANEL}",
        f"UPDATE orders SET cost = 1 WHERE id = {PENDING}",
        f"UPDATE orders SET source = 'api', discount_id = 7 WHERE id = {PENDING}",
    ),
    *attacks(
        "orders_are_of_somebody_known", [draft(NEW, NOBODY), order(NEW, user_id=NOBODY, paid_from="panel")]
    ),
    *attacks("payments_are_of_somebody_known", payment(8, None, user_id=NOBODY)),
    *attacks("orders_begin_without_refunds", [draft(NEW), order(NEW, paid_from="panel", refunded=5)]),
    *attacks(
        "orders_are_not_replaced",
        [
            NO_DELETE_TRIGGERS,
            NO_FOREIGN_KEYS,
            order(FROM_PANEL, price=1, paid_from="panel").replace("INSERT", "INSERT OR REPLACE"),
        ],
        [
            NO_DELETE_TRIGGERS,
            NO_FOREIGN_KEYS,
            order(NEW, draft_id=f"d{PENDING}", paid_from="panel").replace("INSERT", "INSERT OR REPLACE"),
        ],
        on=SQLITE,
    ),
    *attacks(
        "orders_do_not_replace_another",
        [NO_DELETE_TRIGGERS, f"UPDATE OR REPLACE orders SET id = {COMPLETED} WHERE id = {FROM_PANEL}"],
        [
            NO_DELETE_TRIGGERS,
            NO_FOREIGN_KEYS,
            outcome(SUBMITTING, "placed"),
            f"UPDATE OR REPLACE orders SET status = 'pending', panel_order_id = 'p{COMPLETED}' WHERE id = {SUBMITTING}",
        ],
        on=SQLITE,
    ),
    *attacks("orders_keep_their_number", f"UPDATE orders SET id = 99 WHERE id = {FROM_PANEL}", on=POSTGRES),
    # submissions
    *attacks(
        "submissions_begin_open",
        [
            draft(NEW),
            order(NEW),
            reserve(NEW),
            step(NEW, "submitting"),
            insert("submissions", order_id=NEW, started_at=0, outcome="placed", ended_at=1),
        ],
        [
            draft(NEW),
            order(NEW),
            reserve(NEW),
            step(NEW, "submitting"),
            insert("submissions", order_id=NEW, started_at=0, decision="never"),
        ],
    ),
    *attacks(
        "submissions_are_not_replaced",
        [
            NO_DELETE_TRIGGERS,
            insert("submissions", order_id=SUBMITTING, started_at=7).replace("INSERT", "INSERT OR REPLACE"),
        ],
        on=SQLITE,
    ),
    *attacks(
        "submissions_do_not_replace_another",
        [NO_DELETE_TRIGGERS, "UPDATE OR REPLACE submissions SET id = 1 WHERE id = 2"],
        on=SQLITE,
    ),
    *attacks(
        "submissions_end_once",
        outcome(FAILED, "placed"),
        outcome(PENDING, "refused"),
        outcome(NEVER, "placed"),
        outcome(EXISTS, "not_sent"),
        f"UPDATE submissions SET outcome = NULL, ended_at = NULL WHERE order_id = {IN_DOUBT}",
        f"UPDATE submissions SET outcome = 'placed', decision = 'never', decided_by = {OLGA}, decided_at = 2"
        f" WHERE order_id = {IN_DOUBT}",
    ),
    *attacks("submissions_are_not_truncated", "TRUNCATE submissions", "TRUNCATE orders CASCADE", on=POSTGRES),
    *attacks(
        "decisions_are_an_operators_about_the_unknown",
        decide(IN_DOUBT, "never", ALICE),
        decide(IN_DOUBT, "exists", BOB),
        decide(SUBMITTING, "never"),
        decide(PENDING, "exists"),
        decide(FAILED, "exists"),
        f"UPDATE submissions SET decided_by = {OLGA}, decided_at = 1 WHERE order_id = {IN_DOUBT}",
    ),
    *attacks(
        "decisions_are_made_once",
        decide(NEVER, "exists"),
        decide(EXISTS, "never"),
        f"UPDATE submissions SET decision = NULL, decided_by = NULL, decided_at = NULL WHERE order_id = {EXISTS}",
        f"UPDATE submissions SET decided_at = 5 WHERE order_id = {EXISTS}",
    ),
    *attacks(
        "operators_answer_for_what_they_decide",
        refund(PENDING, 1, 1, actor=ALICE),
        topup(WAITING, 1_000_000, actor=ALICE),
        reversal(CREDITED, 20_000_000, actor=BOB),
    ),
    # questions
    *attacks(
        "refund_questions_are_decided_once",
        f"UPDATE refund_questions SET decided_at = NULL, decided_by = NULL WHERE order_id = {COMPLETED}",
        f"UPDATE refund_questions SET order_id = {PENDING} WHERE order_id = {PARTIAL}",
    ),
    *attacks("refund_questions_are_kept", "DELETE FROM refund_questions"),
    *attacks(
        "refund_questions_begin_open",
        insert("refund_questions", order_id=PENDING, doubt="by_hand", asked_at=1, said_at=1, decided_at=2),
        insert(
            "refund_questions",
            order_id=PENDING,
            doubt="by_hand",
            asked_at=1,
            said_at=1,
            decided_at=2,
            decided_by=OLGA,
        ),
    ),
    *attacks(
        "refund_questions_are_not_replaced",
        [
            NO_DELETE_TRIGGERS,
            insert(
                "refund_questions", id=2, order_id=PENDING, doubt="by_hand", asked_at=1, said_at=1
            ).replace("INSERT", "INSERT OR REPLACE"),
        ],
        on=SQLITE,
    ),
    *attacks(
        "operators_decide_about_refunds",
        f"UPDATE refund_questions SET decided_at = 1, decided_by = {ALICE} WHERE order_id = {PARTIAL}",
        f"UPDATE refund_questions SET decided_at = 1, decided_by = {BOB} WHERE order_id = {PARTIAL}",
    ),
    *attacks("refund_questions_are_not_truncated", "TRUNCATE refund_questions", on=POSTGRES),
    *attacks(
        "one_open_refund_question",
        insert("refund_questions", order_id=PARTIAL, doubt="by_hand", asked_at=1, said_at=1),
    ),
]

DO_SOMETHING = {
    "transfers_move_money": "moves it; test_a_transfer_moves_money",
    "refunds_add_up_at_the_order": "adds up; test_a_transfer_moves_money",
    "credit_lines_move_the_floor": "moves it; test_a_credit_line_moves_the_floor",
    "accounts_are_locked_first": "locks, and numbers under the lock; test_crowds.py",
}
"""Triggers that do something instead of refusing it."""

SAID_TWICE = {
    "held_is_not_negative",
    "balances_fit",
    "not_to_itself",
    "transfers_kind_check",
    "sales_says_the_currency",
    "topups_pkey",
    "accounts_pkey",
    "transfers_pkey",
}
"""What other guards keep as well. It is said at the table for those who read it."""
