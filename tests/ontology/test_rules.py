"""Each rule derives what its comment says, and nothing else."""

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store, Triple, parse

from india_japan_kg.dataset import Dataset
from india_japan_kg.dataset.rules import derive, read_rules
from india_japan_kg.vocabulary import GRAPH, PREFIXES

HOUSE = Path(__file__).parents[2]
RULES = HOUSE / "ontology" / "rules"
HEAD = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
HEAD += "@prefix : <urn:x-test:> .\n"

# Two countries, each with a minister who sat in a session of the same dialogue.
COUNTRIES = """
:in-fm ij:country place:india . :jp-fm ij:country place:japan .
:a ij:country place:india . :b ij:country place:japan .
"""

EXAMPLES = {
    "super-classes": [
        (
            "a thing is of every class above its own, through several steps",
            ":x a ij:Minister .",
            ":x a ij:Person , foaf:Person , schema:Person , prov:Person .",
        ),
        (
            "a class of another vocabulary derives nothing",
            ":x a org:Organization . org:Organization rdfs:subClassOf foaf:Agent .",
            "",
        ),
        (
            "what is stated already is not derived again",
            ":x a ij:City , ij:Place , schema:City , schema:Place .",
            "",
        ),
    ],
    "super-properties": [
        (
            "a tenure is a membership of ORG",
            ":t ij:holder :a ; ij:post :p .",
            ":t org:member :a ; org:role :p .",
        ),
        (
            "literals keep their language",
            ':a ij:familyName "茂木"@ja .',
            ':a foaf:familyName "茂木"@ja .',
        ),
        (
            "a value derives no class of the domain or range",
            ":p ij:postIn :o .",
            ":p org:postIn :o .",
        ),
        ("a property of another vocabulary derives nothing", ':x skos:prefLabel "x"@en .', ""),
    ],
    "minister": [
        (
            "the holder of a ministerial post is a minister",
            ":p a ij:MinisterialPost . :t ij:post :p ; ij:holder :a .",
            ":a a ij:Minister .",
        ),
        (
            "the holder of an official post is not",
            ":p a ij:OfficialPost . :t ij:post :p ; ij:holder :a .",
            "",
        ),
    ],
    "chaired-by": [
        (
            "chairs chaired, delegates did not",
            ":s a ij:Session ; ij:participation :1 , :2 , :3 ."
            ":1 ij:person :a ; ij:role ij:chair . :2 ij:person :b ; ij:role ij:chair ."
            ":3 ij:person :c ; ij:role ij:delegate .",
            ":s ij:chairedBy :a , :b .",
        ),
        (
            "a document has no chair",
            ":d a ij:Document ; ij:participation :1 . :1 ij:person :a ; ij:role ij:chair .",
            "",
        ),
    ],
    "counterpart-of": [
        (
            "chairs of one session from two countries are counterparts, both ways round",
            COUNTRIES + ":s a ij:Session ; ij:participation :1 , :2 ."
            ":1 ij:person :a ; ij:inPost :in-fm ; ij:role ij:chair ."
            ":2 ij:person :b ; ij:inPost :jp-fm ; ij:role ij:chair .",
            ":a ij:counterpartOf :b . :b ij:counterpartOf :a .",
        ),
        (
            "the country of the post outweighs that of the person",
            COUNTRIES + ":s a ij:Session ; ij:participation :1 , :2 ."
            ":1 ij:person :a ; ij:inPost :jp-fm ; ij:role ij:chair ."
            ":2 ij:person :b ; ij:inPost :jp-fm ; ij:role ij:chair .",
            "",
        ),
        (
            "the country of the person serves where no post is known",
            COUNTRIES + ":s a ij:Session ; ij:participation :1 , :2 ."
            ":1 ij:person :a ; ij:role ij:chair ."
            ":2 ij:person :b ; ij:inPost :jp-fm ; ij:role ij:chair .",
            ":a ij:counterpartOf :b . :b ij:counterpartOf :a .",
        ),
        (
            "without any country nobody is a counterpart",
            ":s a ij:Session ; ij:participation :1 , :2 ."
            ":1 ij:person :a ; ij:role ij:chair . :2 ij:person :b ; ij:role ij:chair .",
            "",
        ),
        (
            "delegates are no counterparts, nor are chairs of two sessions",
            COUNTRIES + ":s a ij:Session ; ij:participation :1 , :2 ."
            ":1 ij:person :a ; ij:role ij:chair . :2 ij:person :b ; ij:role ij:delegate ."
            ":r a ij:Session ; ij:participation :3 . :3 ij:person :b ; ij:role ij:chair .",
            "",
        ),
    ],
    "preceded-by": [
        (
            "the next lower ordinal precedes, across a gap and in numerical order",
            ":a ij:ofDialogue :d ; ij:ordinal 2 . :b ij:ofDialogue :d ; ij:ordinal 9 ."
            ":c ij:ofDialogue :d ; ij:ordinal 10 .",
            ":b ij:precededBy :a . :c ij:precededBy :b .",
        ),
        (
            "sessions of another dialogue or without an ordinal do not count",
            ":a ij:ofDialogue :d ; ij:ordinal 1 . :b ij:ofDialogue :e ; ij:ordinal 2 ."
            ":c ij:ofDialogue :d .",
            "",
        ),
    ],
    "creator": [
        (
            "a dialogue knows the outcome that created it",
            ":o ij:creates :d . :d a ij:Dialogue .",
            ":d ij:creator :o .",
        ),
        ("a document does not", ":o ij:creates :x . :x a ij:Document .", ""),
    ],
    "held": [
        (
            "a person held the posts of the tenures, once each",
            ":1 ij:holder :a ; ij:post :p . :2 ij:holder :a ; ij:post :p ."
            ":3 ij:holder :a ; ij:post :q .",
            ":a ij:held :p , :q .",
        ),
        (
            "a post in which a person only sat is not told",
            ":1 ij:person :a ; ij:inPost :p .",
            "",
        ),
    ],
    "narrower": [
        (
            "one step down for each step up, no more",
            ":a skos:broader :b . :b skos:broader :c .",
            ":b skos:narrower :a . :c skos:narrower :b .",
        ),
    ],
    "has-top-concept": [
        (
            "a scheme knows its top concepts",
            ":a skos:topConceptOf :s .",
            ":s skos:hasTopConcept :a .",
        ),
    ],
}
CASES = [
    pytest.param(rule, given, expected, id=f"{rule}: {sentence}")
    for rule, cases in EXAMPLES.items()
    for sentence, given, expected in cases
]


