-- People, the panel's catalogue, drafts, orders and what is sent about them.
-- Times are epoch milliseconds, money is micro-units (1e-6) of the panel key's currency, flags are 0 or 1.

CREATE TABLE users (
    id INTEGER PRIMARY KEY,                  -- Telegram's id; also the id of the private chat
    name TEXT NOT NULL,
    language_code TEXT,                      -- what Telegram says
    language TEXT,                           -- what was chosen in Settings
    notifications TEXT NOT NULL DEFAULT 'all' CHECK (notifications IN ('all', 'end', 'none')),
    role TEXT CHECK (role IN ('operator', 'customer')),
    knocked_at INTEGER,                      -- when a stranger was first announced to the operator
    blocked_at INTEGER,                      -- when the bot was found blocked; NULL once they are back
    created_at INTEGER NOT NULL
);

CREATE TABLE invites (
    code_hash TEXT PRIMARY KEY,
    role TEXT NOT NULL CHECK (role IN ('operator', 'customer')),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_by INTEGER,
    used_at INTEGER,
    CHECK ((used_by IS NULL) = (used_at IS NULL))
);

-- What a person's next text is taken for.
CREATE TABLE conversations (
    user_id INTEGER PRIMARY KEY,
    state TEXT,
    data TEXT NOT NULL DEFAULT '{}'
);

-- Things that are wrong for a time; a row is there while they are.
CREATE TABLE conditions (
    name TEXT PRIMARY KEY,
    since INTEGER NOT NULL,
    detail TEXT NOT NULL DEFAULT ''
);

CREATE TABLE panel_keys (
    id INTEGER PRIMARY KEY,
    owner_id INTEGER REFERENCES users (id),  -- NULL: the operator's, from the settings
    url TEXT NOT NULL,
    balance INTEGER,
    currency TEXT,
    balance_at INTEGER,
    services_at INTEGER
);
CREATE UNIQUE INDEX one_operator_key_per_panel ON panel_keys (url) WHERE owner_id IS NULL;
CREATE UNIQUE INDEX one_key_per_owner_and_panel ON panel_keys (owner_id, url) WHERE owner_id IS NOT NULL;

CREATE TABLE services (
    panel_key_id INTEGER NOT NULL REFERENCES panel_keys (id),
    id TEXT NOT NULL,
    position INTEGER NOT NULL,               -- the panel's order
    name TEXT NOT NULL,
    type TEXT NOT NULL,
    category TEXT NOT NULL,
    rate TEXT NOT NULL,                      -- exact decimal: price of 1,000 units, or of one package
    min INTEGER NOT NULL,
    max INTEGER NOT NULL,
    description TEXT NOT NULL,
    refill INTEGER NOT NULL,
    cancel INTEGER NOT NULL,
    dripfeed INTEGER NOT NULL,
    PRIMARY KEY (panel_key_id, id)
);

CREATE TABLE drafts (
    id TEXT PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES users (id),
    panel_key_id INTEGER NOT NULL REFERENCES panel_keys (id),
    service_id TEXT NOT NULL,
    status TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'ready', 'claimed', 'dropped')),
    answers TEXT NOT NULL DEFAULT '{}',      -- JSON: parameter -> what add will send
    quantity INTEGER CHECK (quantity > 0),   -- units that are paid for; NULL for a package
    rate TEXT,
    price INTEGER CHECK (price >= 0),
    currency TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CHECK (status IN ('open', 'dropped') OR (rate IS NOT NULL AND price IS NOT NULL AND currency IS NOT NULL))
);

