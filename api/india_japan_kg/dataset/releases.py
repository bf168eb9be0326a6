"""Earlier releases of the graph: a folder of dumps, as ``ijkg export`` writes them."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final, cast
from urllib.parse import quote

from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from india_japan_kg.problem import BadData, BadSetting
from india_japan_kg.vocabulary import GRAPH

FORMATS: Final = {
    "nt": RdfFormat.N_TRIPLES,
    "nq": RdfFormat.N_QUADS,
    "ttl": RdfFormat.TURTLE,
    "trig": RdfFormat.TRIG,
}
"""Formats of a release by the suffix of its file, which ``.gz`` may follow."""

_DIGITS: Final = re.compile(r"(\d+)")


def find_releases(folder: Path | None) -> dict[str, Path]:
    """Return the releases in `folder` by name, the last one first; none if there is no folder.

    A release is called like its file without suffix; numbers in names are ordered as numbers.

    Raises:
        BadSetting: the folder cannot be read, or two files in it are one release.

    """
    if folder is None:
        return {}
    if not folder.is_dir():
        raise BadSetting("IJKG_RELEASES", "there is no such folder", str(folder))
    found: dict[str, Path] = {}
    for path in sorted(folder.iterdir()):
        name, _, suffix = path.name.removesuffix(".gz").rpartition(".")
        if suffix not in FORMATS or not name:
            continue
        if name in found:
            message = f"{found[name].name} and {path.name} are one release"
            raise BadSetting("IJKG_RELEASES", message, str(folder))
        found[name] = path
    return {name: found[name] for name in sorted(found, key=_in_order, reverse=True)}


def release_graph(name: str) -> NamedNode:
    """Return the IRI of the graph that is the release `name`."""
    return NamedNode(f"{GRAPH}release/{quote(name, safe='')}")


def read_release(path: Path) -> Iterator[Triple]:
    """Yield the triples of all graphs of the release at `path`.

    Raises:
        BadData: the file cannot be read, or is no RDF; names file and line.

    """
    suffix = path.name.removesuffix(".gz").rpartition(".")[2]
    if suffix not in FORMATS:
        known = ", ".join(f".{known}" for known in FORMATS)
        raise BadData(path.name, None, None, "this is no release.", f"A release is {known}.")
    try:
        opened = gzip.open if path.suffix == ".gz" else open
        with opened(path, "rb") as file:
            for quad in parse(cast("IO[bytes]", file), FORMATS[suffix]):
                yield quad.triple
    except SyntaxError as error:
        raise BadData(path.name, error.lineno, error.offset, error.msg) from None
    except (OSError, EOFError) as error:
        raise BadData(path.name, None, None, str(error)) from None


def _in_order(name: str) -> list[tuple[int, str]]:
    pieces = _DIGITS.split(name)
    return [(int(piece), "") if piece.isdigit() else (-1, piece) for piece in pieces]
