"""SQLite and PostgreSQL behind the same functions."""
