"""Which engine answers: the setting `store` says it, and nothing else differs."""

import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from pyoxigraph import Store

from india_japan_kg.dataset import VERSION_GRAPH, Dataset, house_version, load_dataset
from india_japan_kg.dataset.releases import find_releases
from india_japan_kg.engine.answering import Answering
from india_japan_kg.engine.disk import DiskEngine, finished_store
from india_japan_kg.engine.embedded import EmbeddedEngine
from india_japan_kg.engine.endpoint import Endpoint, is_endpoint, read_endpoint
from india_japan_kg.engine.interface import Engine, Query, StreamingEngine, select
from india_japan_kg.engine.processes import ProcessEngine
from india_japan_kg.engine.releases import (
    ReleaseEngine,
    StreamingWithReleases,
    WithReleases,
)
from india_japan_kg.engine.remote import RemoteEngine
from india_japan_kg.problem import StoreFailed
from india_japan_kg.settings import Settings

log = logging.getLogger(__name__)

MEMORY: Final = "memory"


def open_engine(settings: Settings, judged: Callable[[], Dataset]) -> StreamingEngine:
    """Return the engine of ``settings.store``; call it before any thread is started.

    Args:
        settings: `store` is ``memory``, a folder, or the address of a SPARQL endpoint.
        judged: reads the house's files and judges them; called only if the engine needs them.

    Raises:
        BadSetting: `store` is an address that cannot be, or `releases` no folder of releases.
        StoreUnreachable, StoreRefused, StoreFailed: the store cannot be used, or it does not hold
            the dataset.

    """
    releases = find_releases(settings.releases)
    engine, store = _open_present(settings, judged)
    if not releases:
        return engine
    compared = ReleaseEngine(engine.version, lambda: (quad.triple for quad in store()), releases)
    return StreamingWithReleases(engine, _in_processes(compared, 1, settings), compared.knows)


def open_here(dataset: Dataset, releases: Mapping[str, Path]) -> Engine:
    """Return an engine for `dataset` and earlier `releases` in this process, without limits."""
    compared = ReleaseEngine(
        dataset.version, lambda: (quad.triple for quad in dataset.store), releases
    )
    return WithReleases(EmbeddedEngine(dataset.store, dataset.version), compared, compared.knows)


def _open_present(
    settings: Settings, judged: Callable[[], Dataset]
) -> tuple[StreamingEngine, Callable[[], Store]]:
    """Return the engine for the dataset, and what opens a store of it in a forked process."""
    if is_endpoint(settings.store):
        engine = open_remote(
            read_endpoint(settings.store), settings.house, settings.query_timeout, settings
        )
        if engine.version != (ours := house_version(settings.house)):
            log.warning(
                "the store holds another version than the files",
                extra={"store_version": engine.version, "files_version": ours},
            )
        return engine, lambda: load_dataset(settings.house).store
    if settings.store == MEMORY:
        dataset = judged()
        embedded = EmbeddedEngine(dataset.store, dataset.version)
        return _in_processes(
            embedded, settings.ready_query_processes, settings
        ), lambda: dataset.store
    version = house_version(settings.house)
    path = finished_store(
        Path(settings.store), version, lambda store: store.bulk_extend(judged().store)
    )
    on_disk = DiskEngine(path, version)
    in_processes = _in_processes(on_disk, settings.ready_query_processes, settings)
    return in_processes, lambda: Store.read_only(str(path))


def _in_processes(engine: Answering, processes: int, settings: Settings) -> ProcessEngine:
    return ProcessEngine(
        engine,
        processes,
        settings.query_memory,
        settings.max_queries,
        settings.max_answer,
        settings.services,
    )


def open_remote(
    endpoint: Endpoint, house: Path, timeout: float, settings: Settings
) -> RemoteEngine:
    """Return the engine that asks `endpoint`, having found out how it must be asked.

    Raises:
        StoreUnreachable, StoreRefused, StoreFailed: the endpoint cannot be used, or it does not
            hold the whole dataset.

    """
    inner = house / "queries" / "things"
    plain = RemoteEngine(endpoint, "")
    sizes = graph_sizes(plain, inner, timeout)
    if VERSION_GRAPH.value not in sizes:
        raise StoreFailed(
            f"{endpoint.address} does not hold the whole dataset.",
            f"Fill it: ijkg load {endpoint.address}",
        )
    ways: list[dict[str, Any]] = [{}, {"union_by_name": True}, {"graphs": tuple(sizes)}]
    for way in ways:
        found = _version(_asking(endpoint, "", way, settings), inner, timeout)
        if found is not None:
            if "graphs" in way:
                log.warning(
                    "the store's default graph is not the union of its graphs: each is named in "
                    "every request, which is slow on many stores (docs/scaling.md)"
                )
            return _asking(endpoint, found, way, settings)
    raise StoreFailed(
        f"{endpoint.address} heeds no default-graph-uri.",
        "Let its default graph be the union of its named graphs.",
    )


def _asking(
    endpoint: Endpoint, version: str, way: Mapping[str, Any], settings: Settings
) -> RemoteEngine:
    return RemoteEngine(
        endpoint, version, max_answer=settings.query_memory, services=settings.services, **way
    )


def graph_sizes(engine: Engine, queries: Path, timeout: float) -> dict[str, int]:
    """Return the named graphs of the dataset that `engine` holds, with their numbers of triples."""
    text = (queries / "graphs.rq").read_text(encoding="utf-8")
    return {
        solution["graph"].value: int(solution["triples"].value)
        for solution in select(engine, Query(text), timeout)
    }


def _version(engine: Engine, queries: Path, timeout: float) -> str | None:
    text = (queries / "version.rq").read_text(encoding="utf-8")
    found = [solution["version"].value for solution in select(engine, Query(text), timeout)]
    return found[0] if found else None
