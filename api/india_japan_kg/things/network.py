"""The network of things: who and what hangs together, by which relation, and when."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import Literal

from india_japan_kg.engine import Engine, Query, select


class Tie(NamedTuple):
    """A statement that joins two things; each is an IRI."""

    source: str
    relation: str
    target: str


class Days(NamedTuple):
    """The first and the last day of a thing, in the form YYYY-MM-DD."""

    first: str
    last: str


@dataclass(frozen=True)
class Network:
    """The ties between things, and the days of those that have a date."""

    ties: tuple[Tie, ...]
    days: Mapping[str, Days]

    @staticmethod
    def read(engine: Engine, queries: Path, timeout: float) -> "Network":
        """Ask `engine` by the queries ``network`` and ``dated`` in the folder `queries`.

        Raises:
            OSError: a query file is missing; and whatever `Engine.evaluate` raises.

        """
        network, dated = (
            select(engine, Query((queries / f"{name}.rq").read_text(encoding="utf-8")), timeout)
            for name in ("network", "dated")
        )
        ties = (Tie(*(row[name].value for name in ("from", "relation", "to"))) for row in network)
        days = {
            row["thing"].value: Days(row["first"].value, row["last"].value)
            for row in dated
            if isinstance(row["first"], Literal) and isinstance(row["last"], Literal)
        }
        return Network(tuple(ties), days)

    @cached_property
    def _near(self) -> Mapping[str, set[str]]:
        near: dict[str, set[str]] = defaultdict(set)
        for tie in self.ties:
            near[tie.source].add(tie.target)
            near[tie.target].add(tie.source)
        return near

    def around(self, iri: str, depth: int) -> set[str]:
        """Return the things that are at most `depth` ties away from `iri`, itself included."""
        found = {iri}
        edge: Iterable[str] = (iri,)
        for _ in range(depth):
            edge = {other for thing in edge for other in self._near.get(thing, ())} - found
            found |= edge
        return found

    def between(self, first: str | None, last: str | None) -> set[str]:
        """Return the things with a day on or after `first` and on or before `last`."""
        return {
            thing
            for thing, days in self.days.items()
            if (first is None or days.last >= first) and (last is None or days.first <= last)
        }
