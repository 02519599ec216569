"""Everything that a person reads. Pure functions return a Screen; no other folder has such sentences."""
