"""A call that the panel refuses."""


class Refused(Exception):
    """`text` is how most panels say it, with `{names}` of the figures; a dialect may have another text."""

    def __init__(self, text: str, **figures: object) -> None:
        super().__init__(text.format(**figures))
        self.text = text
        self.figures = figures
