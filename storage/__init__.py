"""The database: one file per table, with functions around readable SQL."""
