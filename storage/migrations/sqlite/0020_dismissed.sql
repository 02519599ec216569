-- A person takes orders that have ended out of the list of those that need attention.
ALTER TABLE orders ADD COLUMN dismissed_at INTEGER;
