-- The operators' group: where it is now, and how far the notices of orders are told there.
CREATE TABLE operator_group (
    only_one BIGINT PRIMARY KEY CHECK (only_one = 1),
    setting BIGINT NOT NULL,                -- OPERATOR_CHAT_ID, to which all of this belongs
    chat_id BIGINT NOT NULL,                -- another one after the group became a supergroup
    begun_at BIGINT NOT NULL,               -- epoch ms: what was before is not posted
    told_step BIGINT NOT NULL,              -- id of the last step of an order that was told
    told_at BIGINT NOT NULL                 -- epoch ms
);

-- The topics that the bot has made.
CREATE TABLE group_topics (
    chat_id BIGINT NOT NULL,
    topic TEXT NOT NULL,
    thread_id BIGINT NOT NULL,
    PRIMARY KEY (chat_id, topic)
);

-- Messages for operators that were posted in the group.
CREATE TABLE group_posts (
    outbox_id BIGINT NOT NULL,                 -- of messages that say the same, the first
    chat_id BIGINT NOT NULL,
    message_id BIGINT NOT NULL,             -- 0: there was nothing to say, or it cannot be said there
    case_id BIGINT,                            -- the case that it shows, which a reply belongs to
    PRIMARY KEY (outbox_id, message_id)
);
CREATE INDEX posts_of_the_group ON group_posts (chat_id, message_id);

CREATE INDEX outbox_for_the_group ON outbox (created_at) WHERE event IN (
    'alert', 'case_message', 'case_over', 'chargeback', 'decide_order', 'decide_refill', 'hold', 'invite_used',
    'knock', 'moved_by_operator', 'problem', 'refund_question', 'refusals', 'slow', 'unmatched_payment');
