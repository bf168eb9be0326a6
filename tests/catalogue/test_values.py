"""What a user writes becomes one term, or a problem that names the parameter and what is right."""

from collections.abc import Callable
from datetime import date

import pytest
from pyoxigraph import Literal, NamedNode

from india_japan_kg.catalogue.header import read_header
from india_japan_kg.catalogue.parameters import Parameter, read_parameter, read_values
from india_japan_kg.engine import Term
from india_japan_kg.problem import BadParameter, MissingParameter
from india_japan_kg.things.labels import Labels

ID = "https://w3id.org/india-japan/id/"
XSD = "http://www.w3.org/2001/XMLSchema#"
TODAY = date(2026, 7, 1)


def declare(**keys: str) -> Parameter:
    keys = {"description": "It.", "example": "e", **keys}
    lines = "".join(f"#+ {key}: {value}\n" for key, value in keys.items())
    return read_parameter("it", read_header("a.rq", lines))


@pytest.fixture
def read(labels: Labels) -> Callable[..., Term | None]:
    def read(text: str, **keys: str) -> Term | None:
        return read_values({"it": declare(**keys)}, {"it": text}, labels, TODAY)["it"]

    return read


@pytest.mark.parametrize(
    "text", ["motegi-toshimitsu", "person:motegi-toshimitsu", f"{ID}person/motegi-toshimitsu"]
)
def test_a_thing_is_named_by_slug_prefixed_name_or_iri(
    read: Callable[..., Term], text: str
) -> None:
    assert read(text, type="thing", kind="person") == NamedNode(f"{ID}person/motegi-toshimitsu")


@pytest.mark.parametrize(
    ("text", "keys", "term"),
    [
        (
            "vice-ministers",
            {"type": "code", "scheme": "ij:levels"},
            NamedNode("https://w3id.org/india-japan/ontology#viceMinisters"),
        ),
        ("2026-01-16", {"type": "date"}, Literal("2026-01-16", datatype=NamedNode(XSD + "date"))),
        ("today", {"type": "date"}, Literal("2026-07-01", datatype=NamedNode(XSD + "date"))),
        ("007", {"type": "integer"}, Literal("7", datatype=NamedNode(XSD + "integer"))),
        ("true", {"type": "boolean"}, Literal("true", datatype=NamedNode(XSD + "boolean"))),
        ("JA", {"type": "language"}, Literal("ja")),
        (" 茂木 ", {"type": "text"}, Literal("茂木")),
        ("open", {"type": "text", "allowed": "[open, overdue]"}, Literal("open")),
    ],
)
def test_a_value_becomes_a_term_of_its_type(
    read: Callable[..., Term], text: str, keys: dict[str, str], term: Term
) -> None:
    assert read(text, **keys) == term


@pytest.mark.parametrize(
    ("text", "keys", "hint"),
    [
        ("motegi", {"type": "thing", "kind": "person"}, "motegi-toshimitsu"),
        ("place:tokyo", {"type": "thing", "kind": "person"}, "no person"),
        ("vice-minister", {"type": "code", "scheme": "ij:levels"}, "Did you mean vice-ministers?"),
        ("16.1.2026", {"type": "date"}, "YYYY-MM-DD"),
        ("20260116", {"type": "date"}, "YYYY-MM-DD"),
        ("2026-02-30", {"type": "date"}, "YYYY-MM-DD"),
        ("٢٠٢٦-01-16", {"type": "date"}, "YYYY-MM-DD"),
        ("1.5", {"type": "integer"}, "no whole number"),
        ("0", {"type": "integer", "minimum": "1"}, "less than 1"),
        ("11", {"type": "integer", "maximum": "10"}, "more than 10"),
        ("yes", {"type": "boolean"}, "true, false"),
        ("ja JP", {"type": "language"}, "BCP 47"),
        ("late", {"type": "text", "allowed": "[open, overdue]"}, "open, overdue"),
        ("x" * 201, {"type": "text"}, "more than 200"),
        ("a\\u0022", {"type": "text"}, "backslash"),
        ("a\x00b", {"type": "text"}, "control"),
    ],
)
def test_a_wrong_value_names_the_parameter_and_what_would_be_right(
    read: Callable[..., Term], text: str, keys: dict[str, str], hint: str
) -> None:
    with pytest.raises(BadParameter) as error:
        read(text, **keys)
    assert error.value.members["parameter"] == "it"
    assert hint in error.value.line()


def test_an_optional_value_left_out_or_empty_binds_nothing(labels: Labels) -> None:
    parameters = {"it": declare(type="text")}
    assert read_values(parameters, {}, labels, TODAY) == {"it": None}
    assert read_values(parameters, {"it": ""}, labels, TODAY) == {"it": None}


def test_a_default_holds_where_nothing_is_given(labels: Labels) -> None:
    values = read_values({"it": declare(type="date", default="today")}, {}, labels, TODAY)
    assert values == {"it": Literal("2026-07-01", datatype=NamedNode(XSD + "date"))}


def test_a_required_value_left_out_is_asked_for_with_its_example(labels: Labels) -> None:
    with pytest.raises(MissingParameter, match="it is missing") as error:
        read_values({"it": declare(type="text", required="true")}, {}, labels, TODAY)
    assert error.value.remedy == "For example it=e."


def test_a_wrong_value_is_told_before_a_missing_one(labels: Labels) -> None:
    parameters = {"it": declare(type="text", required="true"), "day": declare(type="date")}
    with pytest.raises(BadParameter, match="YYYY-MM-DD"):
        read_values(parameters, {"day": "soon"}, labels, TODAY)


def test_a_parameter_that_does_not_exist_names_the_closest(labels: Labels) -> None:
    with pytest.raises(BadParameter) as error:
        read_values({"country": declare(type="text")}, {"contry": "x"}, labels, TODAY)
    assert error.value.members["parameter"] == "contry"
    assert "country" in error.value.remedy


def test_a_slug_that_two_kinds_share_is_asked_about(labels: Labels) -> None:
    shared = next(slug for slug in labels.things("outcome"))
    known = Labels({f"{ID}{kind}/{shared}": {} for kind in ("outcome", "target")}, {})
    parameter = declare(type="thing", kind="[outcome, target]")
    with pytest.raises(BadParameter, match="may be") as error:
        read_values({"it": parameter}, {"it": shared}, known, TODAY)
    assert error.value.members["allowed"] == [f"outcome:{shared}", f"target:{shared}"]
