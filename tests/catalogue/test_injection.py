"""No value can be anything but one term: the query around it stays what it is."""

from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal
from rdflib.plugins.sparql.parser import parseQuery

from india_japan_kg.catalogue import Catalogue
from india_japan_kg.catalogue.header import read_header
from india_japan_kg.catalogue.parameters import ParameterType, read_parameter, read_values
from india_japan_kg.engine import EmbeddedEngine, Query, Term, select
from india_japan_kg.engine.binding import bind
from india_japan_kg.engine.reading import tokens
from india_japan_kg.problem import BadParameter
from india_japan_kg.things.labels import Labels

TODAY = date(2026, 7, 1)
ECHO = 'SELECT ?it WHERE { VALUES ?it { "e" } } ORDER BY ?it'
HOSTILE = [
    '" } } #',
    '"@en } UNION { ?s ?p ?o } #',
    "' ) ; DROP ALL #",
    "\\u0022 } ?s ?p ?o #",
    "\\",
    "> <urn:x> ?p ?o . <",
    "}} SELECT * {{?s ?p ?o",
    '"""',
    "?it",
    "UNDEF",
    "\u2028\u2029\u0085",
    "$1 \\1 \\g<0>",
    "person:x } ?s ?p ?o",
]
TYPES = {
    "thing": {"kind": "[person, session]"},
    "code": {"scheme": "ij:levels"},
    "date": {},
    "integer": {},
    "text": {},
    "language": {},
    "boolean": {},
}


@st.composite
def hostile_texts(draw: st.DrawFn) -> str:
    pieces = st.one_of(st.text(max_size=6), st.sampled_from([*HOSTILE, "abe-shinzo", "2026-01-16"]))
    text = "".join(draw(st.lists(pieces, min_size=1, max_size=4)))
    return text if text.strip() else "x"


def text_of(term: Term | None) -> str:
    assert term is not None
    return term.value


def shape(query: str) -> list[str]:
    """The tokens of a query; of strings and IRIs only that they are such."""
    return [
        token.lastgroup if token.lastgroup in ("string", "iri") else token[0]
        for token in tokens(query)
        if token.lastgroup
    ]


@pytest.mark.parametrize("kind", TYPES)
@settings(max_examples=60, deadline=None)
@given(text=hostile_texts())
@example(text=HOSTILE[0])
@example(text=HOSTILE[3])
def test_a_value_of_any_type_is_one_term_or_refused(
    kind: str, text: str, labels: Labels, engine: EmbeddedEngine
) -> None:
    keys = {"type": kind, "description": "It.", "example": "e", **TYPES[kind]}
    header = "".join(f"#+ {key}: {value}\n" for key, value in keys.items())
    parameter = read_parameter("it", read_header("a.rq", header))
    try:
        values = read_values({"it": parameter}, {"it": text}, labels, TODAY)
    except BadParameter:
        return
    assert [solution["it"] for solution in select(engine, Query(ECHO, values), 10)] == [
        values["it"]
    ]


@settings(max_examples=100, deadline=None)
@given(text=hostile_texts())
def test_no_text_changes_the_tokens_of_any_question_of_the_house(
    text: str, labels: Labels, catalogue: Catalogue
) -> None:
    for question in catalogue.values():
        for parameter in question.parameters.values():
            own = question.method.parameters if question.method else frozenset()
            if parameter.type is not ParameterType.TEXT or parameter.name in own:
                continue
            try:
                bindings = read_values(
                    {parameter.name: parameter}, {parameter.name: text}, labels, TODAY
                )
            except BadParameter:
                continue
            harmless = {name: value and Literal("a") for name, value in bindings.items()}
            assert shape(bind(question.text, bindings)) == shape(bind(question.text, harmless))


@settings(max_examples=60, deadline=None)
@given(text=hostile_texts())
def test_a_second_parser_reads_the_same_query_around_a_text(text: str, labels: Labels) -> None:
    keys = "#+ type: text\n#+ description: It.\n#+ example: e\n"
    parameter = read_parameter("it", read_header("a.rq", keys))
    try:
        values = read_values({"it": parameter}, {"it": text}, labels, TODAY)
    except BadParameter:
        return
    read = parseQuery(bind(ECHO, values))[1]["where"]["part"][0]
    assert [str(term["string"]) for term in read["value"]] == [text_of(values["it"])]
