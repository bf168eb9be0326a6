"""A thing as JSON for programmers: plain keys, names in the language that was asked for."""

from collections.abc import Sequence
from typing import Final

from pyoxigraph import Literal

from india_japan_kg.things.description import Description, Value
from india_japan_kg.things.labels import Labels
from india_japan_kg.things.properties import Properties, key
from india_japan_kg.vocabulary import PREFIXES, thing_name

RDF_TYPE: Final = PREFIXES["rdf"] + "type"
LABEL: Final = PREFIXES["rdfs"] + "label"
XSD: Final = PREFIXES["xsd"]
INVERSE: Final = "^"

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]


def reference(iri: str, labels: Labels, languages: Sequence[str]) -> dict[str, Json]:
    """Return what stands for a thing where another thing mentions it."""
    name = thing_name(iri)
    told: dict[str, Json] = {"iri": iri, "label": labels.label(iri, languages).text}
    if name is not None:
        told = {"id": name.slug, "kind": name.kind} | told | {"href": name.path}
    return told


def thing_document(
    description: Description,
    labels: Labels,
    properties: Properties,
    languages: Sequence[str],
    limit: int,
    offset: int,
) -> dict[str, Json]:
    """Return the JSON document of a thing.

    Args:
        description: what the graph says.
        labels: the names of things.
        properties: which properties come alone.
        languages: wanted languages of names, best first.
        limit: most things that mention it, of all that do.
        offset: the number of those to leave out before.

    """
    iri = description.iri
    names: dict[str, Json] = {
        value.language: value.value
        for value in description.values(iri, LABEL)
        if isinstance(value, Literal) and value.language
    }
    document = reference(iri, labels, languages)
    document["labels"] = names
    if description.day is not None:
        document["onDay"] = _state(description, labels, languages)
    document |= _statements(description, iri, labels, properties, languages, skip={LABEL})
    incoming: dict[str, list[Json]] = {}
    for subject, predicate in description.incoming[offset : offset + limit]:
        told = reference(subject, labels, languages)
        incoming.setdefault(INVERSE + key(predicate), []).append(told)
    total = len(description.incoming)
    document["mentions"] = {"total": total, "offset": offset, "limit": limit}
    document["mentionedBy"] = {name: list(found) for name, found in sorted(incoming.items())}
    return document


def _state(description: Description, labels: Labels, languages: Sequence[str]) -> dict[str, Json]:
    told: dict[str, Json] = {"day": str(description.day)}
    for aspect, values in description.state:
        things = [
            reference(value.value, labels, languages)
            for value in values
            if not isinstance(value, Literal)
        ]
        literals = [_literal(value) for value in values if isinstance(value, Literal)]
        told[aspect] = literals[0] if literals else list(things)
    return told


def _statements(
    description: Description,
    subject: str,
    labels: Labels,
    properties: Properties,
    languages: Sequence[str],
    skip: set[str],
) -> dict[str, Json]:
    told: dict[str, Json] = {}
    for predicate in description.predicates(subject):
        if predicate in skip:
            continue
        if predicate == RDF_TYPE:  # classes of several vocabularies have one plain name
            classes = description.values(subject, predicate)
            told[key(predicate)] = list(dict.fromkeys(key(class_.value) for class_ in classes))
            continue
        values = [
            _value(description, subject, value, labels, properties, languages)
            for value in description.values(subject, predicate)
        ]
        single = properties.is_single(predicate) and len(values) == 1
        told[key(predicate)] = values[0] if single else values
    return told


def _value(
    description: Description,
    subject: str,
    value: Value,
    labels: Labels,
    properties: Properties,
    languages: Sequence[str],
) -> Json:
    if isinstance(value, Literal):
        return _literal(value)
    told = reference(value.value, labels, languages)
    inside = description.predicates(value.value)
    below = value.value != subject and subject == description.iri and set(inside) - {LABEL}
    if below:
        told |= _statements(
            description, value.value, labels, properties, languages, skip={LABEL, RDF_TYPE}
        )
    return told


def _literal(value: Literal) -> Json:
    datatype = value.datatype.value
    if value.language:
        return {"text": value.value, "language": value.language}
    if datatype == XSD + "boolean":
        return value.value in ("true", "1")
    if datatype in (XSD + "integer", XSD + "positiveInteger", XSD + "nonNegativeInteger"):
        return int(value.value)
    if datatype in (XSD + "decimal", XSD + "double"):
        return float(value.value)
    return value.value
