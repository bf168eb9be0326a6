"""Tables, networks, checksums and compressed dumps: what other programs do with them works."""

import csv
import gzip
import hashlib
import io
from datetime import date

import httpx
import networkx
import pytest

from india_japan_kg.export.exports import Exports
from india_japan_kg.problem import NotFound
from india_japan_kg.things.labels import Labels


def rows(exports: Exports, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(exports.file(name, {}).body.decode())))


@pytest.mark.wide
def test_a_compressed_dump_is_the_dump(exports: Exports) -> None:
    packed = exports.file("india-japan.ttl.gz", {})
    assert packed.media_type == "application/gzip"
    assert gzip.decompress(packed.body) == exports.file("india-japan.ttl", {}).body


@pytest.mark.wide
def test_the_list_of_checksums_names_every_other_file(exports: Exports) -> None:
    lines = exports.file("SHA256SUMS", {}).body.decode().splitlines()
    told = {name: digest for digest, name in (line.split("  ") for line in lines)}
    assert set(told) == set(exports.offer.names) - {"SHA256SUMS"}
    for name in ("india-japan.ttl.gz", "Session.csv", "graph.graphml"):
        assert told[name] == hashlib.sha256(exports.file(name, {}).body).hexdigest()


def test_the_table_of_a_class_has_a_row_for_each_thing(exports: Exports, labels: Labels) -> None:
    table = rows(exports, "Session.csv")
    assert {row["id"] for row in table} == {f"session:{slug}" for slug in labels.things("session")}
    assert len(table) == len(labels.things("session"))


def test_a_row_has_the_names_in_three_languages_and_those_of_what_it_mentions(
    exports: Exports,
) -> None:
    (row,) = (r for r in rows(exports, "Session.csv") if r["id"] == "session:strategic-dialogue-18")
    assert row["label_ja"] == "第18回日印外相間戦略対話"
    assert row["label_hi"]
    assert (row["startDate"], row["ordinal"]) == ("2026-01-16", "18")
    assert (row["venue"], row["venue_label"]) == ("place:new-delhi", "New Delhi")
    chairs = row["chairedBy_label"].split(" | ")
    assert sorted(chairs) == ["Subrahmanyam Jaishankar", "Toshimitsu Motegi"]


@pytest.mark.parametrize("name", ["Session", "Person", "Outcome", "Indicator", "Source", "Place"])
def test_the_metadata_of_a_table_describe_its_columns(
    client: httpx.Client, exports: Exports, name: str
) -> None:
    answer = client.get(f"/export/{name}.csv")
    assert f'<{name}.csv-metadata.json>; rel="describedby"' in answer.headers["link"]
    described = client.get(f"/export/{name}.csv-metadata.json").json()
    assert described["url"] == f"{name}.csv"
    columns = {column["name"]: column for column in described["tableSchema"]["columns"]}
    table = rows(exports, f"{name}.csv")
    assert list(columns) == list(table[0])
    forms = {
        "date": date.fromisoformat,
        "integer": int,
        "positiveInteger": int,
        "decimal": float,
        "boolean": ("true", "false").index,
    }
    for row in table:
        for heading, text in row.items():
            several = columns[heading].get("separator")
            for value in text.split(several) if several else [text]:
                forms.get(columns[heading].get("datatype", ""), str)(value) if value else None


def test_the_network_opens_with_names_and_days(exports: Exports) -> None:
    body = exports.file("graph.graphml", {}).body
    graph = networkx.read_graphml(io.BytesIO(body), force_multigraph=True)
    node = graph.nodes["session/strategic-dialogue-18"]
    assert node["label"] == "18th India-Japan Foreign Ministers' Strategic Dialogue"
    assert node["label_ja"] == "第18回日印外相間戦略対話"
    assert (node["start"], node["end"]) == ("2026-01-16", "2026-01-16")
    chairs = graph["session/strategic-dialogue-18"]["person/motegi-toshimitsu"].values()
    assert "Chair" in {edge["label"] for edge in chairs}
    assert graph.number_of_edges() > 5000


def test_a_file_that_is_not_there_is_told_the_nearest(exports: Exports) -> None:
    with pytest.raises(NotFound) as error:
        exports.file("Session.tsv", {})
    assert "Session.csv" in str(error.value.members["closest"])


@pytest.mark.wide
def test_files_are_downloaded_with_an_etag(client: httpx.Client) -> None:
    for name in ("india-japan.nt.gz", "Person.csv", "graph.graphml", "SHA256SUMS"):
        answer = client.get(f"/export/{name}")
        assert answer.status_code == 200
        assert f'filename="{name}"' in answer.headers["content-disposition"]
        assert answer.headers["etag"].startswith('"')
