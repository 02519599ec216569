-- Earlier releases made this index again at each start, after migration 31 had dropped it.
DROP INDEX IF EXISTS completed_orders_by_service;
