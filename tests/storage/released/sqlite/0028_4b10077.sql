BEGIN TRANSACTION;
CREATE TABLE accounts (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('wallet', 'held', 'debt', 'sales', 'stars', 'credit', 'gifts', 'writeoffs')),
    user_id INTEGER REFERENCES users (id),   -- whose wallet, held or debt; NULL: the house's
    currency TEXT,                           -- of every account; it stands at sales alone, so that there is one
    balance INTEGER NOT NULL DEFAULT 0,
    floor INTEGER NOT NULL DEFAULT 0,        -- how far below 0 a wallet may go: minus the credit line
    posted INTEGER NOT NULL DEFAULT 0,       -- the last transfer that is in the balance
    CONSTRAINT people_have_wallet_held_debt CHECK ((kind IN ('wallet', 'held', 'debt')) = (user_id IS NOT NULL)),
    CONSTRAINT sales_says_the_currency CHECK ((kind = 'sales') = (currency IS NOT NULL)),
    CONSTRAINT only_wallets_have_a_line CHECK (floor <= 0 AND (kind = 'wallet' OR floor = 0)),
    CONSTRAINT wallets_stay_above_their_floor CHECK (kind <> 'wallet' OR balance >= floor),
    CONSTRAINT held_is_not_negative CHECK (kind <> 'held' OR balance >= 0),
    CONSTRAINT debt_is_not_positive CHECK (kind <> 'debt' OR balance <= 0),  -- owed to the operator
    CONSTRAINT balances_fit CHECK (balance BETWEEN -9000000000000000 AND 9000000000000000)
) STRICT;
INSERT INTO "accounts" VALUES(1,'sales',NULL,'USD',0,0,0);
INSERT INTO "accounts" VALUES(2,'stars',NULL,NULL,0,0,2);
INSERT INTO "accounts" VALUES(3,'wallet',4438757416218406,NULL,0,0,2);
INSERT INTO "accounts" VALUES(4,'held',4438757416218406,NULL,0,0,0);
INSERT INTO "accounts" VALUES(5,'debt',4438757416218406,NULL,0,0,0);
CREATE TABLE bots (
    only_one INTEGER PRIMARY KEY CHECK (only_one = 1),
    id INTEGER NOT NULL,
    tried_at INTEGER NOT NULL DEFAULT 0
, served_at INTEGER NOT NULL DEFAULT 0);
INSERT INTO "bots" VALUES(1,42,1795972622180,1795972602166);
CREATE TABLE cancels (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    order_id INTEGER NOT NULL REFERENCES orders (id),
    user_id INTEGER NOT NULL REFERENCES users (id),
    status TEXT NOT NULL DEFAULT 'reserved',
    failure TEXT,
    detail TEXT NOT NULL DEFAULT '',
    created_at INTEGER NOT NULL
, operator_told INTEGER NOT NULL DEFAULT 0);
INSERT INTO "cancels" VALUES(1,3,4438757416218406,'asked',NULL,'23503',1795972614436,0);
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
INSERT INTO "conversations" VALUES(2416844697280545,NULL,'{"menu":34,"text":100000031}');
INSERT INTO "conversations" VALUES(4438757416218406,'review','{"draft":"Ez1baX-9RviB","menu":41,"text":100000038,"tap":100000036}');
CREATE TABLE customer_groups (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL CHECK (length(trim(name)) BETWEEN 1 AND 40),
    discount TEXT NOT NULL DEFAULT '0' CHECK (
        discount GLOB '[0-9]*' AND discount NOT GLOB '*[^0-9.]*' AND discount NOT GLOB '*.*.*'
        AND discount NOT GLOB '*.' AND length(discount) <= 9 AND CAST(discount AS REAL) < 100),
    created_at INTEGER NOT NULL,
    ended_at INTEGER
);
INSERT INTO "customer_groups" VALUES(1,'Gold','12.5',1763900000000,NULL);
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
INSERT INTO "drafts" VALUES('t0kCBmw5H7Tz',4438757416218406,1,'101','claimed','{"link":"https://example.com/p/1","quantity":"1000"}',1000,'0.90',900000,'USD',1795972602453,1795972602507,'Pictogram Followers · Standard');
INSERT INTO "drafts" VALUES('73TQuZxEN_4o',4438757416218406,1,'101','claimed','{"link":"https://example.com/p/2","quantity":"500"}',500,'0.90',450000,'USD',1795972605632,1795972605684,'Pictogram Followers · Standard');
INSERT INTO "drafts" VALUES('A0TqubTJwIyc',4438757416218406,1,'125','claimed','{"link":"https://example.com/p/3","quantity":"100"}',100,'1.05',105000,'USD',1795972611233,1795972611284,'Clipstream Likes');
INSERT INTO "drafts" VALUES('LjdzjVSJy_XB',4438757416218406,1,'101','claimed','{"link":"https://example.com/p/4","quantity":"1000"}',1000,'0.90',900000,'USD',1795972617523,1795972617584,'Pictogram Followers · Standard');
INSERT INTO "drafts" VALUES('Ez1baX-9RviB',4438757416218406,1,'101','ready','{"link":"https://example.com/p/5","quantity":"2000"}',2000,'0.90',1800000,'USD',1795972622932,1795972622981,'Pictogram Followers · Standard');
CREATE TABLE former_cards (
    user_id INTEGER NOT NULL REFERENCES users (id),
    message_id INTEGER NOT NULL,
    order_id INTEGER NOT NULL REFERENCES orders (id),
    PRIMARY KEY (user_id, message_id)
);
INSERT INTO "former_cards" VALUES(4438757416218406,2,1);
INSERT INTO "former_cards" VALUES(4438757416218406,7,1);
CREATE TABLE "holds" (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    panel_key_id INTEGER NOT NULL REFERENCES panel_keys (id),
    service_id TEXT NOT NULL,
    service_name TEXT NOT NULL,
    order_id INTEGER REFERENCES orders (id),    -- the order that showed it
    quoted INTEGER NOT NULL,
    took INTEGER NOT NULL,
    seen TEXT NOT NULL CHECK (seen IN ('charge', 'balance', 'rate')),
    state TEXT NOT NULL DEFAULT 'waits' CHECK (state IN ('waits', 'not_sold', 'lifted')),
    decisions INTEGER NOT NULL DEFAULT 0,                -- how many were made: a button belongs to one of them
    decided_by INTEGER,
    decided_at INTEGER,
    created_at INTEGER NOT NULL,
    old_rate TEXT,
    new_rate TEXT,
    CHECK ((seen = 'rate') = (order_id IS NULL)),
    CHECK ((seen = 'rate') = (old_rate IS NOT NULL) AND (seen = 'rate') = (new_rate IS NOT NULL))
);
INSERT INTO "holds" VALUES(1,1,'101','Pictogram Followers',1,900000,2700000,'charge','lifted',0,NULL,NULL,1763900000000,NULL,NULL);
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
INSERT INTO "invites" VALUES('436aa802c4e7f682e5c65eeeba4fa69ba15f79db6c0241dad450f18ba4b6049b','customer',1795972622874,1796577422874,NULL,NULL,2416844697280545);
CREATE TABLE invoices (
    id INTEGER PRIMARY KEY,                   -- drawn at random: no number is given twice, not even after going back to a copy
    user_id INTEGER NOT NULL REFERENCES users (id),
    stars INTEGER NOT NULL CHECK (stars > 0),
    credited INTEGER NOT NULL CHECK (credited > 0),   -- what comes into the wallet
    currency TEXT NOT NULL CHECK (currency <> ''),
    draft_id TEXT,                            -- the order that is placed when it is paid; drafts may be deleted
    review TEXT,                              -- the digest of the review that the person saw
    status TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'paid', 'expired')),
    message_id INTEGER,                       -- of the message with the Pay button; NULL: not sent
    ordered_at INTEGER,                       -- when its order was placed, or turned out to be impossible
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    CONSTRAINT drafts_come_with_their_review CHECK ((draft_id IS NULL) = (review IS NULL)),
    CONSTRAINT only_paid_drafts_are_ordered CHECK (ordered_at IS NULL OR (status = 'paid' AND draft_id IS NOT NULL)),
    CONSTRAINT invoices_expire_after_they_are_made CHECK (expires_at > created_at)
) STRICT;
INSERT INTO "invoices" VALUES(77,4438757416218406,100,1170000,'USD',NULL,NULL,'open',NULL,NULL,1763900000000,1763903600000);
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
INSERT INTO "legal_steps" VALUES('order','reserved','failed');
INSERT INTO "legal_steps" VALUES('order','completed','partial');
INSERT INTO "legal_steps" VALUES('order','completed','canceled');
INSERT INTO "legal_steps" VALUES('order','partial','canceled');
INSERT INTO "legal_steps" VALUES('order','partial','completed');
INSERT INTO "legal_steps" VALUES('order','canceled','partial');
INSERT INTO "legal_steps" VALUES('order','canceled','completed');
INSERT INTO "legal_steps" VALUES('invoice','','open');
INSERT INTO "legal_steps" VALUES('invoice','open','paid');
INSERT INTO "legal_steps" VALUES('invoice','open','expired');
INSERT INTO "legal_steps" VALUES('invoice','expired','paid');
INSERT INTO "legal_steps" VALUES('star_refund','','asked');
INSERT INTO "legal_steps" VALUES('star_refund','asked','sending');
INSERT INTO "legal_steps" VALUES('star_refund','asked','done');
INSERT INTO "legal_steps" VALUES('star_refund','sending','done');
INSERT INTO "legal_steps" VALUES('star_refund','sending','refused');
CREATE TABLE lives (
    name TEXT PRIMARY KEY,
    began_at INTEGER NOT NULL
);
INSERT INTO "lives" VALUES('66233e5f14e98cba',1795972602156);
CREATE TABLE migrations (number INTEGER PRIMARY KEY, applied_at TEXT NOT NULL);
INSERT INTO "migrations" VALUES(1,'2026-11-29 17:16:41');
INSERT INTO "migrations" VALUES(2,'2026-11-29 17:16:41');
INSERT INTO "migrations" VALUES(3,'2026-11-29 17:16:41');
INSERT INTO "migrations" VALUES(4,'2026-11-29 17:16:41');
INSERT INTO "migrations" VALUES(5,'2026-11-29 17:16:41');
INSERT INTO "migrations" VALUES(7,'2026-11-29 17:16:41');
INSERT INTO "migrations" VALUES(8,'2026-11-29 17:16:41');
INSERT INTO "migrations" VALUES(9,'2026-11-29 17:16:41');
INSERT INTO "migrations" VALUES(10,'2026-11-29 17:16:41');
INSERT INTO "migrations" VALUES(11,'2026-11-29 17:16:41');
INSERT INTO "migrations" VALUES(12,'2026-11-29 17:16:41');
INSERT INTO "migrations" VALUES(13,'2026-11-29 17:16:41');
INSERT INTO "migrations" VALUES(15,'2026-11-29 17:16:41');
INSERT INTO "migrations" VALUES(16,'2026-11-29 17:16:41');
INSERT INTO "migrations" VALUES(17,'2026-11-29 17:16:41');
INSERT INTO "migrations" VALUES(19,'2026-11-29 17:16:41');
INSERT INTO "migrations" VALUES(20,'2026-11-29 17:16:41');
INSERT INTO "migrations" VALUES(21,'2026-11-29 17:16:41');
INSERT INTO "migrations" VALUES(22,'2026-11-29 17:16:41');
INSERT INTO "migrations" VALUES(23,'2026-11-29 17:16:41');
INSERT INTO "migrations" VALUES(24,'2026-11-29 17:16:41');
INSERT INTO "migrations" VALUES(25,'2026-11-29 17:16:41');
INSERT INTO "migrations" VALUES(26,'2026-11-29 17:16:41');
INSERT INTO "migrations" VALUES(27,'2026-11-29 17:16:41');
INSERT INTO "migrations" VALUES(28,'2026-11-29 17:16:41');
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
    missing_since INTEGER, charge_currency TEXT, changed_at INTEGER, slow_check_at INTEGER, slow_since INTEGER, problem_at INTEGER, unreadable_since INTEGER, ended_by INTEGER, adopted_by INTEGER, parts_done INTEGER CHECK (parts_done >= 0), dismissed_at INTEGER, paid_from TEXT NOT NULL DEFAULT 'panel'
    CHECK (paid_from = 'panel' OR (paid_from = 'wallet' AND price > 0)), cost_rate TEXT, cost INTEGER CHECK (cost >= 0), cost_currency TEXT, refunded INTEGER NOT NULL DEFAULT 0 CHECK (refunded BETWEEN 0 AND price), source TEXT NOT NULL DEFAULT 'chat' CHECK (source IN ('chat', 'mass', 'api')), discount_id INTEGER, needs_transfer TEXT GENERATED ALWAYS AS (CASE WHEN paid_from = 'wallet' THEN
        'order:' || id
            || CASE WHEN status IN ('reserved', 'submitting', 'unconfirmed') THEN ':reserve' ELSE ':settle' END
    END) VIRTUAL REFERENCES transfers (key) DEFERRABLE INITIALLY DEFERRED, look_again_at INTEGER,                   -- since when the panel says that it does not know the order
    CHECK (
        (status IN ('reserved', 'submitting', 'unconfirmed', 'failed')) = (panel_order_id IS NULL)
    ),
    CHECK ((status = 'failed') = (failure IS NOT NULL))
);
INSERT INTO "orders" VALUES(1,4438757416218406,1,'t0kCBmw5H7Tz','101','Pictogram Followers · Standard','default','{"link":"https://example.com/p/1","quantity":"1000"}','https://example.com/p/1',1000,'0.90',900000,'USD',1,1,'pending','Pending',NULL,'23501',900000,8358,1000,10,0,1795972602541,1795972602583,NULL,1795972602769,NULL,NULL,'USD',1795972602769,1796231802583,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'panel',NULL,NULL,NULL,0,'chat',NULL,NULL);
INSERT INTO "orders" VALUES(2,4438757416218406,1,'73TQuZxEN_4o','101','Pictogram Followers · Standard','default','{"link":"https://example.com/p/2","quantity":"500"}','https://example.com/p/2',500,'0.90',450000,'USD',1,1,'completed','Completed',NULL,'23502',450000,12439,0,16,0,1795972605711,1795972605767,1795972609165,1795972609165,NULL,NULL,'USD',1795972609165,1796231805767,NULL,NULL,NULL,NULL,NULL,3,1763900000000,'panel',NULL,NULL,NULL,0,'chat',NULL,NULL);
INSERT INTO "orders" VALUES(3,4438757416218406,1,'A0TqubTJwIyc','125','Clipstream Likes','default','{"link":"https://example.com/p/3","quantity":"100"}','https://example.com/p/3',100,'1.05',105000,'USD',1,1,'pending','Pending',NULL,'23503',105000,69,100,23,0,1795972611326,1795972611406,NULL,1795972611566,NULL,NULL,'USD',1795972611566,1796231811406,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'panel',NULL,NULL,NULL,0,'chat',NULL,NULL);
INSERT INTO "orders" VALUES(4,4438757416218406,1,'LjdzjVSJy_XB','101','Pictogram Followers · Standard','default','{"link":"https://example.com/p/4","quantity":"1000"}','https://example.com/p/4',1000,'0.90',900000,'USD',1,1,'unconfirmed','',NULL,NULL,NULL,NULL,NULL,29,0,1795972617616,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'panel',NULL,NULL,NULL,0,'chat',NULL,NULL);
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
INSERT INTO "outbox" VALUES(1,4438757416218406,'order_card',1,'{}','sent',1,1795972602541,1795972602541,1795972602574,1554894369,NULL);
INSERT INTO "outbox" VALUES(2,4438757416218406,'order_submitted',1,'{}','sent',1,1795972602583,1795972602583,1795972602598,1554894369,NULL);
INSERT INTO "outbox" VALUES(3,4438757416218406,'order_card',1,'{}','sent',1,1795972602769,1795972602769,1795972602824,1554894369,NULL);
INSERT INTO "outbox" VALUES(4,4438757416218406,'order_card',2,'{}','sent',1,1795972605711,1795972605711,1795972605763,1554894369,NULL);
INSERT INTO "outbox" VALUES(5,4438757416218406,'order_submitted',2,'{}','sent',1,1795972605767,1795972605767,1795972605776,1554894369,NULL);
INSERT INTO "outbox" VALUES(6,4438757416218406,'order_card',2,'{}','sent',1,1795972605964,1795972605964,1795972605974,1554894369,NULL);
INSERT INTO "outbox" VALUES(7,4438757416218406,'order_card',2,'{}','sent',1,1795972609165,1795972609165,1795972609174,1554894369,NULL);
INSERT INTO "outbox" VALUES(8,4438757416218406,'order_ended',2,'{}','sent',1,1795972609165,1795972609165,1795972609177,1554894369,NULL);
INSERT INTO "outbox" VALUES(9,4438757416218406,'order_card',2,'{}','sent',1,1795972611179,1795972611179,1795972611197,1554894369,NULL);
INSERT INTO "outbox" VALUES(10,4438757416218406,'refill_submitted',1,'{}','sent',1,1795972611202,1795972611202,1795972611211,1554894369,NULL);
INSERT INTO "outbox" VALUES(11,4438757416218406,'order_card',3,'{}','sent',1,1795972611326,1795972611326,1795972611401,1554894369,NULL);
INSERT INTO "outbox" VALUES(12,4438757416218406,'order_submitted',3,'{}','sent',1,1795972611406,1795972611406,1795972611415,1554894369,NULL);
INSERT INTO "outbox" VALUES(13,4438757416218406,'order_card',2,'{}','sent',1,1795972611408,1795972611408,1795972611420,1554894369,NULL);
INSERT INTO "outbox" VALUES(14,4438757416218406,'order_card',3,'{}','sent',1,1795972611566,1795972611566,1795972611573,1554894369,NULL);
INSERT INTO "outbox" VALUES(15,4438757416218406,'order_card',3,'{}','dropped',1,1795972614436,1795972614436,1795972614453,1554894369,NULL);
INSERT INTO "outbox" VALUES(16,4438757416218406,'cancel_submitted',1,'{}','sent',1,1795972614468,1795972614468,1795972614485,1554894369,NULL);
INSERT INTO "outbox" VALUES(17,4438757416218406,'order_card',4,'{}','sent',1,1795972617616,1795972617616,1795972617623,1554894369,NULL);
INSERT INTO "outbox" VALUES(18,4438757416218406,'order_submitted',4,'{}','sent',1,1795972617633,1795972617633,1795972617638,1554894369,NULL);
INSERT INTO "outbox" VALUES(19,2416844697280545,'decide_order',4,'{}','sent',1,1795972622780,1795972622780,1795972622799,1554894369,NULL);
INSERT INTO "outbox" VALUES(20,2416844697280545,'knock',1275648132381359,'{}','sent',1,1795972622807,1795972622807,1795972622981,1554894369,39);
INSERT INTO "outbox" VALUES(21,2416844697280545,'knock',1275648132381359,'{}','pending',0,1763900000000,1763900000000,NULL,0,NULL);
CREATE TABLE panel_keys (
    id INTEGER PRIMARY KEY,
    owner_id INTEGER REFERENCES users (id),  -- NULL: the operator's, from the settings
    url TEXT NOT NULL,
    balance INTEGER,
    currency TEXT,
    balance_at INTEGER,
    services_at INTEGER
, rate_per_piece_since INTEGER, charge_ignored_since INTEGER, became INTEGER);
INSERT INTO "panel_keys" VALUES(1,NULL,'https://panel.example/api/v2',997645000,'USD',1795972623962,1795972602216,NULL,NULL,NULL);
CREATE TABLE price_edits (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    made_by INTEGER NOT NULL REFERENCES users (id),
    made_at INTEGER NOT NULL,
    undoes INTEGER UNIQUE CHECK (undoes < id)  -- the edit that it takes back
);
INSERT INTO "price_edits" VALUES(1,2416844697280545,1763900000000,NULL);
CREATE TABLE price_rules (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    panel_key_id INTEGER NOT NULL REFERENCES panel_keys (id),
    level TEXT NOT NULL CHECK (level IN ('all', 'category', 'service')),
    subject TEXT NOT NULL,                                   -- the category's name, the service's id, or ''
    group_id INTEGER REFERENCES customer_groups (id),        -- NULL: for everybody
    percent TEXT CHECK (
        percent GLOB '[0-9]*' AND percent NOT GLOB '*[^0-9.]*' AND percent NOT GLOB '*.*.*'
        AND percent NOT GLOB '*.' AND length(percent) <= 14 AND CAST(percent AS REAL) <= 100000),
    plus INTEGER CHECK (plus BETWEEN 0 AND 1000000000000),   -- per 1,000 units, or per package
    fixed INTEGER CHECK (fixed BETWEEN 1 AND 1000000000000), -- instead of both
    begun_in INTEGER NOT NULL REFERENCES price_edits (id),
    ended_in INTEGER REFERENCES price_edits (id),
    CHECK ((level = 'all') = (subject = '')),
    CHECK ((fixed IS NULL) = (percent IS NOT NULL) AND (fixed IS NULL) = (plus IS NOT NULL)),
    CHECK (fixed IS NULL OR level = 'service'),
    CHECK (ended_in > begun_in)
);
INSERT INTO "price_rules" VALUES(1,1,'all','',NULL,'50',0,NULL,1,NULL);
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
INSERT INTO "refills" VALUES(1,2,4438757416218406,1,'pending','Pending',NULL,'','1',1795972611179,NULL,1795972623971,NULL,0,1795972611408,0);
CREATE TABLE refund_questions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    order_id INTEGER NOT NULL REFERENCES orders (id),
    doubt TEXT NOT NULL CHECK (doubt IN (
        'no_proportion', 'after_refill', 'in_runs', 'delivered_after_all', 'by_hand')),
    asked_at INTEGER NOT NULL,
    said_at INTEGER NOT NULL,                -- when the operators were told last
    decided_by INTEGER REFERENCES users (id),  -- NULL beside decided_at: the panel's later news answered it
    decided_at INTEGER,
    CONSTRAINT who_decides_does_it_at_a_time CHECK (decided_by IS NULL OR decided_at IS NOT NULL)
) STRICT;
INSERT INTO "refund_questions" VALUES(1,1,'no_proportion',1763900000000,1763900000000,NULL,NULL);
CREATE TABLE "rounds" (
    panel_key_id INTEGER NOT NULL REFERENCES panel_keys (id),
    age TEXT NOT NULL CHECK (age IN ('hour', 'day', 'older')),
    began_at INTEGER NOT NULL,
    PRIMARY KEY (panel_key_id, age)
);
INSERT INTO "rounds" VALUES(1,'hour',1795972623763);
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
CREATE TABLE shop_settings (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL CHECK (name <> ''),
    value TEXT NOT NULL CHECK (value <> ''),
    changed_by INTEGER NOT NULL REFERENCES users (id),
    changed_at INTEGER NOT NULL
);
INSERT INTO "shop_settings" VALUES(1,'star_price','0.0117',2416844697280545,1763900000000);
CREATE TABLE star_refunds (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    topup_id INTEGER NOT NULL REFERENCES topups (id),
    reversal TEXT UNIQUE REFERENCES transfers (key),  -- what took the money back; NULL: it never was in a wallet
    cause TEXT NOT NULL CHECK (cause IN ('person', 'operator', 'telegram', 'replayed')),
    asked_by INTEGER REFERENCES users (id),
    status TEXT NOT NULL DEFAULT 'asked' CHECK (status IN ('asked', 'sending', 'done', 'refused')),
    detail TEXT NOT NULL DEFAULT '',          -- Telegram's words for a refusal
    asked_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    ended_at INTEGER,
    CONSTRAINT somebody_asks_or_telegram_does CHECK ((cause IN ('person', 'operator')) = (asked_by IS NOT NULL)),
    CONSTRAINT refunds_end_at_a_time CHECK ((status IN ('done', 'refused')) = (ended_at IS NOT NULL))
) STRICT;
INSERT INTO "star_refunds" VALUES(1,902,NULL,'operator',2416844697280545,'asked','',1763900000000,1763900000000,NULL);
CREATE TABLE star_statement (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    rows_read INTEGER NOT NULL DEFAULT 0 CHECK (rows_read >= 0),
    read_at INTEGER,                          -- when it was last read to its end
    compared_at INTEGER                       -- when its sum was last compared with the balance
) STRICT;
INSERT INTO "star_statement" VALUES(1,2,1763900000000,NULL);
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
    decided_at INTEGER, operator_told INTEGER NOT NULL DEFAULT 0, decision TEXT CHECK (decision IN ('exists', 'never')),
    CHECK ((outcome IS NULL) = (ended_at IS NULL)),
    CHECK ((decided_by IS NULL) = (decided_at IS NULL))
);
INSERT INTO "submissions" VALUES(1,1,1795972602549,1795972602583,'placed','23501',1000000000,NULL,NULL,NULL,0,NULL);
INSERT INTO "submissions" VALUES(2,2,1795972605741,1795972605767,'placed','23502',999100000,NULL,NULL,NULL,0,NULL);
INSERT INTO "submissions" VALUES(3,3,1795972611328,1795972611406,'placed','23503',998650000,NULL,NULL,NULL,0,NULL);
INSERT INTO "submissions" VALUES(4,4,1795972617620,1795972617633,'unknown','ClientOSError [Errno 104] Connection reset by peer',998545000,'{"balance_before":998545000,"balance_after":997645000,"candidates":[{"id":"23504","charge":900000,"currency":"USD"}]}',NULL,NULL,0,NULL);
CREATE TABLE topups (
    id INTEGER PRIMARY KEY,
    method TEXT NOT NULL DEFAULT 'stars' CHECK (method = 'stars'),
    charge_id TEXT NOT NULL UNIQUE CHECK (charge_id <> '' AND charge_id = trim(charge_id)),  -- Telegram's
    user_id INTEGER NOT NULL REFERENCES users (id),
    stars INTEGER NOT NULL CHECK (stars > 0),
    credited INTEGER CHECK (credited > 0),   -- NULL: not matched yet; written once
    currency TEXT NOT NULL,                  -- of credited
    invoice_id TEXT,
    heard_from TEXT NOT NULL CHECK (heard_from IN ('update', 'statement')),
    paid_at INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
INSERT INTO "topups" VALUES(901,'stars','one',4438757416218406,100,1170000,'USD',NULL,'update',1763900000000,1763900000000);
INSERT INTO "topups" VALUES(902,'stars','two',4438757416218406,100,NULL,'USD',NULL,'update',1763900000000,1763900000000);
CREATE TABLE transfers (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN (
        'reserve', 'capture', 'release', 'refund',             -- of an order
        'topup', 'topup_reversal', 'reversal_undone',          -- of a top-up
        'debt_payment', 'gift', 'gift_reversal',
        'credit', 'debit', 'adjustment')),                     -- by an operator's hand
    debit INTEGER NOT NULL REFERENCES accounts (id),           -- the account that gives
    credit INTEGER NOT NULL REFERENCES accounts (id),          -- the account that gets
    amount INTEGER NOT NULL CHECK (amount BETWEEN 1 AND 9000000000000000),
    order_id INTEGER,                                          -- the rules look it up; see orders.needs_transfer
    topup_id INTEGER REFERENCES topups (id),
    actor INTEGER REFERENCES users (id),                       -- who caused it; NULL: the program
    reason TEXT NOT NULL DEFAULT '',                           -- is never blanked: no names, no links
    happened_at INTEGER NOT NULL,                              -- when the fact happened (a payment: Telegram's date)
    created_at INTEGER NOT NULL,
    CONSTRAINT not_to_itself CHECK (debit <> credit),
    CONSTRAINT about_an_order CHECK ((kind IN ('reserve', 'capture', 'release', 'refund')) = (order_id IS NOT NULL)),
    CONSTRAINT about_a_topup CHECK (
        (kind IN ('topup', 'topup_reversal', 'reversal_undone')) = (topup_id IS NOT NULL)),
    CONSTRAINT by_hand_with_a_reason CHECK (
        kind NOT IN ('credit', 'debit', 'adjustment') OR (actor IS NOT NULL AND trim(reason) <> '')),
    CONSTRAINT keys_say_what_it_is_about CHECK (CASE
        WHEN kind = 'reserve' THEN key = 'order:' || order_id || ':reserve'
        WHEN kind IN ('capture', 'release') THEN key = 'order:' || order_id || ':settle'
        WHEN kind = 'topup' THEN key = 'topup:' || topup_id
        WHEN kind IN ('refund', 'topup_reversal', 'reversal_undone') THEN TRUE  -- by trigger: they carry a count
        ELSE substr(key, 1, length(kind) + 1) = kind || ':' AND length(key) > length(kind) + 1 END)
) STRICT;
INSERT INTO "transfers" VALUES(1,'topup:901','topup',2,3,1170000,NULL,901,NULL,'',1763900000000,1763900000000);
INSERT INTO "transfers" VALUES(2,'topup:901:reversal:1','topup_reversal',3,2,1170000,NULL,901,NULL,'',1763900000000,1763900000000);
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
, username TEXT, let_in_at INTEGER, let_in_by INTEGER, refused_at INTEGER, telegram_id INTEGER, in_admin_ids INTEGER NOT NULL DEFAULT 0 CHECK (in_admin_ids IN (0, 1)), group_id INTEGER REFERENCES customer_groups (id), removed_at INTEGER);
INSERT INTO "users" VALUES(1275648132381359,'Bob','en',NULL,'all',NULL,1795972622807,NULL,1795972622806,'bob',NULL,NULL,NULL,1002,0,NULL,NULL);
INSERT INTO "users" VALUES(2416844697280545,'Olga','en',NULL,'all',NULL,NULL,NULL,1795972602148,'olga',NULL,NULL,NULL,1003,1,NULL,NULL);
INSERT INTO "users" VALUES(4438757416218406,'Alice','en',NULL,'all',NULL,NULL,NULL,1795972602148,'alice',NULL,NULL,NULL,1001,0,NULL,NULL);
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
CREATE TRIGGER people_are_not_replaced BEFORE INSERT ON users
WHEN EXISTS (SELECT 1 FROM users WHERE id = NEW.id AND telegram_id IS NOT NEW.telegram_id)
BEGIN SELECT RAISE(ABORT, 'this is somebody else'); END;
CREATE UNIQUE INDEX one_account_of_a_kind ON accounts (kind, coalesce(user_id, 0));
CREATE INDEX transfers_of_an_order ON transfers (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX transfers_of_a_topup ON transfers (topup_id) WHERE topup_id IS NOT NULL;
CREATE INDEX transfers_by_debit ON transfers (debit, id);
CREATE INDEX transfers_by_credit ON transfers (credit, id);
CREATE INDEX orders_by_needs_transfer ON orders (needs_transfer) WHERE needs_transfer IS NOT NULL;
CREATE TRIGGER transfers_do_not_change BEFORE UPDATE ON transfers
BEGIN SELECT RAISE(ABORT, 'a transfer does not change'); END;
CREATE TRIGGER transfers_are_kept BEFORE DELETE ON transfers
BEGIN SELECT RAISE(ABORT, 'a transfer is kept'); END;
CREATE TRIGGER transfers_are_not_replaced BEFORE INSERT ON transfers  -- also: the same news a second time
WHEN EXISTS (SELECT 1 FROM transfers WHERE id = NEW.id OR key = NEW.key)
BEGIN SELECT RAISE(ABORT, 'this transfer was made before'); END;
CREATE TRIGGER transfers_are_numbered_without_gaps AFTER INSERT ON transfers
WHEN NEW.id <> 1 + coalesce((SELECT max(id) FROM transfers WHERE id < NEW.id), 0)
BEGIN SELECT RAISE(ABORT, 'SQLite numbers the transfers'); END;
CREATE TRIGGER transfers_move_money AFTER INSERT ON transfers BEGIN
    UPDATE accounts SET balance = balance - NEW.amount, posted = NEW.id WHERE id = NEW.debit;
    UPDATE accounts SET balance = balance + NEW.amount, posted = NEW.id WHERE id = NEW.credit;
    SELECT RAISE(ABORT, 'the money did not move')
    WHERE (SELECT count(*) FROM accounts WHERE id IN (NEW.debit, NEW.credit) AND posted = NEW.id) <> 2;
END;
CREATE TRIGGER balances_change_only_by_a_transfer BEFORE UPDATE ON accounts
WHEN (NEW.balance <> OLD.balance OR NEW.posted <> OLD.posted) AND NOT EXISTS (
    SELECT 1 FROM transfers WHERE id = NEW.posted AND id > OLD.posted AND OLD.id IN (debit, credit)
        AND NEW.balance = OLD.balance + iif(credit = OLD.id, amount, -amount))
BEGIN SELECT RAISE(ABORT, 'a balance changes only by a transfer'); END;
CREATE TRIGGER balances_keep_their_sign BEFORE UPDATE ON accounts  -- the CHECKs, safe from OR IGNORE and OR FAIL
WHEN NEW.balance NOT BETWEEN CASE NEW.kind WHEN 'wallet' THEN NEW.floor WHEN 'held' THEN 0 ELSE -9000000000000000 END
    AND CASE NEW.kind WHEN 'debt' THEN 0 ELSE 9000000000000000 END
BEGIN SELECT RAISE(ABORT, 'there is not enough money'); END;
CREATE TRIGGER accounts_begin_empty BEFORE INSERT ON accounts
WHEN NEW.balance <> 0 OR NEW.floor <> 0 OR NEW.posted <> 0
BEGIN SELECT RAISE(ABORT, 'an account begins empty'); END;
CREATE TRIGGER accounts_are_not_replaced BEFORE INSERT ON accounts
WHEN EXISTS (SELECT 1 FROM accounts WHERE id = NEW.id)
    OR EXISTS (SELECT 1 FROM accounts WHERE kind = NEW.kind AND coalesce(user_id, 0) = coalesce(NEW.user_id, 0))
BEGIN SELECT RAISE(ABORT, 'this account is there'); END;
CREATE TRIGGER accounts_are_kept BEFORE DELETE ON accounts
BEGIN SELECT RAISE(ABORT, 'an account is kept'); END;
CREATE TRIGGER accounts_stay_whose_they_are BEFORE UPDATE ON accounts
WHEN NEW.id <> OLD.id OR NEW.kind <> OLD.kind OR NEW.user_id IS NOT OLD.user_id
BEGIN SELECT RAISE(ABORT, 'an account stays whose it is'); END;
CREATE TRIGGER the_currency_changes_only_without_money BEFORE UPDATE ON accounts
WHEN NEW.currency IS NOT OLD.currency AND EXISTS (SELECT 1 FROM accounts WHERE balance <> 0)
BEGIN SELECT RAISE(ABORT, 'there is money in the old currency'); END;
CREATE TRIGGER transfers_go_between_the_right_accounts BEFORE INSERT ON transfers
WHEN NOT EXISTS (
    SELECT 1 FROM accounts AS d, accounts AS c
    WHERE d.id = NEW.debit AND c.id = NEW.credit AND CASE NEW.kind
        WHEN 'reserve' THEN d.kind = 'wallet' AND c.kind = 'held'
        WHEN 'capture' THEN d.kind = 'held' AND c.kind = 'sales'
        WHEN 'release' THEN d.kind = 'held' AND c.kind = 'wallet'
        WHEN 'refund' THEN d.kind = 'sales' AND c.kind = 'wallet'
        WHEN 'topup' THEN d.kind = 'stars' AND c.kind = 'wallet'
        WHEN 'topup_reversal' THEN d.kind IN ('wallet', 'debt') AND c.kind = 'stars'  -- from debt: it was spent
        WHEN 'reversal_undone' THEN d.kind = 'stars' AND c.kind = 'wallet'
        WHEN 'debt_payment' THEN d.kind = 'wallet' AND c.kind = 'debt'
        WHEN 'gift' THEN d.kind = 'gifts' AND c.kind = 'wallet'
        WHEN 'gift_reversal' THEN d.kind = 'wallet' AND c.kind = 'gifts'
        WHEN 'credit' THEN d.kind = 'credit' AND c.kind = 'wallet'
        WHEN 'debit' THEN d.kind = 'wallet' AND c.kind = 'credit'
        WHEN 'adjustment' THEN (d.kind = 'writeoffs' AND c.kind IN ('wallet', 'debt'))
            OR (d.kind = 'wallet' AND c.kind = 'writeoffs') END)
BEGIN SELECT RAISE(ABORT, 'money of this kind does not go between these accounts'); END;
CREATE TRIGGER transfers_are_one_persons BEFORE INSERT ON transfers
WHEN (SELECT count(DISTINCT user_id) FROM (
    SELECT user_id FROM accounts WHERE id IN (NEW.debit, NEW.credit)
    UNION ALL SELECT user_id FROM orders WHERE id = NEW.order_id
    UNION ALL SELECT user_id FROM topups WHERE id = NEW.topup_id)) > 1
BEGIN SELECT RAISE(ABORT, 'this is somebody else''s money'); END;
CREATE TRIGGER transfers_are_in_the_currency_of_the_house BEFORE INSERT ON transfers
WHEN coalesce(
        (SELECT currency FROM orders WHERE id = NEW.order_id), (SELECT currency FROM topups WHERE id = NEW.topup_id),
        (SELECT currency FROM accounts WHERE kind = 'sales'))
    IS NOT (SELECT currency FROM accounts WHERE kind = 'sales')
BEGIN SELECT RAISE(ABORT, 'this is another currency'); END;
CREATE TRIGGER only_orders_use_the_credit_line BEFORE INSERT ON transfers
WHEN NEW.kind <> 'reserve'
    AND (SELECT balance FROM accounts WHERE id = NEW.debit AND kind = 'wallet') < NEW.amount
BEGIN SELECT RAISE(ABORT, 'only an order may use the credit line'); END;
CREATE TRIGGER operators_answer_for_what_is_done_by_hand BEFORE INSERT ON transfers  -- invariant 7
WHEN NEW.kind IN ('credit', 'debit', 'adjustment')
    AND NOT EXISTS (SELECT 1 FROM users WHERE id = NEW.actor AND (role = 'operator' OR in_admin_ids = 1))
BEGIN SELECT RAISE(ABORT, 'an operator has to answer for this'); END;
CREATE TRIGGER reserves_are_for_an_order_that_was_just_made BEFORE INSERT ON transfers
WHEN NEW.kind = 'reserve' AND NOT EXISTS (
    SELECT 1 FROM orders WHERE id = NEW.order_id AND paid_from = 'wallet' AND status = 'reserved')
BEGIN SELECT RAISE(ABORT, 'this order is not to be paid from a wallet now'); END;
CREATE TRIGGER nobody_orders_while_they_owe BEFORE INSERT ON transfers
WHEN NEW.kind = 'reserve' AND EXISTS (
    SELECT 1 FROM accounts
    WHERE kind = 'debt' AND balance < 0 AND coalesce(user_id, 0) = (SELECT user_id FROM orders WHERE id = NEW.order_id))
BEGIN SELECT RAISE(ABORT, 'a debt is paid first'); END;
CREATE TRIGGER orders_move_their_whole_price BEFORE INSERT ON transfers
WHEN NEW.kind IN ('reserve', 'capture', 'release')
    AND NEW.amount IS NOT (SELECT price FROM orders WHERE id = NEW.order_id)
BEGIN SELECT RAISE(ABORT, 'it is the whole price or nothing'); END;
CREATE TRIGGER settlements_follow_a_reserve BEFORE INSERT ON transfers
WHEN NEW.kind IN ('capture', 'release')
    AND NOT EXISTS (SELECT 1 FROM transfers WHERE key = 'order:' || NEW.order_id || ':reserve')
BEGIN SELECT RAISE(ABORT, 'nothing is held for this order'); END;
CREATE TRIGGER captures_need_an_order_that_is_placed BEFORE INSERT ON transfers
WHEN NEW.kind = 'capture' AND (SELECT status FROM orders WHERE id = NEW.order_id)
    IN ('reserved', 'submitting', 'unconfirmed', 'failed')
BEGIN SELECT RAISE(ABORT, 'this order is not placed'); END;
CREATE TRIGGER captures_need_an_order_that_the_panel_has BEFORE INSERT ON transfers
WHEN NEW.kind = 'capture' AND NOT EXISTS (
    SELECT 1 FROM submissions
    WHERE order_id = NEW.order_id AND (outcome = 'placed' OR (outcome = 'unknown' AND decision = 'exists')))
BEGIN SELECT RAISE(ABORT, 'the panel does not have this order'); END;
CREATE TRIGGER releases_need_an_order_that_failed BEFORE INSERT ON transfers
WHEN NEW.kind = 'release' AND (SELECT status FROM orders WHERE id = NEW.order_id) IS NOT 'failed'
BEGIN SELECT RAISE(ABORT, 'this order has not failed'); END;
CREATE TRIGGER releases_need_an_order_that_the_panel_lacks BEFORE INSERT ON transfers
WHEN NEW.kind = 'release' AND EXISTS (
    SELECT 1 FROM submissions WHERE order_id = NEW.order_id AND NOT (
        coalesce(outcome, '') IN ('refused', 'not_sent') OR (outcome IS 'unknown' AND decision IS 'never')))
BEGIN SELECT RAISE(ABORT, 'the panel may have this order'); END;
CREATE TRIGGER refunds_follow_a_capture BEFORE INSERT ON transfers
WHEN NEW.kind = 'refund'
    AND NOT EXISTS (SELECT 1 FROM transfers WHERE key = 'order:' || NEW.order_id || ':settle' AND kind = 'capture')
BEGIN SELECT RAISE(ABORT, 'this order was not paid'); END;
CREATE TRIGGER refunds_stay_within_the_price BEFORE INSERT ON transfers
WHEN NEW.kind = 'refund' AND (SELECT refunded + NEW.amount > price FROM orders WHERE id = NEW.order_id)
BEGIN SELECT RAISE(ABORT, 'this is more than was paid'); END;
CREATE TRIGGER refunds_carry_their_target BEFORE INSERT ON transfers
WHEN NEW.kind = 'refund' AND NEW.key IS NOT (
    SELECT 'order:' || id || ':refund:' || (refunded + NEW.amount) FROM orders WHERE id = NEW.order_id)
BEGIN SELECT RAISE(ABORT, 'the key of a refund ends with all that is given back'); END;
CREATE TRIGGER refunds_add_up_at_the_order AFTER INSERT ON transfers WHEN NEW.kind = 'refund'
BEGIN UPDATE orders SET refunded = refunded + NEW.amount WHERE id = NEW.order_id; END;
CREATE TRIGGER refunded_is_the_sum_of_refunds BEFORE UPDATE OF refunded ON orders
WHEN NEW.refunded <> (SELECT coalesce(sum(amount), 0) FROM transfers WHERE order_id = NEW.id AND kind = 'refund')
BEGIN SELECT RAISE(ABORT, 'refunded is the sum of the refunds'); END;
CREATE TRIGGER topups_are_credited_as_they_were_paid BEFORE INSERT ON transfers
WHEN NEW.kind = 'topup' AND NEW.amount IS NOT (SELECT credited FROM topups WHERE id = NEW.topup_id)
BEGIN SELECT RAISE(ABORT, 'no such payment of this amount'); END;
CREATE TRIGGER reversals_are_of_the_whole_topup BEFORE INSERT ON transfers
WHEN NEW.kind IN ('topup_reversal', 'reversal_undone')
    AND NEW.amount IS NOT (SELECT amount FROM transfers WHERE key = 'topup:' || NEW.topup_id)
BEGIN SELECT RAISE(ABORT, 'a reversal is of the whole top-up'); END;
CREATE TRIGGER reversals_happen_once BEFORE INSERT ON transfers
WHEN NEW.kind = 'topup_reversal' AND NEW.key IS NOT (
    SELECT 'topup:' || NEW.topup_id || ':reversal:' || (1 + count(*)) FROM transfers
    WHERE topup_id = NEW.topup_id AND kind = 'reversal_undone')
BEGIN SELECT RAISE(ABORT, 'a top-up is reversed once, and again only when that was undone'); END;
CREATE TRIGGER undoing_follows_a_reversal BEFORE INSERT ON transfers
WHEN NEW.kind = 'reversal_undone' AND NEW.key IS NOT (
    SELECT 'topup:' || NEW.topup_id || ':undone:' || count(*) FROM transfers
    WHERE topup_id = NEW.topup_id AND kind = 'topup_reversal' HAVING count(*) > 0)
BEGIN SELECT RAISE(ABORT, 'there is no reversal to undo'); END;
CREATE TRIGGER topups_do_not_change BEFORE UPDATE ON topups
WHEN NEW.id <> OLD.id OR NEW.method <> OLD.method OR NEW.charge_id <> OLD.charge_id OR NEW.user_id <> OLD.user_id
    OR NEW.stars <> OLD.stars OR NEW.currency <> OLD.currency
    OR (OLD.credited IS NOT NULL AND NEW.credited IS NOT OLD.credited)
BEGIN SELECT RAISE(ABORT, 'a payment does not change'); END;
CREATE TRIGGER topups_are_kept BEFORE DELETE ON topups
BEGIN SELECT RAISE(ABORT, 'a payment is kept'); END;
CREATE TRIGGER topups_are_not_replaced BEFORE INSERT ON topups
WHEN EXISTS (SELECT 1 FROM topups WHERE id = NEW.id OR charge_id = NEW.charge_id)
BEGIN SELECT RAISE(ABORT, 'this payment is known'); END;
CREATE TRIGGER orders_are_sent_only_while_their_price_is_held BEFORE UPDATE OF status ON orders
WHEN NEW.paid_from = 'wallet' AND NEW.status = 'submitting' AND (
    NOT EXISTS (SELECT 1 FROM transfers WHERE key = 'order:' || NEW.id || ':reserve')
    OR EXISTS (SELECT 1 FROM transfers WHERE key = 'order:' || NEW.id || ':settle'))
BEGIN SELECT RAISE(ABORT, 'nothing is held for this order'); END;
CREATE TRIGGER orders_are_placed_only_if_the_panel_has_them BEFORE UPDATE OF status ON orders
WHEN NEW.paid_from = 'wallet' AND NEW.status = 'pending' AND OLD.status IN ('submitting', 'unconfirmed')
    AND NOT EXISTS (
        SELECT 1 FROM submissions
        WHERE order_id = NEW.id AND (outcome = 'placed' OR (outcome = 'unknown' AND decision = 'exists')))
BEGIN SELECT RAISE(ABORT, 'the panel does not have this order'); END;
CREATE TRIGGER orders_fail_only_if_the_panel_lacks_them BEFORE UPDATE OF status ON orders
WHEN NEW.paid_from = 'wallet' AND NEW.status = 'failed' AND OLD.status IN ('submitting', 'unconfirmed')
    AND NOT EXISTS (
        SELECT 1 FROM submissions
        WHERE order_id = NEW.id
            AND (outcome IN ('refused', 'not_sent') OR (outcome = 'unknown' AND decision = 'never')))
BEGIN SELECT RAISE(ABORT, 'the panel may have this order'); END;
CREATE TRIGGER orders_keep_who_pays_and_what_it_costs BEFORE UPDATE OF
    paid_from, cost_rate, cost, cost_currency, source, discount_id ON orders  -- price, currency, user_id: as today
BEGIN SELECT RAISE(ABORT, 'who pays for an order, and what it costs us, does not change'); END;
CREATE TRIGGER orders_begin_without_refunds BEFORE INSERT ON orders WHEN NEW.refunded <> 0
BEGIN SELECT RAISE(ABORT, 'nothing is given back yet'); END;
CREATE TRIGGER orders_are_not_replaced BEFORE INSERT ON orders
WHEN EXISTS (SELECT 1 FROM orders WHERE id = NEW.id OR draft_id = NEW.draft_id)
BEGIN SELECT RAISE(ABORT, 'this order was made before'); END;
CREATE TRIGGER orders_do_not_replace_another BEFORE UPDATE ON orders  -- UPDATE OR REPLACE deletes the other one
WHEN NEW.id <> OLD.id OR (NEW.panel_order_id IS NOT OLD.panel_order_id AND EXISTS (
    SELECT 1 FROM orders
    WHERE panel_key_id = NEW.panel_key_id AND panel_order_id = NEW.panel_order_id AND id <> NEW.id))
BEGIN SELECT RAISE(ABORT, 'another order has this number'); END;
CREATE TRIGGER submissions_begin_open BEFORE INSERT ON submissions
WHEN NEW.outcome IS NOT NULL OR NEW.decision IS NOT NULL OR NEW.decided_by IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a submission begins open'); END;
CREATE TRIGGER submissions_are_not_replaced BEFORE INSERT ON submissions
WHEN EXISTS (SELECT 1 FROM submissions WHERE id = NEW.id OR order_id = NEW.order_id)
BEGIN SELECT RAISE(ABORT, 'an order is sent once'); END;
CREATE TRIGGER submissions_do_not_replace_another BEFORE UPDATE ON submissions WHEN NEW.id <> OLD.id
BEGIN SELECT RAISE(ABORT, 'a submission keeps its number'); END;
CREATE TRIGGER decisions_are_an_operators_about_the_unknown
BEFORE UPDATE OF decision, decided_by, decided_at ON submissions
WHEN OLD.decision IS NULL AND (
    OLD.outcome IS NOT 'unknown' OR NEW.decision IS NULL OR NEW.decided_at IS NULL
    OR NOT EXISTS (SELECT 1 FROM users WHERE id = NEW.decided_by AND (role = 'operator' OR in_admin_ids = 1)))
BEGIN SELECT RAISE(ABORT, 'an operator decides, exists or never, and only what is unknown'); END;
CREATE TRIGGER decisions_are_made_once BEFORE UPDATE OF decision, decided_by, decided_at ON submissions
WHEN OLD.decision IS NOT NULL AND (NEW.decision IS NOT OLD.decision
    OR NEW.decided_by IS NOT OLD.decided_by OR NEW.decided_at IS NOT OLD.decided_at)
BEGIN SELECT RAISE(ABORT, 'this was decided before'); END;
CREATE UNIQUE INDEX one_group_of_a_name ON customer_groups (lower(name)) WHERE ended_at IS NULL;
CREATE INDEX users_by_group ON users (group_id) WHERE group_id IS NOT NULL;
CREATE UNIQUE INDEX one_rule_in_force ON price_rules (panel_key_id, level, subject, coalesce(group_id, 0))
    WHERE ended_in IS NULL;
CREATE INDEX price_rules_by_edit ON price_rules (begun_in);
CREATE INDEX price_rules_by_end ON price_rules (ended_in) WHERE ended_in IS NOT NULL;
CREATE INDEX shop_settings_by_name ON shop_settings (name, id);
CREATE UNIQUE INDEX one_hold_per_service ON holds (panel_key_id, service_id) WHERE state <> 'lifted';
CREATE TRIGGER groups_are_kept BEFORE DELETE ON customer_groups
BEGIN SELECT RAISE(ABORT, 'groups are ended, not deleted'); END;
CREATE TRIGGER ended_groups_are_frozen BEFORE UPDATE ON customer_groups WHEN OLD.ended_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a group that has ended does not change'); END;
CREATE TRIGGER ended_groups_take_nobody BEFORE UPDATE OF group_id ON users
WHEN EXISTS (SELECT 1 FROM customer_groups WHERE id = NEW.group_id AND ended_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'a group that has ended takes nobody in'); END;
CREATE TRIGGER price_edits_are_kept BEFORE DELETE ON price_edits
BEGIN SELECT RAISE(ABORT, 'edits of prices are not deleted'); END;
CREATE TRIGGER price_edits_are_frozen BEFORE UPDATE ON price_edits
BEGIN SELECT RAISE(ABORT, 'an edit of prices does not change'); END;
CREATE TRIGGER undone_edits_exist BEFORE INSERT ON price_edits
WHEN NEW.undoes IS NOT NULL AND NOT EXISTS (SELECT 1 FROM price_edits WHERE id = NEW.undoes)
BEGIN SELECT RAISE(ABORT, 'there is no such edit to undo'); END;
CREATE TRIGGER price_rules_are_kept BEFORE DELETE ON price_rules
BEGIN SELECT RAISE(ABORT, 'rules are ended, not deleted'); END;
CREATE TRIGGER price_rules_begin_in_force BEFORE INSERT ON price_rules WHEN NEW.ended_in IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a rule begins in force'); END;
CREATE TRIGGER price_rules_are_frozen BEFORE UPDATE OF
    id, level, subject, group_id, percent, plus, fixed, begun_in ON price_rules
BEGIN SELECT RAISE(ABORT, 'a rule does not change: it is ended, and another begins'); END;
CREATE TRIGGER price_rules_end_once BEFORE UPDATE OF ended_in ON price_rules WHEN OLD.ended_in IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a rule ends once'); END;
CREATE TRIGGER price_rules_move_with_their_panel BEFORE UPDATE OF panel_key_id ON price_rules
WHEN NOT EXISTS (SELECT 1 FROM panel_keys WHERE id = OLD.panel_key_id AND became = NEW.panel_key_id)
BEGIN SELECT RAISE(ABORT, 'a rule belongs to one panel'); END;
CREATE TRIGGER shop_settings_are_kept BEFORE DELETE ON shop_settings
BEGIN SELECT RAISE(ABORT, 'settings of the shop are not deleted'); END;
CREATE TRIGGER shop_settings_are_frozen BEFORE UPDATE ON shop_settings
BEGIN SELECT RAISE(ABORT, 'a setting of the shop does not change: another row follows'); END;
CREATE UNIQUE INDEX one_open_refund_question ON refund_questions (order_id) WHERE decided_at IS NULL;
CREATE TRIGGER refund_questions_are_decided_once BEFORE UPDATE ON refund_questions
WHEN OLD.decided_at IS NOT NULL OR NEW.order_id <> OLD.order_id OR NEW.id <> OLD.id OR NEW.asked_at <> OLD.asked_at
BEGIN SELECT RAISE(ABORT, 'this was decided before'); END;
CREATE TRIGGER refund_questions_are_kept BEFORE DELETE ON refund_questions
BEGIN SELECT RAISE(ABORT, 'a question about money is kept'); END;
CREATE INDEX orders_to_look_at_again ON orders (panel_key_id, look_again_at) WHERE look_again_at IS NOT NULL;
CREATE INDEX invoices_to_end ON invoices (expires_at) WHERE status = 'open';
CREATE INDEX invoices_to_order ON invoices (id) WHERE status = 'paid' AND draft_id IS NOT NULL AND ordered_at IS NULL;
CREATE INDEX topups_of_a_person ON topups (user_id, paid_at);
CREATE UNIQUE INDEX one_refund_of_a_topup ON star_refunds (topup_id) WHERE status <> 'refused';
CREATE INDEX star_refunds_to_make ON star_refunds (due_at) WHERE status IN ('asked', 'sending');
CREATE TRIGGER invoices_begin_open BEFORE INSERT ON invoices WHEN NEW.status <> 'open' OR NEW.ordered_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'an invoice begins open'); END;
CREATE TRIGGER invoices_are_not_replaced BEFORE INSERT ON invoices WHEN EXISTS (SELECT 1 FROM invoices WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'this invoice was made before'); END;
CREATE TRIGGER invoices_take_legal_steps BEFORE UPDATE OF status ON invoices
WHEN NEW.status <> OLD.status AND NOT EXISTS (
    SELECT 1 FROM legal_steps WHERE machine = 'invoice' AND from_status = OLD.status AND to_status = NEW.status)
