"""The things of a class as a flat table: CSV (RFC 4180) with its CSVW description, and Parquet.

CSVW is the W3C's Metadata Vocabulary for Tabular Data.
"""

import csv
import io
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from india_japan_kg.dataset import Dataset
from india_japan_kg.export.cuts import things_of_class
from india_japan_kg.tables.parquet import Cell, ParquetColumn, read_cell
from india_japan_kg.things.labels import Labels
from india_japan_kg.things.languages import LANGUAGES
from india_japan_kg.things.properties import Properties, key
from india_japan_kg.vocabulary import ONTOLOGY, PREFIXES, shorten

METADATA_TYPE: Final = "application/csvm+json"
_SEPARATOR: Final = " | "
_INHERITED: Final = tuple(PREFIXES[prefix] for prefix in ("org", "prov", "foaf", "qb"))
_SKIPPED: Final = frozenset(
    (
        PREFIXES["rdf"] + "type",
        PREFIXES["rdfs"] + "label",
        PREFIXES["skos"] + "prefLabel",
        PREFIXES["skos"] + "inScheme",
    )
)
_DATATYPES: Final = {"date", "integer", "decimal", "boolean", "anyURI", "positiveInteger"}
_KINDS: Final = {
    "date": "date",
    "integer": "integer",
    "positiveInteger": "integer",
    "decimal": "number",
    "boolean": "boolean",
}
"""Datatype of CSVW -> type of a column of Parquet; all others are text."""

Term = NamedNode | Literal
Statements = Mapping[str, Mapping[str, list[Term]]]


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    predicate: str
    of_things: bool
    several: bool
    datatype: str


@dataclass(frozen=True, slots=True)
class ClassTable:
    """The things of one class, by their slugs.

    Attributes:
        name: the local name of the class.
        csv: the table, one row a thing.
        metadata: its CSVW description.

    """

    name: str
    csv: bytes
    metadata: dict[str, Any]


def class_table(dataset: Dataset, name: str, labels: Labels, properties: Properties) -> ClassTable:
    """Return the table of the things of the class with the local `name`.

    A column of things holds prefixed names and is followed by one of their English names. Where a
    property may have several values, they stand in one cell with `` | `` between.
    """
    statements = _of_class(dataset, name)
    columns = _columns(statements, properties)
    written = io.StringIO()
    writer = csv.writer(written)
    header = ["id", "iri", *(f"label_{tag}" for tag in LANGUAGES)]
    for column in columns:
        header += [column.name, f"{column.name}_label"] if column.of_things else [column.name]
    writer.writerow(header)
    for iri, told in statements.items():
        names = labels.names(iri)
        row = [shorten(iri), iri, *(names.get(tag, "") for tag in LANGUAGES)]
        for column in columns:
            values = told.get(column.predicate, [])
            row.append(_SEPARATOR.join(map(_text, values)))
            if column.of_things:
                row.append(_SEPARATOR.join(_name(value, labels) for value in values))
        writer.writerow(row)
    return ClassTable(name, written.getvalue().encode(), _metadata(name, columns, labels))


def class_columns(
    dataset: Dataset, name: str, labels: Labels, properties: Properties
) -> Iterator[ParquetColumn]:
    """Yield the columns of the same table, typed; a property that may come again has lists."""
    statements = _of_class(dataset, name)
    yield ParquetColumn("id", "text", "Prefixed name.", False, [shorten(iri) for iri in statements])
    yield ParquetColumn("iri", "text", "IRI.", False, list(statements))
    for tag in LANGUAGES:
        called = [labels.names(iri).get(tag) for iri in statements]
        yield ParquetColumn(f"label_{tag}", "text", f"Name ({tag}).", False, called)
    for column in _columns(statements, properties):
        cells = [told.get(column.predicate, []) for told in statements.values()]
        kind, meaning = _KINDS.get(column.datatype, "text"), f"<{column.predicate}>"
        values = [[read_cell(_text(value), kind) for value in cell] for cell in cells]
        yield ParquetColumn(column.name, kind, meaning, column.several, _set(values, column))
        if column.of_things:
            names = [[_name(value, labels) for value in cell] for cell in cells]
            name, meaning = f"{column.name}_label", f"Name of {column.name}."
            yield ParquetColumn(name, "text", meaning, column.several, _set(names, column))


