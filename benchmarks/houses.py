"""Houses to measure with: ours, or one whose data are synthetic."""

from pathlib import Path
from typing import Final

from benchmarks.servers import ROOT
from benchmarks.synthetic import write
from india_japan_kg.dataset import load_dataset

SHAPE_OF_NOTHING: Final = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
<https://example.org/shape> a sh:NodeShape ; sh:targetNode <https://example.org/nothing> .
"""
"""Judging is not measured here."""


def house_without_data(folder: Path) -> Path:
    """Return `folder`, made a house with our ontology and queries."""
    (folder / "data").mkdir(parents=True)
    (folder / "shapes").mkdir()
    (folder / "shapes" / "none.ttl").write_text(SHAPE_OF_NOTHING, encoding="utf-8")
    for room in ("ontology", "queries"):
        (folder / room).symlink_to(ROOT / room)
    return folder


def synthetic_house(folder: Path, triples: int) -> Path:
    """Return `folder`, made a house of `triples` synthetic triples and our ontology."""
    house = house_without_data(folder)
    write(house / "data" / "synthetic.ttl", triples)
    return house


def write_triples(house: Path, path: Path) -> int:
    """Write all that `house` knows as N-Triples to `path`; return how many there are."""
    lines = sorted({f"{quad.triple} .\n" for quad in load_dataset(house).store})
    path.write_text("".join(lines), encoding="utf-8")
    return len(lines)
