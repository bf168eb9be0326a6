"""What a query is, read from its tokens before any engine sees it.

The terminals follow SPARQL 1.1 Query, section 19.8: once IRIs, strings, comments, variables and
prefixed names are told apart, a bare word can only be a keyword.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple

from india_japan_kg.problem import BadQuery, Refused
from india_japan_kg.vocabulary import PREFIXES

_TERMINALS: Final = r"""
      (?P<word> [A-Za-z_] \w*+ (?! (?: [\w.\-]* [\w\-] )? : ) )
    | (?P<name> (?: \w (?: [\w.\-]* [\w\-] )? )? : (?: [\w:.\-] | %[0-9A-Fa-f]{2} | \\. )* )
    | (?P<iri> < (?: [^<>"{}|^`\\\x00-\x20] | \\u[0-9A-Fa-f]{4} | \\U[0-9A-Fa-f]{8} )* > )
    | (?P<variable> [?$] \w+ )
    | (?P<string> "{3} (?: "{0,2} (?: [^"\\] | \\. ) )* "{3}
                | '{3} (?: '{0,2} (?: [^'\\] | \\. ) )* '{3}
                | " (?: [^"\\\n\r] | \\. )* "
                | ' (?: [^'\\\n\r] | \\. )* ' )
    | (?P<comment> \#[^\n\r]* )
    | (?P<language> @ [A-Za-z]+ (?: - [A-Za-z0-9]+ )* )
    | (?P<other> \S )
"""
_TOKEN: Final = re.compile(_TERMINALS, re.VERBOSE | re.DOTALL)
_BEGINNING: Final = re.compile(
    r"""(?: \s++ | \#[^\n\r]*+ | (?: PREFIX \s*+ [\w.\-]*+ : | BASE ) \s*+ <[^<>\x00-\x20]*+> )*+
    (?P<form> SELECT | ASK | CONSTRUCT | DESCRIBE ) (?= [\s{*?$<(] )""",
    re.VERBOSE | re.IGNORECASE,
)
"""A prologue and the word after it, as nearly all queries begin."""

_FROM: Final = re.compile(r"FROM(?<![\w?$:]FROM)")
_SERVICE: Final = re.compile("SERVICE", re.IGNORECASE)

_OPENER_IN_IRI: Final = re.compile(r"<(?![A-Za-z][\w+.\-]*://)[^'#]*['#]")
"""What looks like an IRI but could be a comparison: then a string or comment begins within it."""

READ_QUERIES: Final = 64
"""A request reads its query more than once: for its answer's type, and for the engine."""

_UPDATES: Final = frozenset(
    ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH")
)


class QueryForm(StrEnum):
    """The four forms of a query; the first two have solutions or a boolean, the others a graph."""

    SELECT = "SELECT"
    ASK = "ASK"
    CONSTRUCT = "CONSTRUCT"
    DESCRIBE = "DESCRIBE"

    @property
    def gives_graph(self) -> bool:
        """Whether the answer is an RDF graph."""
        return self in (QueryForm.CONSTRUCT, QueryForm.DESCRIBE)


@dataclass(frozen=True, slots=True)
class Service:
    """A SERVICE clause: the address that it names (empty for none), its line and column."""

    address: str
    line: int
    column: int


class ReadQuery(NamedTuple):
    """What the tokens of a query tell.

    Attributes:
        form: its form.
        names_dataset: whether it names its own dataset by FROM.
        services: its SERVICE clauses.

    """

    form: QueryForm
    names_dataset: bool
    services: tuple[Service, ...] = ()


def tokens(text: str) -> Iterator[re.Match[str]]:
    """Yield the tokens of `text`; ``lastgroup`` names the kind of each."""
    return _TOKEN.finditer(text)


@lru_cache(maxsize=READ_QUERIES)
def read_query(text: str) -> ReadQuery:
    """Read the form of the query `text`, and what else must be known before an engine sees it.

    Raises:
        BadQuery: there is no query form in it.
        Refused: it is an update.

    """
    beginning = _BEGINNING.match(text)
    if beginning is not None and not _may_have_clauses(text.upper()):
        return ReadQuery(QueryForm[beginning["form"].upper()], names_dataset=False)
    form: QueryForm | None = None
    names_dataset = False
    services: list[int] = []
    word = ""
    for token in tokens(text):
        before, word = word, ""
        if token.lastgroup == "word":
            word = token[0].upper()
            if form is None:
                if word in _UPDATES:
                    raise Refused(
                        f"{word} is SPARQL Update; this endpoint is read-only.",
                        "Change the files in data/ and send them for review instead.",
                    )
                if word in QueryForm.__members__:
                    form = QueryForm(word)
            elif word == "FROM":
                names_dataset = True
        # Oxigraph ends a keyword anywhere: `trueSERVICE` and `SERVICE:x` are clauses to it.
        if token.lastgroup == "word" or (token.lastgroup == "name" and before != "PREFIX"):
            services += _in_words(token)
        elif token.lastgroup == "iri" and _OPENER_IN_IRI.match(token[0]):
            _check_unambiguous(text, token)
    if form is None:
        raise BadQuery("there is no SELECT, ASK, CONSTRUCT or DESCRIBE in it.")
    return ReadQuery(form, names_dataset, tuple(_service(text, start) for start in services))


def _may_have_clauses(upper: str) -> bool:
    """Return whether a text can have FROM or SERVICE clauses, and so must be read by tokens."""
    return "SERVICE" in upper or ("FROM" in upper and _FROM.search(upper) is not None)


def _in_words(token: re.Match[str]) -> list[int]:
    """Return where SERVICE is in a word or a prefix, but for a local name."""
    end = token.start() + len(token[0].partition(":")[0])
    return [found.start() for found in _SERVICE.finditer(token.string, token.start(), end)]


def _check_unambiguous(text: str, token: re.Match[str]) -> None:
    if _SERVICE.search(text, token.start()):
        raise BadQuery(
            f"{token[0]} could be a comparison too, and then a SERVICE clause could follow. Write"
            " the whole IRI with its scheme, or put a space after <",
            *_position(text, token.start()),
        )


def _service(text: str, start: int) -> Service:
    rest = (
        token
        for token in _TOKEN.finditer(text, start + len("SERVICE"))
        if token.lastgroup != "comment"
    )
    named = next((token for token in rest if token[0].upper() != "SILENT"), None)
    address = named[0][1:-1] if named and named.lastgroup == "iri" else ""
    return Service(address, *_position(text, start))


def missing_prefixes(text: str) -> list[str]:
    """Return those of the graph's own prefixes that `text` uses and does not declare."""
    used: dict[str, None] = {}
    declared: set[str] = set()
    after_prefix = False
    for token in tokens(text):
        if token.lastgroup == "name":
            prefix = token[0].partition(":")[0]
            if after_prefix:
                declared.add(prefix)
            elif prefix in PREFIXES:
                used[prefix] = None
        if token.lastgroup != "comment":
            after_prefix = token.lastgroup == "word" and token[0].upper() == "PREFIX"
    return [prefix for prefix in used if prefix not in declared]


def undeclared_prefix(text: str) -> tuple[str, int, int] | None:
    """Return the first prefix of `text` that nothing declares, with its line and column."""
    declared = set(PREFIXES)
    after_prefix = False
    for token in tokens(text):
        if token.lastgroup == "name":
            prefix = token[0].partition(":")[0]
            if after_prefix:
                declared.add(prefix)
            elif prefix not in declared and prefix != "_":
                return prefix, *_position(text, token.start())
        if token.lastgroup != "comment":
            after_prefix = token.lastgroup == "word" and token[0].upper() == "PREFIX"
    return None


def _position(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
