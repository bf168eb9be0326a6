"""What changed between two releases is told thing by thing."""

import csv
import gzip
import io
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

Run = Callable[..., CompletedProcess[str]]
Row = dict[str, str]

OLD = """
@prefix ij: <https://w3id.org/india-japan/ontology#> .
@prefix person: <https://w3id.org/india-japan/id/person/> .
@prefix place: <https://w3id.org/india-japan/id/place/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
person:a a ij:Person ; rdfs:label "A"@en ; ij:country place:japan .
person:b a ij:Person ; rdfs:label "B"@en .
place:japan rdfs:label "Japan"@en .
"""


@pytest.fixture
def compare(tmp_path: Path, run_ijkg: Run) -> Callable[[str, str], list[Row]]:
    def compare(was: str, becomes: str) -> list[Row]:
        (tmp_path / "old.ttl.gz").write_bytes(gzip.compress(OLD.encode()))
        assert was in OLD
        (tmp_path / "new.ttl").write_text(OLD.replace(was, becomes), encoding="utf-8")
        told = run_ijkg("changes", tmp_path / "old.ttl.gz", tmp_path / "new.ttl")
        assert told.returncode == 0, told.stderr
        return list(csv.DictReader(io.StringIO(told.stdout)))

    return compare


def row(
    thing: str, label: str, change: str, name: str = "", before: str = "", after: str = ""
) -> Row:
    told = {"thing": thing, "label": label, "change": change}
    return told | {"property": name, "before": before, "after": after}


@pytest.mark.parametrize(
    ("was", "becomes", "change"),
    [
        ('rdfs:label "A"@en', 'rdfs:label "A"@en , "あ"@ja',
         row("person:a", "A", "changed", "rdfs:label", "", '"あ"@ja')),
        ('"B"@en', '"Bee"@en',
         row("person:b", "Bee", "changed", "rdfs:label", '"B"@en', '"Bee"@en')),
        (" ; ij:country place:japan", "",
         row("person:a", "A", "changed", "ij:country", "place:japan")),
        ('person:b a ij:Person ; rdfs:label "B"@en .', "", row("person:b", "B", "removed")),
        ("place:japan rdfs", "place:india rdfs:label \"India\"@en . place:japan rdfs",
         row("place:india", "India", "added")),
    ],
)  # fmt: skip
def test_a_change_is_told(
    compare: Callable[[str, str], list[Row]], was: str, becomes: str, change: Row
) -> None:
    assert compare(was, becomes) == [change]


def test_equal_releases_have_no_changes(compare: Callable[[str, str], list[Row]]) -> None:
    assert compare("person:a", "person:a") == []


@pytest.mark.wide
def test_the_house_is_not_changed_since_its_own_export(run_ijkg: Run, tmp_path: Path) -> None:
    release = tmp_path / "release.nt"
    assert run_ijkg("export", "--format", "nt", "--out", release).returncode == 0
    told = run_ijkg("changes", release)
    assert told.stdout.splitlines() == ["thing,label,change,property,before,after"]


def test_a_file_that_is_no_release_is_told_so(run_ijkg: Run, tmp_path: Path) -> None:
    (tmp_path / "old.csv").write_text("a,b\n")
    (tmp_path / "old.nt").write_text("<a> <b>\n")
    assert "A release is .nt, .nq, .ttl, .trig." in run_ijkg("changes", tmp_path / "old.csv").stderr
    told = run_ijkg("changes", tmp_path / "old.nt", tmp_path / "old.nt")
    assert (told.returncode, "old.nt:1" in told.stderr) == (2, True)
