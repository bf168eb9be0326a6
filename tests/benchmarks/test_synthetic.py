"""The synthetic data of the benchmarks are what their size and seed say."""

from pathlib import Path

import pytest
from benchmarks.synthetic import FEWEST, GRAPH, write, write_quads
from pyoxigraph import NamedNode, RdfFormat, parse


@pytest.mark.parametrize("asked", [FEWEST, FEWEST + 1, 23_000, 30_057])
def test_there_are_as_many_triples_as_were_asked_for(tmp_path: Path, asked: int) -> None:
    write(tmp_path / "data.ttl", asked)

    assert len(set(parse(path=tmp_path / "data.ttl", format=RdfFormat.TURTLE))) == asked


def test_less_than_the_fixed_part_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=str(FEWEST)):
        write(tmp_path / "data.ttl", FEWEST - 1)


def test_the_same_size_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one.ttl", "two.ttl"):
        write(tmp_path / name, 23_000)

    assert (tmp_path / "one.ttl").read_bytes() == (tmp_path / "two.ttl").read_bytes()


def test_more_triples_begin_with_the_same_sessions(tmp_path: Path) -> None:
    write(tmp_path / "small.ttl", 15_000)
    write(tmp_path / "big.ttl", 23_000)

    session = "session:s7 a ij:Session"
    small, big = ((tmp_path / name).read_text("utf-8") for name in ("small.ttl", "big.ttl"))
    lines = [line for line in small.splitlines() if line.startswith(session)]
    assert len(lines) == 1
    assert lines[0] in big.splitlines()


def test_quads_are_the_same_triples_in_one_named_graph(tmp_path: Path) -> None:
    write(tmp_path / "data.ttl", 15_000)
    write_quads(tmp_path / "data.nq", 15_000)

    triples = {quad.triple for quad in parse(path=tmp_path / "data.ttl", format=RdfFormat.TURTLE)}
    quads = list(parse(path=tmp_path / "data.nq", format=RdfFormat.N_QUADS))
    assert {quad.triple for quad in quads} == triples
    assert {quad.graph_name for quad in quads} == {NamedNode(GRAPH)}
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".trig"] == []
