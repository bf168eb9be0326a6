"""The store in a folder is whole or not there, whatever happens while it is built."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from india_japan_kg.engine import Engine, ProcessEngine, Query, select
from india_japan_kg.engine.disk import DiskEngine, finished_store
from india_japan_kg.problem import DeadlineExceeded, StoreFailed

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
CARTESIAN = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
BUILDER = """
import sys, time
from pathlib import Path
from pyoxigraph import Literal, NamedNode, Quad
from india_japan_kg.engine.disk import finished_store

def fill(store):
    store.extend(Quad(NamedNode("x:a"), NamedNode("x:b"), Literal(n)) for n in range(1000))
    print("filling", flush=True)
    time.sleep(60)

finished_store(Path(sys.argv[1]), "new", fill)
"""


def put(*numbers: int) -> Callable[[Store], None]:
    def fill(store: Store) -> None:
        store.extend(Quad(NamedNode("x:a"), NamedNode("x:b"), Literal(n)) for n in numbers)

    return fill


def size(path: Path) -> int:
    (solution,) = select(DiskEngine(path, ""), Query(COUNT), 10)
    return int(solution["n"].value)


def test_a_version_that_is_there_is_not_built_again(tmp_path: Path) -> None:
    first = finished_store(tmp_path, "one", put(1, 2))
    again = finished_store(tmp_path, "one", put(1, 2, 3))
    assert first == again
    assert size(again) == 2


def test_a_new_version_leaves_the_one_before_to_those_who_read_it(tmp_path: Path) -> None:
    paths = []
    for number in range(1, 4):
        paths.append(finished_store(tmp_path, f"v{number}", put(*range(number))))
        os.utime(paths[-1], (number, number))
    assert [path.is_dir() for path in paths] == [False, True, True]
    assert [size(path) for path in paths[1:]] == [2, 3]


def test_a_builder_that_is_killed_leaves_the_old_store_and_no_half_of_the_new(
    tmp_path: Path,
) -> None:
    old = finished_store(tmp_path, "old", put(1, 2))
    builder = subprocess.Popen(
        [sys.executable, "-c", BUILDER, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert builder.stdout is not None
    assert builder.stdout.readline() == "filling\n"
    builder.send_signal(signal.SIGKILL)
    builder.wait()
    builder.stdout.close()
    assert not (tmp_path / "new").exists()
    assert size(old) == 2
    assert size(finished_store(tmp_path, "new", put(1, 2, 3))) == 3
    assert list(tmp_path.glob(".building-*")) == []


def test_a_store_that_cannot_be_filled_is_not_there(tmp_path: Path) -> None:
    def fail(store: Store) -> None:
        raise RuntimeError("no data")

    with pytest.raises(RuntimeError):
        finished_store(tmp_path, "one", fail)
    assert not (tmp_path / "one").exists()


def _build_slowly(folder: Path, built: str) -> None:
    def fill(store: Store) -> None:
        with Path(built).open("a") as log:
            log.write("built\n")
        time.sleep(0.3)
        put(1, 2)(store)

    finished_store(folder, "one", fill)


def test_of_many_that_want_to_build_one_does(tmp_path: Path) -> None:
    log = tmp_path / "log"
    context = multiprocessing.get_context("spawn")
    builders = [
        context.Process(target=_build_slowly, args=(tmp_path / "stores", str(log)))
        for _ in range(3)
    ]
    for builder in builders:
        builder.start()
    for builder in builders:
        builder.join()
    assert [builder.exitcode for builder in builders] == [0, 0, 0]
    assert log.read_text() == "built\n"
    assert size(tmp_path / "stores" / "one") == 2


def test_a_folder_that_cannot_be_written_to_is_told(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    with pytest.raises(StoreFailed, match="cannot be built"):
        finished_store(file / "stores", "one", put(1))


def test_a_damaged_store_is_told(tmp_path: Path) -> None:
    path = finished_store(tmp_path, "one", put(1))
    (path / "CURRENT").write_text("nonsense")
    with pytest.raises(StoreFailed, match="cannot be opened"):
        size(path)


def test_a_runaway_query_on_disk_ends_at_its_deadline(folder_engine: ProcessEngine) -> None:
    started = time.monotonic()
    with pytest.raises(DeadlineExceeded):
        folder_engine.evaluate(Query(CARTESIAN), "application/sparql-results+json", 0.5)
    assert time.monotonic() - started < 20
    assert list(select(folder_engine, Query("SELECT * {}"), 60))


def test_two_servers_read_the_same_folder(
    open_store: Callable[..., Engine], folder: Path, folder_engine: ProcessEngine
) -> None:
    other = open_store(folder)
    (one,) = select(folder_engine, Query(COUNT), 60)
    (two,) = select(other, Query(COUNT), 60)
    other.close()
    assert one["n"] == two["n"]
