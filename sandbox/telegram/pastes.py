"""Cuts a long text into messages of at most 4,096 UTF-16 units, as Telegram's clients do."""

from sandbox.telegram.fields import utf16

LONGEST = 4_096
LOOKS_BACK = 300  # characters before the limit in which a client looks for the end of a line


def cut(text: str, longest: int = LONGEST) -> list[str]:
    """The messages that a client makes of a text.

    A message ends at the last line end near the limit; where there is none, in the middle of a line.
    """
    pieces = []
    while utf16(text) > longest:
        end = _fitting(text, longest)
        line_end = text.rfind("\n", end - LOOKS_BACK, end + 1)
        if line_end > 0:
            end = line_end
        pieces.append(text[:end])
        text = text[end:].removeprefix("\n")
    pieces.append(text)
    return [piece.strip() for piece in pieces if piece.strip()]


def _fitting(text: str, longest: int) -> int:
    """Return how many characters of a text fit into so many UTF-16 units."""
    end = min(len(text), longest)
    while utf16(text[:end]) > longest:
        end -= max(1, (utf16(text[:end]) - longest) // 2)
    return end
