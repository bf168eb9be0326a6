"""``python -m benchmarks.scale``: the engine on disk at sizes far above today's."""

import argparse
import http.client
import itertools
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import ExitStack
from pathlib import Path
from typing import Final
from urllib.parse import quote

from pyoxigraph import RdfFormat, Store

from benchmarks.houses import house_without_data
from benchmarks.processes import taken, tree
from benchmarks.scale_report import Load, Peer, Served, Stored, report
from benchmarks.servers import ROOT, find, ours
from benchmarks.synthetic import SESSIONS_A_DIALOGUE, write_quads
from india_japan_kg.dataset import house_version, own_description
from india_japan_kg.engine.disk import finished_store

RESULT: Final = Path(__file__).parent / "results" / "scale.md"
SIZES: Final = (23_000, 1_150_000, 10_000_000)
PREFIXES: Final = """
PREFIX dialogue: <https://w3id.org/india-japan/id/dialogue/>
PREFIX ij: <https://w3id.org/india-japan/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <https://schema.org/>
PREFIX session: <https://w3id.org/india-japan/id/session/>
"""
LOOKUPS: Final = {
    "label of a session": "SELECT ?label { session:s%(session)d rdfs:label ?label }",
    "all of a session": "SELECT ?p ?o { session:s%(session)d ?p ?o }",
    "what a session decided": "SELECT ?outcome { ?outcome ij:decidedAt session:s%(session)d }",
    "a small join: sessions of a dialogue, with dates": (
        "SELECT ?session ?date "
        "{ ?session ij:ofDialogue dialogue:d%(dialogue)d ; schema:startDate ?date }"
    ),
}
SPACIOUS: Final = {"query_timeout": 1800, "query_memory": 16_384, "max_answer": 8_192}
"""Limits that let the server read all names at any size: it asks for them at once."""

BUILD: Final = "import sys; from benchmarks.scale import build; build(*sys.argv[1:])"
OPEN: Final = "import sys; from benchmarks.scale import open_alone; open_alone(*sys.argv[1:])"


def build(folder: str, version: str, quads: str) -> None:
    """Build the finished store of the N-Quads file `quads` and print how many seconds it took."""

    def fill(store: Store) -> None:
        store.bulk_load(path=quads, format=RdfFormat.N_QUADS)
        store.extend(own_description(version))

    began = time.perf_counter()
    finished_store(Path(folder), version, fill)
    print(time.perf_counter() - began)


def open_alone(path: str) -> None:
    """Open the store at `path`, look something up, and print how many seconds both took."""
    began = time.perf_counter()
    next(
        iter(
            Store.read_only(path).query(
                PREFIXES + LOOKUPS["all of a session"] % {"session": 7},
                use_default_graph_as_union=True,
            )
        )
    )
    print(time.perf_counter() - began)


