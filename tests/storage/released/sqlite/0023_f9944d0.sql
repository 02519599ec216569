BEGIN TRANSACTION;
CREATE TABLE bots (
    only_one INTEGER PRIMARY KEY CHECK (only_one = 1),
    id INTEGER NOT NULL,
    tried_at INTEGER NOT NULL DEFAULT 0
, served_at INTEGER NOT NULL DEFAULT 0);
INSERT INTO "bots" VALUES(1,42,1795960359974,1795960339997);
CREATE TABLE cancels (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    order_id INTEGER NOT NULL REFERENCES orders (id),
    user_id INTEGER NOT NULL REFERENCES users (id),
    status TEXT NOT NULL DEFAULT 'reserved',
    failure TEXT,
    detail TEXT NOT NULL DEFAULT '',
    created_at INTEGER NOT NULL
, operator_told INTEGER NOT NULL DEFAULT 0);
INSERT INTO "cancels" VALUES(1,3,198448557869070,'asked',NULL,'23503',1795960352028,0);
CREATE TABLE conditions (
    name TEXT PRIMARY KEY,
    since INTEGER NOT NULL,
    detail TEXT NOT NULL DEFAULT ''
);
INSERT INTO "conditions" VALUES('status_word',1763900000000,'Awaiting');
CREATE TABLE conversations (
    user_id INTEGER PRIMARY KEY,
    state TEXT,
    data TEXT NOT NULL DEFAULT '{}'
);
INSERT INTO "conversations" VALUES(198448557869070,'review','{"draft":"mXy7EG9g3gvd","menu":41,"text":100000038,"tap":100000036}');
INSERT INTO "conversations" VALUES(2069699027189153,NULL,'{"menu":34,"text":100000031}');
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
    updated_at INTEGER NOT NULL, service_name TEXT,
    CHECK (status IN ('open', 'dropped') OR (rate IS NOT NULL AND price IS NOT NULL AND currency IS NOT NULL))
);
INSERT INTO "drafts" VALUES('yo8nM3Q7Q36q',198448557869070,1,'101','claimed','{"link":"https://example.com/p/1","quantity":"1000"}',1000,'0.90',900000,'USD',1795960340223,1795960340256,'Pictogram Followers · Standard');
INSERT INTO "drafts" VALUES('Rq5btD7RumS-',198448557869070,1,'101','claimed','{"link":"https://example.com/p/2","quantity":"500"}',500,'0.90',450000,'USD',1795960343344,1795960343408,'Pictogram Followers · Standard');
INSERT INTO "drafts" VALUES('HjWWG80O5Mhd',198448557869070,1,'125','claimed','{"link":"https://example.com/p/3","quantity":"100"}',100,'1.05',105000,'USD',1795960348894,1795960348948,'Clipstream Likes');
INSERT INTO "drafts" VALUES('KEpZuAiVJbpL',198448557869070,1,'101','claimed','{"link":"https://example.com/p/4","quantity":"1000"}',1000,'0.90',900000,'USD',1795960355077,1795960355121,'Pictogram Followers · Standard');
INSERT INTO "drafts" VALUES('mXy7EG9g3gvd',198448557869070,1,'101','ready','{"link":"https://example.com/p/5","quantity":"2000"}',2000,'0.90',1800000,'USD',1795960360455,1795960360575,'Pictogram Followers · Standard');
CREATE TABLE former_cards (
    user_id INTEGER NOT NULL REFERENCES users (id),
    message_id INTEGER NOT NULL,
    order_id INTEGER NOT NULL REFERENCES orders (id),
    PRIMARY KEY (user_id, message_id)
);
INSERT INTO "former_cards" VALUES(198448557869070,2,1);
INSERT INTO "former_cards" VALUES(198448557869070,7,1);
CREATE TABLE holds (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    panel_key_id INTEGER NOT NULL REFERENCES panel_keys (id),
    service_id TEXT NOT NULL,
    service_name TEXT NOT NULL,
    order_id INTEGER NOT NULL REFERENCES orders (id),    -- the order that showed it
    quoted INTEGER NOT NULL,
    took INTEGER NOT NULL,
    seen TEXT NOT NULL CHECK (seen IN ('charge', 'balance')),
    state TEXT NOT NULL DEFAULT 'waits' CHECK (state IN ('waits', 'not_sold', 'lifted')),
    decisions INTEGER NOT NULL DEFAULT 0,                -- how many were made: a button belongs to one of them
    decided_by INTEGER,
    decided_at INTEGER,
    created_at INTEGER NOT NULL
);
INSERT INTO "holds" VALUES(1,1,'101','Pictogram Followers',1,900000,2700000,'charge','lifted',0,NULL,NULL,1763900000000);
CREATE TABLE inbox (
    update_id INTEGER PRIMARY KEY,
    raw TEXT NOT NULL,                       -- '' once set aside: what a person wrote is not kept
    kept_at INTEGER NOT NULL,
    set_aside_because TEXT
, kept_by INTEGER NOT NULL DEFAULT 0);
INSERT INTO "inbox" VALUES(5,'',1763900000000,'not understood',0);
CREATE TABLE invites (
    code_hash TEXT PRIMARY KEY,
    role TEXT NOT NULL CHECK (role IN ('operator', 'customer')),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_by INTEGER,
    used_at INTEGER, created_by INTEGER,
    CHECK ((used_by IS NULL) = (used_at IS NULL))
);
INSERT INTO "invites" VALUES('c11863efe52307e44c59259342530441e60e5ddf0e6f895b9773d3b04f8a9d17','customer',1795960360342,1796565160342,NULL,NULL,2069699027189153);
CREATE TABLE legal_steps (
    machine TEXT NOT NULL,
    from_status TEXT NOT NULL,               -- '' for a new row
    to_status TEXT NOT NULL,
    PRIMARY KEY (machine, from_status, to_status)
);
INSERT INTO "legal_steps" VALUES('order','','reserved');
INSERT INTO "legal_steps" VALUES('order','reserved','submitting');
INSERT INTO "legal_steps" VALUES('order','submitting','failed');
INSERT INTO "legal_steps" VALUES('order','submitting','unconfirmed');
INSERT INTO "legal_steps" VALUES('order','submitting','pending');
INSERT INTO "legal_steps" VALUES('order','unconfirmed','failed');
INSERT INTO "legal_steps" VALUES('order','unconfirmed','pending');
INSERT INTO "legal_steps" VALUES('order','pending','processing');
INSERT INTO "legal_steps" VALUES('order','pending','in_progress');
INSERT INTO "legal_steps" VALUES('order','pending','completed');
INSERT INTO "legal_steps" VALUES('order','pending','partial');
INSERT INTO "legal_steps" VALUES('order','pending','canceled');
INSERT INTO "legal_steps" VALUES('order','processing','pending');
INSERT INTO "legal_steps" VALUES('order','processing','in_progress');
INSERT INTO "legal_steps" VALUES('order','processing','completed');
INSERT INTO "legal_steps" VALUES('order','processing','partial');
INSERT INTO "legal_steps" VALUES('order','processing','canceled');
INSERT INTO "legal_steps" VALUES('order','in_progress','pending');
INSERT INTO "legal_steps" VALUES('order','in_progress','processing');
INSERT INTO "legal_steps" VALUES('order','in_progress','completed');
INSERT INTO "legal_steps" VALUES('order','in_progress','partial');
INSERT INTO "legal_steps" VALUES('order','in_progress','canceled');
INSERT INTO "legal_steps" VALUES('refill','','reserved');
INSERT INTO "legal_steps" VALUES('refill','reserved','submitting');
INSERT INTO "legal_steps" VALUES('refill','submitting','failed');
INSERT INTO "legal_steps" VALUES('refill','submitting','unconfirmed');
INSERT INTO "legal_steps" VALUES('refill','submitting','pending');
INSERT INTO "legal_steps" VALUES('refill','unconfirmed','failed');
INSERT INTO "legal_steps" VALUES('refill','unconfirmed','pending');
INSERT INTO "legal_steps" VALUES('refill','pending','in_progress');
INSERT INTO "legal_steps" VALUES('refill','pending','completed');
INSERT INTO "legal_steps" VALUES('refill','pending','rejected');
INSERT INTO "legal_steps" VALUES('refill','pending','canceled');
INSERT INTO "legal_steps" VALUES('refill','pending','error');
INSERT INTO "legal_steps" VALUES('refill','in_progress','pending');
INSERT INTO "legal_steps" VALUES('refill','in_progress','completed');
INSERT INTO "legal_steps" VALUES('refill','in_progress','rejected');
INSERT INTO "legal_steps" VALUES('refill','in_progress','canceled');
INSERT INTO "legal_steps" VALUES('refill','in_progress','error');
INSERT INTO "legal_steps" VALUES('cancel','','reserved');
INSERT INTO "legal_steps" VALUES('cancel','reserved','submitting');
INSERT INTO "legal_steps" VALUES('cancel','submitting','asked');
INSERT INTO "legal_steps" VALUES('cancel','submitting','failed');
INSERT INTO "legal_steps" VALUES('cancel','submitting','unconfirmed');
INSERT INTO "legal_steps" VALUES('cancel','unconfirmed','failed');
INSERT INTO "legal_steps" VALUES('draft','','open');
INSERT INTO "legal_steps" VALUES('draft','open','ready');
INSERT INTO "legal_steps" VALUES('draft','ready','open');
INSERT INTO "legal_steps" VALUES('draft','ready','claimed');
INSERT INTO "legal_steps" VALUES('draft','open','dropped');
INSERT INTO "legal_steps" VALUES('draft','ready','dropped');
INSERT INTO "legal_steps" VALUES('refill','pending','unreported');
INSERT INTO "legal_steps" VALUES('refill','in_progress','unreported');
INSERT INTO "legal_steps" VALUES('refill','unreported','pending');
INSERT INTO "legal_steps" VALUES('refill','unreported','in_progress');
INSERT INTO "legal_steps" VALUES('refill','unreported','completed');
INSERT INTO "legal_steps" VALUES('refill','unreported','rejected');
INSERT INTO "legal_steps" VALUES('refill','unreported','canceled');
INSERT INTO "legal_steps" VALUES('refill','unreported','error');
INSERT INTO "legal_steps" VALUES('order','pending','problem');
INSERT INTO "legal_steps" VALUES('order','processing','problem');
INSERT INTO "legal_steps" VALUES('order','in_progress','problem');
INSERT INTO "legal_steps" VALUES('order','problem','pending');
INSERT INTO "legal_steps" VALUES('order','problem','processing');
INSERT INTO "legal_steps" VALUES('order','problem','in_progress');
INSERT INTO "legal_steps" VALUES('order','problem','completed');
INSERT INTO "legal_steps" VALUES('order','problem','partial');
INSERT INTO "legal_steps" VALUES('order','problem','canceled');
INSERT INTO "legal_steps" VALUES('order','pending','closed');
INSERT INTO "legal_steps" VALUES('order','processing','closed');
INSERT INTO "legal_steps" VALUES('order','in_progress','closed');
INSERT INTO "legal_steps" VALUES('order','problem','closed');
INSERT INTO "legal_steps" VALUES('refill','unconfirmed','closed');
INSERT INTO "legal_steps" VALUES('refill','pending','closed');
INSERT INTO "legal_steps" VALUES('refill','in_progress','closed');
INSERT INTO "legal_steps" VALUES('refill','unreported','closed');
CREATE TABLE lives (
    name TEXT PRIMARY KEY,
    began_at INTEGER NOT NULL
);
INSERT INTO "lives" VALUES('47594128d891a781',1795960339978);
CREATE TABLE migrations (number INTEGER PRIMARY KEY, applied_at TEXT NOT NULL);
INSERT INTO "migrations" VALUES(1,'2026-11-29 13:52:19');
INSERT INTO "migrations" VALUES(2,'2026-11-29 13:52:19');
INSERT INTO "migrations" VALUES(3,'2026-11-29 13:52:19');
INSERT INTO "migrations" VALUES(4,'2026-11-29 13:52:19');
INSERT INTO "migrations" VALUES(5,'2026-11-29 13:52:19');
INSERT INTO "migrations" VALUES(7,'2026-11-29 13:52:19');
INSERT INTO "migrations" VALUES(8,'2026-11-29 13:52:19');
INSERT INTO "migrations" VALUES(9,'2026-11-29 13:52:19');
INSERT INTO "migrations" VALUES(10,'2026-11-29 13:52:19');
INSERT INTO "migrations" VALUES(11,'2026-11-29 13:52:19');
INSERT INTO "migrations" VALUES(12,'2026-11-29 13:52:19');
INSERT INTO "migrations" VALUES(13,'2026-11-29 13:52:19');
INSERT INTO "migrations" VALUES(15,'2026-11-29 13:52:19');
INSERT INTO "migrations" VALUES(16,'2026-11-29 13:52:19');
INSERT INTO "migrations" VALUES(17,'2026-11-29 13:52:19');
INSERT INTO "migrations" VALUES(19,'2026-11-29 13:52:19');
INSERT INTO "migrations" VALUES(20,'2026-11-29 13:52:19');
INSERT INTO "migrations" VALUES(21,'2026-11-29 13:52:19');
INSERT INTO "migrations" VALUES(22,'2026-11-29 13:52:19');
INSERT INTO "migrations" VALUES(23,'2026-11-29 13:52:19');
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
    missing_since INTEGER, charge_currency TEXT, changed_at INTEGER, slow_check_at INTEGER, slow_since INTEGER, problem_at INTEGER, unreadable_since INTEGER, ended_by INTEGER, adopted_by INTEGER, parts_done INTEGER CHECK (parts_done >= 0), dismissed_at INTEGER,                   -- since when the panel says that it does not know the order
    CHECK (
        (status IN ('reserved', 'submitting', 'unconfirmed', 'failed')) = (panel_order_id IS NULL)
    ),
    CHECK ((status = 'failed') = (failure IS NOT NULL))
);
INSERT INTO "orders" VALUES(1,198448557869070,1,'yo8nM3Q7Q36q','101','Pictogram Followers · Standard','default','{"link":"https://example.com/p/1","quantity":"1000"}','https://example.com/p/1',1000,'0.90',900000,'USD',1,1,'pending','Pending',NULL,'23501',900000,8358,1000,10,0,1795960340281,1795960340290,NULL,1795960340391,NULL,NULL,'USD',1795960340391,1796219540290,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "orders" VALUES(2,198448557869070,1,'Rq5btD7RumS-','101','Pictogram Followers · Standard','default','{"link":"https://example.com/p/2","quantity":"500"}','https://example.com/p/2',500,'0.90',450000,'USD',1,1,'completed','Completed',NULL,'23502',450000,12439,0,16,0,1795960343440,1795960343457,1795960346792,1795960346792,NULL,NULL,'USD',1795960346792,1796219543457,NULL,NULL,NULL,NULL,NULL,3,1763900000000);
INSERT INTO "orders" VALUES(3,198448557869070,1,'HjWWG80O5Mhd','125','Clipstream Likes','default','{"link":"https://example.com/p/3","quantity":"100"}','https://example.com/p/3',100,'1.05',105000,'USD',1,1,'pending','Pending',NULL,'23503',105000,69,100,23,0,1795960348974,1795960348988,NULL,1795960349189,NULL,NULL,'USD',1795960349189,1796219548988,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "orders" VALUES(4,198448557869070,1,'KEpZuAiVJbpL','101','Pictogram Followers · Standard','default','{"link":"https://example.com/p/4","quantity":"1000"}','https://example.com/p/4',1000,'0.90',900000,'USD',1,1,'unconfirmed','',NULL,NULL,NULL,NULL,NULL,29,0,1795960355147,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
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
, taken_by INTEGER NOT NULL DEFAULT 0, message_id INTEGER);
INSERT INTO "outbox" VALUES(1,198448557869070,'order_card',1,'{}','sent',1,1795960340281,1795960340281,1795960340297,513718391,NULL);
INSERT INTO "outbox" VALUES(2,198448557869070,'order_submitted',1,'{}','sent',1,1795960340290,1795960340290,1795960340306,513718391,NULL);
INSERT INTO "outbox" VALUES(3,198448557869070,'order_card',1,'{}','sent',1,1795960340391,1795960340391,1795960340405,513718391,NULL);
INSERT INTO "outbox" VALUES(4,198448557869070,'order_card',2,'{}','sent',1,1795960343440,1795960343440,1795960343454,513718391,NULL);
INSERT INTO "outbox" VALUES(5,198448557869070,'order_submitted',2,'{}','sent',1,1795960343457,1795960343457,1795960343461,513718391,NULL);
INSERT INTO "outbox" VALUES(6,198448557869070,'order_card',2,'{}','sent',1,1795960343590,1795960343590,1795960343601,513718391,NULL);
INSERT INTO "outbox" VALUES(7,198448557869070,'order_card',2,'{}','sent',1,1795960346792,1795960346792,1795960346802,513718391,NULL);
INSERT INTO "outbox" VALUES(8,198448557869070,'order_ended',2,'{}','sent',1,1795960346792,1795960346792,1795960346804,513718391,NULL);
INSERT INTO "outbox" VALUES(9,198448557869070,'order_card',2,'{}','sent',1,1795960348805,1795960348805,1795960348827,513718391,NULL);
INSERT INTO "outbox" VALUES(10,198448557869070,'refill_submitted',1,'{}','sent',1,1795960348831,1795960348831,1795960348839,513718391,NULL);
INSERT INTO "outbox" VALUES(11,198448557869070,'order_card',3,'{}','sent',1,1795960348974,1795960348974,1795960348986,513718391,NULL);
INSERT INTO "outbox" VALUES(12,198448557869070,'order_submitted',3,'{}','sent',1,1795960348988,1795960348988,1795960348997,513718391,NULL);
INSERT INTO "outbox" VALUES(13,198448557869070,'order_card',2,'{}','sent',1,1795960348994,1795960348994,1795960349002,513718391,NULL);
INSERT INTO "outbox" VALUES(14,198448557869070,'order_card',3,'{}','sent',1,1795960349189,1795960349189,1795960349194,513718391,NULL);
INSERT INTO "outbox" VALUES(15,198448557869070,'order_card',3,'{}','dropped',1,1795960352028,1795960352028,1795960352032,513718391,NULL);
INSERT INTO "outbox" VALUES(16,198448557869070,'cancel_submitted',1,'{}','sent',1,1795960352040,1795960352040,1795960352043,513718391,NULL);
INSERT INTO "outbox" VALUES(17,198448557869070,'order_card',4,'{}','sent',1,1795960355147,1795960355147,1795960355159,513718391,NULL);
INSERT INTO "outbox" VALUES(18,198448557869070,'order_submitted',4,'{}','sent',1,1795960355162,1795960355162,1795960355169,513718391,NULL);
INSERT INTO "outbox" VALUES(19,2069699027189153,'decide_order',4,'{}','sent',1,1795960360190,1795960360190,1795960360198,513718391,NULL);
INSERT INTO "outbox" VALUES(20,2069699027189153,'knock',1595565033245469,'{}','sent',1,1795960360206,1795960360206,1795960360430,513718391,35);
INSERT INTO "outbox" VALUES(21,2069699027189153,'knock',1595565033245469,'{}','pending',0,1763900000000,1763900000000,NULL,0,NULL);
CREATE TABLE panel_keys (
    id INTEGER PRIMARY KEY,
    owner_id INTEGER REFERENCES users (id),  -- NULL: the operator's, from the settings
    url TEXT NOT NULL,
    balance INTEGER,
    currency TEXT,
    balance_at INTEGER,
    services_at INTEGER
, rate_per_piece_since INTEGER, charge_ignored_since INTEGER, became INTEGER);
INSERT INTO "panel_keys" VALUES(1,NULL,'https://panel.example/api/v2',997645000,'USD',1795960361614,1795960340022,NULL,NULL,NULL);
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
, missing_since INTEGER, misses INTEGER NOT NULL DEFAULT 0, word_since INTEGER, operator_told INTEGER NOT NULL DEFAULT 0);
INSERT INTO "refills" VALUES(1,2,198448557869070,1,'pending','Pending',NULL,'','1',1795960348805,NULL,1795960361455,NULL,0,1795960348994,0);
CREATE TABLE "rounds" (
    panel_key_id INTEGER NOT NULL REFERENCES panel_keys (id),
    age TEXT NOT NULL CHECK (age IN ('hour', 'day', 'older')),
    began_at INTEGER NOT NULL,
    PRIMARY KEY (panel_key_id, age)
);
INSERT INTO "rounds" VALUES(1,'hour',1795960361194);
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
INSERT INTO "services" VALUES(1,'101',0,'Pictogram Followers · Standard','default','📷 Pictogram · Followers','0.90',50,10000,'Starts within minutes and ends within a day.',1,1,0);
INSERT INTO "services" VALUES(1,'102',1,'Pictogram Followers · Fast','default','📷 Pictogram · Followers','0.42',100,50000,'The fastest there is here: starts at once, ends within the hour. May drop a little later.',0,0,0);
INSERT INTO "services" VALUES(1,'103',2,'Pictogram Followers · Drip-feed','default','📷 Pictogram · Followers','1.15',10,5000,'Slow and steady, over several days.',1,1,1);
INSERT INTO "services" VALUES(1,'104',3,'Pictogram Followers · 30 days refill','default','📷 Pictogram · Followers','1.48',50,100000,'Starts within minutes and ends within a day.',1,0,0);
INSERT INTO "services" VALUES(1,'105',4,'Pictogram Followers · Starter pack of 500','package','📷 Pictogram · Followers','0.75',1,1,'One profile, 500 followers.',1,0,0);
INSERT INTO "services" VALUES(1,'106',5,'Pictogram Followers · Growth pack of 5,000','package','📷 Pictogram · Followers','6.90',1,1,'One profile, 5,000 followers.',1,1,0);
INSERT INTO "services" VALUES(1,'107',6,'Pictogram Likes · Standard','default','📷 Pictogram · Likes and views','0.28',10,20000,'Starts within minutes and ends within a day.',1,1,1);
INSERT INTO "services" VALUES(1,'108',7,'Pictogram Likes · Fast','default','📷 Pictogram · Likes and views','0.09',20,100000,'The fastest there is here: starts at once, ends within the hour. May drop a little later.',0,1,0);
INSERT INTO "services" VALUES(1,'109',8,'Pictogram Reel Views','default','📷 Pictogram · Likes and views','0.01250',100,5000000,'The fastest there is here: starts at once, ends within the hour. May drop a little later.',0,0,1);
INSERT INTO "services" VALUES(1,'110',9,'Pictogram Story Views','default','📷 Pictogram · Likes and views','0.03100',100,40000,'The fastest there is here: starts at once, ends within the hour. May drop a little later.',0,0,0);
INSERT INTO "services" VALUES(1,'111',10,'Pictogram Auto Likes for new posts','subscriptions','📷 Pictogram · Likes and views','0.35',20,5000,'Likes every new post automatically.',0,1,0);
INSERT INTO "services" VALUES(1,'112',11,'Pictogram Likes on a comment','comment_likes','📷 Pictogram · Likes and views','1.20',20,2000,'Likes for one comment.',0,0,0);
INSERT INTO "services" VALUES(1,'113',12,'Pictogram Comments · Your words','custom_comments','📷 Pictogram · Comments and mentions','8.00',5,1500,'You write them, one per line.',0,1,0);
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
    decided_at INTEGER, operator_told INTEGER NOT NULL DEFAULT 0,
    CHECK ((outcome IS NULL) = (ended_at IS NULL)),
    CHECK ((decided_by IS NULL) = (decided_at IS NULL))
);
INSERT INTO "submissions" VALUES(1,1,1795960340285,1795960340290,'placed','23501',1000000000,NULL,NULL,NULL,0);
INSERT INTO "submissions" VALUES(2,2,1795960343450,1795960343457,'placed','23502',999100000,NULL,NULL,NULL,0);
INSERT INTO "submissions" VALUES(3,3,1795960348980,1795960348988,'placed','23503',998650000,NULL,NULL,NULL,0);
INSERT INTO "submissions" VALUES(4,4,1795960355154,1795960355162,'unknown','ClientOSError [Errno 104] Connection reset by peer',998545000,'{"balance_before":998545000,"balance_after":997645000,"candidates":[{"id":"23504","charge":900000,"currency":"USD"}]}',NULL,NULL,0);
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
, username TEXT, let_in_at INTEGER, let_in_by INTEGER, refused_at INTEGER, telegram_id INTEGER);
INSERT INTO "users" VALUES(198448557869070,'Alice','en',NULL,'all',NULL,NULL,NULL,1795960339959,'alice',NULL,NULL,NULL,1001);
INSERT INTO "users" VALUES(1595565033245469,'Bob','en',NULL,'all',NULL,1795960360206,NULL,1795960360205,'bob',NULL,NULL,NULL,1002);
INSERT INTO "users" VALUES(2069699027189153,'Olga','en',NULL,'all',NULL,NULL,NULL,1795960339959,'olga',NULL,NULL,NULL,1003);
CREATE UNIQUE INDEX one_operator_key_per_panel ON panel_keys (url) WHERE owner_id IS NULL;
CREATE UNIQUE INDEX one_key_per_owner_and_panel ON panel_keys (owner_id, url) WHERE owner_id IS NOT NULL;
CREATE UNIQUE INDEX one_order_per_panel_order ON orders (panel_key_id, panel_order_id);
CREATE INDEX orders_of_a_person ON orders (user_id, id);
CREATE INDEX completed_orders_by_service ON orders (service_id, id) WHERE status = 'completed';
CREATE INDEX order_cards ON orders (user_id, card_message_id) WHERE card_message_id IS NOT NULL;
CREATE INDEX submissions_by_outcome ON submissions (outcome);
CREATE UNIQUE INDEX one_open_refill_per_order ON refills (order_id)
    WHERE status IN ('reserved', 'submitting', 'unconfirmed', 'pending', 'in_progress');