def triples(turtle: str) -> set[Triple]:
    return {
        Triple(q.subject, q.predicate, q.object) for q in parse(HEAD + turtle, RdfFormat.TURTLE)
    }


def vocabulary_with(given: str) -> Store:
    store = Store()
    store.load(
        path=HOUSE / "ontology" / "india-japan.ttl",
        format=RdfFormat.TURTLE,
        to_graph=NamedNode(GRAPH + "ontology"),
    )
    store.load(HEAD + given, RdfFormat.TURTLE, to_graph=NamedNode(GRAPH + "example"))
    return store


@pytest.mark.parametrize(("rule", "given", "expected"), CASES)
def test_rule(rule: str, given: str, expected: str) -> None:
    text = (RULES / f"{rule}.rq").read_text(encoding="utf-8")
    derived = set(vocabulary_with(given).query(text, use_default_graph_as_union=True))
    of_the_lists = {t for t in derived if t.subject.value.startswith(PREFIXES["ij"])}
    assert derived - of_the_lists == triples(expected)
    assert not of_the_lists or rule == "has-top-concept"


def test_every_rule_has_an_example_and_says_what_it_derives_and_why() -> None:
    files = {path.stem: path.read_text(encoding="utf-8") for path in RULES.glob("*.rq")}
    assert set(files) == set(EXAMPLES)
    for text in files.values():
        assert text.startswith("# Derives: ")
        assert "\n# Why: " in text


def test_rules_feed_each_other_until_nothing_is_new() -> None:
    store = vocabulary_with(":p a ij:MinisterialPost . :t ij:post :p ; ij:holder :a .")
    derive(store, read_rules(HOUSE))
    of_a = {
        (q.predicate, q.object)
        for q in store.quads_for_pattern(NamedNode("urn:x-test:a"), None, None)
    }
    expected = triples(
        ":a a ij:Minister , ij:Person , foaf:Person , schema:Person , prov:Person ; ij:held :p ."
    )
    assert of_a == {(t.predicate, t.object) for t in expected}


def test_nothing_is_derived_about_terms_of_a_vocabulary_but_the_tops_of_code_lists(
    dataset: Dataset,
) -> None:
    inferred = dataset.store.quads_for_pattern(None, None, None, NamedNode(GRAPH + "inferred"))
    ours = PREFIXES["ij"].removesuffix("ontology#")
    predicates = {
        quad.predicate.value
        for quad in inferred
        if not str(quad.subject.value).startswith(ours + "id/")
    }
    assert predicates == {PREFIXES["skos"] + "hasTopConcept"}
