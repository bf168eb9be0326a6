"""Where an answer may be divided: a part ends at the end of a row, if rows are lines.

So whoever gets only some parts never has a value that was cut short, and takes 20 for 2015.
"""

from typing import Final

CSV: Final = "text/csv"
ROWS_ARE_LINES: Final = frozenset(
    (CSV, "text/tab-separated-values", "application/n-triples", "application/n-quads")
)
"""Of the other formats, no parser takes a text that ends within a row or statement."""


def whole_rows(text: bytes, media_type: str) -> int:
    """Return how many bytes of `text`, which begins with a row, are whole rows.

    Args:
        text: a part of an answer.
        media_type: a key of SOLUTION_TYPES or GRAPH_TYPES. In CSV a quoted value may have line
            ends (RFC 4180, section 2); the other formats escape them.

    """
    if media_type not in ROWS_ARE_LINES:
        return len(text)
    end = text.rfind(b"\n") + 1
    if media_type == CSV:
        quotes = text.count(b'"', 0, end)
        while quotes % 2:
            before = text.rfind(b"\n", 0, end - 1) + 1
            quotes -= text.count(b'"', before, end)
            end = before
    return end
