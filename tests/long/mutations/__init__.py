"""Bugs that were planted to see whether the tests find them; `python -m tests.long.mutations` plants them again."""
