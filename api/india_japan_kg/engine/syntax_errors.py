"""Oxigraph's parse errors in words that a person can act on."""

import re
from typing import Any, Final

from pyoxigraph import Literal, Store, Variable

from india_japan_kg.engine.reading import undeclared_prefix
from india_japan_kg.problem import BadQuery
from india_japan_kg.vocabulary import PREFIXES

_PLACE: Final = re.compile(r"^error at (\d+):(\d+): (?:expected (?:one of )?)?", re.DOTALL)
_EXPECTED: Final = re.compile(r'"(?:\\.|[^"\\])*"|\[[^\]]*\]|[^,\[\]"]+')
_NOT_PARSED: Final = "parsing failed"
MAX_EXPECTED: Final = 6
_NEVER_SELECTED: Final = "ijkgNeverSelected"


def check_syntax(text: str) -> None:
    """Check that `text` is a SPARQL 1.1 query with standard functions only, evaluating nothing.

    Raises:
        BadQuery: it is not; with line and column.

    """
    # Oxigraph offers no parser alone. It refuses to bind a variable that is not selected after it
    # has parsed and planned a query and before it evaluates anything.
    unknown: dict[Variable, Any] = {Variable(_NEVER_SELECTED): Literal(True)}
    try:
        Store().query(text, prefixes=PREFIXES, substitutions=unknown)
    except SyntaxError as error:
        raise bad_query(text, error.msg) from None
    except (ValueError, RuntimeError) as error:
        if _NEVER_SELECTED not in str(error):
            raise BadQuery(str(error)) from None


def bad_query(text: str, message: str) -> BadQuery:
    """Return the problem for Oxigraph's parse error `message` about the query `text`."""
    place = _PLACE.match(message)
    if place is None:
        return BadQuery(message)
    line, column = int(place[1]), int(place[2])
    expected = [item.strip() for item in _EXPECTED.findall(message[place.end() :])]
    for item in expected:
        if item.startswith("The ") or item.endswith(_NOT_PARSED):
            return BadQuery(item.removeprefix("The "), line, column)
    if undeclared := undeclared_prefix(text):
        prefix, line, column = undeclared
        return BadQuery(f"the prefix {prefix}: is not declared", line, column)
    words = [item for item in expected if re.fullmatch(r"[A-Z_]{2,}|\"[^\\]+\"", item)]
    wanted = f"; possible here: {', '.join(words[:MAX_EXPECTED])}" if words else ""
    return BadQuery(f"{_unexpected(text, line, column)}{wanted}", line, column)


def _unexpected(text: str, line: int, column: int) -> str:
    lines = text.split("\n")
    rest = lines[line - 1][column - 1 :].strip() if line <= len(lines) else ""
    if not rest and line >= len(lines):
        return "the query ends too early"
    return f"unexpected {rest.split()[0]!r}" if rest else "unexpected end of the line"
