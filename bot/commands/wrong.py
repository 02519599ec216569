"""What `python -m bot check` finds wrong."""


class Wrong(Exception):
    """A part does not work. The text says what is wrong and what to do."""
