"""The graph, or one thing of it, in the words of another vocabulary alone."""

from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from india_japan_kg.engine import Engine, Query
from india_japan_kg.problem import BadParameter

_N_TRIPLES = "application/n-triples"


class Profiles:
    """Asks an engine by the CONSTRUCT queries in ``queries/profiles``, one file a profile."""

    def __init__(self, engine: Engine, folder: Path, timeout: float) -> None:
        """Read the queries in `folder`; a profile is called like its file without ``.rq``.

        Raises:
            OSError: a file cannot be read.

        """
        self._engine = engine
        self._timeout = timeout
        self._queries = {
            path.name.removesuffix(".rq"): path.read_text(encoding="utf-8")
            for path in sorted(folder.glob("*.rq"))
        }

    @property
    def names(self) -> tuple[str, ...]:
        """What profiles there are."""
        return tuple(self._queries)

    def construct(self, name: str, iri: str | None = None) -> tuple[Triple, ...]:
        """Return the profile `name` of the thing `iri`, or of the whole graph.

        Raises:
            BadParameter: there is no such profile.
            DeadlineExceeded, MemoryExceeded, Overloaded: a limit of the engine was met.

        """
        if name not in self._queries:
            known = ", ".join(self._queries)
            raise BadParameter(
                "profile", f"profile={name}: there is none.", f"There are {known}.", self.names
            )
        query = Query(self._queries[name], {"thing": NamedNode(iri) if iri else None})
        body = self._engine.evaluate(query, _N_TRIPLES, self._timeout)
        return tuple({quad.triple for quad in parse(body, RdfFormat.N_TRIPLES)})
