-- What operators show of a service instead of the panel's. Where the panel no longer lists it, it may come back.
CREATE TABLE own_values (
    panel_key_id INTEGER NOT NULL REFERENCES panel_keys (id),
    service_id TEXT NOT NULL,
    hidden INTEGER NOT NULL DEFAULT 0 CHECK (hidden IN (0, 1)),
    pinned INTEGER NOT NULL DEFAULT 0 CHECK (pinned IN (0, 1)),
    name TEXT CHECK (name <> ''),
    description TEXT CHECK (description <> ''),
    note TEXT CHECK (note <> ''),
    category TEXT CHECK (category <> ''),
    changed_by INTEGER REFERENCES users (id),        -- NULL: hidden when it came, by NEW_SERVICES
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (panel_key_id, service_id)
) STRICT, WITHOUT ROWID;

-- Grows with each change of own values, so that every process notices it.
ALTER TABLE panel_keys ADD COLUMN own_values_version INTEGER NOT NULL DEFAULT 0;

-- What the panel's list changed between two refreshes. One that was not told yet is kept once a service and kind.
CREATE TABLE service_changes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    panel_key_id INTEGER NOT NULL REFERENCES panel_keys (id),
    service_id TEXT NOT NULL,
    service_name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('new', 'gone', 'back', 'rate', 'limits', 'name', 'type')),
    was TEXT NOT NULL,
    now TEXT NOT NULL,
    seen_at INTEGER NOT NULL,
    told_at INTEGER                                  -- NULL: the next digest tells it
) STRICT;
CREATE UNIQUE INDEX one_untold_change ON service_changes (panel_key_id, service_id, kind) WHERE told_at IS NULL;
CREATE INDEX service_changes_by_panel ON service_changes (panel_key_id, id);
CREATE INDEX services_gone ON service_changes (panel_key_id, service_id) WHERE kind = 'gone';
