-- Messages of the operators to many people, and what became of each. Times are epoch milliseconds.
CREATE TABLE broadcasts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    author INTEGER NOT NULL REFERENCES users (id),
    kind TEXT NOT NULL DEFAULT 'news' CHECK (kind IN ('news', 'service')),
    message_ids TEXT NOT NULL,              -- in the author's chat, with spaces between; several are an album
    album TEXT,                             -- Telegram's media_group_id
    service_ref TEXT,                       -- of the service that its button opens
    segment TEXT,                           -- JSON: who gets it; NULL until it is sent
    status TEXT NOT NULL DEFAULT 'draft' CHECK (status IN (
        'draft', 'dropped', 'sending', 'paused', 'ended', 'stopped', 'deleting', 'deleted')),
    trouble TEXT CHECK (trouble IN ('source', 'refused', 'telegram')),  -- why the bot has paused it by itself
    total INTEGER,                          -- people in the snapshot
    card_id INTEGER,                        -- the message in the author's chat that shows how far it is
    card_phase TEXT,                        -- what the card was sent for
    created_at INTEGER NOT NULL,
    started_at INTEGER,
    ended_at INTEGER,
    CHECK ((status IN ('draft', 'dropped')) = (started_at IS NULL)),
    CHECK ((started_at IS NULL) = (total IS NULL)),
    CHECK (trouble IS NULL OR status = 'paused')
) STRICT;
CREATE UNIQUE INDEX one_broadcast_at_a_time ON broadcasts ((started_at IS NOT NULL))
    WHERE status IN ('sending', 'paused', 'deleting');
CREATE INDEX broadcasts_by_start ON broadcasts (started_at) WHERE started_at IS NOT NULL;
CREATE INDEX broadcasts_in_the_making ON broadcasts (author) WHERE status = 'draft';

CREATE TRIGGER broadcasts_go_one_way BEFORE UPDATE OF status ON broadcasts
WHEN NEW.status <> OLD.status AND NOT CASE OLD.status
    WHEN 'draft' THEN NEW.status IN ('dropped', 'sending')
    WHEN 'sending' THEN NEW.status IN ('paused', 'ended', 'stopped')
    WHEN 'paused' THEN NEW.status IN ('sending', 'stopped')
    WHEN 'ended' THEN NEW.status = 'deleting'
    WHEN 'stopped' THEN NEW.status = 'deleting'
    WHEN 'deleting' THEN NEW.status = 'deleted'
    ELSE 0 END
BEGIN SELECT RAISE(ABORT, 'a broadcast takes no such step'); END;

-- The people who get a broadcast, as they were when it was confirmed. Each is marked as 'sending' before the call, and
-- is never 'waiting' again unless Telegram has refused the call.
CREATE TABLE broadcast_people (
    broadcast_id INTEGER NOT NULL REFERENCES broadcasts (id),
    user_id INTEGER NOT NULL REFERENCES users (id),
    status TEXT NOT NULL DEFAULT 'waiting' CHECK (status IN (
        'waiting', 'sending', 'sent', 'blocked', 'failed', 'unknown', 'skipped')),
    taken_by INTEGER,                       -- the process that sends it
    message_ids TEXT,                       -- in the person's chat
    done_at INTEGER,
    is_deleted INTEGER CHECK (is_deleted IN (0, 1)),  -- 0: it could not be deleted
    PRIMARY KEY (broadcast_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX broadcast_people_by_status ON broadcast_people (broadcast_id, status, user_id);
CREATE INDEX broadcast_people_to_delete ON broadcast_people (broadcast_id, user_id)
    WHERE message_ids IS NOT NULL AND is_deleted IS NULL;
CREATE INDEX broadcast_people_by_person ON broadcast_people (user_id) WHERE message_ids IS NOT NULL;

-- Telegram ids that an operator has listed for a broadcast. They go when it is sent or dropped.
CREATE TABLE broadcast_lists (
    broadcast_id INTEGER NOT NULL REFERENCES broadcasts (id),
    telegram_id INTEGER NOT NULL,
    PRIMARY KEY (broadcast_id, telegram_id)
) STRICT, WITHOUT ROWID;

-- When a person has muted news.
ALTER TABLE users ADD COLUMN news_muted_at INTEGER;
