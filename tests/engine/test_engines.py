"""Both engines answer alike; the one with processes also stops what does not end."""

import asyncio
import contextlib
import json
import os
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from pyoxigraph import Literal, NamedNode
from tests.waiting import wait_until

from india_japan_kg.dataset import Dataset
from india_japan_kg.engine import EmbeddedEngine, Engine, ProcessEngine, Query, ask, select
from india_japan_kg.problem import (
    AnswerTooLarge,
    BadQuery,
    DeadlineExceeded,
    MemoryExceeded,
    Overloaded,
    Refused,
)
from india_japan_kg.stopping import CURRENT_STOP, Abandoned, Stop
from india_japan_kg.vocabulary import GRAPH, PREFIXES

from .conftest import children

JSON = "application/sparql-results+json"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
CARTESIAN = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
SORT_OVER_PRODUCT = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?f ?c ?i"


@pytest.fixture(scope="module")
def process_engine(engine: EmbeddedEngine) -> Iterator[ProcessEngine]:
    made = ProcessEngine(engine, processes=2, memory=512)
    yield made
    made.close()


@pytest.fixture(params=["embedded", "processes"])
def any_engine(
    request: pytest.FixtureRequest, engine: EmbeddedEngine, process_engine: ProcessEngine
) -> Engine:
    return engine if request.param == "embedded" else process_engine


def test_the_default_graph_is_the_union_of_all_graphs(any_engine: Engine, dataset: Dataset) -> None:
    (solution,) = select(any_engine, Query(COUNT), 10)
    assert int(solution["n"].value) == len({quad.triple for quad in dataset.store})


def test_a_bound_variable_has_its_term(any_engine: Engine) -> None:
    session = NamedNode(PREFIXES["session"] + "strategic-dialogue-18")
    text = "SELECT ?n { VALUES ?session { UNDEF } ?session ij:ordinal ?n }"
    (solution,) = select(any_engine, Query(text, {"session": session}), 10)
    assert solution["n"] == Literal(18)


def test_a_text_that_looks_like_sparql_stays_a_text(any_engine: Engine) -> None:
    hostile = Literal('x" } ; DROP ALL # \\')
    query = Query("SELECT ?name { VALUES ?name { 1 } }", {"name": hostile})
    (solution,) = select(any_engine, query, 10)
    assert solution["name"] == hostile


def test_named_default_graphs_replace_the_union(any_engine: Engine) -> None:
    query = Query(COUNT, default_graphs=(GRAPH + "domains",))
    (solution,) = select(any_engine, query, 10)
    assert 0 < int(solution["n"].value) < 5000


def test_named_graphs_alone_leave_the_default_graph_empty(any_engine: Engine) -> None:
    graph = GRAPH + "domains"
    query = Query("ASK { ?s ?p ?o }", named_graphs=(graph,))
    assert not ask(any_engine, query, 10)
    inside = Query("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", named_graphs=(graph,))
    assert [s["g"].value for s in select(any_engine, inside, 10)] == [graph]


def test_a_from_clause_is_heeded(any_engine: Engine) -> None:
    text = f"SELECT (COUNT(*) AS ?n) FROM <{GRAPH}nothing> {{ ?s ?p ?o }}"
    (solution,) = select(any_engine, Query(text), 10)
    assert solution["n"] == Literal(0)


@pytest.mark.parametrize(
    ("text", "line", "column", "says"),
    [
        ("SELECT * {\n  ?s nope:x ?o }", 2, 6, "the prefix nope: is not declared"),
        ("SELECT * { ?s ?p ?o", 1, 20, "ends too early"),
        ("SELECT *\n{ ?s ?p ?o }\nSELECT *", 3, None, "unexpected"),
        ("SELECT ?s { ?s ?p ?o } GROUP BY ?o", 1, None, "a variable that is unbound"),
        ("SELECT * { <http://a b> ?p ?o }", 1, None, "IRI"),
        ("", None, None, "there is no SELECT"),
    ],
)
def test_a_bad_query_is_told_with_its_place(
    any_engine: Engine, text: str, line: int | None, column: int | None, says: str
) -> None:
    with pytest.raises(BadQuery) as caught:
        any_engine.evaluate(Query(text), JSON, 10)
    assert says in caught.value.detail
    assert caught.value.members["line"] == line
    if column is not None:
        assert caught.value.members["column"] == column


def test_an_update_is_refused(any_engine: Engine) -> None:
    with pytest.raises(Refused):
        any_engine.evaluate(Query("INSERT DATA { <x:a> <x:b> <x:c> }"), JSON, 10)


def test_an_unknown_function_is_a_bad_query(any_engine: Engine) -> None:
    text = "SELECT (<http://x/f>(?o) AS ?x) { ?s ?p ?o }"
    with pytest.raises(BadQuery, match="http://x/f"):
        any_engine.evaluate(Query(text), JSON, 10)


