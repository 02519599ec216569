-- Cases of support: what a person and the operators write to each other about an order, or about no order.
CREATE TABLE cases (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id INTEGER NOT NULL REFERENCES users (id),
    order_id INTEGER REFERENCES orders (id),
    reason TEXT NOT NULL,
    opened_at INTEGER NOT NULL,              -- epoch ms
    closed_at INTEGER,                       -- epoch ms
    closed_by INTEGER REFERENCES users (id), -- NULL also if the person was forgotten
    CHECK (closed_at IS NOT NULL OR closed_by IS NULL)
) STRICT;
CREATE UNIQUE INDEX one_open_case_per_order ON cases (order_id) WHERE closed_at IS NULL AND order_id IS NOT NULL;
CREATE UNIQUE INDEX one_open_case_without_order ON cases (user_id) WHERE closed_at IS NULL AND order_id IS NULL;
CREATE INDEX cases_of_a_person ON cases (user_id, id);
CREATE INDEX open_cases ON cases (id) WHERE closed_at IS NULL;
CREATE INDEX closed_cases ON cases (closed_at) WHERE closed_at IS NOT NULL;

-- A message of a person or of an operator. It is deleted 90 days after its case was closed.
CREATE TABLE case_messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    case_id INTEGER NOT NULL REFERENCES cases (id),
    author_id INTEGER NOT NULL REFERENCES users (id),
    is_answer INTEGER NOT NULL CHECK (is_answer IN (0, 1)),  -- an operator wrote it
    text TEXT NOT NULL,
    has_photo INTEGER NOT NULL CHECK (has_photo IN (0, 1)),
    message_id INTEGER NOT NULL,             -- of the chat where it was written; a photo is copied from there
    group_id INTEGER,                        -- the operators' group, NULL: the private chat with the author
    update_id INTEGER NOT NULL,              -- the update that brought it
    written_at INTEGER NOT NULL,             -- epoch ms
    UNIQUE (author_id, message_id, update_id)
) STRICT;
CREATE INDEX messages_of_a_case ON case_messages (case_id, id);
CREATE INDEX messages_to_support ON case_messages (author_id, written_at) WHERE is_answer = 0;

-- Messages of the bot that show a case: a reply to one of them belongs to the case.
CREATE TABLE case_copies (
    user_id INTEGER NOT NULL REFERENCES users (id),
    message_id INTEGER NOT NULL,             -- of the chat with this person
    case_id INTEGER NOT NULL REFERENCES cases (id),
    for_operator INTEGER NOT NULL CHECK (for_operator IN (0, 1)),
    PRIMARY KEY (user_id, message_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX copies_of_a_case ON case_copies (case_id);
