"""The files of the dataset: which named graph each one is, and where in it a thing stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from india_japan_kg.problem import BadData
from india_japan_kg.vocabulary import GRAPH, shorten


@dataclass(frozen=True, slots=True)
class Location:
    """A line of a file; `path` is relative to the house, lines count from 1."""

    path: str
    line: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


@dataclass(frozen=True, slots=True)
class GraphFile:
    """One Turtle file and the IRI of the named graph that it is."""

    path: str
    graph: str
    content: bytes

    def locate(self, iri: str) -> Location | None:
        """Return where the file first speaks of `iri` as a subject, else where it first names it.

        Turtle's grammar does not bind a subject to the start of a line, but the house's hand does;
        a file in another hand still gives the first line that names the IRI.
        """
        mentions = rf"(?:<{re.escape(iri)}>|{re.escape(shorten(iri))})(?![\w:-])".encode()
        found = re.search(rb"(?m)^" + mentions, self.content) or re.search(mentions, self.content)
        if found is None:
            return None
        return Location(self.path, self.content.count(b"\n", 0, found.start()) + 1)


def graph_files(house: Path) -> Iterator[GraphFile]:
    """Yield every Turtle file of `house` that is part of the dataset, in a stable order.

    A file of ``data/`` is named by its path without suffix, a file of ``ontology/`` by its role.

    Raises:
        BadData: a folder is missing or a file is not UTF-8 readable.

    """
    graph_of = {"india-japan": "ontology"}
    for path in _turtle(house, "ontology"):
        yield _read(house, path, graph_of.get(path.stem, path.stem))
    for path in _turtle(house, "data"):
        inside = path.relative_to(house / "data").with_suffix("").as_posix()
        yield _read(house, path, inside)


def added_file(path: Path) -> GraphFile:
    """Return a file from outside the house, as the graph ``graph/added/<name>``.

    Raises:
        BadData: the file cannot be read.

    """
    return GraphFile(str(path), f"{GRAPH}added/{quote(path.stem)}", _content(path))


def _turtle(house: Path, room: str) -> list[Path]:
    folder = house / room
    if not folder.is_dir():
        raise BadData(str(folder), None, None, "there is no such folder.", "Set IJKG_HOUSE to it.")
    return sorted(folder.rglob("*.ttl"))


def _read(house: Path, path: Path, graph: str) -> GraphFile:
    return GraphFile(path.relative_to(house).as_posix(), GRAPH + graph, _content(path))


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadData(str(path), None, None, error.strerror or str(error)) from None