def test_a_runaway_query_ends_at_its_deadline(process_engine: ProcessEngine) -> None:
    started = time.monotonic()
    with pytest.raises(DeadlineExceeded, match=r"0\.5 s"):
        process_engine.evaluate(Query(CARTESIAN), JSON, 0.5)
    assert time.monotonic() - started < 20


def test_a_query_that_wants_too_much_memory_is_stopped(process_engine: ProcessEngine) -> None:
    with pytest.raises(MemoryExceeded):
        process_engine.evaluate(Query(SORT_OVER_PRODUCT), JSON, 600)


def test_stopped_processes_are_replaced(process_engine: ProcessEngine) -> None:
    for _ in range(4):
        with pytest.raises(DeadlineExceeded):
            process_engine.evaluate(Query(CARTESIAN), JSON, 1.0)
    assert json.loads(process_engine.evaluate(Query("ASK {}"), JSON, 60))["boolean"]


def test_when_all_places_are_taken_the_next_query_is_told_so(engine: EmbeddedEngine) -> None:
    crowded = ProcessEngine(engine, processes=2, memory=512, most_queries=2)
    processes = children(crowded._nursery._pid)
    for pid in processes:
        os.kill(pid, signal.SIGSTOP)
    with ThreadPoolExecutor(2) as pool:
        working = [pool.submit(crowded.evaluate, Query("ASK {}"), JSON, 60) for _ in range(2)]
        wait_until(lambda: crowded.lanes.inside == 2)
        with pytest.raises(Overloaded):
            crowded.evaluate(Query("ASK {}"), JSON, 60)
        for pid in processes:
            os.kill(pid, signal.SIGCONT)
        assert all(json.loads(each.result())["boolean"] for each in working)
    crowded.close()


def test_quick_queries_find_room_while_every_process_runs_away(
    process_engine: ProcessEngine,
) -> None:
    with ThreadPoolExecutor(6) as pool:
        runaways = [
            pool.submit(process_engine.evaluate, Query(CARTESIAN), JSON, 15) for _ in range(6)
        ]
        wait_until(lambda: process_engine.lanes.long == 6, 14)
        for _ in range(20):
            assert json.loads(process_engine.evaluate(Query("ASK {}"), JSON, 5.0))["boolean"]
        assert not any(runaway.done() for runaway in runaways)
    assert all(
        isinstance(runaway.exception(), DeadlineExceeded | Overloaded) for runaway in runaways
    )


def test_an_answer_that_is_too_large_is_told(process_engine: ProcessEngine) -> None:
    wide = f'SELECT ?a ("{"x" * 1000}" AS ?wide) {{ ?a a ?x . ?b a ?y }} LIMIT 200000'
    with pytest.raises(AnswerTooLarge) as caught:
        process_engine.evaluate(Query(wide), JSON, 300)
    assert caught.value.members["limit"] == 128 * 1024 * 1024


def test_what_the_server_asks_for_itself_is_not_limited_as_users_are(
    engine: EmbeddedEngine,
) -> None:
    small = ProcessEngine(engine, processes=1, memory=512, max_answer=1)
    assert len(small.evaluate(Query("SELECT * { ?s ?p ?o }"), JSON, 60)) > 1024 * 1024
    small.close()


def test_work_that_was_told_to_stop_ends_at_once(process_engine: ProcessEngine) -> None:
    stop = Stop()

    def work() -> None:
        CURRENT_STOP.set(stop)
        process_engine.evaluate(Query(CARTESIAN), JSON, 60)

    with ThreadPoolExecutor(1) as pool:
        working = pool.submit(work)
        wait_until(lambda: process_engine.lanes.long == 1)
        stop.set()
        assert isinstance(working.exception(timeout=20), Abandoned)


def test_a_process_that_was_stopped_as_it_answered_is_not_used_again(
    process_engine: ProcessEngine,
) -> None:
    def work(delay: float) -> None:
        stop = Stop()
        CURRENT_STOP.set(stop)
        timer = threading.Timer(delay, stop.set)
        timer.start()
        with contextlib.suppress(Abandoned):
            process_engine.evaluate(Query("ASK {}"), JSON, 60)
        timer.join()

    with ThreadPoolExecutor(1) as pool:
        for step in range(100):
            pool.submit(work, step * 1e-5).result()
            assert ask(process_engine, Query("ASK {}"), 60)


def test_many_threads_get_each_their_own_answer(process_engine: ProcessEngine) -> None:
    def echo(number: int) -> int:
        query = Query("SELECT ?n { VALUES ?n { 0 } }", {"n": Literal(number)})
        (solution,) = select(process_engine, query, 60)
        return int(solution["n"].value)

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(echo, range(200))) == list(range(200))


def test_the_loop_that_looks_after_queries_does_not_wait_for_itself(
    engine: EmbeddedEngine,
) -> None:
    made = ProcessEngine(engine, processes=1, memory=512)

    async def ask_where_it_must_not() -> None:
        made.settle()
        with pytest.raises(RuntimeError, match="await instead"):
            made.evaluate(Query("ASK {}"), JSON, 10)

    asyncio.run(ask_where_it_must_not())
    made.close()
