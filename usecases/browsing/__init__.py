"""The catalogue: kept up to date, looked through, searched."""
