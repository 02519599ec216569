-- People get an id of their own. Telegram's id is one column beside it, and is erased when they are forgotten.
ALTER TABLE users ADD COLUMN telegram_id INTEGER;  -- also the id of their private chat; NULL: forgotten

-- Operators of ADMIN_IDS who never wrote: messages wait for them. `blocked_at` keeps the messages back.
INSERT INTO users (id, name, created_at, blocked_at)
    SELECT DISTINCT user_id, '', 0, 0 FROM outbox
    WHERE status IN ('pending', 'sending') AND user_id > 0 AND user_id NOT IN (SELECT id FROM users);
UPDATE users SET telegram_id = id;
-- Forgotten people whose id stands beside a decision or a message.
INSERT INTO users (id, name, created_at)
    SELECT id, '', 0 FROM (
        SELECT user_id AS id FROM outbox UNION SELECT user_id FROM conversations
        UNION SELECT let_in_by FROM users UNION SELECT created_by FROM invites UNION SELECT used_by FROM invites
        UNION SELECT decided_by FROM submissions UNION SELECT decided_by FROM holds
        UNION SELECT ended_by FROM orders UNION SELECT adopted_by FROM orders
    ) WHERE id > 0 AND id NOT IN (SELECT id FROM users);
-- Forgotten people who have orders. Nobody was forgotten while an order was open.
UPDATE users SET telegram_id = NULL
    WHERE name = '' AND role IS NULL AND EXISTS (SELECT 1 FROM orders WHERE user_id = users.id)
        AND NOT EXISTS (SELECT 1 FROM orders WHERE user_id = users.id
            AND status NOT IN ('completed', 'partial', 'canceled', 'failed', 'closed'));

-- At random, so that no id is given twice, not even after going back to an older copy.
CREATE TABLE numbered (old INTEGER PRIMARY KEY, new INTEGER NOT NULL UNIQUE);
INSERT INTO numbered SELECT id, 1 + abs(random() % 4503599627370495) FROM users;

UPDATE users SET id = (SELECT new FROM numbered WHERE old = id),
    let_in_by = (SELECT new FROM numbered WHERE old = let_in_by);
UPDATE conversations SET user_id = (SELECT new FROM numbered WHERE old = user_id);
UPDATE former_cards SET user_id = (SELECT new FROM numbered WHERE old = user_id);
UPDATE outbox SET user_id = (SELECT new FROM numbered WHERE old = user_id) WHERE user_id > 0;  -- 0: the first operator
UPDATE outbox SET subject_id = coalesce((SELECT new FROM numbered WHERE old = subject_id), 0)
    WHERE event IN ('knock', 'let_in', 'not_let_in', 'invite_used');
-- These name a chat, which is a Telegram id. A start ends the condition, and the next failure alerts again.
DELETE FROM outbox WHERE event = 'alert' AND payload LIKE '%"message_unsent%';
DELETE FROM conditions WHERE name LIKE 'message\_unsent%' ESCAPE '\';

DROP TRIGGER quotes_of_orders_are_frozen;
UPDATE orders SET user_id = (SELECT new FROM numbered WHERE old = user_id),
    ended_by = (SELECT new FROM numbered WHERE old = ended_by),
    adopted_by = (SELECT new FROM numbered WHERE old = adopted_by);
CREATE TRIGGER quotes_of_orders_are_frozen BEFORE UPDATE OF
    user_id, draft_id, service_id, service_type, quantity, rate, price, currency ON orders
BEGIN SELECT RAISE(ABORT, 'what was ordered, by whom and at what price, does not change'); END;
UPDATE drafts SET user_id = (SELECT new FROM numbered WHERE old = user_id);
UPDATE refills SET user_id = (SELECT new FROM numbered WHERE old = user_id);
UPDATE cancels SET user_id = (SELECT new FROM numbered WHERE old = user_id);
UPDATE panel_keys SET owner_id = (SELECT new FROM numbered WHERE old = owner_id) WHERE owner_id IS NOT NULL;
UPDATE submissions SET decided_by = (SELECT new FROM numbered WHERE old = decided_by) WHERE decided_by > 0;
UPDATE holds SET decided_by = (SELECT new FROM numbered WHERE old = decided_by) WHERE decided_by > 0;
UPDATE invites SET created_by = (SELECT new FROM numbered WHERE old = created_by),
    used_by = (SELECT new FROM numbered WHERE old = used_by);

DROP TABLE numbered;
CREATE UNIQUE INDEX users_by_telegram_id ON users (telegram_id);
CREATE TRIGGER people_keep_their_ids BEFORE UPDATE OF id, telegram_id ON users
WHEN NEW.id <> OLD.id OR (NEW.telegram_id IS NOT NULL AND NEW.telegram_id IS NOT OLD.telegram_id)
BEGIN SELECT RAISE(ABORT, 'a person keeps their ids; Telegram''s may only be erased'); END;
CREATE TRIGGER people_are_kept BEFORE DELETE ON users
BEGIN SELECT RAISE(ABORT, 'people are not deleted: nobody else gets their id'); END;
