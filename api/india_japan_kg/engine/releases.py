"""Queries about what is different between an earlier release and the dataset of today."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import IO, Final

from pyoxigraph import BlankNode, NamedNode, Quad, Store, Triple

from india_japan_kg.dataset.releases import read_release, release_graph
from india_japan_kg.engine.embedded import EmbeddedEngine
from india_japan_kg.engine.interface import Beginning, Engine, Query, StreamingEngine
from india_japan_kg.engine.preparing import PreparedQuery
from india_japan_kg.vocabulary import GRAPH, ID

TODAY: Final = NamedNode(GRAPH + "today")
"""The graph of what is said today of the things of which a release says something else."""


class ReleaseEngine:
    """Evaluates queries over TODAY as the default graph and one release as the named graph.

    Both graphs hold the things that are different between the two, and no others. A release is read
    at the first query about it, by the process that asks; so the limits of a query hold for that
    too. `timeout` is not heeded, as in `EmbeddedEngine`.
    """

    def __init__(
        self, version: str, today: Callable[[], Iterable[Triple]], releases: Mapping[str, Path]
    ) -> None:
        """Remember what to compare.

        Args:
            version: the version of the dataset of today.
            today: gives its triples.
            releases: the files of the earlier ones, by name.

        """
        self._version = version
        self._today = today
        self._files = {release_graph(name).value: path for name, path in releases.items()}
        self._compared: dict[str, EmbeddedEngine] = {}

    @property
    def version(self) -> str:
        """The version of the dataset of today."""
        return self._version

    def knows(self, query: Query) -> bool:
        """Return whether `query` is about TODAY and one of the releases."""
        return (
            query.default_graphs == (TODAY.value,)
            and len(query.named_graphs) == 1
            and query.named_graphs[0] in self._files
        )

    def evaluate(self, query: Query, media_type: str, timeout: float) -> bytes:
        """Return the answer to `query` written as `media_type`; see `Engine.evaluate`.

        Raises:
            BadData: the release cannot be read.

        """
        (release,) = query.named_graphs
        return self._beside(release).evaluate(query, media_type, timeout)

    def write(self, query: PreparedQuery, media_type: str, target: IO[bytes]) -> None:
        """Write the answer to `query` to `target`; see `EmbeddedEngine.write`.

        Raises:
            BadData: the release cannot be read.

        """
        (release,) = query.named_graphs
        self._beside(release).write(query, media_type, target)

    def _beside(self, release: str) -> EmbeddedEngine:
        if release not in self._compared:
            store = _different(self._today(), read_release(self._files[release]), release)
            self._compared[release] = EmbeddedEngine(store, self._version)
        return self._compared[release]

    def close(self) -> None:
        """Do nothing: what was read goes with the process."""


def _different(today: Iterable[Triple], then: Iterable[Triple], release: str) -> Store:
    is_, was = _told(today), _told(then)
    things = {triple.subject for triple in is_ ^ was}
    store = Store()
    for triples, graph in ((is_, TODAY), (was, NamedNode(release))):
        store.bulk_extend(
            Quad(triple.subject, triple.predicate, triple.object, graph)
            for triple in triples
            if triple.subject in things
        )
    return store


def _told(triples: Iterable[Triple]) -> set[Triple]:
    """Return what is said of things; a blank node is another one in each release."""
    return {
        triple
        for triple in triples
        if isinstance(triple.subject, NamedNode)
        and triple.subject.value.startswith(ID)
        and not isinstance(triple.object, BlankNode)
    }


class WithReleases:
    """Asks one engine about the dataset, and another one if a query is about a release too."""

    def __init__(self, engine: Engine, releases: Engine, is_about: Callable[[Query], bool]) -> None:
        """Ask `releases` the queries that are about one, as `is_about` tells; `engine` the rest."""
        self._engine = engine
        self._releases = releases
        self._is_about = is_about

    @property
    def version(self) -> str:
        """The version of the dataset that is asked."""
        return self._engine.version

    def evaluate(self, query: Query, media_type: str, timeout: float) -> bytes:
        """Return the answer to `query` written as `media_type`; see `Engine.evaluate`."""
        asked = self._releases if self._is_about(query) else self._engine
        return asked.evaluate(query, media_type, timeout)

    def close(self) -> None:
        """Release what both engines hold, first the one that was opened last."""
        self._releases.close()
        self._engine.close()


class StreamingWithReleases(WithReleases):
    """The same for engines that give long answers in parts."""

    def __init__(
        self,
        engine: StreamingEngine,
        releases: StreamingEngine,
        is_about: Callable[[Query], bool],
    ) -> None:
        super().__init__(engine, releases, is_about)
        self._streaming, self._streaming_releases = engine, releases

    async def begin(self, query: Query, media_type: str, timeout: float) -> Beginning:
        """Return the beginning of the answer to `query`; see `StreamingEngine.begin`."""
        asked = self._streaming_releases if self._is_about(query) else self._streaming
        return await asked.begin(query, media_type, timeout)

    def settle(self) -> None:
        """See `StreamingEngine.settle`."""
        self._streaming.settle()
        self._streaming_releases.settle()
