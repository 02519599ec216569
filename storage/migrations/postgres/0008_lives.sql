-- The life that the database is in: the object id of a table, which pg_restore makes anew. Where the two differ
-- the database was taken from the past.
CREATE TABLE lives (
    name TEXT PRIMARY KEY,
    began_at BIGINT NOT NULL
);
INSERT INTO lives SELECT CAST('orders'::regclass::oid AS TEXT), 0;