CREATE TABLE orders (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id INTEGER NOT NULL REFERENCES users (id),
    panel_key_id INTEGER NOT NULL REFERENCES panel_keys (id),
    draft_id TEXT NOT NULL UNIQUE REFERENCES drafts (id),
    service_id TEXT NOT NULL,
    service_name TEXT NOT NULL,
    service_type TEXT NOT NULL,
    parameters TEXT NOT NULL,                -- JSON: parameter -> what add sends
    target TEXT NOT NULL,                    -- the link, or the username where a type has none
    quantity INTEGER CHECK (quantity > 0),
    rate TEXT NOT NULL,
    price INTEGER NOT NULL CHECK (price >= 0),
    currency TEXT NOT NULL,
    refillable INTEGER NOT NULL,
    cancelable INTEGER NOT NULL,
    status TEXT NOT NULL DEFAULT 'reserved',
    status_word TEXT NOT NULL DEFAULT '',    -- the panel's own word
    failure TEXT,                            -- why it was not placed: a meaning of panel.models, or not_sent
    panel_order_id TEXT CHECK (panel_order_id <> ''),
    charge INTEGER,
    start_count INTEGER,
    remains INTEGER,
    card_message_id INTEGER,                 -- the message in the person's chat that shows the order
    redraw INTEGER NOT NULL DEFAULT 0,       -- 1: show the card again after the next check, changed or not
    created_at INTEGER NOT NULL,
    placed_at INTEGER,
    ended_at INTEGER,
    checked_at INTEGER,
    next_check_at INTEGER,
    missing_since INTEGER,                   -- since when the panel says that it does not know the order
    CHECK (
        (status IN ('reserved', 'submitting', 'unconfirmed', 'failed')) = (panel_order_id IS NULL)
    ),
    CHECK ((status = 'failed') = (failure IS NOT NULL))
);
CREATE UNIQUE INDEX one_order_per_panel_order ON orders (panel_key_id, panel_order_id);
CREATE INDEX orders_of_a_person ON orders (user_id, id);
CREATE INDEX orders_to_submit ON orders (id) WHERE status IN ('reserved', 'submitting');
CREATE INDEX orders_to_check ON orders (panel_key_id, next_check_at)
    WHERE status IN ('pending', 'processing', 'in_progress');
CREATE INDEX open_orders_by_target ON orders (user_id, target)
    WHERE status NOT IN ('failed', 'completed', 'partial', 'canceled');
CREATE INDEX completed_orders_by_service ON orders (service_id, id) WHERE status = 'completed';
CREATE INDEX order_cards ON orders (user_id, card_message_id) WHERE card_message_id IS NOT NULL;

-- What was sent to the panel for an order: one, ever. A second one might be a second order.
CREATE TABLE submissions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    order_id INTEGER NOT NULL UNIQUE REFERENCES orders (id),
    started_at INTEGER NOT NULL,
    ended_at INTEGER,
    outcome TEXT CHECK (outcome IN ('placed', 'refused', 'not_sent', 'unknown')),
    detail TEXT NOT NULL DEFAULT '',         -- what was seen
    balance_before INTEGER,
    evidence TEXT,                           -- JSON, gathered when the outcome is unknown
    decided_by INTEGER,
    decided_at INTEGER,
    CHECK ((outcome IS NULL) = (ended_at IS NULL)),
    CHECK ((decided_by IS NULL) = (decided_at IS NULL))
);
CREATE INDEX submissions_by_outcome ON submissions (outcome);

CREATE TABLE refills (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    order_id INTEGER NOT NULL REFERENCES orders (id),
    user_id INTEGER NOT NULL REFERENCES users (id),
    panel_key_id INTEGER NOT NULL REFERENCES panel_keys (id),
    status TEXT NOT NULL DEFAULT 'reserved',
    status_word TEXT NOT NULL DEFAULT '',
    failure TEXT,
    detail TEXT NOT NULL DEFAULT '',
    panel_refill_id TEXT CHECK (panel_refill_id <> ''),
    created_at INTEGER NOT NULL,
    ended_at INTEGER,
    next_check_at INTEGER
);
CREATE UNIQUE INDEX one_open_refill_per_order ON refills (order_id)
    WHERE status IN ('reserved', 'submitting', 'unconfirmed', 'pending', 'in_progress');
CREATE UNIQUE INDEX one_refill_per_panel_refill ON refills (panel_key_id, panel_refill_id);
CREATE INDEX refills_of_an_order ON refills (order_id, id);
CREATE INDEX refills_to_check ON refills (panel_key_id, next_check_at)
    WHERE status IN ('pending', 'in_progress');

