-- Telegram Stars (docs/decisions/0022-payments-in-stars.md): invoices, how far Telegram's statement was read, and Stars that
-- went back. What was paid is in topups, what became of the money in transfers (migration 24).
-- Times are epoch milliseconds, money is micro-units.

CREATE TABLE invoices (
    id INTEGER PRIMARY KEY,                   -- drawn at random: no number is given twice, not even after going back to a copy
    user_id INTEGER NOT NULL REFERENCES users (id),
    stars INTEGER NOT NULL CHECK (stars > 0),
    credited INTEGER NOT NULL CHECK (credited > 0),   -- what comes into the wallet
    currency TEXT NOT NULL CHECK (currency <> ''),
    draft_id TEXT,                            -- the order that is placed when it is paid; drafts may be deleted
    review TEXT,                              -- the digest of the review that the person saw
    status TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'paid', 'expired')),
    message_id INTEGER,                       -- of the message with the Pay button; NULL: not sent
    ordered_at INTEGER,                       -- when its order was placed, or turned out to be impossible
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    CONSTRAINT drafts_come_with_their_review CHECK ((draft_id IS NULL) = (review IS NULL)),
    CONSTRAINT only_paid_drafts_are_ordered CHECK (ordered_at IS NULL OR (status = 'paid' AND draft_id IS NOT NULL)),
    CONSTRAINT invoices_expire_after_they_are_made CHECK (expires_at > created_at)
) STRICT;
CREATE INDEX invoices_to_end ON invoices (expires_at) WHERE status = 'open';
CREATE INDEX invoices_to_order ON invoices (id) WHERE status = 'paid' AND draft_id IS NOT NULL AND ordered_at IS NULL;
CREATE INDEX topups_of_a_person ON topups (user_id, paid_at);

-- How many rows of Telegram's statement were read. The statement begins with its oldest row, and rows are only added.
CREATE TABLE star_statement (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    rows_read INTEGER NOT NULL DEFAULT 0 CHECK (rows_read >= 0),
    read_at INTEGER,                          -- when it was last read to its end
    compared_at INTEGER                       -- when its sum was last compared with the balance
) STRICT;

