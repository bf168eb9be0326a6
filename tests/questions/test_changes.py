"""What changed since a release is told exactly, and the same by every way to ask.

The release of the tests is made of today's files with a few lines of an earlier time in them
(`EARLIER` of the tests' fixtures).
"""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import httpx
import pytest

from india_japan_kg.dataset.releases import find_releases
from india_japan_kg.problem import BadSetting

Ask = Callable[..., list[dict[str, object]]]
Run = Callable[..., CompletedProcess[str]]

ANDAMAN = "Improvement of power supply in the Andaman and Nicobar Islands"
ANDHRA = "Andhra Pradesh High Voltage Distribution System"
ASSAM = "Bamboo-to-biofuel refinery in Assam"
DECIMAL = "^^<http://www.w3.org/2001/XMLSchema#decimal>"
CHANGES = [
    ("andaman-nicobar-power", ANDAMAN, "changed", "amount", f'"3999"{DECIMAL}', f'"4000"{DECIMAL}'),
    (
        *("ap-high-voltage-distribution", ANDHRA, "changed", "label"),
        *('"Power for Andhra Pradesh"@en', f'"{ANDHRA}"@en'),
    ),
    ("assam-bamboo-biorefinery", ASSAM, "added", None, None, None),
    ("assam-biorefinery", ASSAM, "removed", None, None, None),
]


def local(name: object) -> object:
    return str(name).rpartition(":")[2].rpartition("/")[2].rpartition("#")[2] if name else None


def told(rows: list[dict[str, object]]) -> list[tuple[object, ...]]:
    columns = ("thing", "label", "change", "property", "before", "after")
    return [
        tuple(
            local(row[name]) if name in ("thing", "property") else row[name] or None
            for name in columns
        )
        for row in rows
    ]


def test_exactly_what_was_edited_is_told(ask: Ask) -> None:
    assert told(ask("changes", release="0.1.0")) == CHANGES


def test_the_changes_of_one_class_are_told(ask: Ask) -> None:
    changes = {"release": "0.1.0", "class": "Project"}
    assert told(ask("changes", **changes)) == CHANGES
    assert ask("changes", **changes | {"class": "Person"}) == []


def test_the_command_tells_the_same_of_the_file(ask: Ask, run_ijkg: Run, releases: Path) -> None:
    ran = run_ijkg("changes", releases / "0.1.0.nq.gz")
    assert told(list(csv.DictReader(io.StringIO(ran.stdout)))) == CHANGES
    ran = run_ijkg("ask", "changes", "--release=0.1.0", "--format=csv", releases=releases)
    assert told(list(csv.DictReader(io.StringIO(ran.stdout)))) == CHANGES


@pytest.mark.parametrize("store", ["memory", pytest.param("folder", marks=pytest.mark.wide)])
def test_a_server_tells_the_same(
    start_server: Callable[..., str], tmp_path: Path, store: str, server: str
) -> None:
    address = server if store == "memory" else start_server(store=tmp_path)
    with httpx.Client(base_url=address, timeout=300) as client:
        rows = client.get("/queries/changes.csv", params={"release": "0.1.0"}).text
        assert told(list(csv.DictReader(io.StringIO(rows)))) == CHANGES


def test_a_release_is_chosen_from_those_that_are_there(client: httpx.Client) -> None:
    operation = client.get("/openapi.json").json()["paths"]["/queries/changes"]["get"]
    (release,) = (p for p in operation["parameters"] if p["name"] == "release")
    assert (release["required"], release["example"]) == (True, "0.1.0")
    assert release["schema"]["enum"] == ["0.1.0"]
    page = client.get("/queries/changes", headers={"Accept": "text/html"}).text
    assert '<option value="0.1.0"' in page


def test_an_unknown_release_is_answered_with_the_known_ones(client: httpx.Client) -> None:
    answer = client.get("/queries/changes", params={"release": "9.9"})
    assert answer.status_code == 400
    assert answer.json()["parameter"] == "release"
    assert answer.json()["allowed"] == ["0.1.0"]


def test_without_releases_the_problem_names_the_setting(run_ijkg: Run) -> None:
    ran = run_ijkg("ask", "changes", "--release=0.1.0")
    assert ran.returncode == 2
    assert "no earlier release is known here. IJKG_RELEASES names the folder" in ran.stderr


def test_a_release_that_is_broken_is_told_so(run_ijkg: Run, tmp_path: Path) -> None:
    (tmp_path / "1.0.nq.gz").write_bytes(b"\x1f\x8bnothing")
    ran = run_ijkg("ask", "changes", "--release=1.0", releases=tmp_path)
    assert ran.returncode == 2
    assert ran.stderr.startswith("ijkg: 1.0.nq.gz: ")


def test_releases_are_the_dumps_of_the_folder_with_the_last_one_first(tmp_path: Path) -> None:
    for name in ("0.9.ttl", "0.10.nq.gz", "0.2.0.trig", "SHA256SUMS", "0.1.csv"):
        (tmp_path / name).touch()
    assert list(find_releases(tmp_path)) == ["0.10", "0.9", "0.2.0"]


def test_two_files_of_one_release_are_refused(tmp_path: Path) -> None:
    (tmp_path / "1.0.ttl").touch()
    (tmp_path / "1.0.nq.gz").touch()
    with pytest.raises(BadSetting, match=r"1\.0\.nq\.gz and 1\.0\.ttl are one release"):
        find_releases(tmp_path)


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="IJKG_RELEASES"):
        find_releases(tmp_path / "none")
