"""Every export holds the whole graph, for every reader alike."""

import shutil
import subprocess
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import httpx
import pytest
import rdflib
from pyoxigraph import RdfFormat, parse

from india_japan_kg.dataset import Dataset, load_dataset
from india_japan_kg.export import FORMATS, DumpFormat, dump
from india_japan_kg.vocabulary import PREFIXES

Dumped = Callable[[DumpFormat], bytes]

OXIGRAPH = {
    "ttl": RdfFormat.TURTLE,
    "trig": RdfFormat.TRIG,
    "nt": RdfFormat.N_TRIPLES,
    "nq": RdfFormat.N_QUADS,
    "jsonld": RdfFormat.JSON_LD,
    "rdf": RdfFormat.RDF_XML,
}
RDFLIB = {
    "ttl": "turtle",
    "trig": "trig",
    "nt": "nt11",
    "nq": "nquads",
    "jsonld": "json-ld",
    "rdf": "xml",
}
RAPPER = {"ttl": "turtle", "trig": "trig", "nt": "ntriples", "nq": "nquads", "rdf": "rdfxml"}


@pytest.fixture(scope="module")
def dumped(dataset: Dataset) -> Dumped:
    """Write each dump once for all tests."""
    return lru_cache(lambda form: dump(dataset, form))


@pytest.fixture(scope="module")
def again(house: Path) -> Dataset:
    return load_dataset(house)


formats = pytest.mark.parametrize(
    "form",
    [
        pytest.param(form, id=suffix, marks=[] if suffix == "ttl" else pytest.mark.wide)
        for suffix, form in FORMATS.items()
    ],
)


def expected(dataset: Dataset, form: DumpFormat) -> int:
    quads = list(dataset.store)
    return len(quads) if form.quads else len({quad.triple for quad in quads})


@formats
def test_oxigraph_reads_every_statement(dataset: Dataset, form: DumpFormat, dumped: Dumped) -> None:
    read = set(parse(dumped(form), OXIGRAPH[form.suffix]))
    assert len(read) == expected(dataset, form)


@formats
def test_rdflib_reads_every_statement(dataset: Dataset, form: DumpFormat, dumped: Dumped) -> None:
    read = rdflib.Dataset()
    read.parse(data=dumped(form), format=RDFLIB[form.suffix])
    assert len(list(read.quads())) == expected(dataset, form)


@pytest.mark.raptor
@pytest.mark.skipif(shutil.which("rapper") is None, reason="raptor2-utils is not installed")
@pytest.mark.parametrize(
    "suffix",
    [pytest.param(suffix, marks=[] if suffix == "ttl" else pytest.mark.wide) for suffix in RAPPER],
)
def test_raptor_reads_every_statement(
    dataset: Dataset, suffix: str, tmp_path: Path, dumped: Dumped
) -> None:
    file = tmp_path / f"dump.{suffix}"
    file.write_bytes(dumped(FORMATS[suffix]))
    read = subprocess.run(
        ["rapper", "-i", RAPPER[suffix], "-c", str(file)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert f"returned {expected(dataset, FORMATS[suffix])} triples" in read.stderr


@formats
def test_the_same_data_give_the_same_bytes(
    again: Dataset, form: DumpFormat, dumped: Dumped
) -> None:
    assert dump(again, form) == dumped(form)


def test_turtle_writes_every_known_namespace_by_its_prefix(dumped: Dumped) -> None:
    text = dumped(FORMATS["ttl"]).decode()
    declared = {line.split()[1].rstrip(":") for line in text.splitlines() if line[:7] == "@prefix"}
    assert declared <= PREFIXES.keys()
    for kind in ("person", "session", "outcome", "source"):
        assert kind in declared
        assert f"<{PREFIXES[kind]}" not in text.partition("\n\n")[2]


@formats
def test_an_export_is_downloaded_under_its_name(client: httpx.Client, form: DumpFormat) -> None:
    answer = client.get(f"/export/india-japan.{form.suffix}")
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == form.media_type
    assert f'filename="india-japan.{form.suffix}"' in answer.headers["content-disposition"]
    again = client.get(
        f"/export/india-japan.{form.suffix}", headers={"If-None-Match": answer.headers["etag"]}
    )
    assert again.status_code == 304


def test_an_unknown_format_is_told_the_known_ones(client: httpx.Client) -> None:
    answer = client.get("/export/india-japan.xlsx")
    assert answer.status_code == 404
    assert "india-japan.ttl" in answer.json()["closest"]
