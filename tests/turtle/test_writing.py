"""The house's hand: one text for one graph, which reads back as the same graph."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
    parse,
)

from india_japan_kg.turtle import write_trig, write_turtle
from india_japan_kg.vocabulary import PREFIXES

XSD = PREFIXES["xsd"]
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
iris = st.one_of(
    st.sampled_from(
        ["session:a-1", "session:a-10", "session:a-2", "ij:act", "person:abe-shinzo"]
    ).map(lambda name: NamedNode(PREFIXES[name.split(":")[0]] + name.split(":")[1])),
    st.sampled_from(["http://x/a.b", "http://x/", "https://schema.org/a/b", "urn:x:1-"]).map(
        NamedNode
    ),
)
blanks = st.integers(0, 4).map(lambda number: BlankNode(f"b{number}"))
literals = st.one_of(
    texts.map(Literal),
    st.builds(lambda text, tag: Literal(text, language=tag), texts, st.sampled_from(["en", "ja"])),
    st.sampled_from(["01", "1", "+1", "1.0", ".5", "true", "1e3", "x"]).flatmap(
        lambda text: st.sampled_from(["integer", "decimal", "boolean", "double", "date"]).map(
            lambda name: Literal(text, datatype=NamedNode(XSD + name))
        )
    ),
)
graphs = st.lists(
    st.builds(Triple, st.one_of(iris, blanks), iris, st.one_of(iris, blanks, literals)), max_size=20
)


def canonical(triples: list[Triple] | list[Quad]) -> set[str]:
    dataset = Dataset(Quad(t.subject, t.predicate, t.object) for t in triples)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad) for quad in dataset}


@given(graphs)
def test_the_text_reads_back_as_the_same_graph(graph: list[Triple]) -> None:
    text = write_turtle(graph, PREFIXES)
    assert canonical(list(parse(text, RdfFormat.TURTLE))) == canonical(graph)


@given(graphs, st.randoms())
def test_the_text_does_not_depend_on_the_order_of_triples(
    graph: list[Triple], random: Random
) -> None:
    shuffled = list(graph)
    random.shuffle(shuffled)
    assert write_turtle(shuffled, PREFIXES) == write_turtle(graph, PREFIXES)


def read(text: str) -> list[Quad]:
    prefixes = "".join(f"@prefix {p}: <{n}> .\n" for p, n in PREFIXES.items())
    return list(parse(prefixes + text, RdfFormat.TURTLE))


def test_a_thing_is_written_for_a_reviewer() -> None:
    triples = read(
        'session:a-18 ij:ordinal 18 ; dcterms:source source:x ; rdfs:label "b"@ja , "a"@en ;'
        ' ij:venue place:tokyo ; schema:startDate "2026-01-16"^^xsd:date ; a ij:Session .'
    )
    assert write_turtle(triples, PREFIXES).partition("\n\n")[2] == (
        "session:a-18\n"
        "    a ij:Session ;\n"
        "    rdfs:label\n"
        '        "a"@en ,\n'
        '        "b"@ja ;\n'
        '    schema:startDate "2026-01-16"^^xsd:date ;\n'
        "    ij:ordinal 18 ;\n"
        "    ij:venue place:tokyo ;\n"
        "    dcterms:source source:x .\n"
    )


def test_a_session_stands_with_what_belongs_to_it_and_numbers_count_as_numbers() -> None:
    names = [
        "dialogue:talks",
        "session:talks-2",
        "participation:talks-2-aso-taro",
        "outcome:talks-2-loans",
        "session:talks-10",
    ]
    triples = read(" ".join(f"{name} a ij:Person ." for name in reversed(names)))
    text = write_turtle(triples, PREFIXES)
    written = [line for line in text.splitlines() if line in names]
    assert written.index("session:talks-2") < written.index("session:talks-10")
    assert written[:2] == ["dialogue:talks", "session:talks-2"]
    assert set(written[2:4]) == {"participation:talks-2-aso-taro", "outcome:talks-2-loans"}


def test_only_used_prefixes_are_declared() -> None:
    text = write_turtle(read("place:tokyo a ij:City ."), PREFIXES)
    assert [line.split()[1] for line in text.splitlines() if line.startswith("@prefix")] == [
        "ij:",
        "place:",
    ]


def test_lists_and_nested_nodes_are_written_in_place() -> None:
    text = write_turtle(read("ij:a ij:b ( 1 [ ij:c 2 ] ) ; ij:d () ."), PREFIXES)
    assert "( 1 [" in text
    assert "ij:d ()" in text
    assert "_:" not in text


def test_graphs_are_named_in_trig() -> None:
    triples = [quad.triple for quad in read("place:tokyo a ij:City .")]
    text = write_trig({"http://x/g": triples}, PREFIXES)
    (quad,) = parse(text, RdfFormat.TRIG)
    assert quad.graph_name == NamedNode("http://x/g")
