-- The process that is at an update, or about to send a message; 0: none that is there now.
ALTER TABLE inbox ADD COLUMN kept_by INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN taken_by INTEGER NOT NULL DEFAULT 0;
CREATE INDEX outbox_being_sent ON outbox (user_id) WHERE status = 'sending';
