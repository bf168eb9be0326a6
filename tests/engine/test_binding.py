"""A term is bound where a query offers a VALUES block, and can be nothing but that term."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Store

from india_japan_kg.engine.binding import bind

TEXT = """# VALUES ?x { 1 }
SELECT ?x ?y { VALUES ?x { 1 2 } # not } this
  { VALUES ?y { "}" } } }"""


def solutions(text: str) -> list[tuple[object, object]]:
    return [(s["x"], s["y"]) for s in Store().query(text)]  # type: ignore[union-attr,index,misc]


def test_the_block_s_example_is_replaced_by_the_term() -> None:
    bound = bind(TEXT, {"x": Literal(7)})
    assert solutions(bound) == [(Literal(7), Literal("}"))]


def test_none_leaves_the_variable_free() -> None:
    assert solutions(bind(TEXT, {"x": None})) == [(None, Literal("}"))]


def test_every_block_of_the_variable_is_bound() -> None:
    text = "SELECT ?x ?y { { VALUES ?x { 1 } } UNION { VALUES ?x { 2 } } }"
    iri = NamedNode("http://x/a")
    assert [x for x, _ in solutions(bind(text, {"x": iri}))] == [iri, iri]


def test_a_variable_that_the_query_does_not_offer_is_an_error() -> None:
    with pytest.raises(KeyError, match=r"\?z"):
        bind(TEXT, {"z": Literal(1)})


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_no_text_changes_the_query(text: str) -> None:
    bound = bind(TEXT, {"x": Literal(text), "y": Literal(text)})
    assert solutions(bound) == [(Literal(text), Literal(text))]
