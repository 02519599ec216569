-- What operators do with money is kept with who did it, and nobody else can have done it.

-- ---------------------------------------------------------------- questions about refunds
-- Another doubt: money was given back and taken back, and now the panel says again that the order was not delivered.
CREATE TABLE new_refund_questions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    order_id INTEGER NOT NULL REFERENCES orders (id),
    doubt TEXT NOT NULL CHECK (doubt IN (
        'no_proportion', 'after_refill', 'in_runs', 'delivered_after_all', 'after_take_back', 'by_hand')),
    asked_at INTEGER NOT NULL,
    said_at INTEGER NOT NULL,                -- when the operators were told last
    decided_by INTEGER REFERENCES users (id),  -- NULL beside decided_at: the panel's later news answered it
    decided_at INTEGER,
    CONSTRAINT who_decides_does_it_at_a_time CHECK (decided_by IS NULL OR decided_at IS NOT NULL)
) STRICT;
INSERT INTO new_refund_questions (id, order_id, doubt, asked_at, said_at, decided_by, decided_at)
    SELECT id, order_id, doubt, asked_at, said_at, decided_by, decided_at FROM refund_questions;
DROP TABLE refund_questions;
ALTER TABLE new_refund_questions RENAME TO refund_questions;
CREATE UNIQUE INDEX one_open_refund_question ON refund_questions (order_id) WHERE decided_at IS NULL;

CREATE TRIGGER refund_questions_are_decided_once BEFORE UPDATE ON refund_questions
WHEN OLD.decided_at IS NOT NULL OR NEW.order_id <> OLD.order_id OR NEW.id <> OLD.id OR NEW.asked_at <> OLD.asked_at
BEGIN SELECT RAISE(ABORT, 'this was decided before'); END;
CREATE TRIGGER refund_questions_are_kept BEFORE DELETE ON refund_questions
BEGIN SELECT RAISE(ABORT, 'a question about money is kept'); END;
CREATE TRIGGER refund_questions_begin_open BEFORE INSERT ON refund_questions
WHEN NEW.decided_at IS NOT NULL OR NEW.decided_by IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a question begins open'); END;
CREATE TRIGGER refund_questions_are_not_replaced BEFORE INSERT ON refund_questions
WHEN EXISTS (SELECT 1 FROM refund_questions WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a question about money is kept'); END;
CREATE TRIGGER operators_decide_about_refunds BEFORE UPDATE OF decided_by ON refund_questions
WHEN NEW.decided_by IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM users WHERE id = NEW.decided_by AND (role = 'operator' OR in_admin_ids = 1))
BEGIN SELECT RAISE(ABORT, 'an operator decides about a refund'); END;


-- ---------------------------------------------------------------- other acts that move money
CREATE TRIGGER operators_answer_for_what_they_decide BEFORE INSERT ON transfers  -- by hand: see migration 24
WHEN NEW.kind NOT IN ('credit', 'debit', 'adjustment') AND NEW.actor IS NOT NULL
    AND NOT (NEW.kind = 'topup_reversal' AND NEW.actor IS (SELECT user_id FROM topups WHERE id = NEW.topup_id))
    AND NOT EXISTS (SELECT 1 FROM users WHERE id = NEW.actor AND (role = 'operator' OR in_admin_ids = 1))
BEGIN SELECT RAISE(ABORT, 'an operator has to answer for this'); END;

CREATE TRIGGER stars_are_asked_back_by_the_payer_or_an_operator BEFORE INSERT ON star_refunds
WHEN (NEW.cause = 'person' AND NEW.asked_by IS NOT (SELECT user_id FROM topups WHERE id = NEW.topup_id))
    OR (NEW.cause = 'operator' AND NOT EXISTS (
        SELECT 1 FROM users WHERE id = NEW.asked_by AND (role = 'operator' OR in_admin_ids = 1)))
BEGIN SELECT RAISE(ABORT, 'these Stars are somebody else''s'); END;


-- ---------------------------------------------------------------- an answer that comes late
-- The answer of a call that was taken for lost says what is so, while no operator has decided.
DROP TRIGGER submissions_end_once;
CREATE TRIGGER submissions_end_once BEFORE UPDATE OF outcome, order_id ON submissions
WHEN NEW.order_id <> OLD.order_id OR (OLD.outcome IS NOT NULL AND NEW.outcome IS NOT OLD.outcome AND NOT (
    OLD.outcome = 'unknown' AND NEW.outcome IS NOT NULL AND OLD.decision IS NULL AND NEW.decision IS NULL))
BEGIN SELECT RAISE(ABORT, 'a submission ends once'); END;


-- ---------------------------------------------------------------- credit lines
-- A line moves no money, so no transfer says who granted it. The newest row of a person is their line: how far below 0
-- orders may take their wallet. What was granted before this migration has no row.
CREATE TABLE credit_lines (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id INTEGER NOT NULL REFERENCES users (id),
    line INTEGER NOT NULL CHECK (line BETWEEN 0 AND 9000000000000000),
    granted_by INTEGER REFERENCES users (id),  -- NULL: the program ended it
    reason TEXT NOT NULL CHECK (trim(reason) <> ''),  -- is never blanked: no names, no links
    created_at INTEGER NOT NULL,
    CONSTRAINT the_program_grants_no_line CHECK (granted_by IS NOT NULL OR line = 0)
) STRICT;
CREATE INDEX credit_lines_of_a_person ON credit_lines (user_id, id);

CREATE TRIGGER credit_lines_do_not_change BEFORE UPDATE ON credit_lines
BEGIN SELECT RAISE(ABORT, 'a credit line does not change: another row follows'); END;
CREATE TRIGGER credit_lines_are_kept BEFORE DELETE ON credit_lines
BEGIN SELECT RAISE(ABORT, 'a credit line is kept'); END;
CREATE TRIGGER credit_lines_are_not_replaced BEFORE INSERT ON credit_lines
WHEN EXISTS (SELECT 1 FROM credit_lines WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a credit line is kept'); END;
CREATE TRIGGER operators_grant_credit_lines BEFORE INSERT ON credit_lines
WHEN NEW.granted_by IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM users WHERE id = NEW.granted_by AND (role = 'operator' OR in_admin_ids = 1))
BEGIN SELECT RAISE(ABORT, 'an operator has to answer for this'); END;

CREATE TRIGGER floors_change_only_by_a_credit_line BEFORE UPDATE ON accounts
WHEN NEW.floor <> OLD.floor AND NEW.floor IS NOT (
    SELECT -line FROM credit_lines WHERE user_id = OLD.user_id ORDER BY id DESC LIMIT 1)
BEGIN SELECT RAISE(ABORT, 'a floor changes only by a credit line'); END;
CREATE TRIGGER credit_lines_move_the_floor AFTER INSERT ON credit_lines BEGIN
    UPDATE accounts SET floor = -NEW.line WHERE kind = 'wallet' AND coalesce(user_id, 0) = NEW.user_id;
    SELECT RAISE(ABORT, 'the credit line did not move the floor') WHERE NOT EXISTS (
        SELECT 1 FROM accounts
        WHERE kind = 'wallet' AND coalesce(user_id, 0) = NEW.user_id AND floor = -NEW.line);
END;
