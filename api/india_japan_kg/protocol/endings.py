"""What stands at the end of an answer that was broken off, in a form its format allows."""

from typing import Final

from india_japan_kg.problem import AnswerTooLarge, Problem

_XML: Final = ("\n</incomplete>\n<!--", " -->\n")
_JSON: Final = ("\n/*", " */\n")
_GRAPH: Final = ("\n<>\n#", "\n")
_ENDS: Final = {
    "application/sparql-results+xml": _XML,
    "application/rdf+xml": _XML,
    "application/sparql-results+json": _JSON,
    "application/ld+json": _JSON,
    "text/csv": ("#", ',"\r\n'),
    "text/tab-separated-values": ("#", '\t"\n'),
    "text/turtle": _GRAPH,
    "application/trig": _GRAPH,
    "application/n-triples": _GRAPH,
    "application/n-quads": _GRAPH,
}
"""What comes before and after the words.

No parser must take the text for whole, even one that was not told of the broken transfer. So XML
has an end tag that nothing began (some parsers do not mind open elements), and JSON has no
comments. CSV and TSV, which have no comments either, end in a value whose quote is never closed;
graphs in a subject of which nothing is said.
"""


def last_words(problem: Problem, media_type: str) -> bytes:
    """Return what ends an answer of `media_type` which `problem` broke off after a whole row.

    Its last line begins with the format's comment mark (``#`` for CSV and TSV) and the word
    ``cut`` if the answer is right so far and larger than the limit, else with ``failed``. Then it
    says why, and what to do.
    """
    before, after = _ENDS[media_type]
    kind = "cut" if isinstance(problem, AnswerTooLarge) else "failed"
    told = " ".join(problem.line().split()).replace("--", "- -").replace("*/", "* /")
    return f"{before} {kind}: {told}{after}".encode()
