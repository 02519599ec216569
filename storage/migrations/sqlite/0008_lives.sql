-- The life that the database is in: a new one begins at each start. The mark beside the database names it too;
-- where the two differ the database was taken from the past.
CREATE TABLE lives (
    name TEXT PRIMARY KEY,
    began_at INTEGER NOT NULL
);
