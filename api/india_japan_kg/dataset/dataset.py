"""The immutable dataset: every graph of the house, what follows from them, and their version."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, Store

from india_japan_kg.dataset.files import GraphFile, Location, added_file, graph_files
from india_japan_kg.dataset.parsing import parse_file
from india_japan_kg.dataset.rules import Rule, derive, read_rules
from india_japan_kg.memory import collecting_later
from india_japan_kg.vocabulary import DATASET, GRAPH, REUSED

VERSION_GRAPH = NamedNode(GRAPH + "version")


@dataclass(frozen=True, slots=True)
class Dataset:
    """All quads of the graph.

    Attributes:
        store: one named graph per file, ``graph/inferred``, and ``graph/version`` that tells the
            version, so that a copy in any store knows it; never written to after loading.
        version: the first 16 hexadecimal digits of a SHA-256 over all files that went in.
        files: the files, in the order in which they were read.

    """

    store: Store
    version: str
    files: tuple[GraphFile, ...]

    def locate(self, iri: str) -> Location | None:
        """Return file and line where `iri` is described, else where it is named, else None."""
        describing = {
            quad.graph_name.value
            for quad in self.store.quads_for_pattern(NamedNode(iri), None, None, None)
            if isinstance(quad.graph_name, NamedNode)
        }
        for file in sorted(self.files, key=lambda file: file.graph not in describing):
            if location := file.locate(iri):
                return location
        return None


def load_dataset(house: Path, added: Sequence[Path] = ()) -> Dataset:
    """Read, parse and complete the dataset of `house`, with Turtle files `added` to its own.

    Raises:
        BadData: a file cannot be parsed or a rule is wrong; names file and line.

    """
    with collecting_later():
        files = (*graph_files(house), *(added_file(path) for path in added))
        return build_dataset(files, read_rules(house))


def build_dataset(files: Sequence[GraphFile], rules: Sequence[Rule]) -> Dataset:
    """Build the dataset of `files`, completed by `rules`.

    Raises:
        BadData: a file cannot be parsed or a rule is wrong; names file and line.

    """
    store = Store()
    store.bulk_extend(quad for file in files for quad in parse_file(file))
    derive(store, rules)
    version = _version_of(files, rules)
    store.extend(own_description(version))
    return Dataset(store, version, tuple(files))


def own_description(version: str) -> list[Quad]:
    """Return what a store with the dataset of `version` says of it, by which it is known."""
    said: dict[str, NamedNode | Literal] = {
        REUSED["rdf"] + "type": NamedNode(REUSED["void"] + "Dataset"),
        REUSED["owl"] + "versionInfo": Literal(version),
    }
    return [Quad(NamedNode(DATASET), NamedNode(p), o, VERSION_GRAPH) for p, o in said.items()]


def house_version(house: Path) -> str:
    """Return the version that the dataset of `house` has, without parsing a file.

    Raises:
        BadData: a file cannot be read.

    """
    return _version_of(tuple(graph_files(house)), read_rules(house))


def _version_of(files: Sequence[GraphFile], rules: Sequence[Rule]) -> str:
    contents = [(file.path, file.content) for file in files]
    return content_version(contents + [(rule.path, rule.text.encode()) for rule in rules])


def content_version(contents: Iterable[tuple[str, bytes]]) -> str:
    """Return 16 hexadecimal digits that change when a name or a byte of `contents` changes."""
    digest = hashlib.sha256()
    for name, content in sorted(contents):
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:16]