BEGIN SELECT RAISE(ABORT, 'an invoice does not go this way'); END;
CREATE TRIGGER invoices_are_frozen BEFORE UPDATE OF
    id, user_id, stars, credited, currency, draft_id, review, created_at, expires_at ON invoices
BEGIN SELECT RAISE(ABORT, 'an invoice does not change'); END;
CREATE TRIGGER invoices_are_ordered_once BEFORE UPDATE OF ordered_at ON invoices WHEN OLD.ordered_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'this was ordered before'); END;
CREATE TRIGGER invoices_are_kept BEFORE DELETE ON invoices
BEGIN SELECT RAISE(ABORT, 'an invoice is kept'); END;
CREATE TRIGGER the_statement_is_read_onwards BEFORE UPDATE ON star_statement
WHEN NEW.rows_read < OLD.rows_read OR NEW.compared_at < OLD.compared_at
BEGIN SELECT RAISE(ABORT, 'the statement is read onwards'); END;
CREATE TRIGGER the_place_in_the_statement_is_not_replaced BEFORE INSERT ON star_statement
WHEN EXISTS (SELECT 1 FROM star_statement WHERE rows_read > NEW.rows_read)
BEGIN SELECT RAISE(ABORT, 'the statement is read onwards'); END;
CREATE TRIGGER the_place_in_the_statement_is_kept BEFORE DELETE ON star_statement
BEGIN SELECT RAISE(ABORT, 'the statement is read onwards'); END;
CREATE TRIGGER star_refunds_begin_asked BEFORE INSERT ON star_refunds
WHEN NEW.status <> CASE WHEN NEW.cause IN ('person', 'operator') THEN 'asked' ELSE 'done' END
BEGIN SELECT RAISE(ABORT, 'a refund begins with the question for it'); END;
CREATE TRIGGER star_refunds_are_not_replaced BEFORE INSERT ON star_refunds
WHEN EXISTS (SELECT 1 FROM star_refunds WHERE id = NEW.id OR reversal = NEW.reversal
    OR (topup_id = NEW.topup_id AND status <> 'refused'))
