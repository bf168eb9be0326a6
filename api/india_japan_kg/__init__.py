"""The open knowledge graph of India-Japan relations.

>>> import india_japan_kg
>>> graph = india_japan_kg.load()
>>> graph.ask("across-the-table", dialogue="strategic-dialogue")[-1]["japaneseChair"]["label"]
'Toshimitsu Motegi'
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from india_japan_kg.version import __version__

if TYPE_CHECKING:
    from india_japan_kg.graph import Graph


__all__ = ["__version__", "load"]


def load(house: Path | None = None) -> Graph:
    """Return the graph, loaded into this process.

    Args:
        house: folder that holds ontology/, data/ and queries/; default: IJKG_HOUSE, else what the
            package carries.

    Raises:
        BadData: a file of the house cannot be read; names file and line.

    """
    from india_japan_kg.graph import Graph  # noqa: PLC0415 - importing the package stays cheap
    from india_japan_kg.settings import read_settings  # noqa: PLC0415

    settings = read_settings()
    return Graph(house or settings.house, settings.releases)
