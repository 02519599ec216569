"""Stories of a shop: `MODE=reseller`."""
