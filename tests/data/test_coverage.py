"""What the record holds: its size, its sources, and the hand that its files are in."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import QuerySolutions

from india_japan_kg.dataset import Dataset
from india_japan_kg.vocabulary import PREFIXES

Count = Callable[[str], int]

LEAST = {
    "ij:Person": 450,
    "ij:Post": 150,
    "ij:Tenure": 500,
    "ij:Organisation": 180,
    "ij:Dialogue": 90,
    "ij:Session": 600,
    "ij:Visit": 110,
    "ij:Document": 300,
    "ij:Outcome": 800,
    "ij:Project": 150,
    "ij:Indicator": 250,
    "ij:Remark": 250,
}
FACTS = ("ij:Organisation", "ij:Document", *LEAST)
HIGH = """
?session ij:ofDialogue/ij:level ?level . FILTER(?level IN (ij:ministers, ij:leaders))
"""


@pytest.fixture(scope="session")
def count(dataset: Dataset) -> Count:
    """Count the different values of ?thing that a graph pattern finds."""

    def count(pattern: str) -> int:
        solutions = dataset.store.query(
            f"SELECT (COUNT(DISTINCT ?thing) AS ?n) WHERE {{ {pattern} }}",
            prefixes=PREFIXES,
            use_default_graph_as_union=True,
        )
        assert isinstance(solutions, QuerySolutions)
        (solution,) = solutions
        return int(solution["n"].value)

    return count


@pytest.mark.parametrize(("kind", "least"), LEAST.items())
def test_the_record_holds_enough_of_each_kind(kind: str, least: int, count: Count) -> None:
    assert count(f"?thing a {kind}") >= least


@pytest.mark.parametrize("kind", FACTS)
def test_no_fact_lacks_a_source(kind: str, count: Count) -> None:
    assert count(f"?thing a {kind} . FILTER NOT EXISTS {{ ?thing dcterms:source ?source }}") == 0


def test_no_source_is_uncited(count: Count) -> None:
    uncited = "?thing a ij:Source . FILTER NOT EXISTS { ?fact dcterms:source ?thing }"
    assert count(uncited) == 0


def test_eighty_decisions_have_a_term_or_a_number_to_reach(count: Count) -> None:
    assert count("?thing ij:dueNotAfter|ij:target ?aim ; a ij:Outcome") >= 80


def test_sixty_decisions_are_known_to_be_fulfilled(count: Count) -> None:
    assert count("?thing ij:fulfilledBy ?later") >= 60


def test_forty_ties_join_states_prefectures_and_cities(count: Count) -> None:
    ties = "?thing a ij:Project ; ij:domain domain:state-prefecture ; ij:lead ?body"
    assert count(ties) >= 40


def test_most_sessions_of_ministers_cite_an_official_page(count: Count) -> None:
    official = f"""{HIGH} ?session dcterms:source/ij:publisherKind ?kind . BIND(?session AS ?thing)
        FILTER(?kind IN (ij:japanGovernment, ij:indiaGovernment, ij:officialCopy))"""
    assert count(official) >= 0.85 * count(f"{HIGH} BIND(?session AS ?thing)")


def test_the_exercises_are_told_by_the_services_that_took_part(count: Count) -> None:
    navies = """?thing ij:ofDialogue dialogue:malabar ;
        ij:participation/ij:organisation body:in-navy , body:jp-maritime-self-defense-force"""
    assert count(navies) >= 14


def test_no_file_is_longer_than_a_review_can_read(house: Path) -> None:
    files = list((house / "data").rglob("*.ttl"))
    assert files
    assert [f for f in files if len(f.read_text(encoding="utf-8").splitlines()) > 3000] == []