BEGIN SELECT RAISE(ABORT, 'these Stars go back once'); END;
CREATE TRIGGER star_refunds_follow_their_reversal BEFORE INSERT ON star_refunds
WHEN CASE WHEN NEW.reversal IS NULL
    THEN (SELECT credited FROM topups WHERE id = NEW.topup_id) IS NOT NULL
    ELSE NOT EXISTS (
        SELECT 1 FROM transfers
        WHERE key = NEW.reversal AND kind = 'topup_reversal' AND topup_id = NEW.topup_id) END
BEGIN SELECT RAISE(ABORT, 'the money leaves the wallet first'); END;
CREATE TRIGGER star_refunds_take_legal_steps BEFORE UPDATE OF status ON star_refunds
WHEN NEW.status <> OLD.status AND NOT EXISTS (
    SELECT 1 FROM legal_steps WHERE machine = 'star_refund' AND from_status = OLD.status AND to_status = NEW.status)
BEGIN SELECT RAISE(ABORT, 'a refund does not go this way'); END;
CREATE TRIGGER refused_refunds_give_the_money_back BEFORE UPDATE OF status ON star_refunds
WHEN NEW.status = 'refused' AND OLD.reversal IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM transfers WHERE key = replace(OLD.reversal, ':reversal:', ':undone:'))
BEGIN SELECT RAISE(ABORT, 'the money comes back into the wallet first'); END;
CREATE TRIGGER star_refunds_are_frozen BEFORE UPDATE OF id, topup_id, reversal, cause, asked_by, asked_at ON star_refunds
BEGIN SELECT RAISE(ABORT, 'a refund does not change'); END;
CREATE TRIGGER star_refunds_end_once BEFORE UPDATE ON star_refunds WHEN OLD.ended_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'this refund has ended'); END;
CREATE TRIGGER star_refunds_are_kept BEFORE DELETE ON star_refunds
BEGIN SELECT RAISE(ABORT, 'a refund is kept'); END;
CREATE TRIGGER stars_that_went_back_leave_no_money BEFORE INSERT ON transfers
WHEN NEW.kind = 'reversal_undone'
    AND EXISTS (SELECT 1 FROM star_refunds WHERE topup_id = NEW.topup_id AND status = 'done')
