"""The immutable dataset: every graph of the house, what follows from them, and their version."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, Store

from india_japan_kg.dataset.files import GraphFile, Location, added_file, graph_files
from india_japan_kg.dataset.parsing import parse_file
from india_japan_kg.dataset.rules import Rule, derive, read_rules


@dataclass(frozen=True, slots=True)
class Dataset:
    """All quads of the graph.

    Attributes:
        store: one named graph per file and ``graph/inferred``; never written to after loading.
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
    contents = [(file.path, file.content) for file in files]
    return Dataset(
        store, content_version(contents + [(r.path, r.text.encode()) for r in rules]), tuple(files)
    )


def content_version(contents: Iterable[tuple[str, bytes]]) -> str:
    """Return 16 hexadecimal digits that change when a name or a byte of `contents` changes."""
    digest = hashlib.sha256()
    for name, content in sorted(contents):
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:16]
