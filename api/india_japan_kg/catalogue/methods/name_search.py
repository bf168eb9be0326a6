"""Names like a text, misspelt or in part, in any script, ranked (rapidfuzz)."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final

from pyoxigraph import Literal, NamedNode, QuerySolution
from rapidfuzz import fuzz, process

from india_japan_kg.catalogue.methods.name_words import words_of
from india_japan_kg.catalogue.methods.ties import whole_number
from india_japan_kg.engine import Term

LEAST: Final = 75.0
"""Percent of likeness below which a name is not what was meant."""

_WORDS: Final = 98.5
_PART: Final = 99.0
_BEGINNING: Final = 99.5
_ANOTHER_NUMBER: Final = 10.0
"""What a name is less alike that lacks a number which is asked for."""


def search_names(
    solutions: Iterable[QuerySolution], values: Mapping[str, Term | None]
) -> Iterator[dict[str, Term]]:
    """Yield each thing with a name like `name` once, by its best name, the likest first.

    A name that is the text comes first, then those that begin with it, that contain it, that have
    all its words and numbers, and that are written like it, with the same numbers if it has some.
    Case, accents, width and long vowels make no difference.
    """
    name = values["name"]
    if name is None:
        raise TypeError("a search has a text")
    wanted = simplify(name.value)
    rows = list(solutions)
    names = [simplify(row["found"].value) for row in rows]
    alike = process.extract(wanted, names, scorer=_likeness, score_cutoff=LEAST, limit=None)
    best: dict[str, tuple[float, int, str, int]] = {}
    for found, score, position in alike:
        thing = rows[position]["thing"].value
        rank = (-score, len(found), found, position)
        if thing not in best or rank < best[thing]:
            best[thing] = rank
    for thing, (score, _, _, position) in sorted(best.items(), key=lambda item: (item[1], item[0])):
        yield {
            "thing": NamedNode(thing),
            "found": Literal(rows[position]["found"].value),
            "tag": Literal(rows[position]["tag"].value),
            "likeness": whole_number(int(-score)),
        }


@lru_cache(maxsize=65_536)
def simplify(text: str) -> str:
    """Return `text` without what makes no difference: case, width, Latin accents, long vowels."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize(
        "NFC", "".join(letter for letter in folded if not "\u0300" <= letter <= "\u036f")
    )


def _likeness(wanted: str, name: str, *, score_cutoff: float | None = None, **_: object) -> float:
    if name == wanted:
        return 100.0
    if wanted in name:
        return _BEGINNING if name.startswith(wanted) else _PART
    if 2 * len(name) < len(wanted) or (len(wanted) < 3 and wanted.isascii()):
        return 0.0  # short names lie within every long text
    asked, offered = words_of(wanted), words_of(name)
    if asked.words and asked.among(offered):
        return _WORDS
    if asked.words and asked.numbers and asked.numbers <= offered.numbers:
        return min(98.0, float(fuzz.WRatio(" ".join(asked.words), " ".join(offered.words))))
    alike = min(98.0, fuzz.WRatio(wanted, name, score_cutoff=score_cutoff or 0.0))
    return alike if asked.numbers <= offered.numbers else alike - _ANOTHER_NUMBER