CREATE INDEX refills_of_an_order ON refills (order_id, id);
CREATE INDEX outbox_due ON outbox (due_at, id) WHERE status = 'pending';
CREATE UNIQUE INDEX one_redraw_waits ON outbox (user_id, subject_id)
    WHERE status = 'pending' AND event = 'order_card';
CREATE TRIGGER new_orders_are_reserved BEFORE INSERT ON orders
WHEN NOT EXISTS (SELECT 1 FROM legal_steps WHERE machine = 'order' AND from_status = '' AND to_status = NEW.status)
BEGIN SELECT RAISE(ABORT, 'an order begins reserved'); END;
CREATE TRIGGER orders_take_legal_steps BEFORE UPDATE OF status ON orders
WHEN NEW.status <> OLD.status AND NOT EXISTS (
    SELECT 1 FROM legal_steps WHERE machine = 'order' AND from_status = OLD.status AND to_status = NEW.status)
BEGIN SELECT RAISE(ABORT, 'an order does not go this way'); END;
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
CREATE INDEX outbox_being_sent ON outbox (user_id) WHERE status = 'sending';
CREATE INDEX refills_to_check ON refills (panel_key_id, next_check_at)
    WHERE status IN ('pending', 'in_progress', 'unreported');
CREATE INDEX refusals_in_outbox ON outbox (user_id, id) WHERE event = 'refusals';
CREATE INDEX orders_with_appointment ON orders (panel_key_id, next_check_at, id)
    WHERE next_check_at IS NOT NULL AND status IN ('pending', 'processing', 'in_progress', 'problem');
