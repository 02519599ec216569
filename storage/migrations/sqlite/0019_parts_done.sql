-- Runs of a drip-feed or posts of a subscription for which the panel has made an order of its own.
ALTER TABLE orders ADD COLUMN parts_done INTEGER CHECK (parts_done >= 0);
