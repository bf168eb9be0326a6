"""The files of ``shapes/`` and their version, before anything in them is read."""

import re
from collections.abc import Iterable
from pathlib import Path

from india_japan_kg.dataset import GraphFile, Location
from india_japan_kg.dataset.dataset import content_version
from india_japan_kg.problem import BadData
from india_japan_kg.vocabulary import GRAPH


def shape_files(folder: Path) -> tuple[GraphFile, ...]:
    """Read the Turtle files of `folder`, in the order of their names.

    Raises:
        BadData: there is no such folder, or it holds no Turtle file.

    """
    paths = sorted(folder.glob("*.ttl"))
    if not paths:
        raise BadData(str(folder), None, None, "there are no shapes here.")
    return tuple(
        GraphFile(f"{folder.name}/{path.name}", f"{GRAPH}shapes/{path.stem}", path.read_bytes())
        for path in paths
    )


def shapes_version(files: Iterable[GraphFile]) -> str:
    """Return 16 hexadecimal digits that change when a byte of the shapes changes."""
    return content_version((file.path, file.content) for file in files)


def locate_shape(files: Iterable[GraphFile], iri: str) -> Location | None:
    """Return where the shape `iri` starts a line of one of `files`, whatever its prefix is."""
    local_name = re.escape(iri.rpartition("#")[2]).encode()
    start = re.compile(rb"(?m)^\S*[:#]" + local_name + rb"(?![\w-])")
    for file in files:
        if found := start.search(file.content):
            return Location(file.path, file.content.count(b"\n", 0, found.start()) + 1)
    return None
