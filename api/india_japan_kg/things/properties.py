"""How the properties of the graph are told to programs: a plain key, one value or a list."""

import re
from dataclasses import dataclass
from pathlib import Path

from india_japan_kg.engine import Engine, Query, select


@dataclass(frozen=True, slots=True)
class Properties:
    """The properties whose values come alone; all others come as lists."""

    single_valued: frozenset[str]

    @staticmethod
    def read(engine: Engine, queries: Path, timeout: float) -> "Properties":
        """Ask `engine` by the query ``single-valued`` in the folder `queries`.

        Raises:
            OSError: the query file is missing; and whatever `Engine.evaluate` raises.

        """
        text = (queries / "single-valued.rq").read_text(encoding="utf-8")
        found = select(engine, Query(text), timeout)
        return Properties(frozenset(solution["property"].value for solution in found))

    def is_single(self, iri: str) -> bool:
        """Return whether a thing has at most one value of the property `iri`."""
        return iri in self.single_valued


def key(iri: str) -> str:
    """Return the key of a property in JSON: its local name."""
    return re.split(r"[/#]", iri)[-1]
