"""What stands at the end of an answer that was broken off, in a form its format allows."""

from typing import Final

from india_japan_kg.problem import AnswerTooLarge, Problem

_COMMENTS: Final = {
    "application/sparql-results+xml": ("<!--", "-->"),
    "application/rdf+xml": ("<!--", "-->"),
    "application/sparql-results+json": ("/*", "*/"),
    "application/ld+json": ("/*", "*/"),
}
_LINE: Final = ("#", "")


def last_words(problem: Problem, media_type: str) -> bytes:
    """Return the line that ends an answer of `media_type` which `problem` broke off.

    It begins with ``cut`` if the answer is right so far and larger than the limit, else with
    ``failed``. JSON has no comments: there it makes the text malformed, as a broken text must be.
    """
    opening, closing = _COMMENTS.get(media_type, _LINE)
    kind = "cut" if isinstance(problem, AnswerTooLarge) else "failed"
    return f"\n{opening} {kind}: {problem.line()} {closing}".rstrip().encode() + b"\n"