-- Requests to cancel. 'asked' is all that a panel ever says; whether it happens, the order's status shows.
CREATE TABLE cancels (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    order_id INTEGER NOT NULL REFERENCES orders (id),
    user_id INTEGER NOT NULL REFERENCES users (id),
    status TEXT NOT NULL DEFAULT 'reserved',
    failure TEXT,
    detail TEXT NOT NULL DEFAULT '',
    created_at INTEGER NOT NULL
);
CREATE UNIQUE INDEX one_open_cancel_per_order ON cancels (order_id)
    WHERE status IN ('reserved', 'submitting', 'asked');

-- Messages to send: what happened, not how it reads; the words are chosen when it is sent.
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id INTEGER NOT NULL,
    event TEXT NOT NULL,
    subject_id INTEGER,                      -- the order, refill, cancel or submission it is about
    payload TEXT NOT NULL DEFAULT '{}',
    status TEXT NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'sending', 'sent', 'dropped')),
    attempts INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    done_at INTEGER
);
CREATE INDEX outbox_due ON outbox (due_at, id) WHERE status = 'pending';
CREATE UNIQUE INDEX one_redraw_waits ON outbox (user_id, subject_id)
    WHERE status = 'pending' AND event = 'order_card';

-- The states and the steps between them: here and nowhere else.
CREATE TABLE legal_steps (
    machine TEXT NOT NULL,
    from_status TEXT NOT NULL,               -- '' for a new row
    to_status TEXT NOT NULL,
    PRIMARY KEY (machine, from_status, to_status)
);

INSERT INTO legal_steps (machine, from_status, to_status) VALUES
    ('order', '', 'reserved'),
    ('order', 'reserved', 'submitting'),
    ('order', 'submitting', 'failed'), ('order', 'submitting', 'unconfirmed'),
    ('order', 'submitting', 'pending'),
    ('order', 'unconfirmed', 'failed'), ('order', 'unconfirmed', 'pending'),
    ('order', 'pending', 'processing'), ('order', 'pending', 'in_progress'),
    ('order', 'pending', 'completed'), ('order', 'pending', 'partial'), ('order', 'pending', 'canceled'),
    ('order', 'processing', 'pending'), ('order', 'processing', 'in_progress'),
    ('order', 'processing', 'completed'), ('order', 'processing', 'partial'), ('order', 'processing', 'canceled'),
    ('order', 'in_progress', 'pending'), ('order', 'in_progress', 'processing'),
    ('order', 'in_progress', 'completed'), ('order', 'in_progress', 'partial'), ('order', 'in_progress', 'canceled'),
    ('refill', '', 'reserved'),
    ('refill', 'reserved', 'submitting'),
    ('refill', 'submitting', 'failed'), ('refill', 'submitting', 'unconfirmed'), ('refill', 'submitting', 'pending'),
    ('refill', 'unconfirmed', 'failed'), ('refill', 'unconfirmed', 'pending'),
    ('refill', 'pending', 'in_progress'), ('refill', 'pending', 'completed'),
    ('refill', 'pending', 'rejected'), ('refill', 'pending', 'canceled'), ('refill', 'pending', 'error'),
    ('refill', 'in_progress', 'pending'), ('refill', 'in_progress', 'completed'),
    ('refill', 'in_progress', 'rejected'), ('refill', 'in_progress', 'canceled'), ('refill', 'in_progress', 'error'),
    ('cancel', '', 'reserved'),
    ('cancel', 'reserved', 'submitting'),
    ('cancel', 'submitting', 'asked'), ('cancel', 'submitting', 'failed'), ('cancel', 'submitting', 'unconfirmed'),
    ('cancel', 'unconfirmed', 'failed'),
    ('draft', '', 'open'),
    ('draft', 'open', 'ready'), ('draft', 'ready', 'open'), ('draft', 'ready', 'claimed'),
    ('draft', 'open', 'dropped'), ('draft', 'ready', 'dropped');

CREATE TRIGGER new_orders_are_reserved BEFORE INSERT ON orders
WHEN NOT EXISTS (SELECT 1 FROM legal_steps WHERE machine = 'order' AND from_status = '' AND to_status = NEW.status)
BEGIN SELECT RAISE(ABORT, 'an order begins reserved'); END;

CREATE TRIGGER orders_take_legal_steps BEFORE UPDATE OF status ON orders
WHEN NEW.status <> OLD.status AND NOT EXISTS (
    SELECT 1 FROM legal_steps WHERE machine = 'order' AND from_status = OLD.status AND to_status = NEW.status)
