-- The bot whose database this is. `tried_at` is written to see whether the database takes writes.
CREATE TABLE bots (
    only_one INTEGER PRIMARY KEY CHECK (only_one = 1),
    id INTEGER NOT NULL,
    tried_at INTEGER NOT NULL DEFAULT 0
);
