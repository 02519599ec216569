"""A panel that behaves like a real one: the API at /api/v2, its own page at /."""