BEGIN SELECT RAISE(ABORT, 'an order does not go this way'); END;

CREATE TRIGGER quotes_of_orders_are_frozen BEFORE UPDATE OF
    user_id, panel_key_id, draft_id, service_id, service_type, parameters, target, quantity, rate, price, currency ON orders
BEGIN SELECT RAISE(ABORT, 'what was ordered, by whom and at what price, does not change'); END;

CREATE TRIGGER panel_order_ids_are_kept BEFORE UPDATE OF panel_order_id ON orders
WHEN OLD.panel_order_id IS NOT NULL AND NEW.panel_order_id IS NOT OLD.panel_order_id
BEGIN SELECT RAISE(ABORT, 'an order keeps the id that the panel gave it'); END;

CREATE TRIGGER orders_are_kept BEFORE DELETE ON orders
BEGIN SELECT RAISE(ABORT, 'orders are not deleted'); END;

CREATE TRIGGER submissions_are_kept BEFORE DELETE ON submissions
BEGIN SELECT RAISE(ABORT, 'submissions are not deleted'); END;

CREATE TRIGGER submissions_end_once BEFORE UPDATE OF outcome, order_id ON submissions
WHEN NEW.order_id <> OLD.order_id OR (OLD.outcome IS NOT NULL AND NEW.outcome IS NOT OLD.outcome)
BEGIN SELECT RAISE(ABORT, 'a submission ends once'); END;

CREATE TRIGGER submissions_are_for_what_is_being_submitted BEFORE INSERT ON submissions
WHEN (SELECT status FROM orders WHERE id = NEW.order_id) IS NOT 'submitting'
BEGIN SELECT RAISE(ABORT, 'only an order that is being submitted has a submission'); END;

CREATE TRIGGER new_refills_are_reserved BEFORE INSERT ON refills
WHEN NEW.status <> 'reserved'
BEGIN SELECT RAISE(ABORT, 'a refill begins reserved'); END;

CREATE TRIGGER refills_take_legal_steps BEFORE UPDATE OF status ON refills
WHEN NEW.status <> OLD.status AND NOT EXISTS (
    SELECT 1 FROM legal_steps WHERE machine = 'refill' AND from_status = OLD.status AND to_status = NEW.status)
BEGIN SELECT RAISE(ABORT, 'a refill does not go this way'); END;

CREATE TRIGGER new_cancels_are_reserved BEFORE INSERT ON cancels
WHEN NEW.status <> 'reserved'
BEGIN SELECT RAISE(ABORT, 'a cancel begins reserved'); END;

CREATE TRIGGER cancels_take_legal_steps BEFORE UPDATE OF status ON cancels
WHEN NEW.status <> OLD.status AND NOT EXISTS (
    SELECT 1 FROM legal_steps WHERE machine = 'cancel' AND from_status = OLD.status AND to_status = NEW.status)
BEGIN SELECT RAISE(ABORT, 'a cancel does not go this way'); END;

CREATE TRIGGER new_drafts_are_open BEFORE INSERT ON drafts
WHEN NEW.status <> 'open'
BEGIN SELECT RAISE(ABORT, 'a draft begins open'); END;

CREATE TRIGGER drafts_take_legal_steps BEFORE UPDATE OF status ON drafts
WHEN NEW.status <> OLD.status AND NOT EXISTS (
    SELECT 1 FROM legal_steps WHERE machine = 'draft' AND from_status = OLD.status AND to_status = NEW.status)
BEGIN SELECT RAISE(ABORT, 'a draft does not go this way'); END;

CREATE TRIGGER quotes_of_drafts_are_frozen BEFORE UPDATE OF answers, quantity, rate, price, currency ON drafts
WHEN OLD.status = 'claimed'
BEGIN SELECT RAISE(ABORT, 'a draft that was claimed does not change'); END;

-- Updates that Telegram was not made to wait for any longer, handled from here, also after a restart;
-- and those set aside because they could not be handled.
CREATE TABLE inbox (
    update_id INTEGER PRIMARY KEY,
    raw TEXT NOT NULL,                       -- '' once set aside: what a person wrote is not kept
    kept_at INTEGER NOT NULL,
    set_aside_because TEXT
);
