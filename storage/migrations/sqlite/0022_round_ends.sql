-- Where a round is stands in memory only; kept is when the last one began that came to its end.
CREATE TABLE round_ends (
    panel_key_id INTEGER NOT NULL REFERENCES panel_keys (id),
    age TEXT NOT NULL CHECK (age IN ('hour', 'day', 'older')),
    began_at INTEGER NOT NULL,
    PRIMARY KEY (panel_key_id, age)
);
INSERT INTO round_ends (panel_key_id, age, began_at)
    SELECT panel_key_id, age, heard_at FROM rounds WHERE heard_at IS NOT NULL;
DROP TABLE rounds;
ALTER TABLE round_ends RENAME TO rounds;
