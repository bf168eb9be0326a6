"""Binding of terms: a query says by ``VALUES ?name { ... }`` what may be bound from outside.

The block in the file holds an example, so that the text runs as it is in any SPARQL processor.
Binding replaces the block's data, found by the grammar's tokens, with the term as Oxigraph writes
it. That is standard SPARQL 1.1 on every engine, and no value can be anything but one term.
"""

from collections.abc import Mapping

from pyoxigraph import Literal, NamedNode

from india_japan_kg.engine.reading import tokens

Term = NamedNode | Literal


def bind(text: str, bindings: Mapping[str, Term | None]) -> str:
    """Return the query `text` with `bindings` in its VALUES blocks.

    Args:
        text: a SPARQL 1.1 query.
        bindings: variable name (without ``?``) -> its term, or None for no restriction (UNDEF).

    Raises:
        KeyError: the query has no ``VALUES ?name { ... }`` for a name in `bindings`.

    """
    if not bindings:
        return text
    pieces: list[str] = []
    copied = 0
    found: set[str] = set()
    read = [token for token in tokens(text) if token.lastgroup != "comment"]
    for position, token in enumerate(read[:-2]):
        if token.lastgroup != "word" or token[0].upper() != "VALUES":
            continue
        name, opening = read[position + 1], read[position + 2]
        if name.lastgroup != "variable" or name[0][1:] not in bindings or opening[0] != "{":
            continue
        closing = next(later for later in read[position + 3 :] if later[0] == "}")
        term = bindings[name[0][1:]]
        pieces += [text[copied : opening.end()], " ", "UNDEF" if term is None else str(term), " "]
        copied = closing.start()
        found.add(name[0][1:])
    if missing := bindings.keys() - found:
        raise KeyError(f"the query has no VALUES block for ?{', ?'.join(sorted(missing))}")
    return "".join([*pieces, text[copied:]])
