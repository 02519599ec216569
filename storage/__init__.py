"""The database: one file per table, functions around readable SQL."""
