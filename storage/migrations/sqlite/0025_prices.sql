-- Prices of a shop (MODE=reseller): groups of customers, rules, and what the operator sets in the chat.
-- Percents are exact decimals as text, money is micro-units of the wallet currency.

-- Customers with a discount.
CREATE TABLE customer_groups (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL CHECK (length(trim(name)) BETWEEN 1 AND 40),
    discount TEXT NOT NULL DEFAULT '0' CHECK (
        discount GLOB '[0-9]*' AND discount NOT GLOB '*[^0-9.]*' AND discount NOT GLOB '*.*.*'
        AND discount NOT GLOB '*.' AND length(discount) <= 9 AND CAST(discount AS REAL) < 100),
    created_at INTEGER NOT NULL,
    ended_at INTEGER
);
CREATE UNIQUE INDEX one_group_of_a_name ON customer_groups (lower(name)) WHERE ended_at IS NULL;
ALTER TABLE users ADD COLUMN group_id INTEGER REFERENCES customer_groups (id);  -- NULL: no group
CREATE INDEX users_by_group ON users (group_id) WHERE group_id IS NOT NULL;

-- One change of prices by an operator: of any number of rules, or of a group.
CREATE TABLE price_edits (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    made_by INTEGER NOT NULL REFERENCES users (id),
    made_at INTEGER NOT NULL,
    undoes INTEGER UNIQUE CHECK (undoes < id)  -- the edit that it takes back
);

-- How a selling rate is made. A rule is not changed: an edit ends it and begins another.
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
CREATE UNIQUE INDEX one_rule_in_force ON price_rules (panel_key_id, level, subject, coalesce(group_id, 0))
    WHERE ended_in IS NULL;
CREATE INDEX price_rules_by_edit ON price_rules (begun_in);
CREATE INDEX price_rules_by_end ON price_rules (ended_in) WHERE ended_in IS NOT NULL;

-- What an operator sets in the chat. The newest row of a name counts.
CREATE TABLE shop_settings (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL CHECK (name <> ''),
    value TEXT NOT NULL CHECK (value <> ''),
    changed_by INTEGER NOT NULL REFERENCES users (id),
    changed_at INTEGER NOT NULL
);
CREATE INDEX shop_settings_by_name ON shop_settings (name, id);

-- Services are also held because their rate moved. Such a hold has no order, and two rates instead of amounts.
CREATE TABLE new_holds (
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
INSERT INTO new_holds (id, panel_key_id, service_id, service_name, order_id, quoted, took, seen, state,
        decisions, decided_by, decided_at, created_at)
    SELECT id, panel_key_id, service_id, service_name, order_id, quoted, took, seen, state,
        decisions, decided_by, decided_at, created_at FROM holds;
DROP TABLE holds;
ALTER TABLE new_holds RENAME TO holds;
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
