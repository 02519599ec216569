-- The ledger: double entry, append-only, kept by the database (docs/decisions/0020-the-ledger.md).
-- Times are epoch milliseconds, money is micro-units. The same rules as in postgres/0024_ledger.sql.
--
-- Every connection needs, outside a transaction:
--     PRAGMA foreign_keys = ON;        without it no order is made to have its transfer at the commit (needs_transfer)
--     PRAGMA recursive_triggers = ON;  without it the rows that a REPLACE deletes fire no DELETE trigger
-- Without recursive_triggers only the triggers named …_not_replaced and …_do_not_replace_another stand in the way: they
-- look for the other row before it is written. All rules are triggers that RAISE(ABORT), because INSERT OR IGNORE and
-- OR FAIL turn a CHECK that breaks inside a trigger into a transfer that moved one account and not the other, and leave
-- RAISE(ABORT) alone. The CHECKs say the same where a table can: for readers, and for copies loaded without triggers.
-- In a BEFORE INSERT trigger NEW.id is -1 where SQLite will give the number.

-- Whether ADMIN_IDS names the person: then they are an operator, whatever their role is.
ALTER TABLE users ADD COLUMN in_admin_ids INTEGER NOT NULL DEFAULT 0 CHECK (in_admin_ids IN (0, 1));

CREATE TRIGGER people_are_not_replaced BEFORE INSERT ON users
WHEN EXISTS (SELECT 1 FROM users WHERE id = NEW.id AND telegram_id IS NOT NEW.telegram_id)
BEGIN SELECT RAISE(ABORT, 'this is somebody else'); END;


-- ---------------------------------------------------------------- accounts
CREATE TABLE accounts (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('wallet', 'held', 'debt', 'sales', 'stars', 'credit', 'gifts', 'writeoffs')),
    user_id INTEGER REFERENCES users (id),   -- whose wallet, held or debt; NULL: the house's
    currency TEXT,                           -- of every account; it stands at sales alone, so that there is one
    balance INTEGER NOT NULL DEFAULT 0,
    floor INTEGER NOT NULL DEFAULT 0,        -- how far below 0 a wallet may go: minus the credit line
    posted INTEGER NOT NULL DEFAULT 0,       -- the last transfer that is in the balance
    CONSTRAINT people_have_wallet_held_debt CHECK ((kind IN ('wallet', 'held', 'debt')) = (user_id IS NOT NULL)),
    CONSTRAINT sales_says_the_currency CHECK ((kind = 'sales') = (currency IS NOT NULL)),
    CONSTRAINT only_wallets_have_a_line CHECK (floor <= 0 AND (kind = 'wallet' OR floor = 0)),
    CONSTRAINT wallets_stay_above_their_floor CHECK (kind <> 'wallet' OR balance >= floor),
    CONSTRAINT held_is_not_negative CHECK (kind <> 'held' OR balance >= 0),
    CONSTRAINT debt_is_not_positive CHECK (kind <> 'debt' OR balance <= 0),  -- owed to the operator
    CONSTRAINT balances_fit CHECK (balance BETWEEN -9000000000000000 AND 9000000000000000)
) STRICT;
CREATE UNIQUE INDEX one_account_of_a_kind ON accounts (kind, coalesce(user_id, 0));