def _set(cells: Sequence[Sequence[Cell]], column: _Column) -> list[Cell | list[Cell]]:
    return [[*cell] if column.several else next(iter(cell), None) for cell in cells]


def _of_class(dataset: Dataset, name: str) -> dict[str, dict[str, list[Term]]]:
    return {iri: _statements(dataset, iri) for iri in sorted(things_of_class(dataset, name))}


def _statements(dataset: Dataset, iri: str) -> dict[str, list[Term]]:
    found: dict[str, set[Term]] = defaultdict(set)
    for quad in dataset.store.quads_for_pattern(NamedNode(iri), None, None, None):
        if isinstance(quad.object, NamedNode | Literal):
            found[quad.predicate.value].add(quad.object)
    return {predicate: sorted(values, key=str) for predicate, values in found.items()}


def _columns(statements: Statements, properties: Properties) -> list[_Column]:
    used = {predicate for told in statements.values() for predicate in told}
    used = {p for p in used if p not in _SKIPPED and not p.startswith(_INHERITED)}
    columns: list[_Column] = []
    for predicate in sorted(used, key=lambda iri: (key(iri), iri)):
        if not predicate.startswith(ONTOLOGY) and _repeats(statements, predicate):
            continue
        values = [v for told in statements.values() for v in told.get(predicate, [])]
        things = all(isinstance(value, NamedNode) for value in values)
        types = {key(value.datatype.value) for value in values if isinstance(value, Literal)}
        datatype = types.pop() if len(types) == 1 else "string"
        single = properties.is_single(predicate) or all(
            len(told.get(predicate, [])) < 2 for told in statements.values()
        )
        name = key(predicate)
        taken = any(column.name == name for column in columns)
        columns.append(
            _Column(
                shorten(predicate).replace(":", "_") if taken else name,
                predicate,
                things,
                not single,
                datatype if datatype in _DATATYPES else "string",
            )
        )
    return columns


def _repeats(statements: Statements, predicate: str) -> bool:
    """Return whether a reused property says only what one of this graph's own says too."""
    for told in statements.values():
        own = {
            value
            for other, values in told.items()
            if other.startswith(ONTOLOGY)
            for value in values
        }
        if not own.issuperset(told.get(predicate, [])):
            return False
    return True


def _text(value: Term) -> str:
    return shorten(value.value) if isinstance(value, NamedNode) else value.value


def _name(value: Term, labels: Labels) -> str:
    return labels.label(value.value, ["en"]).text


def _metadata(name: str, columns: list[_Column], labels: Labels) -> dict[str, Any]:
    described: list[dict[str, Any]] = [
        {"name": "id", "titles": "id", "required": True, "datatype": "string"},
        {"name": "iri", "titles": "iri", "required": True, "datatype": "anyURI"},
    ]
    for tag in LANGUAGES:
        called = {"name": f"label_{tag}", "titles": f"label_{tag}", "lang": tag}
        described.append(called | {"propertyUrl": PREFIXES["rdfs"] + "label"})
    for column in columns:
        told: dict[str, Any] = {
            "name": column.name,
            "titles": column.name,
            "dc:description": labels.label(column.predicate, ["en"]).text,
            "propertyUrl": column.predicate,
            "datatype": column.datatype,
        }
        described.append(told | ({"separator": _SEPARATOR} if column.several else {}))
        if column.of_things:
            label = {"name": f"{column.name}_label", "titles": f"{column.name}_label"}
            separator = {"separator": _SEPARATOR} if column.several else {}
            described.append(label | {"lang": "en", "suppressOutput": True} | separator)
    return {
        "@context": "http://www.w3.org/ns/csvw",
        "url": f"{name}.csv",
        "dc:title": labels.label(ONTOLOGY + name, ["en"]).text,
        "dc:license": {"@id": "https://creativecommons.org/licenses/by/4.0/"},
        "tableSchema": {
            "columns": described,
            "primaryKey": "id",
            "aboutUrl": "{+iri}",
        },
    }