BEGIN SELECT RAISE(ABORT, 'these Stars went back'); END;
CREATE TRIGGER stars_that_go_back_are_not_credited BEFORE UPDATE OF credited ON topups
WHEN NEW.credited IS NOT NULL AND EXISTS (SELECT 1 FROM star_refunds WHERE topup_id = NEW.id AND status <> 'refused')
BEGIN SELECT RAISE(ABORT, 'these Stars go back'); END;
CREATE INDEX transfers_by_hand ON transfers (actor, created_at) WHERE kind IN ('credit', 'debit', 'adjustment');
CREATE INDEX transfers_of_gifts ON transfers (debit, credit) WHERE kind IN ('gift', 'gift_reversal');
CREATE INDEX people_by_user_name ON users (lower(username)) WHERE username IS NOT NULL;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('holds',1);
INSERT INTO "sqlite_sequence" VALUES('orders',4);
INSERT INTO "sqlite_sequence" VALUES('outbox',21);
INSERT INTO "sqlite_sequence" VALUES('submissions',4);
INSERT INTO "sqlite_sequence" VALUES('refills',1);
INSERT INTO "sqlite_sequence" VALUES('cancels',1);
INSERT INTO "sqlite_sequence" VALUES('customer_groups',1);
INSERT INTO "sqlite_sequence" VALUES('price_edits',1);
INSERT INTO "sqlite_sequence" VALUES('price_rules',1);
INSERT INTO "sqlite_sequence" VALUES('shop_settings',1);
INSERT INTO "sqlite_sequence" VALUES('star_refunds',1);
INSERT INTO "sqlite_sequence" VALUES('refund_questions',1);
COMMIT;
