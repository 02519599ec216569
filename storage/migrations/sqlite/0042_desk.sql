-- The operator's desk adds up the orders and payments of a day, and finds people and orders by what it is told.
CREATE INDEX orders_of_a_day ON orders (created_at) WHERE paid_from = 'wallet';
CREATE INDEX topups_of_a_day ON topups (paid_at);
CREATE INDEX orders_by_target ON orders (lower(target)) WHERE target <> '';

-- An operator has blocked this person: no new orders. The person reads why. Epoch ms.
ALTER TABLE users ADD COLUMN stopped_at INTEGER;
ALTER TABLE users ADD COLUMN stopped_because TEXT CHECK ((stopped_because IS NULL) = (stopped_at IS NULL));

-- Names in small letters, for a search by a part of a name; NULL: to be filled in by the next start.
ALTER TABLE users ADD COLUMN called TEXT;
CREATE INDEX people_by_what_they_are_called ON users (called) WHERE called IS NOT NULL;
CREATE INDEX people_to_be_called ON users (id) WHERE called IS NULL AND telegram_id IS NOT NULL;
CREATE INDEX orders_that_are_stuck ON orders (panel_key_id, slow_since, id) WHERE slow_since IS NOT NULL AND ended_at IS NULL;
