-- The bot whose database this is. `tried_at` is written to see whether the database takes writes.
CREATE TABLE bots (
    only_one BIGINT PRIMARY KEY CHECK (only_one = 1),
    id BIGINT NOT NULL,
    tried_at BIGINT NOT NULL DEFAULT 0
);
