"""The classes of this graph that have things."""

from pathlib import Path

from india_japan_kg.engine import Engine, Query, select
from india_japan_kg.vocabulary import ONTOLOGY


def read_classes(engine: Engine, queries: Path, timeout: float) -> tuple[str, ...]:
    """Return the local names of the classes, by the query ``statistics`` in the folder `queries`.

    Raises:
        OSError: the query file is missing; and whatever `Engine.evaluate` raises.

    """
    text = (queries / "statistics.rq").read_text(encoding="utf-8")
    found = select(engine, Query(text), timeout)
    return tuple(sorted(solution["class"].value.removeprefix(ONTOLOGY) for solution in found))
