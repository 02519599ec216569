-- Since when the panel has not known a refill, as with orders; NULL: it knows it.
ALTER TABLE refills ADD COLUMN missing_since INTEGER;
