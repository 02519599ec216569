-- Who was let in, when and by whom; epoch ms, NULL: not known, or not so.
ALTER TABLE users ADD COLUMN username TEXT;  -- as Telegram says it, without @
ALTER TABLE users ADD COLUMN let_in_at BIGINT;
ALTER TABLE users ADD COLUMN let_in_by BIGINT;  -- the operator who did
ALTER TABLE users ADD COLUMN refused_at BIGINT;  -- when an operator last refused to let them in
ALTER TABLE invites ADD COLUMN created_by BIGINT;  -- the operator who made the link
CREATE INDEX users_let_in ON users (role, id) WHERE role IS NOT NULL;
CREATE INDEX users_at_the_door ON users (knocked_at, id) WHERE role IS NULL AND knocked_at IS NOT NULL;

-- The message in the operator's chat that shows who knocks, as long as it shows that.
ALTER TABLE outbox ADD COLUMN message_id BIGINT;
CREATE INDEX outbox_knock_cards ON outbox (id) WHERE event = 'knock' AND message_id IS NOT NULL;
