-- What an operator decides about the money of an order, when orders that have ended are asked for again, and whom an
-- operator has removed: an open shop lets in everybody else.
CREATE TABLE refund_questions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    order_id INTEGER NOT NULL REFERENCES orders (id),
    doubt TEXT NOT NULL CHECK (doubt IN (
        'no_proportion', 'after_refill', 'in_runs', 'delivered_after_all', 'by_hand')),
    asked_at INTEGER NOT NULL,
    said_at INTEGER NOT NULL,                -- when the operators were told last
    decided_by INTEGER REFERENCES users (id),  -- NULL beside decided_at: the panel's later news answered it
    decided_at INTEGER,
    CONSTRAINT who_decides_does_it_at_a_time CHECK (decided_by IS NULL OR decided_at IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX one_open_refund_question ON refund_questions (order_id) WHERE decided_at IS NULL;

CREATE TRIGGER refund_questions_are_decided_once BEFORE UPDATE ON refund_questions
WHEN OLD.decided_at IS NOT NULL OR NEW.order_id <> OLD.order_id OR NEW.id <> OLD.id OR NEW.asked_at <> OLD.asked_at
BEGIN SELECT RAISE(ABORT, 'this was decided before'); END;
CREATE TRIGGER refund_questions_are_kept BEFORE DELETE ON refund_questions
BEGIN SELECT RAISE(ABORT, 'a question about money is kept'); END;

ALTER TABLE orders ADD COLUMN look_again_at INTEGER;  -- of an order that has ended; NULL: not any more
CREATE INDEX orders_to_look_at_again ON orders (panel_key_id, look_again_at) WHERE look_again_at IS NOT NULL;

ALTER TABLE users ADD COLUMN removed_at INTEGER;