-- ---------------------------------------------------------------- topups
-- One row per payment that Telegram reported. What became of it is in transfers. (Invoices and the place in Telegram's
-- statement move no money: their tables come with the payments.)
CREATE TABLE topups (
    id INTEGER PRIMARY KEY,
    method TEXT NOT NULL DEFAULT 'stars' CHECK (method = 'stars'),
    charge_id TEXT NOT NULL UNIQUE CHECK (charge_id <> '' AND charge_id = trim(charge_id)),  -- Telegram's
    user_id INTEGER NOT NULL REFERENCES users (id),
    stars INTEGER NOT NULL CHECK (stars > 0),
    credited INTEGER CHECK (credited > 0),   -- NULL: not matched yet; written once
    currency TEXT NOT NULL,                  -- of credited
    invoice_id TEXT,
    heard_from TEXT NOT NULL CHECK (heard_from IN ('update', 'statement')),
    paid_at INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;


-- ---------------------------------------------------------------- transfers
-- One row is one debit and one credit. The key says what the transfer is about and is made of nothing else, so that
-- UNIQUE (key) alone keeps: one reserve and one settlement (capture or release) an order, one transfer a top-up.
--     order:17:reserve   order:17:settle   order:17:refund:400000   topup:5   topup:5:reversal:1   topup:5:undone:1
-- Other kinds begin with their own word (credit:…, gift:…); what follows is the program's.
CREATE TABLE transfers (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN (
        'reserve', 'capture', 'release', 'refund',             -- of an order
        'topup', 'topup_reversal', 'reversal_undone',          -- of a top-up
        'debt_payment', 'gift', 'gift_reversal',
        'credit', 'debit', 'adjustment')),                     -- by an operator's hand
    debit INTEGER NOT NULL REFERENCES accounts (id),           -- the account that gives
    credit INTEGER NOT NULL REFERENCES accounts (id),          -- the account that gets
    amount INTEGER NOT NULL CHECK (amount BETWEEN 1 AND 9000000000000000),
    order_id INTEGER,                                          -- the rules look it up; see orders.needs_transfer
    topup_id INTEGER REFERENCES topups (id),
    actor INTEGER REFERENCES users (id),                       -- who caused it; NULL: the program
    reason TEXT NOT NULL DEFAULT '',                           -- is never blanked: no names, no links
    happened_at INTEGER NOT NULL,                              -- when the fact happened (a payment: Telegram's date)
    created_at INTEGER NOT NULL,
    CONSTRAINT not_to_itself CHECK (debit <> credit),
    CONSTRAINT about_an_order CHECK ((kind IN ('reserve', 'capture', 'release', 'refund')) = (order_id IS NOT NULL)),
    CONSTRAINT about_a_topup CHECK (
        (kind IN ('topup', 'topup_reversal', 'reversal_undone')) = (topup_id IS NOT NULL)),
    CONSTRAINT by_hand_with_a_reason CHECK (
        kind NOT IN ('credit', 'debit', 'adjustment') OR (actor IS NOT NULL AND trim(reason) <> '')),
    CONSTRAINT keys_say_what_it_is_about CHECK (CASE
        WHEN kind = 'reserve' THEN key = 'order:' || order_id || ':reserve'
        WHEN kind IN ('capture', 'release') THEN key = 'order:' || order_id || ':settle'
        WHEN kind = 'topup' THEN key = 'topup:' || topup_id
        WHEN kind IN ('refund', 'topup_reversal', 'reversal_undone') THEN TRUE  -- by trigger: they carry a count
        ELSE substr(key, 1, length(kind) + 1) = kind || ':' AND length(key) > length(kind) + 1 END)
) STRICT;
CREATE INDEX transfers_of_an_order ON transfers (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX transfers_of_a_topup ON transfers (topup_id) WHERE topup_id IS NOT NULL;
CREATE INDEX transfers_by_debit ON transfers (debit, id);
CREATE INDEX transfers_by_credit ON transfers (credit, id);


-- ---------------------------------------------------------------- what orders and submissions gain
ALTER TABLE orders ADD COLUMN paid_from TEXT NOT NULL DEFAULT 'panel'
    CHECK (paid_from = 'panel' OR (paid_from = 'wallet' AND price > 0));
ALTER TABLE orders ADD COLUMN cost_rate TEXT;
ALTER TABLE orders ADD COLUMN cost INTEGER CHECK (cost >= 0);
ALTER TABLE orders ADD COLUMN cost_currency TEXT;
ALTER TABLE orders ADD COLUMN refunded INTEGER NOT NULL DEFAULT 0 CHECK (refunded BETWEEN 0 AND price);
ALTER TABLE orders ADD COLUMN source TEXT NOT NULL DEFAULT 'chat' CHECK (source IN ('chat', 'mass', 'api'));
ALTER TABLE orders ADD COLUMN discount_id INTEGER;
-- The transfer that the order's state needs. It need not be there before the commit, but then: no order without its
-- reserve, none at the panel without its capture, none failed without its release. (transfers.order_id has no foreign
-- key: it would make a circle, which copy-database cannot sort. Orders are kept, and each rule looks for its order.)
ALTER TABLE orders ADD COLUMN needs_transfer TEXT GENERATED ALWAYS AS (CASE WHEN paid_from = 'wallet' THEN
        'order:' || id
            || CASE WHEN status IN ('reserved', 'submitting', 'unconfirmed') THEN ':reserve' ELSE ':settle' END
    END) VIRTUAL REFERENCES transfers (key) DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX orders_by_needs_transfer ON orders (needs_transfer) WHERE needs_transfer IS NOT NULL;  -- for that check

ALTER TABLE submissions ADD COLUMN decision TEXT CHECK (decision IN ('exists', 'never'));  -- of an unknown outcome
UPDATE submissions SET decision = iif((SELECT status FROM orders WHERE id = order_id) = 'failed', 'never', 'exists')
WHERE decided_by IS NOT NULL;

INSERT INTO legal_steps (machine, from_status, to_status) VALUES
    ('order', 'reserved', 'failed'),
    ('order', 'completed', 'partial'), ('order', 'completed', 'canceled'),
    ('order', 'partial', 'canceled'), ('order', 'partial', 'completed'),
    ('order', 'canceled', 'partial'), ('order', 'canceled', 'completed');


-- ---------------------------------------------------------------- transfers are written once and stay
CREATE TRIGGER transfers_do_not_change BEFORE UPDATE ON transfers
BEGIN SELECT RAISE(ABORT, 'a transfer does not change'); END;

CREATE TRIGGER transfers_are_kept BEFORE DELETE ON transfers
BEGIN SELECT RAISE(ABORT, 'a transfer is kept'); END;

CREATE TRIGGER transfers_are_not_replaced BEFORE INSERT ON transfers  -- also: the same news a second time
WHEN EXISTS (SELECT 1 FROM transfers WHERE id = NEW.id OR key = NEW.key)
BEGIN SELECT RAISE(ABORT, 'this transfer was made before'); END;

CREATE TRIGGER transfers_are_numbered_without_gaps AFTER INSERT ON transfers
WHEN NEW.id <> 1 + coalesce((SELECT max(id) FROM transfers WHERE id < NEW.id), 0)
BEGIN SELECT RAISE(ABORT, 'SQLite numbers the transfers'); END;


-- ---------------------------------------------------------------- balances are the sum of transfers (invariants 1, 2)
CREATE TRIGGER transfers_move_money AFTER INSERT ON transfers BEGIN
    UPDATE accounts SET balance = balance - NEW.amount, posted = NEW.id WHERE id = NEW.debit;
    UPDATE accounts SET balance = balance + NEW.amount, posted = NEW.id WHERE id = NEW.credit;
    SELECT RAISE(ABORT, 'the money did not move')
    WHERE (SELECT count(*) FROM accounts WHERE id IN (NEW.debit, NEW.credit) AND posted = NEW.id) <> 2;
END;

-- Each transfer is posted as it is written, so there is none that somebody else could use for a write of their own.
CREATE TRIGGER balances_change_only_by_a_transfer BEFORE UPDATE ON accounts
WHEN (NEW.balance <> OLD.balance OR NEW.posted <> OLD.posted) AND NOT EXISTS (
    SELECT 1 FROM transfers WHERE id = NEW.posted AND id > OLD.posted AND OLD.id IN (debit, credit)
        AND NEW.balance = OLD.balance + iif(credit = OLD.id, amount, -amount))
BEGIN SELECT RAISE(ABORT, 'a balance changes only by a transfer'); END;

CREATE TRIGGER balances_keep_their_sign BEFORE UPDATE ON accounts  -- the CHECKs, safe from OR IGNORE and OR FAIL
WHEN NEW.balance NOT BETWEEN CASE NEW.kind WHEN 'wallet' THEN NEW.floor WHEN 'held' THEN 0 ELSE -9000000000000000 END
    AND CASE NEW.kind WHEN 'debt' THEN 0 ELSE 9000000000000000 END
BEGIN SELECT RAISE(ABORT, 'there is not enough money'); END;


-- ---------------------------------------------------------------- accounts stay whose they are
CREATE TRIGGER accounts_begin_empty BEFORE INSERT ON accounts
WHEN NEW.balance <> 0 OR NEW.floor <> 0 OR NEW.posted <> 0
BEGIN SELECT RAISE(ABORT, 'an account begins empty'); END;

CREATE TRIGGER accounts_are_not_replaced BEFORE INSERT ON accounts
WHEN EXISTS (SELECT 1 FROM accounts WHERE id = NEW.id)
    OR EXISTS (SELECT 1 FROM accounts WHERE kind = NEW.kind AND coalesce(user_id, 0) = coalesce(NEW.user_id, 0))
BEGIN SELECT RAISE(ABORT, 'this account is there'); END;

CREATE TRIGGER accounts_are_kept BEFORE DELETE ON accounts
BEGIN SELECT RAISE(ABORT, 'an account is kept'); END;

CREATE TRIGGER accounts_stay_whose_they_are BEFORE UPDATE ON accounts
WHEN NEW.id <> OLD.id OR NEW.kind <> OLD.kind OR NEW.user_id IS NOT OLD.user_id
BEGIN SELECT RAISE(ABORT, 'an account stays whose it is'); END;

CREATE TRIGGER the_currency_changes_only_without_money BEFORE UPDATE ON accounts
WHEN NEW.currency IS NOT OLD.currency AND EXISTS (SELECT 1 FROM accounts WHERE balance <> 0)
BEGIN SELECT RAISE(ABORT, 'there is money in the old currency'); END;


-- ---------------------------------------------------------------- who pays whom
CREATE TRIGGER transfers_go_between_the_right_accounts BEFORE INSERT ON transfers
WHEN NOT EXISTS (
    SELECT 1 FROM accounts AS d, accounts AS c
    WHERE d.id = NEW.debit AND c.id = NEW.credit AND CASE NEW.kind
        WHEN 'reserve' THEN d.kind = 'wallet' AND c.kind = 'held'
        WHEN 'capture' THEN d.kind = 'held' AND c.kind = 'sales'
        WHEN 'release' THEN d.kind = 'held' AND c.kind = 'wallet'
        WHEN 'refund' THEN d.kind = 'sales' AND c.kind = 'wallet'
        WHEN 'topup' THEN d.kind = 'stars' AND c.kind = 'wallet'
        WHEN 'topup_reversal' THEN d.kind IN ('wallet', 'debt') AND c.kind = 'stars'  -- from debt: it was spent
        WHEN 'reversal_undone' THEN d.kind = 'stars' AND c.kind = 'wallet'
        WHEN 'debt_payment' THEN d.kind = 'wallet' AND c.kind = 'debt'
        WHEN 'gift' THEN d.kind = 'gifts' AND c.kind = 'wallet'
        WHEN 'gift_reversal' THEN d.kind = 'wallet' AND c.kind = 'gifts'
        WHEN 'credit' THEN d.kind = 'credit' AND c.kind = 'wallet'
        WHEN 'debit' THEN d.kind = 'wallet' AND c.kind = 'credit'
        WHEN 'adjustment' THEN (d.kind = 'writeoffs' AND c.kind IN ('wallet', 'debt'))
            OR (d.kind = 'wallet' AND c.kind = 'writeoffs') END)
BEGIN SELECT RAISE(ABORT, 'money of this kind does not go between these accounts'); END;

CREATE TRIGGER transfers_are_one_persons BEFORE INSERT ON transfers
WHEN (SELECT count(DISTINCT user_id) FROM (
    SELECT user_id FROM accounts WHERE id IN (NEW.debit, NEW.credit)
    UNION ALL SELECT user_id FROM orders WHERE id = NEW.order_id
    UNION ALL SELECT user_id FROM topups WHERE id = NEW.topup_id)) > 1
BEGIN SELECT RAISE(ABORT, 'this is somebody else''s money'); END;

CREATE TRIGGER transfers_are_in_the_currency_of_the_house BEFORE INSERT ON transfers
WHEN coalesce(
        (SELECT currency FROM orders WHERE id = NEW.order_id), (SELECT currency FROM topups WHERE id = NEW.topup_id),
        (SELECT currency FROM accounts WHERE kind = 'sales'))
    IS NOT (SELECT currency FROM accounts WHERE kind = 'sales')
BEGIN SELECT RAISE(ABORT, 'this is another currency'); END;

CREATE TRIGGER only_orders_use_the_credit_line BEFORE INSERT ON transfers
WHEN NEW.kind <> 'reserve'
    AND (SELECT balance FROM accounts WHERE id = NEW.debit AND kind = 'wallet') < NEW.amount
BEGIN SELECT RAISE(ABORT, 'only an order may use the credit line'); END;

CREATE TRIGGER operators_answer_for_what_is_done_by_hand BEFORE INSERT ON transfers  -- invariant 7
WHEN NEW.kind IN ('credit', 'debit', 'adjustment')
    AND NOT EXISTS (SELECT 1 FROM users WHERE id = NEW.actor AND (role = 'operator' OR in_admin_ids = 1))
BEGIN SELECT RAISE(ABORT, 'an operator has to answer for this'); END;


-- ---------------------------------------------------------------- the money of an order (invariants 3, 4, 5)
-- First the order takes its step (placed, failed), then its price is captured or released; needs_transfer sees to it
-- that both are in one transaction.
CREATE TRIGGER reserves_are_for_an_order_that_was_just_made BEFORE INSERT ON transfers
WHEN NEW.kind = 'reserve' AND NOT EXISTS (
    SELECT 1 FROM orders WHERE id = NEW.order_id AND paid_from = 'wallet' AND status = 'reserved')
BEGIN SELECT RAISE(ABORT, 'this order is not to be paid from a wallet now'); END;

CREATE TRIGGER nobody_orders_while_they_owe BEFORE INSERT ON transfers
WHEN NEW.kind = 'reserve' AND EXISTS (
    SELECT 1 FROM accounts
    WHERE kind = 'debt' AND balance < 0 AND coalesce(user_id, 0) = (SELECT user_id FROM orders WHERE id = NEW.order_id))
BEGIN SELECT RAISE(ABORT, 'a debt is paid first'); END;

CREATE TRIGGER orders_move_their_whole_price BEFORE INSERT ON transfers
WHEN NEW.kind IN ('reserve', 'capture', 'release')
    AND NEW.amount IS NOT (SELECT price FROM orders WHERE id = NEW.order_id)
BEGIN SELECT RAISE(ABORT, 'it is the whole price or nothing'); END;

CREATE TRIGGER settlements_follow_a_reserve BEFORE INSERT ON transfers
WHEN NEW.kind IN ('capture', 'release')
    AND NOT EXISTS (SELECT 1 FROM transfers WHERE key = 'order:' || NEW.order_id || ':reserve')
BEGIN SELECT RAISE(ABORT, 'nothing is held for this order'); END;

CREATE TRIGGER captures_need_an_order_that_is_placed BEFORE INSERT ON transfers
WHEN NEW.kind = 'capture' AND (SELECT status FROM orders WHERE id = NEW.order_id)
    IN ('reserved', 'submitting', 'unconfirmed', 'failed')
BEGIN SELECT RAISE(ABORT, 'this order is not placed'); END;

CREATE TRIGGER captures_need_an_order_that_the_panel_has BEFORE INSERT ON transfers
WHEN NEW.kind = 'capture' AND NOT EXISTS (
    SELECT 1 FROM submissions
    WHERE order_id = NEW.order_id AND (outcome = 'placed' OR (outcome = 'unknown' AND decision = 'exists')))
BEGIN SELECT RAISE(ABORT, 'the panel does not have this order'); END;

CREATE TRIGGER releases_need_an_order_that_failed BEFORE INSERT ON transfers
WHEN NEW.kind = 'release' AND (SELECT status FROM orders WHERE id = NEW.order_id) IS NOT 'failed'
BEGIN SELECT RAISE(ABORT, 'this order has not failed'); END;

CREATE TRIGGER releases_need_an_order_that_the_panel_lacks BEFORE INSERT ON transfers
WHEN NEW.kind = 'release' AND EXISTS (
    SELECT 1 FROM submissions WHERE order_id = NEW.order_id AND NOT (
        coalesce(outcome, '') IN ('refused', 'not_sent') OR (outcome IS 'unknown' AND decision IS 'never')))
BEGIN SELECT RAISE(ABORT, 'the panel may have this order'); END;


-- ---------------------------------------------------------------- refunds (invariant 6)
CREATE TRIGGER refunds_follow_a_capture BEFORE INSERT ON transfers
WHEN NEW.kind = 'refund'
    AND NOT EXISTS (SELECT 1 FROM transfers WHERE key = 'order:' || NEW.order_id || ':settle' AND kind = 'capture')
BEGIN SELECT RAISE(ABORT, 'this order was not paid'); END;

CREATE TRIGGER refunds_stay_within_the_price BEFORE INSERT ON transfers
WHEN NEW.kind = 'refund' AND (SELECT refunded + NEW.amount > price FROM orders WHERE id = NEW.order_id)
BEGIN SELECT RAISE(ABORT, 'this is more than was paid'); END;

CREATE TRIGGER refunds_carry_their_target BEFORE INSERT ON transfers
WHEN NEW.kind = 'refund' AND NEW.key IS NOT (
    SELECT 'order:' || id || ':refund:' || (refunded + NEW.amount) FROM orders WHERE id = NEW.order_id)
BEGIN SELECT RAISE(ABORT, 'the key of a refund ends with all that is given back'); END;

CREATE TRIGGER refunds_add_up_at_the_order AFTER INSERT ON transfers WHEN NEW.kind = 'refund'
BEGIN UPDATE orders SET refunded = refunded + NEW.amount WHERE id = NEW.order_id; END;

CREATE TRIGGER refunded_is_the_sum_of_refunds BEFORE UPDATE OF refunded ON orders
WHEN NEW.refunded <> (SELECT coalesce(sum(amount), 0) FROM transfers WHERE order_id = NEW.id AND kind = 'refund')
BEGIN SELECT RAISE(ABORT, 'refunded is the sum of the refunds'); END;


-- ---------------------------------------------------------------- top-ups (invariant 8)
CREATE TRIGGER topups_are_credited_as_they_were_paid BEFORE INSERT ON transfers
WHEN NEW.kind = 'topup' AND NEW.amount IS NOT (SELECT credited FROM topups WHERE id = NEW.topup_id)
BEGIN SELECT RAISE(ABORT, 'no such payment of this amount'); END;

-- A reversal takes back the whole top-up: from the wallet if all of it is there, else from debt, which is then paid by
-- what the wallet has. The key carries the attempt, so that one that was undone and a later one do not collide.
CREATE TRIGGER reversals_are_of_the_whole_topup BEFORE INSERT ON transfers
WHEN NEW.kind IN ('topup_reversal', 'reversal_undone')
    AND NEW.amount IS NOT (SELECT amount FROM transfers WHERE key = 'topup:' || NEW.topup_id)
BEGIN SELECT RAISE(ABORT, 'a reversal is of the whole top-up'); END;

CREATE TRIGGER reversals_happen_once BEFORE INSERT ON transfers
WHEN NEW.kind = 'topup_reversal' AND NEW.key IS NOT (
    SELECT 'topup:' || NEW.topup_id || ':reversal:' || (1 + count(*)) FROM transfers
    WHERE topup_id = NEW.topup_id AND kind = 'reversal_undone')
BEGIN SELECT RAISE(ABORT, 'a top-up is reversed once, and again only when that was undone'); END;

CREATE TRIGGER undoing_follows_a_reversal BEFORE INSERT ON transfers
WHEN NEW.kind = 'reversal_undone' AND NEW.key IS NOT (
    SELECT 'topup:' || NEW.topup_id || ':undone:' || count(*) FROM transfers
    WHERE topup_id = NEW.topup_id AND kind = 'topup_reversal' HAVING count(*) > 0)
BEGIN SELECT RAISE(ABORT, 'there is no reversal to undo'); END;

CREATE TRIGGER topups_do_not_change BEFORE UPDATE ON topups
WHEN NEW.id <> OLD.id OR NEW.method <> OLD.method OR NEW.charge_id <> OLD.charge_id OR NEW.user_id <> OLD.user_id
    OR NEW.stars <> OLD.stars OR NEW.currency <> OLD.currency
    OR (OLD.credited IS NOT NULL AND NEW.credited IS NOT OLD.credited)
BEGIN SELECT RAISE(ABORT, 'a payment does not change'); END;

CREATE TRIGGER topups_are_kept BEFORE DELETE ON topups
BEGIN SELECT RAISE(ABORT, 'a payment is kept'); END;

CREATE TRIGGER topups_are_not_replaced BEFORE INSERT ON topups
WHEN EXISTS (SELECT 1 FROM topups WHERE id = NEW.id OR charge_id = NEW.charge_id)
BEGIN SELECT RAISE(ABORT, 'this payment is known'); END;


-- ---------------------------------------------------------------- an order goes where its money goes
CREATE TRIGGER orders_are_sent_only_while_their_price_is_held BEFORE UPDATE OF status ON orders
WHEN NEW.paid_from = 'wallet' AND NEW.status = 'submitting' AND (
    NOT EXISTS (SELECT 1 FROM transfers WHERE key = 'order:' || NEW.id || ':reserve')
    OR EXISTS (SELECT 1 FROM transfers WHERE key = 'order:' || NEW.id || ':settle'))
BEGIN SELECT RAISE(ABORT, 'nothing is held for this order'); END;

CREATE TRIGGER orders_are_placed_only_if_the_panel_has_them BEFORE UPDATE OF status ON orders
WHEN NEW.paid_from = 'wallet' AND NEW.status = 'pending' AND OLD.status IN ('submitting', 'unconfirmed')
    AND NOT EXISTS (
        SELECT 1 FROM submissions
        WHERE order_id = NEW.id AND (outcome = 'placed' OR (outcome = 'unknown' AND decision = 'exists')))
BEGIN SELECT RAISE(ABORT, 'the panel does not have this order'); END;

CREATE TRIGGER orders_fail_only_if_the_panel_lacks_them BEFORE UPDATE OF status ON orders
WHEN NEW.paid_from = 'wallet' AND NEW.status = 'failed' AND OLD.status IN ('submitting', 'unconfirmed')
    AND NOT EXISTS (
        SELECT 1 FROM submissions
        WHERE order_id = NEW.id
            AND (outcome IN ('refused', 'not_sent') OR (outcome = 'unknown' AND decision = 'never')))
BEGIN SELECT RAISE(ABORT, 'the panel may have this order'); END;

CREATE TRIGGER orders_keep_who_pays_and_what_it_costs BEFORE UPDATE OF
    paid_from, cost_rate, cost, cost_currency, source, discount_id ON orders  -- price, currency, user_id: as today
BEGIN SELECT RAISE(ABORT, 'who pays for an order, and what it costs us, does not change'); END;

CREATE TRIGGER orders_begin_without_refunds BEFORE INSERT ON orders WHEN NEW.refunded <> 0
BEGIN SELECT RAISE(ABORT, 'nothing is given back yet'); END;

CREATE TRIGGER orders_are_not_replaced BEFORE INSERT ON orders
WHEN EXISTS (SELECT 1 FROM orders WHERE id = NEW.id OR draft_id = NEW.draft_id)
BEGIN SELECT RAISE(ABORT, 'this order was made before'); END;

CREATE TRIGGER orders_do_not_replace_another BEFORE UPDATE ON orders  -- UPDATE OR REPLACE deletes the other one
WHEN NEW.id <> OLD.id OR (NEW.panel_order_id IS NOT OLD.panel_order_id AND EXISTS (
    SELECT 1 FROM orders
    WHERE panel_key_id = NEW.panel_key_id AND panel_order_id = NEW.panel_order_id AND id <> NEW.id))
BEGIN SELECT RAISE(ABORT, 'another order has this number'); END;


-- ---------------------------------------------------------------- what is known of a submission is not made up
CREATE TRIGGER submissions_begin_open BEFORE INSERT ON submissions
WHEN NEW.outcome IS NOT NULL OR NEW.decision IS NOT NULL OR NEW.decided_by IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a submission begins open'); END;

CREATE TRIGGER submissions_are_not_replaced BEFORE INSERT ON submissions
WHEN EXISTS (SELECT 1 FROM submissions WHERE id = NEW.id OR order_id = NEW.order_id)
BEGIN SELECT RAISE(ABORT, 'an order is sent once'); END;

CREATE TRIGGER submissions_do_not_replace_another BEFORE UPDATE ON submissions WHEN NEW.id <> OLD.id
BEGIN SELECT RAISE(ABORT, 'a submission keeps its number'); END;

CREATE TRIGGER decisions_are_an_operators_about_the_unknown
BEFORE UPDATE OF decision, decided_by, decided_at ON submissions
WHEN OLD.decision IS NULL AND (
    OLD.outcome IS NOT 'unknown' OR NEW.decision IS NULL OR NEW.decided_at IS NULL
    OR NOT EXISTS (SELECT 1 FROM users WHERE id = NEW.decided_by AND (role = 'operator' OR in_admin_ids = 1)))
BEGIN SELECT RAISE(ABORT, 'an operator decides, exists or never, and only what is unknown'); END;

CREATE TRIGGER decisions_are_made_once BEFORE UPDATE OF decision, decided_by, decided_at ON submissions
WHEN OLD.decision IS NOT NULL AND (NEW.decision IS NOT OLD.decision
    OR NEW.decided_by IS NOT OLD.decided_by OR NEW.decided_at IS NOT OLD.decided_at)
BEGIN SELECT RAISE(ABORT, 'this was decided before'); END;
