"""Ten planted bugs that the tests must find; `python -m tests.long.mutations` plants them again."""
