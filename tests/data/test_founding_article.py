# ruff: noqa: E501 - one fact a line
"""The graph holds every fact of the article that it was founded on (January 2026)."""

import pytest

from india_japan_kg.engine import EmbeddedEngine, Query, ask

MEETING = "session:strategic-dialogue-18"


def seat(person: str, post: str) -> str:
    return (
        f"{MEETING} ij:participation [ ij:person person:{person} ; ij:inPost post:{post} ; "
        "ij:role ij:chair ]"
    )


def outcome(slug: str, more: str) -> str:
    return f"outcome:strategic-dialogue-18-{slug} ij:decidedAt {MEETING} ; {more}"


def topics(*slugs: str) -> str:
    """Every topic stands on the session, or on a remark or outcome of it."""
    return " ".join(
        f"{{ SELECT * {{ ?t{i} ij:madeAt?|ij:decidedAt? {MEETING} ; ij:domain/skos:broader* domain:{s} }} LIMIT 1 }}"
        for i, s in enumerate(slugs)
    )


def text(slug: str, *words: str) -> str:
    filters = " ".join(f'FILTER(CONTAINS(LCASE(?said), "{word}"))' for word in words)
    return f"remark:{slug} ij:paraphrase ?said . {filters}"


def post(slug: str, body: str, rank: str) -> str:
    return f"post:{slug} a ij:Post ; ij:postIn body:{body} ; ij:rank ij:{rank}"


FACTS = {
    1: f'{MEETING} ij:ofDialogue dialogue:strategic-dialogue ; ij:ordinal 18 ; ij:venue place:new-delhi ; schema:startDate "2026-01-16"^^xsd:date',
    2: seat("jaishankar-s", "in-minister-of-external-affairs"),
    3: seat("motegi-toshimitsu", "jp-minister-for-foreign-affairs"),
    4: 'visit:motegi-in-2026-01 ij:destination place:india ; schema:startDate "2026-01-15"^^xsd:date ; schema:endDate "2026-01-17"^^xsd:date ; ij:participation/ij:person person:motegi-toshimitsu',
    5: 'session:motegi-modi-2026-01-16 schema:startDate "2026-01-16"^^xsd:date ; ij:participation [ ij:person person:modi-narendra ; ij:inPost post:in-prime-minister ] , [ ij:person person:motegi-toshimitsu ]',
    6: outcome("ai-dialogue", "ij:act ij:launches ; ij:creates dialogue:ai-dialogue"),
    7: "dialogue:ai-dialogue ij:ledBy post:in-mea-joint-secretary , post:jp-mofa-director-general , body:in-ministry-of-external-affairs , body:jp-ministry-of-foreign-affairs",
    8: outcome(
        "critical-minerals",
        'ij:act ij:convenes ; ij:creates dialogue:jwg-critical-minerals ; ij:dueNotBefore "2026-01-01"^^xsd:date ; ij:dueNotAfter "2026-04-30"^^xsd:date',
    ),
    9: outcome(
        "private-sector-dialogue",
        "ij:act ij:convenes ; ij:creates dialogue:private-sector-economic-security-dialogue ; ij:domain/skos:broader* domain:economic-security",
    ),
    10: outcome(
        "economic-security-dialogue",
        'ij:dueNotBefore "2026-01-01"^^xsd:date ; ij:dueNotAfter "2026-06-30"^^xsd:date',
    ),
    11: "dialogue:economic-security-dialogue ij:ledBy post:in-foreign-secretary , post:jp-vice-minister-foreign-affairs",
    12: topics("economy"),
    13: topics("maritime-security"),
    14: topics("supply-chains"),
    15: topics("critical-minerals"),
    16: topics("technology"),
    17: topics("people-to-people"),
    18: topics("global-order"),
    19: topics("indo-pacific"),
    20: topics("regional-situations"),
    21: topics("quad"),
    22: topics("economic-security"),
    23: topics("energy-climate"),
    24: topics("health"),
    25: topics("maritime-security", "supply-chains"),
    26: topics("supply-chains", "critical-minerals"),
    27: text("strategic-dialogue-18-jaishankar-partnership", "world order", "de-risk"),
    28: text("strategic-dialogue-18-jaishankar-indo-pacific", "free and open indo-pacific"),
    29: text("strategic-dialogue-18-jaishankar-global-order", "democracies", "global order"),
    30: text(
        "strategic-dialogue-18-jaishankar-shared-goals", "uncertain", "shared strategic goals"
    ),
    31: text("strategic-dialogue-18-jaishankar-economic-security", "de-risking"),
    32: text("kitamura-2026-01-16-align-views", "align", "quad"),
    33: text("kitamura-2026-01-16-economic-security", "economic security", "critical minerals"),
    34: text(
        "jaiswal-2026-01-16-strengthen-partnership", "special strategic and global partnership"
    ),
    35: 'FILTER EXISTS { ?named rdfs:label|skos:altLabel|skos:prefLabel ?name FILTER(CONTAINS(?name, "Special Strategic and Global Partnership")) }',
    36: post(
        "in-minister-of-external-affairs", "in-ministry-of-external-affairs", "cabinetMinister"
    ),
    37: post(
        "jp-minister-for-foreign-affairs", "jp-ministry-of-foreign-affairs", "cabinetMinister"
    ),
    38: "post:in-prime-minister a ij:MinisterialPost ; ij:rank ij:headOfGovernment ; ij:country place:india",
    39: post("in-mea-spokesperson", "in-ministry-of-external-affairs", "spokesperson"),
    40: post("jp-mofa-spokesperson", "jp-ministry-of-foreign-affairs", "spokesperson"),
    41: "body:in-ministry-of-external-affairs a ij:Ministry ; ij:country place:india",
    42: "body:jp-ministry-of-foreign-affairs a ij:Ministry ; ij:country place:japan",
    43: "dialogue:jwg-critical-minerals ij:parent dialogue:economic-security-initiative . dialogue:private-sector-economic-security-dialogue ij:parent dialogue:economic-security-initiative . dialogue:economic-security-dialogue ij:parent dialogue:economic-security-initiative",
    44: "body:quad a ij:Forum",
    45: "domain:free-and-open-indo-pacific skos:broader domain:indo-pacific",
}


@pytest.mark.parametrize(("number", "pattern"), FACTS.items())
def test_the_fact_is_in_the_graph(engine: EmbeddedEngine, number: int, pattern: str) -> None:
    assert ask(engine, Query(f"ASK {{ {pattern} }}"), 10), number


def test_every_decision_and_remark_of_it_names_the_article(engine: EmbeddedEngine) -> None:
    for slug in ("ai-dialogue", "critical-minerals", "private-sector-dialogue", "quad"):
        pattern = (
            f"outcome:strategic-dialogue-18-{slug} dcterms:source source:indian-express-2026-01-16"
        )
        assert ask(engine, Query(f"ASK {{ {pattern} }}"), 10), slug