CREATE INDEX orders_in_rounds ON orders (panel_key_id, placed_at, id)
    WHERE next_check_at IS NULL AND status IN ('pending', 'processing', 'in_progress', 'problem');
CREATE INDEX orders_to_look_at ON orders (panel_key_id, slow_check_at)
    WHERE slow_check_at IS NOT NULL AND status IN ('pending', 'processing', 'in_progress', 'problem');
CREATE UNIQUE INDEX one_hold_per_service ON holds (panel_key_id, service_id) WHERE state <> 'lifted';
CREATE INDEX users_let_in ON users (role, id) WHERE role IS NOT NULL;
CREATE INDEX users_at_the_door ON users (knocked_at, id) WHERE role IS NULL AND knocked_at IS NOT NULL;
CREATE INDEX outbox_knock_cards ON outbox (id) WHERE event = 'knock' AND message_id IS NOT NULL;
CREATE TRIGGER panel_accounts_become_one_other BEFORE UPDATE OF became ON panel_keys
WHEN OLD.became IS NOT NULL AND NEW.became IS NOT OLD.became
BEGIN SELECT RAISE(ABORT, 'an account becomes one other account, once'); END;
CREATE TRIGGER orders_stay_at_their_panel BEFORE UPDATE OF panel_key_id ON orders
WHEN NEW.panel_key_id <> OLD.panel_key_id
    AND NEW.panel_key_id IS NOT (SELECT became FROM panel_keys WHERE id = OLD.panel_key_id)
