"""Whether the program is well: for probes, for figures, for the log."""
