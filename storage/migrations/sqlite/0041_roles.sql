-- Operators have roles. Who did what stands in a table of its own, written with the change.

-- What an operator may do; NULL beside the role 'operator': a manager. It stays when somebody is no operator any more,
-- and tells then what they were.
ALTER TABLE users ADD COLUMN operator_role TEXT CHECK (operator_role IN ('owner', 'manager', 'support', 'viewer'));
UPDATE users SET operator_role = 'manager' WHERE role = 'operator';
-- Somebody has to give roles: where ADMIN_IDS names nobody, the first operator does.
UPDATE users SET operator_role = 'owner' WHERE id = (
    SELECT id FROM users WHERE role = 'operator' ORDER BY coalesce(let_in_at, created_at), id LIMIT 1)
    AND NOT EXISTS (SELECT 1 FROM users WHERE in_admin_ids = 1);

-- `subject` is the id of what `act` is about, if it has one. `before` and `after` name no people and hold no texts.
CREATE TABLE audit_trail (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    actor INTEGER,  -- of users; NULL: somebody at the shell of the host
    act TEXT NOT NULL,
    subject INTEGER,
    before TEXT NOT NULL,
    after TEXT NOT NULL
) STRICT;
CREATE INDEX audit_trail_of_an_actor ON audit_trail (actor, act, at);

CREATE TRIGGER audit_trail_does_not_change BEFORE UPDATE ON audit_trail
BEGIN SELECT RAISE(ABORT, 'what was done stays'); END;
CREATE TRIGGER audit_trail_is_kept BEFORE DELETE ON audit_trail
BEGIN SELECT RAISE(ABORT, 'what was done stays'); END;
CREATE TRIGGER audit_trail_is_not_replaced BEFORE INSERT ON audit_trail
WHEN EXISTS (SELECT 1 FROM audit_trail WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'what was done stays'); END;

-- Owners and managers decide about money and orders; no other operator does.
DROP TRIGGER operators_answer_for_what_is_done_by_hand;
CREATE TRIGGER operators_answer_for_what_is_done_by_hand BEFORE INSERT ON transfers
WHEN NEW.kind IN ('credit', 'debit', 'adjustment')
    AND NOT EXISTS (SELECT 1 FROM users WHERE id = NEW.actor AND (in_admin_ids = 1
        OR role = 'operator' AND coalesce(operator_role, 'manager') IN ('owner', 'manager')))
BEGIN SELECT RAISE(ABORT, 'an operator has to answer for this'); END;
DROP TRIGGER decisions_are_an_operators_about_the_unknown;
CREATE TRIGGER decisions_are_an_operators_about_the_unknown
BEFORE UPDATE OF decision, decided_by, decided_at ON submissions
WHEN OLD.decision IS NULL AND (
    OLD.outcome IS NOT 'unknown' OR NEW.decision IS NULL OR NEW.decided_at IS NULL
    OR NOT EXISTS (SELECT 1 FROM users WHERE id = NEW.decided_by AND (in_admin_ids = 1
        OR role = 'operator' AND coalesce(operator_role, 'manager') IN ('owner', 'manager'))))
BEGIN SELECT RAISE(ABORT, 'an operator decides, exists or never, and only what is unknown'); END;
DROP TRIGGER operators_decide_about_refunds;
CREATE TRIGGER operators_decide_about_refunds BEFORE UPDATE OF decided_by ON refund_questions
WHEN NEW.decided_by IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM users WHERE id = NEW.decided_by AND (in_admin_ids = 1
        OR role = 'operator' AND coalesce(operator_role, 'manager') IN ('owner', 'manager')))
BEGIN SELECT RAISE(ABORT, 'an operator decides about a refund'); END;
DROP TRIGGER operators_answer_for_what_they_decide;
CREATE TRIGGER operators_answer_for_what_they_decide BEFORE INSERT ON transfers
WHEN NEW.kind NOT IN ('credit', 'debit', 'adjustment') AND NEW.actor IS NOT NULL
    AND NOT (NEW.kind = 'topup_reversal' AND NEW.actor IS (SELECT user_id FROM topups WHERE id = NEW.topup_id))
    AND NOT EXISTS (SELECT 1 FROM users WHERE id = NEW.actor AND (in_admin_ids = 1
        OR role = 'operator' AND coalesce(operator_role, 'manager') IN ('owner', 'manager')))
BEGIN SELECT RAISE(ABORT, 'an operator has to answer for this'); END;
DROP TRIGGER stars_are_asked_back_by_the_payer_or_an_operator;
CREATE TRIGGER stars_are_asked_back_by_the_payer_or_an_operator BEFORE INSERT ON star_refunds
WHEN (NEW.cause = 'person' AND NEW.asked_by IS NOT (SELECT user_id FROM topups WHERE id = NEW.topup_id))
    OR (NEW.cause = 'operator' AND NOT EXISTS (
        SELECT 1 FROM users WHERE id = NEW.asked_by AND (in_admin_ids = 1
        OR role = 'operator' AND coalesce(operator_role, 'manager') IN ('owner', 'manager'))))
BEGIN SELECT RAISE(ABORT, 'these Stars are somebody else''s'); END;
DROP TRIGGER operators_grant_credit_lines;
CREATE TRIGGER operators_grant_credit_lines BEFORE INSERT ON credit_lines
WHEN NEW.granted_by IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM users WHERE id = NEW.granted_by AND (in_admin_ids = 1
        OR role = 'operator' AND coalesce(operator_role, 'manager') IN ('owner', 'manager')))
BEGIN SELECT RAISE(ABORT, 'an operator has to answer for this'); END;
