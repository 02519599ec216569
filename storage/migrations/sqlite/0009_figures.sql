-- What a panel's figures and states are believed for (docs/decisions/0013).

-- 'problem': the panel reports a failure, which is no end. Such an order always has an appointment.
INSERT INTO legal_steps (machine, from_status, to_status) VALUES
    ('order', 'pending', 'problem'), ('order', 'processing', 'problem'), ('order', 'in_progress', 'problem'),
    ('order', 'problem', 'pending'), ('order', 'problem', 'processing'), ('order', 'problem', 'in_progress'),
    ('order', 'problem', 'completed'), ('order', 'problem', 'partial'), ('order', 'problem', 'canceled');
DROP INDEX orders_with_appointment;
DROP INDEX orders_in_rounds;
CREATE INDEX orders_with_appointment ON orders (panel_key_id, next_check_at, id)
    WHERE next_check_at IS NOT NULL AND status IN ('pending', 'processing', 'in_progress', 'problem');
CREATE INDEX orders_in_rounds ON orders (panel_key_id, placed_at, id)
    WHERE next_check_at IS NULL AND status IN ('pending', 'processing', 'in_progress', 'problem');

ALTER TABLE orders ADD COLUMN charge_currency TEXT;    -- as the panel names it beside the charge; NULL: it does not
ALTER TABLE orders ADD COLUMN changed_at INTEGER;          -- when the panel's word or what remains last changed
ALTER TABLE orders ADD COLUMN slow_check_at INTEGER;       -- when to look whether it is slow; NULL: never again
ALTER TABLE orders ADD COLUMN slow_since INTEGER;          -- when it was found to be slower than usual
ALTER TABLE orders ADD COLUMN problem_at INTEGER;          -- when the panel first reported a problem
ALTER TABLE orders ADD COLUMN unreadable_since INTEGER;    -- since when the panel's answers about it are not understood
ALTER TABLE orders ADD COLUMN ended_by INTEGER;            -- the operator who ended it by hand
UPDATE orders SET changed_at = coalesce(checked_at, placed_at),
    slow_check_at = coalesce(checked_at, placed_at) + 259200000  -- three days
WHERE status IN ('pending', 'processing', 'in_progress');
-- Written to once in days, unlike changed_at, so that progress of an order touches no index.
CREATE INDEX orders_to_look_at ON orders (panel_key_id, slow_check_at)
    WHERE slow_check_at IS NOT NULL AND status IN ('pending', 'processing', 'in_progress', 'problem');

-- The service's name belongs to the quote: ids of services may move when a panel's list does.
ALTER TABLE drafts ADD COLUMN service_name TEXT;
UPDATE drafts SET service_name = (
    SELECT name FROM services WHERE panel_key_id = drafts.panel_key_id AND id = drafts.service_id)
WHERE status = 'ready';
DROP TRIGGER quotes_of_drafts_are_frozen;
CREATE TRIGGER quotes_of_drafts_are_frozen BEFORE UPDATE OF
    answers, quantity, rate, price, currency, service_name ON drafts
WHEN OLD.status = 'claimed'
BEGIN SELECT RAISE(ABORT, 'a draft that was claimed does not change'); END;

-- What the operator decided about a panel account; epoch ms, NULL: not so.
ALTER TABLE panel_keys ADD COLUMN rate_per_piece_since INTEGER;   -- its rates are per unit, not per 1,000
ALTER TABLE panel_keys ADD COLUMN charge_ignored_since INTEGER;   -- its charges mean nothing

-- Services that are not sold because the panel took several times what was quoted.
CREATE TABLE holds (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    panel_key_id INTEGER NOT NULL REFERENCES panel_keys (id),
    service_id TEXT NOT NULL,
    service_name TEXT NOT NULL,
    order_id INTEGER NOT NULL REFERENCES orders (id),    -- the order that showed it
    quoted INTEGER NOT NULL,
    took INTEGER NOT NULL,
    seen TEXT NOT NULL CHECK (seen IN ('charge', 'balance')),
    state TEXT NOT NULL DEFAULT 'waits' CHECK (state IN ('waits', 'not_sold', 'lifted')),
    decisions INTEGER NOT NULL DEFAULT 0,                -- how many were made: a button belongs to one of them
    decided_by INTEGER,
    decided_at INTEGER,
    created_at INTEGER NOT NULL
);
CREATE UNIQUE INDEX one_hold_per_service ON holds (panel_key_id, service_id) WHERE state <> 'lifted';
