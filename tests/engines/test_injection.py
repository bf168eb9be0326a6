"""On every kind of engine a value is one term or refused, whatever it looks like."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode

from india_japan_kg.catalogue import Parameter, ParameterType, Question, answer, construct, load
from india_japan_kg.engine import Engine, Query, Term, select
from india_japan_kg.problem import BadParameter
from india_japan_kg.tables import plain_rows
from india_japan_kg.things.labels import Labels
from india_japan_kg.vocabulary import PREFIXES

FOREIGN = ["folder", "oxigraph", "virtuoso"]
TODAY = date(2026, 7, 1)
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
ECHO = "SELECT ?it { VALUES ?it { 1 } }"
QUESTIONS = load(Path(__file__).parents[2] / "queries")
HOSTILE = [
    '" } } #',
    '"@en } UNION { ?s ?p ?o } #',
    "' ) ; DROP ALL #",
    "> <urn:x> ?p ?o . <",
    "}} SELECT * {{?s ?p ?o",
    "\\u0022 } ?s ?p ?o #",
    "\\",
    '"""',
    "'''",
    "''",
    "?it",
    "$1 ?? :1",
    "UNDEF",
    "\u2028\u2029\u0085",
    "\ufffe\uffff",
    "%27 || 1=1 --",
    "^{ bif:now() }",
    "`bif:concat(1)`",
    "<bif:now>()",
    "define input:inference 'x'",
    "OPTION (TRANSITIVE)",
    "&lt;&#34;]]><![CDATA[",
    "person:x } ?s ?p ?o",
    "İıßΣς",
    "😀👨‍👩‍👧",
]
WHOLE = ["abe-shinzo", "person:abe-shinzo", "ministers", "2026-01-16", "12", "ja", "open", "Tokyo"]


def hostile_texts() -> st.SearchStrategy[str]:
    pieces = st.one_of(st.text(max_size=6), st.sampled_from([*HOSTILE, *WHOLE]))
    return st.one_of(
        st.sampled_from(WHOLE), st.lists(pieces, min_size=1, max_size=4).map("".join)
    ).filter(str.strip)


def asked_parameters(wanted: ParameterType) -> list[tuple[Question, Parameter]]:
    """The parameters of a type that are a part of the query, each with its question."""
    return [
        (question, parameter)
        for question in QUESTIONS.values()
        for parameter in question.parameters.values()
        if parameter.type is wanted
        and not (question.method and parameter.name in question.method.parameters)
    ]


def count(engine: Engine) -> int:
    (solution,) = select(engine, Query(COUNT), 60)
    return int(solution["n"].value)


def lines(question: Question, engine: Engine, labels: Labels, given: dict[str, str]) -> list[str]:
    if question.gives_graph:
        graph = construct(question, engine, labels, given, languages=[], today=TODAY, timeout=60)
        return [str(triple) for triple in graph.triples]
    table = answer(question, engine, labels, given, languages=[], today=TODAY, timeout=60)
    return [json.dumps(row, default=str) for row in plain_rows(table)]


TYPES = [kind for kind in ParameterType if asked_parameters(kind)]


@pytest.mark.parametrize("kind", FOREIGN)
@pytest.mark.parametrize("wanted", TYPES)
def test_a_hostile_value_is_refused_or_answered_as_in_memory(
    wanted: ParameterType,
    kind: str,
    labels: Labels,
    engine: Engine,
    engine_of: Callable[[str], Engine],
) -> None:
    foreign = engine_of(kind)
    before = count(foreign)

    @settings(max_examples=40, deadline=None)
    @given(asked=st.sampled_from(asked_parameters(wanted)), text=hostile_texts())
    def ask(asked: tuple[Question, Parameter], text: str) -> None:
        question, parameter = asked
        values = {p.name: p.example for p in question.parameters.values() if not p.optional}
        values[parameter.name] = text
        try:
            expected = lines(question, engine, labels, values)
        except BadParameter:
            return
        assert lines(question, foreign, labels, values) == expected

    ask()
    assert count(foreign) == before


def terms() -> st.SearchStrategy[Term]:
    texts = st.one_of(st.text(), hostile_texts())
    # XML, in which stores answer, has no such character.
    writable = texts.filter(lambda text: "\0" not in text)
    days = st.dates().map(
        lambda day: Literal(day.isoformat(), datatype=NamedNode(PREFIXES["xsd"] + "date"))
    )
    names = st.text(st.characters(categories=["L", "N"]), max_size=8)
    return st.one_of(
        writable.map(Literal),
        writable.map(lambda text: Literal(text, language="ja")),
        st.integers(-999_999_999, 999_999_999).map(Literal),
        days,
        names.map(lambda name: NamedNode(PREFIXES["person"] + name)),
        st.sampled_from(["'", "(", ")", "$", "%27", "?x=1&y=2", "#a", "*", ";", "😀"]).map(
            lambda name: NamedNode(PREFIXES["person"] + name)
        ),
    )


@pytest.mark.parametrize("kind", FOREIGN)
def test_every_term_comes_back_as_it_went(kind: str, engine_of: Callable[[str], Engine]) -> None:
    foreign = engine_of(kind)

    @settings(max_examples=300, deadline=None)
    @given(term=terms())
    @example(term=Literal(" \t\r\n"))
    @example(term=Literal(" a\r\nb\x01 "))
    @example(term=Literal('\\u0022 \\ \' " \\"'))
    @example(term=Literal("x" * 5_000))
    def echo(term: Term) -> None:
        (solution,) = select(foreign, Query(ECHO, {"it": term}), 60)
        assert solution["it"] == term

    echo()
