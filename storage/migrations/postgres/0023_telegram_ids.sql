-- People get an id of their own. Telegram's id is one column beside it, and is erased when they are forgotten.
ALTER TABLE users ADD COLUMN telegram_id BIGINT;  -- also the id of their private chat; NULL: forgotten

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
    ) named WHERE id > 0 AND id NOT IN (SELECT id FROM users);
-- Forgotten people who have orders. Nobody was forgotten while an order was open.
UPDATE users SET telegram_id = NULL
    WHERE name = '' AND role IS NULL AND EXISTS (SELECT 1 FROM orders WHERE user_id = users.id)
        AND NOT EXISTS (SELECT 1 FROM orders WHERE user_id = users.id
            AND status NOT IN ('completed', 'partial', 'canceled', 'failed', 'closed'));

-- At random, so that no id is given twice, not even after going back to an older copy.
CREATE TEMPORARY TABLE numbered (old BIGINT PRIMARY KEY, new BIGINT NOT NULL UNIQUE);
INSERT INTO numbered SELECT id, 1 + floor(random() * 4503599627370495)::bigint FROM users;

ALTER TABLE drafts DROP CONSTRAINT drafts_user_id_fkey;
ALTER TABLE orders DROP CONSTRAINT orders_user_id_fkey;
ALTER TABLE refills DROP CONSTRAINT refills_user_id_fkey;
ALTER TABLE cancels DROP CONSTRAINT cancels_user_id_fkey;
ALTER TABLE former_cards DROP CONSTRAINT former_cards_user_id_fkey;
ALTER TABLE panel_keys DROP CONSTRAINT panel_keys_owner_id_fkey;
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

ALTER TABLE orders DISABLE TRIGGER quotes_of_orders_are_frozen;
UPDATE orders SET user_id = (SELECT new FROM numbered WHERE old = user_id),
    ended_by = (SELECT new FROM numbered WHERE old = ended_by),
    adopted_by = (SELECT new FROM numbered WHERE old = adopted_by);
ALTER TABLE orders ENABLE TRIGGER quotes_of_orders_are_frozen;
UPDATE drafts SET user_id = (SELECT new FROM numbered WHERE old = user_id);
UPDATE refills SET user_id = (SELECT new FROM numbered WHERE old = user_id);
UPDATE cancels SET user_id = (SELECT new FROM numbered WHERE old = user_id);
UPDATE panel_keys SET owner_id = (SELECT new FROM numbered WHERE old = owner_id) WHERE owner_id IS NOT NULL;
UPDATE submissions SET decided_by = (SELECT new FROM numbered WHERE old = decided_by) WHERE decided_by > 0;
UPDATE holds SET decided_by = (SELECT new FROM numbered WHERE old = decided_by) WHERE decided_by > 0;
UPDATE invites SET created_by = (SELECT new FROM numbered WHERE old = created_by),
    used_by = (SELECT new FROM numbered WHERE old = used_by);

ALTER TABLE drafts ADD FOREIGN KEY (user_id) REFERENCES users (id);
ALTER TABLE orders ADD FOREIGN KEY (user_id) REFERENCES users (id);
ALTER TABLE refills ADD FOREIGN KEY (user_id) REFERENCES users (id);
ALTER TABLE cancels ADD FOREIGN KEY (user_id) REFERENCES users (id);
ALTER TABLE former_cards ADD FOREIGN KEY (user_id) REFERENCES users (id);
ALTER TABLE panel_keys ADD FOREIGN KEY (owner_id) REFERENCES users (id);
DROP TABLE numbered;
CREATE UNIQUE INDEX users_by_telegram_id ON users (telegram_id);
CREATE TRIGGER people_keep_their_ids BEFORE UPDATE OF id, telegram_id ON users FOR EACH ROW
WHEN (NEW.id <> OLD.id OR (NEW.telegram_id IS NOT NULL AND NEW.telegram_id IS DISTINCT FROM OLD.telegram_id))
EXECUTE FUNCTION refuse('a person keeps their ids; Telegram''s may only be erased');
CREATE TRIGGER people_are_kept BEFORE DELETE ON users FOR EACH ROW
EXECUTE FUNCTION refuse('people are not deleted: nobody else gets their id');
