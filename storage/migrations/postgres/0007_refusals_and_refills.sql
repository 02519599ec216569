-- The ids that panels give to refills repeat: the order's id, or always 1. They are no key.
DROP INDEX one_refill_per_panel_refill;

-- A panel that does not report on a refill: it does not know it, or says the same for days.
-- 'unreported' is no end for the panel, but another refill may be asked for.
ALTER TABLE refills ADD COLUMN misses BIGINT NOT NULL DEFAULT 0;   -- answers in a row that did not know it
ALTER TABLE refills ADD COLUMN word_since BIGINT;                  -- since when the panel says status_word
INSERT INTO legal_steps (machine, from_status, to_status) VALUES
    ('refill', 'pending', 'unreported'), ('refill', 'in_progress', 'unreported'),
    ('refill', 'unreported', 'pending'), ('refill', 'unreported', 'in_progress'),
    ('refill', 'unreported', 'completed'), ('refill', 'unreported', 'rejected'),
    ('refill', 'unreported', 'canceled'), ('refill', 'unreported', 'error');
DROP INDEX refills_to_check;
CREATE INDEX refills_to_check ON refills (panel_key_id, next_check_at)
    WHERE status IN ('pending', 'in_progress', 'unreported');

-- 1: a message to an operator that names this write was put into the outbox, with what came of the write.
ALTER TABLE submissions ADD COLUMN operator_told BIGINT NOT NULL DEFAULT 0;
ALTER TABLE refills ADD COLUMN operator_told BIGINT NOT NULL DEFAULT 0;
ALTER TABLE cancels ADD COLUMN operator_told BIGINT NOT NULL DEFAULT 0;
CREATE INDEX refusals_in_outbox ON outbox (user_id, id) WHERE event = 'refusals';
