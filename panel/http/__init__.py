"""One HTTP call, or many: within the limit, and what came of each."""