BEGIN SELECT RAISE(ABORT, 'an order stays at its panel'); END;
CREATE INDEX open_orders_by_target ON orders (user_id, target)
    WHERE status NOT IN ('completed', 'partial', 'canceled', 'failed', 'closed');
CREATE INDEX former_cards_of_orders ON former_cards (order_id, message_id);
CREATE TRIGGER entries_of_orders_are_blanked_at_most BEFORE UPDATE OF target, parameters ON orders
WHEN NEW.target <> '' OR NEW.parameters <> '{}'
    OR OLD.status NOT IN ('completed', 'partial', 'canceled', 'failed', 'closed')
BEGIN SELECT RAISE(ABORT, 'what was entered for an order is only blanked, and only after its end'); END;
CREATE TRIGGER quotes_of_drafts_are_frozen BEFORE UPDATE OF
    quantity, rate, price, currency, service_name ON drafts
WHEN OLD.status = 'claimed'
BEGIN SELECT RAISE(ABORT, 'a draft that was claimed does not change'); END;
CREATE TRIGGER answers_of_drafts_are_blanked_at_most BEFORE UPDATE OF answers ON drafts
WHEN OLD.status = 'claimed' AND (NEW.answers <> '{}' OR NOT EXISTS (
    SELECT 1 FROM orders WHERE draft_id = OLD.id
        AND status IN ('completed', 'partial', 'canceled', 'failed', 'closed')))
