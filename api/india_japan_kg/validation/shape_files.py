"""The files of ``shapes/`` and their version, before anything in them is read."""

from collections.abc import Iterable
from pathlib import Path

from india_japan_kg.dataset import GraphFile
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
