-- The history of an order: each stage that it came to, and when. An order from before has the steps since then.
CREATE TABLE order_steps (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    order_id INTEGER NOT NULL REFERENCES orders (id),
    stage TEXT NOT NULL,
    at INTEGER NOT NULL                      -- epoch ms: the latest time that the order has
) STRICT;
CREATE INDEX steps_of_an_order ON order_steps (order_id, id);

CREATE TRIGGER orders_note_their_steps AFTER UPDATE OF status ON orders
WHEN NEW.status <> OLD.status AND NEW.status <> 'submitting'
BEGIN
    INSERT INTO order_steps (order_id, stage, at) VALUES (NEW.id, NEW.status, max(NEW.created_at,
        coalesce(NEW.placed_at, 0), coalesce(NEW.changed_at, 0), coalesce(NEW.checked_at, 0), coalesce(NEW.ended_at, 0)));
END;
