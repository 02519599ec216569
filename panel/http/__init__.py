"""HTTP calls to a panel, within its rate limit."""
