"""Every IRI of the data opens, in five forms; `walk.py` walks."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.rest.walk import ACCEPTS, Answer, is_mentioned, place, read_rules

IRI = "https://w3id.org/india-japan/id/person/abe-shinzo"


@pytest.mark.wide
def test_every_iri_of_the_data_leads_to_a_document_that_mentions_it(
    house: Path, cache: Path, real_report: object
) -> None:
    parts = os.cpu_count() or 1
    settings = {"IJKG_CACHE": str(cache), "IJKG_ANSWER_CACHE": "0", "IJKG_QUERY_TIMEOUT": "600"}
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.rest.walk", str(part), str(parts)],
            cwd=house,
            env=os.environ | settings,
            stdout=subprocess.PIPE,
            text=True,
        )
        for part in range(parts)
    ]
    walked = dict.fromkeys(ACCEPTS, 0)
    faults: list[str] = []
    for process in running:
        told, _ = process.communicate()
        assert process.returncode == 0
        found = json.loads(told)
        faults += found["faults"]
        for accept, count in found["walked"].items():
            walked[accept] += count
    assert faults == []
    assert min(walked.values()) == max(walked.values()) > 11_000


@pytest.mark.parametrize(
    ("iri", "address"),
    [
        (IRI, "/id/person/abe-shinzo"),
        ("https://w3id.org/india-japan/ontology#Session", "/ontology"),
        ("https://w3id.org/india-japan/ontology/0.1.0", "/ontology"),
        ("https://w3id.org/india-japan/shapes#TenureOverlap", "/shapes"),
        ("https://w3id.org/india-japan/graph/people/india/a-f", "/"),
        ("https://w3id.org/india-japan/dataset", "/"),
    ],
)
def test_the_walk_begins_where_the_registry_sends_one(house: Path, iri: str, address: str) -> None:
    assert place(iri, read_rules(house / "docs" / "w3id" / ".htaccess")) == address


def test_a_document_that_is_silent_about_its_iri_would_be_found() -> None:
    turtle = b"@prefix p: <https://w3id.org/india-japan/id/person/> . p:abe-shinzo a p:x ."
    for media_type, body in (("text/turtle", turtle), ("application/json", f'"{IRI}"'.encode())):
        answer = Answer(200, {"content-type": media_type}, body)
        assert is_mentioned(IRI, answer)
        assert not is_mentioned(IRI.replace("abe", "ebe"), answer)
