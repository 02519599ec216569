-- Services that people have marked. A service that the panel no longer lists may come back, so its mark stays.
CREATE TABLE favourites (
    user_id INTEGER NOT NULL REFERENCES users (id),
    panel_key_id INTEGER NOT NULL REFERENCES panel_keys (id),
    service_id TEXT NOT NULL,
    added_at INTEGER NOT NULL,
    PRIMARY KEY (user_id, panel_key_id, service_id)
) STRICT, WITHOUT ROWID;

-- A service's card says how its last orders ended, however they did.
DROP INDEX IF EXISTS completed_orders_by_service;
CREATE INDEX ended_orders_by_service ON orders (service_id, id) WHERE status IN ('completed', 'partial', 'canceled');
