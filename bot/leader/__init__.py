"""What one process does for all that share a database."""
