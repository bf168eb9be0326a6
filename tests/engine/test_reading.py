"""What a query is, is read from its tokens."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from india_japan_kg.engine import Query, QueryForm, read_query
from india_japan_kg.engine.preparing import prepare
from india_japan_kg.problem import BadQuery, Refused


@pytest.mark.parametrize("form", list(QueryForm))
def test_the_form_is_read_behind_a_prologue_that_names_others(form: QueryForm) -> None:
    text = f"# SELECT\nPREFIX insert: <http://x/DELETE>\nBASE <http://ASK/>\n{form.lower()} x"
    assert read_query(text).form is form


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p ?o SERVICE <http://x/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p ?o service silent ?x { ?s ?p ?o } }",
        "ASK { { SELECT * { SERVICE<http://x/>{?s ?p ?o} } } }",
        "SELECT * { ?s ?p '''it's''' . SERVICE <http://x/> { ?s ?p ?o } }",
        'SELECT * { ?s ?p "\\"" . SERVICE <http://x/> { ?s ?p ?o } }',
        "SELECT * { ?s <http://x/#> ?o . SERVICE <http://x/> { ?s ?p ?o } }",
        "SELECT * { ?s <http://x/\\u0041'> ?o . SERVICE <http://x/> { ?s ?p 'o' } }",
        "SELECT * { ?s <http://x/\\u0041#> ?o . SERVICE <http://x/> { ?s ?p ?o } }",
    ],
)
def test_another_service_is_refused_with_its_place(text: str) -> None:
    with pytest.raises(Refused, match=r"SERVICE at line 1, column \d+"):
        prepare(Query(text))


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p ?o } # SERVICE <http://x/>",
        "SELECT * { ?s ?p 'SERVICE <http://x/>' }",
        'SELECT * { ?s ?p """a " SERVICE <http://x/>""" }',
        "SELECT * { ?service ?p <http://x/SERVICE> }",
        "SELECT * { ?s x:service ?o ; x:a.service ?o ; x:y _:service }",
        "SELECT * { ?s ?p 'a'@service }",
    ],
)
def test_the_word_service_elsewhere_is_no_service(text: str) -> None:
    assert read_query(text).services == ()
    prepare(Query(text))


@pytest.mark.parametrize(
    "clause",
    [
        "?s ?p trueSERVICE <http://x/>",
        "?s ?p 1SERVICE <http://x/>",
        "?s ?p 1e5service<http://x/>",
        "SERVICESILENT <http://x/>",
        "SERVICE:y",
        "SERVICEx:y",
        "SERVICESILENTx:y",
        "?s ?p trueSERVICEx:y",
        "{} MINUS {}SERVICEx:y",
    ],
)
def test_a_keyword_is_found_where_nothing_parts_it_from_its_neighbours(clause: str) -> None:
    prologue = "PREFIX : <http://x/> PREFIX x: <http://x/> PREFIX SERVICE: <http://y/> "
    query = Query(f"{prologue}SELECT * {{ {clause} {{ ?s ?p ?o }} }}")
    with pytest.raises(Refused, match=r"SERVICE at line 1, column \d+"):
        prepare(query)
    if "<http://x/>" in clause:
        prepare(query, ["http://x/"])
    else:
        with pytest.raises(Refused, match="only the services that it lists"):
            prepare(query, ["http://x/"])


@pytest.mark.parametrize(
    "comparison",
    [
        "?a<'x>') SERVICE <http://x/> { ?s ?p 'o' }",
        '?a<#>"""\n1) SERVICE <http://x/> { ?s ?p ?o } #"""',
    ],
)
def test_what_could_hide_a_service_is_refused(comparison: str) -> None:
    with pytest.raises(BadQuery, match="could be a comparison too") as refused:
        prepare(Query(f"SELECT * {{ FILTER({comparison}\n}}"))
    assert "line 1, column 21" in str(refused.value)


def test_a_whole_iri_may_have_a_quote_and_a_fragment_beside_a_service() -> None:
    text = "SELECT * { ?s <http://x/it's#1> ?o . SERVICE <http://x/> { ?s ?p ?o } }"
    prepare(Query(text), ["http://x/"])


def test_a_service_that_is_allowed_is_asked_by_its_full_iri_only() -> None:
    text = "PREFIX x: <http://x/> SELECT * {{ SERVICE SILENT {} {{ ?s ?p ?o }} }}"
    prepare(Query(text.format("<http://x/sparql>")), ["http://x/sparql"])
    for other in ("<http://x/sparql2>", "x:sparql", "?s", "<sparql>"):
        with pytest.raises(Refused, match="only the services that it lists"):
            prepare(Query(text.format(other)), ["http://x/sparql"])


@pytest.mark.parametrize(
    "text",
    ["INSERT DATA {}", "delete where {}", "LOAD <x>", "PREFIX a: <b> DROP ALL", "WITH <g> DELETE"],
)
def test_an_update_is_refused_as_one(text: str) -> None:
    with pytest.raises(Refused, match="read-only"):
        read_query(text)


def test_a_dataset_clause_is_noticed() -> None:
    assert read_query("SELECT * FROM <x:g> { ?s ?p ?o }").names_dataset
    assert not read_query("SELECT * { ?from ?p 'FROM' }").names_dataset


_PIECES = st.sampled_from(
    [
        *("PREFIX a: <http://a/#>", "BASE <http://b/>", "# SELECT\n", " ", "\n", "SELECT", "ask"),
        *("Construct", "DESCRIBE", "INSERT", "FROM", ")FROM", "?from", "a:FROM", "validFrom"),
        *("{", "}", "*", "(", ".", "<", ">", "1", "a:b", "?x", "@en", "'it'", '"""x\n"""'),
        "<http://c/'#>",
    ]
)


@given(st.lists(_PIECES).map("".join))
def test_a_query_is_read_alike_with_and_without_its_tokens(text: str) -> None:
    def read(text: str) -> object:
        try:
            return read_query(text)
        except (BadQuery, Refused) as problem:
            return str(problem)

    looked_at = f"{text}\n# SERVICE: these letters have each token looked at"
    assert read(text) == read(looked_at) or "could be a comparison" in str(read(looked_at))


@given(st.text())
def test_any_text_is_read_or_refused_but_never_breaks(text: str) -> None:
    with contextlib.suppress(BadQuery, Refused):
        assert read_query(text).form in QueryForm
