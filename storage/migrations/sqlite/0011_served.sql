-- When this database's program last served the bot: one that just did need not look whether another does.
ALTER TABLE bots ADD COLUMN served_at INTEGER NOT NULL DEFAULT 0;
