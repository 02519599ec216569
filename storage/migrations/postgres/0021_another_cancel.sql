-- A panel may take a request to cancel and do nothing. A day later another one may be made.
DROP INDEX one_open_cancel_per_order;
CREATE UNIQUE INDEX one_open_cancel_per_order ON cancels (order_id) WHERE status IN ('reserved', 'submitting');
