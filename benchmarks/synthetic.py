"""Synthetic data in the shape of the graph, of any size, the same for the same seed."""

import datetime
import itertools
import random
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pyoxigraph import RdfFormat, parse, serialize

KINDS: Final = (
    "body",
    "dialogue",
    "domain",
    "outcome",
    "participation",
    "person",
    "place",
    "post",
    "session",
    "source",
    "tenure",
)
PREFIXES: Final = {
    **{kind: f"https://w3id.org/india-japan/id/{kind}/" for kind in KINDS},
    "dcterms": "http://purl.org/dc/terms/",
    "ij": "https://w3id.org/india-japan/ontology#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
SEED: Final = 20_260_116
START: Final = datetime.date(1990, 1, 1)
DAYS: Final = 13_000
SESSIONS_A_DIALOGUE: Final = 20
DOMAINS: Final = (
    "cyber-security",
    "defence-cooperation",
    "development-cooperation",
    "political-dialogue",
    "semiconductors",
    "trade-investment",
)
PERSONS: Final = 400
POSTS: Final = 60
TRIPLES_A_PERSON: Final = 27
TRIPLES_A_POST: Final = 5
TRIPLES_A_DIALOGUE: Final = 5
TRIPLES_A_SESSION: Final = 50
"""Without its venue."""

FEWEST: Final = PERSONS * TRIPLES_A_PERSON + POSTS * TRIPLES_A_POST
GRAPH: Final = "https://w3id.org/india-japan/graph/synthetic"


def write(path: Path, triples: int) -> None:
    """Write `triples` triples of Turtle to `path`; at least FEWEST."""
    with path.open("w", encoding="utf-8") as stream:
        stream.writelines(_prefixes())
        stream.writelines(_statements(random.Random(SEED), triples))


def write_quads(path: Path, triples: int) -> None:
    """Write `triples` triples (at least FEWEST) as N-Quads of one named graph to `path`.

    Nothing is held in memory, so it can be any number.
    """
    with tempfile.NamedTemporaryFile("w", suffix=".trig", dir=path.parent) as stream:
        stream.writelines(_prefixes())
        stream.write(f"<{GRAPH}> {{\n")
        stream.writelines(_statements(random.Random(SEED), triples))
        stream.write("}\n")
        stream.flush()
        serialize(parse(path=stream.name, format=RdfFormat.TRIG), path, RdfFormat.N_QUADS)


def _prefixes() -> Iterator[str]:
    return (f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())


def _statements(chance: random.Random, triples: int) -> Iterator[str]:
    if triples < FEWEST:
        raise ValueError(f"{triples} triples: at least {FEWEST} are needed.")
    for number in range(POSTS):
        side = "india" if number % 2 else "japan"
        yield (
            f'post:p{number} a ij:MinisterialPost ; rdfs:label "Minister {number}"@en , '
            f'"大臣{number}"@ja ; ij:country place:{side} ; ij:rank ij:cabinetMinister .\n'
        )
    for number in range(PERSONS):
        yield (
            f'person:n{number} a ij:Person ; rdfs:label "Person {number} {_word(chance)}"@en , '
            f'"人物{number}"@ja , "व्यक्ति {number}"@hi ; ij:country place:india .\n'
        )
        first = START + datetime.timedelta(chance.randrange(DAYS))
        for turn in range(3):
            since = first + datetime.timedelta(turn * 700)
            until = since + datetime.timedelta(650)
            yield (
                f"tenure:n{number}-{turn} a ij:Tenure ; ij:holder person:n{number} ; "
                f"ij:post post:p{chance.randrange(POSTS)} ; "
                f'schema:startDate "{since}"^^xsd:date ; schema:endDate "{until}"^^xsd:date ; '
                f"dcterms:source source:s{number} .\n"
            )
        yield (
            f'source:s{number} a ij:Source ; dcterms:title "{_words(chance, 6)}"@en ; '
            f'schema:url "https://example.org/{number}"^^xsd:anyURI ; '
            f'schema:datePublished "{first}"^^xsd:date .\n'
        )
    left = triples - FEWEST
    for number in itertools.count():
        opens = number % SESSIONS_A_DIALOGUE == 0
        size = TRIPLES_A_SESSION + _has_venue(number) + opens * TRIPLES_A_DIALOGUE
        if size > left:
            break
        left -= size
        if opens:
            yield (
                f"dialogue:d{number // SESSIONS_A_DIALOGUE} a ij:Dialogue ; "
                f'rdfs:label "Dialogue on {_words(chance, 3)}"@en , "対話{number}"@ja ; '
                f"ij:level ij:ministers ; ij:domain domain:{chance.choice(DOMAINS)} .\n"
            )
        yield from _session(chance, number)
    for number in range(left):
        yield f'person:n{number} skos:altLabel "{_word(chance)}"@en .\n'


def _has_venue(session: int) -> bool:
    return session % 3 != 0


def _session(chance: random.Random, number: int) -> Iterator[str]:
    name = f"s{number}"
    day = START + datetime.timedelta(chance.randrange(DAYS))
    venue = (
        f" ; ij:venue place:{chance.choice(('tokyo', 'new-delhi'))}" if _has_venue(number) else ""
    )
    yield (
        f"session:{name} a ij:Session ; ij:ofDialogue dialogue:d{number // SESSIONS_A_DIALOGUE} ; "
        f'rdfs:label "Session {number} of the dialogue"@en , "第{number}回対話"@ja ; '
        f"ij:ordinal {number % SESSIONS_A_DIALOGUE + 1} ; ij:mode ij:inPerson{venue} ; "
        f'schema:startDate "{day}"^^xsd:date ; schema:endDate "{day}"^^xsd:date ; '
        f"ij:domain domain:{chance.choice(DOMAINS)} ; dcterms:source source:s{number % PERSONS} ; "
        f"ij:participation participation:{name}-a , participation:{name}-b .\n"
    )
    for side in "ab":
        yield (
            f"participation:{name}-{side} a ij:Participation ; ij:role ij:chair ; "
            f"ij:person person:n{chance.randrange(PERSONS)} ; "
            f"ij:inPost post:p{chance.randrange(POSTS)} ; "
            f"dcterms:source source:s{chance.randrange(PERSONS)} .\n"
        )
    for turn in range(4):
        yield (
            f"outcome:{name}-{turn} a ij:Outcome ; ij:decidedAt session:{name} ; "
            f"ij:act ij:{chance.choice(('launches', 'agrees', 'adopts'))} ; "
            f"ij:domain domain:{chance.choice(DOMAINS)} ; "
            f'rdfs:label "{_words(chance, 8)}"@en , "成果{number}の{turn}"@ja ; '
            f"dcterms:source source:s{chance.randrange(PERSONS)} .\n"
        )


def _word(chance: random.Random) -> str:
    return "".join(chance.choice("bdfgklmnprst") + chance.choice("aeiou") for _ in range(3))


def _words(chance: random.Random, count: int) -> str:
    return " ".join(_word(chance) for _ in range(count))