-- Stars that go back to who paid them: asked for here, or taken back by Telegram. The money leaves the wallet first.
CREATE TABLE star_refunds (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    topup_id INTEGER NOT NULL REFERENCES topups (id),
    reversal TEXT UNIQUE REFERENCES transfers (key),  -- what took the money back; NULL: it never was in a wallet
    cause TEXT NOT NULL CHECK (cause IN ('person', 'operator', 'telegram', 'replayed')),
    asked_by INTEGER REFERENCES users (id),
    status TEXT NOT NULL DEFAULT 'asked' CHECK (status IN ('asked', 'sending', 'done', 'refused')),
    detail TEXT NOT NULL DEFAULT '',          -- Telegram's words for a refusal
    asked_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    ended_at INTEGER,
    CONSTRAINT somebody_asks_or_telegram_does CHECK ((cause IN ('person', 'operator')) = (asked_by IS NOT NULL)),
    CONSTRAINT refunds_end_at_a_time CHECK ((status IN ('done', 'refused')) = (ended_at IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX one_refund_of_a_topup ON star_refunds (topup_id) WHERE status <> 'refused';
CREATE INDEX star_refunds_to_make ON star_refunds (due_at) WHERE status IN ('asked', 'sending');

INSERT INTO legal_steps (machine, from_status, to_status) VALUES
    ('invoice', '', 'open'), ('invoice', 'open', 'paid'), ('invoice', 'open', 'expired'), ('invoice', 'expired', 'paid'),
    ('star_refund', '', 'asked'), ('star_refund', 'asked', 'sending'), ('star_refund', 'asked', 'done'),
    ('star_refund', 'sending', 'done'), ('star_refund', 'sending', 'refused');

CREATE TRIGGER invoices_begin_open BEFORE INSERT ON invoices WHEN NEW.status <> 'open' OR NEW.ordered_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'an invoice begins open'); END;
CREATE TRIGGER invoices_are_not_replaced BEFORE INSERT ON invoices WHEN EXISTS (SELECT 1 FROM invoices WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'this invoice was made before'); END;
CREATE TRIGGER invoices_take_legal_steps BEFORE UPDATE OF status ON invoices
WHEN NEW.status <> OLD.status AND NOT EXISTS (
    SELECT 1 FROM legal_steps WHERE machine = 'invoice' AND from_status = OLD.status AND to_status = NEW.status)
BEGIN SELECT RAISE(ABORT, 'an invoice does not go this way'); END;
CREATE TRIGGER invoices_are_frozen BEFORE UPDATE OF
    id, user_id, stars, credited, currency, draft_id, review, created_at, expires_at ON invoices
BEGIN SELECT RAISE(ABORT, 'an invoice does not change'); END;
CREATE TRIGGER invoices_are_ordered_once BEFORE UPDATE OF ordered_at ON invoices WHEN OLD.ordered_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'this was ordered before'); END;
CREATE TRIGGER invoices_are_kept BEFORE DELETE ON invoices
BEGIN SELECT RAISE(ABORT, 'an invoice is kept'); END;

CREATE TRIGGER the_statement_is_read_onwards BEFORE UPDATE ON star_statement
WHEN NEW.rows_read < OLD.rows_read OR NEW.compared_at < OLD.compared_at
BEGIN SELECT RAISE(ABORT, 'the statement is read onwards'); END;
CREATE TRIGGER the_place_in_the_statement_is_not_replaced BEFORE INSERT ON star_statement
WHEN EXISTS (SELECT 1 FROM star_statement WHERE rows_read > NEW.rows_read)
BEGIN SELECT RAISE(ABORT, 'the statement is read onwards'); END;
CREATE TRIGGER the_place_in_the_statement_is_kept BEFORE DELETE ON star_statement
BEGIN SELECT RAISE(ABORT, 'the statement is read onwards'); END;

CREATE TRIGGER star_refunds_begin_asked BEFORE INSERT ON star_refunds
WHEN NEW.status <> CASE WHEN NEW.cause IN ('person', 'operator') THEN 'asked' ELSE 'done' END
BEGIN SELECT RAISE(ABORT, 'a refund begins with the question for it'); END;
CREATE TRIGGER star_refunds_are_not_replaced BEFORE INSERT ON star_refunds
WHEN EXISTS (SELECT 1 FROM star_refunds WHERE id = NEW.id OR reversal = NEW.reversal
    OR (topup_id = NEW.topup_id AND status <> 'refused'))
BEGIN SELECT RAISE(ABORT, 'these Stars go back once'); END;
CREATE TRIGGER star_refunds_follow_their_reversal BEFORE INSERT ON star_refunds
WHEN CASE WHEN NEW.reversal IS NULL
    THEN (SELECT credited FROM topups WHERE id = NEW.topup_id) IS NOT NULL
    ELSE NOT EXISTS (
        SELECT 1 FROM transfers
        WHERE key = NEW.reversal AND kind = 'topup_reversal' AND topup_id = NEW.topup_id) END
BEGIN SELECT RAISE(ABORT, 'the money leaves the wallet first'); END;
CREATE TRIGGER star_refunds_take_legal_steps BEFORE UPDATE OF status ON star_refunds
WHEN NEW.status <> OLD.status AND NOT EXISTS (
    SELECT 1 FROM legal_steps WHERE machine = 'star_refund' AND from_status = OLD.status AND to_status = NEW.status)
BEGIN SELECT RAISE(ABORT, 'a refund does not go this way'); END;
CREATE TRIGGER refused_refunds_give_the_money_back BEFORE UPDATE OF status ON star_refunds
WHEN NEW.status = 'refused' AND OLD.reversal IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM transfers WHERE key = replace(OLD.reversal, ':reversal:', ':undone:'))
BEGIN SELECT RAISE(ABORT, 'the money comes back into the wallet first'); END;
CREATE TRIGGER star_refunds_are_frozen BEFORE UPDATE OF id, topup_id, reversal, cause, asked_by, asked_at ON star_refunds
BEGIN SELECT RAISE(ABORT, 'a refund does not change'); END;
CREATE TRIGGER star_refunds_end_once BEFORE UPDATE ON star_refunds WHEN OLD.ended_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'this refund has ended'); END;
CREATE TRIGGER star_refunds_are_kept BEFORE DELETE ON star_refunds
BEGIN SELECT RAISE(ABORT, 'a refund is kept'); END;

CREATE TRIGGER stars_that_went_back_leave_no_money BEFORE INSERT ON transfers
WHEN NEW.kind = 'reversal_undone'
    AND EXISTS (SELECT 1 FROM star_refunds WHERE topup_id = NEW.topup_id AND status = 'done')
BEGIN SELECT RAISE(ABORT, 'these Stars went back'); END;
CREATE TRIGGER stars_that_go_back_are_not_credited BEFORE UPDATE OF credited ON topups
WHEN NEW.credited IS NOT NULL AND EXISTS (SELECT 1 FROM star_refunds WHERE topup_id = NEW.id AND status <> 'refused')
BEGIN SELECT RAISE(ABORT, 'these Stars go back'); END;
