-- Open orders are asked for in rounds, and an order about which there is nothing new is not written to.
-- orders.next_check_at: an appointment of the order's own (just placed, refreshed, missing, restored);
-- NULL: it is asked for with the others of its age.
CREATE TABLE rounds (
    panel_key_id BIGINT NOT NULL REFERENCES panel_keys (id),
    age TEXT NOT NULL CHECK (age IN ('hour', 'day', 'older')),
    began_at BIGINT NOT NULL,                    -- the round under way, or the last one
    heard_at BIGINT,                             -- when the last one that came to its end had begun
    asked_placed_at BIGINT,                      -- how far the round under way is: the last order asked for,
    asked_id BIGINT,                             -- by when it was placed and its id; NULL between two rounds
    PRIMARY KEY (panel_key_id, age),
    CHECK ((asked_placed_at IS NULL) = (asked_id IS NULL))
);

DROP INDEX orders_to_check;
UPDATE orders SET placed_at = created_at WHERE placed_at IS NULL AND panel_order_id IS NOT NULL;
UPDATE orders SET next_check_at = NULL WHERE next_check_at > 0;  -- 0: restored, not asked for since
CREATE INDEX orders_with_appointment ON orders (panel_key_id, next_check_at, id)
    WHERE next_check_at IS NOT NULL AND status IN ('pending', 'processing', 'in_progress');
CREATE INDEX orders_in_rounds ON orders (panel_key_id, placed_at, id)
    WHERE next_check_at IS NULL AND status IN ('pending', 'processing', 'in_progress');