def main() -> None:
    """Measure what the arguments say."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description=__doc__)
    parser.add_argument("--triples", type=int, nargs="+", default=SIZES)
    parser.add_argument("--rounds", type=int, default=3, help="pairs of loads")
    parser.add_argument("--lookups", type=int, default=1000, help="of each kind and size")
    parser.add_argument("--oxigraph", help="command of the Oxigraph server")
    parser.add_argument("--folder", type=Path, help="where the stores are built")
    parser.add_argument("--result", type=Path, default=RESULT)
    given = parser.parse_args()
    oxigraph = find("oxigraph", given.oxigraph)
    if oxigraph is None:
        print("oxigraph is not installed and is left out.", file=sys.stderr)
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(dir=given.folder) as name:
        folder = Path(name)
        house = house_without_data(folder / "house")
        stored = [_store(folder, house, size, given.rounds, oxigraph) for size in given.triples]
        served = _serve(folder, house, given.triples, given.lookups)
    text = report(stored, served, load)
    given.result.write_text(text, encoding="utf-8")
    print(text)


def _store(folder: Path, house: Path, size: int, rounds: int, oxigraph: str | None) -> Stored:
    quads, built, peer = folder / f"{size}.nq", folder / str(size), folder / "peer"
    write_quads(quads, size)
    version = house_version(house)
    loads = []
    for _ in range(rounds):
        shutil.rmtree(built, ignore_errors=True)
        own = _load([sys.executable, "-c", BUILD, str(built), version, str(quads)])
        theirs = None
        if oxigraph:
            theirs = Peer(
                _load([oxigraph, "load", "--location", str(peer), "--file", str(quads)]),
                _load([oxigraph, "optimize", "--location", str(peer)]),
            )
            shutil.rmtree(peer)
        loads.append((own, theirs))
        print(size, own, theirs, flush=True)
    told = subprocess.check_output([sys.executable, "-c", OPEN, str(built / version)], cwd=ROOT)
    disk = sum(path.stat().st_size for path in built.rglob("*") if path.is_file())
    bytes_ = quads.stat().st_size
    quads.unlink()
    return Stored(size, bytes_, disk, tuple(loads), float(told))


def _load(command: list[str]) -> Load:
    """Run `command`; it may print the seconds that count, else those of its whole life do."""
    began = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdout is not None
    told = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{command} ended with {process.returncode}")
    seconds = float(told) if told else time.perf_counter() - began
    return Load(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def _serve(folder: Path, house: Path, sizes: list[int], lookups: int) -> list[Served]:
    """Have a server of each size run at one time, so that all meet the same machine."""
    with ExitStack() as stack:
        begun = []
        for size in sizes:
            log = folder / f"{size}.log"
            began = time.perf_counter()
            server = stack.enter_context(
                ours(
                    house,
                    folder,
                    log=log,
                    store=folder / str(size),
                    log_level="warning",
                    **SPACIOUS,
                )
            )
            started = time.perf_counter() - began
            begun.append((size, server, started, _health(server.endpoint), _slow(log)))
            print(size, "is served after", round(started, 2), "s", flush=True)
        connections = [
            (size, http.client.HTTPConnection(server.endpoint.split("/")[2], timeout=60))
            for size, server, *_ in begun
        ]
        seconds = _look_up(connections, lookups)
        return [
            Served(
                started,
                health,
                slow,
                taken(server.pid),
                taken(*tree(server.pid)[1:]),
                seconds[size],
            )
            for size, server, started, health, slow in begun
        ]


def _look_up(
    connections: list[tuple[int, http.client.HTTPConnection]], lookups: int
) -> dict[int, dict[str, list[float]]]:
    found: dict[int, dict[str, list[float]]] = {size: {} for size, _ in connections}
    chance = random.Random(0)
    unused = itertools.count()
    for _, (name, query) in itertools.product(range(lookups), LOOKUPS.items()):
        for size, connection in connections:
            session = chance.randrange(size // 60 - 200)
            names = {"session": session, "dialogue": session // SESSIONS_A_DIALOGUE}
            text = f"{PREFIXES}{query % names} #{next(unused)}"
            began = time.perf_counter()
            connection.request(
                "GET",
                f"/sparql?query={quote(text)}",
                headers={"Accept": "application/sparql-results+json"},
            )
            answer = connection.getresponse()
            body = answer.read()
            found[size].setdefault(name, []).append(time.perf_counter() - began)
            if answer.status != http.HTTPStatus.OK or not json.loads(body)["results"]["bindings"]:
                raise RuntimeError(f"{text} gave {answer.status}: {body!r}")
    return found


def _health(endpoint: str) -> tuple[float, int]:
    began = time.perf_counter()
    try:
        with urllib.request.urlopen(endpoint.replace("/sparql", "/health"), timeout=60) as answer:
            status = answer.status
    except urllib.error.HTTPError as error:
        status = error.code
    return time.perf_counter() - began, status


def _slow(log: Path) -> tuple[tuple[str, float], ...]:
    queries = ROOT / "queries"
    files = {
        path.read_text(encoding="utf-8"): path.relative_to(queries).as_posix()
        for path in queries.rglob("*.rq")
    }
    told = log.read_text(encoding="utf-8").splitlines()
    lines = [json.loads(line) for line in told if line.startswith("{")]
    return tuple(
        (files.get(line["query_text"], "?"), line["milliseconds"] / 1000)
        for line in lines
        if line["message"] == "slow query"
    )


if __name__ == "__main__":
    main()
