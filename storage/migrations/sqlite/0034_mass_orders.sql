-- Lists of orders that are confirmed together. `lines` is JSON: what was read of each line, and its price. It is emptied
-- when the list is ordered: then the orders have what is in it.
CREATE TABLE mass_orders (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id INTEGER NOT NULL REFERENCES users (id),
    panel_key_id INTEGER NOT NULL REFERENCES panel_keys (id),
    status TEXT NOT NULL DEFAULT 'ready' CHECK (status IN ('ready', 'placed', 'dropped')),
    lines TEXT NOT NULL,
    currency TEXT NOT NULL,
    digest TEXT NOT NULL,                    -- of the list as it was read: the same list again has the same
    message_id INTEGER,                      -- the message in the person's chat that shows how far it is
    created_at INTEGER NOT NULL,
    placed_at INTEGER,
    finished_at INTEGER,                     -- when the person was told that all of its orders have ended
    CHECK ((status = 'placed') = (placed_at IS NOT NULL)),
    CHECK (status = 'ready' OR lines = '[]')
) STRICT;
CREATE INDEX mass_orders_of_a_person ON mass_orders (user_id, id);

CREATE TRIGGER mass_orders_are_placed_once BEFORE UPDATE OF status ON mass_orders
WHEN OLD.status <> 'ready' AND NEW.status <> OLD.status
BEGIN SELECT RAISE(ABORT, 'this list was ordered or dropped before'); END;

-- The line of the list is ordered once. An order waits for its call in the sequence of queue_at (epoch ms): the lines of a
-- list are apart there, so that orders of other people go between them.
ALTER TABLE orders ADD COLUMN mass_order_id INTEGER REFERENCES mass_orders (id);
ALTER TABLE orders ADD COLUMN mass_line INTEGER CHECK ((mass_line IS NULL) = (mass_order_id IS NULL));
ALTER TABLE orders ADD COLUMN queue_at INTEGER NOT NULL DEFAULT 0;
CREATE UNIQUE INDEX one_order_per_line ON orders (mass_order_id, mass_line) WHERE mass_order_id IS NOT NULL;
DROP INDEX orders_to_submit;
CREATE INDEX orders_to_submit ON orders (panel_key_id, queue_at, id) WHERE status = 'reserved';

CREATE TRIGGER orders_are_of_an_ordered_list BEFORE INSERT ON orders
WHEN NEW.mass_order_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM mass_orders WHERE id = NEW.mass_order_id AND user_id = NEW.user_id AND status = 'placed')
BEGIN SELECT RAISE(ABORT, 'this list was not ordered by this person'); END;

CREATE TRIGGER orders_keep_their_line BEFORE UPDATE OF mass_order_id, mass_line, queue_at ON orders
BEGIN SELECT RAISE(ABORT, 'an order keeps its line and its place in the queue'); END;