BEGIN SELECT RAISE(ABORT, 'a draft that was claimed does not change'); END;
CREATE INDEX orders_to_submit ON orders (panel_key_id, id) WHERE status = 'reserved';
CREATE INDEX orders_being_submitted ON orders (id) WHERE status = 'submitting';
CREATE INDEX orders_in_doubt ON orders (panel_key_id, id) WHERE status = 'unconfirmed';
CREATE INDEX orders_by_placing ON orders (panel_key_id, placed_at, id);
CREATE INDEX refills_to_submit ON refills (panel_key_id, id) WHERE status = 'reserved';
CREATE INDEX refills_in_doubt ON refills (id) WHERE status = 'unconfirmed';
CREATE INDEX cancels_to_submit ON cancels (id) WHERE status = 'reserved';
CREATE INDEX cancels_of_an_order ON cancels (order_id, id);
CREATE INDEX cancels_being_submitted ON cancels (id) WHERE status = 'submitting';
CREATE INDEX refills_being_submitted ON refills (id) WHERE status = 'submitting';
CREATE INDEX orders_by_panel_number ON orders ((ltrim(lower(panel_order_id), '0'))) WHERE panel_order_id IS NOT NULL;
CREATE INDEX outbox_waiting ON outbox (user_id, created_at) WHERE status = 'pending';
CREATE INDEX users_by_knock ON users (knocked_at, id) WHERE knocked_at IS NOT NULL;
CREATE UNIQUE INDEX one_open_cancel_per_order ON cancels (order_id) WHERE status IN ('reserved', 'submitting');
CREATE TRIGGER quotes_of_orders_are_frozen BEFORE UPDATE OF
    user_id, draft_id, service_id, service_type, quantity, rate, price, currency ON orders
BEGIN SELECT RAISE(ABORT, 'what was ordered, by whom and at what price, does not change'); END;
CREATE UNIQUE INDEX users_by_telegram_id ON users (telegram_id);
CREATE TRIGGER people_keep_their_ids BEFORE UPDATE OF id, telegram_id ON users
WHEN NEW.id <> OLD.id OR (NEW.telegram_id IS NOT NULL AND NEW.telegram_id IS NOT OLD.telegram_id)
BEGIN SELECT RAISE(ABORT, 'a person keeps their ids; Telegram''s may only be erased'); END;
CREATE TRIGGER people_are_kept BEFORE DELETE ON users
BEGIN SELECT RAISE(ABORT, 'people are not deleted: nobody else gets their id'); END;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('orders',4);
INSERT INTO "sqlite_sequence" VALUES('outbox',21);
INSERT INTO "sqlite_sequence" VALUES('submissions',4);
INSERT INTO "sqlite_sequence" VALUES('refills',1);
INSERT INTO "sqlite_sequence" VALUES('cancels',1);
INSERT INTO "sqlite_sequence" VALUES('holds',1);
COMMIT;
