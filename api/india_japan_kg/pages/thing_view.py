"""A thing as a page shows it: rows of named properties, its sources, and what mentions it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Final
from urllib.parse import urlencode

from pyoxigraph import Literal

from india_japan_kg.pages.messages import Messages
from india_japan_kg.rest.as_of import NAME as AS_OF
from india_japan_kg.things.description import Description, Value
from india_japan_kg.things.labels import Labels
from india_japan_kg.vocabulary import ONTOLOGY, PREFIXES, thing_name

RDF_TYPE: Final = PREFIXES["rdf"] + "type"
LABEL: Final = PREFIXES["rdfs"] + "label"
ALTERNATIVE: Final = PREFIXES["skos"] + "altLabel"
SOURCE: Final = PREFIXES["dcterms"] + "source"
BELOW: Final = frozenset({"participation", "target", "evidence"})
SKIPPED: Final = frozenset(
    {RDF_TYPE, LABEL, SOURCE, PREFIXES["skos"] + "prefLabel", PREFIXES["skos"] + "inScheme"}
)
FIRST_ROWS: Final = (
    PREFIXES["ij"] + "ofDialogue",
    PREFIXES["ij"] + "ordinal",
    PREFIXES["schema"] + "startDate",
    PREFIXES["schema"] + "endDate",
    PREFIXES["ij"] + "statement",
    PREFIXES["ij"] + "paraphrase",
    PREFIXES["ij"] + "venue",
    PREFIXES["ij"] + "venueName",
    PREFIXES["ij"] + "participation",
)
LAST_ROWS: Final = (PREFIXES["ij"] + "domain", PREFIXES["skos"] + "editorialNote")
INHERITED: Final = ("org", "prov", "foaf", "qb")
DATED: Final = frozenset(
    (
        "person",
        "body",
        "post",
        "tenure",
        "dialogue",
        "session",
        "visit",
        "doc",
        "outcome",
        "project",
    )
)
"""Kinds of things of which it is known how they stood on a day."""

MOST_SHOWN: Final = 100
MOST_FOLDED: Final = 900
"""How many things that mention one by a property a page shows at once, and how many more when they
are unfolded; JSON, which comes in parts, has the rest."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One value: its text, where it leads, and values below it."""

    text: str
    href: str = ""
    language: str = ""
    parts: tuple["Cell", ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A property by its name, and its values."""

    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Mentions:
    """What mentions the thing by one property.

    Attributes:
        name: the property.
        total: how many things mention it so.
        shown: the first of them.
        folded: those after the first, which a reader unfolds.
        rest: where JSON begins with the others; empty if there are none.

    """

    name: str
    total: int
    shown: tuple[Cell, ...]
    folded: tuple[Cell, ...]
    rest: str


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source as a reader wants it: title, publisher, day, address."""

    title: str
    language: str
    publisher: str
    published: str
    url: str
    href: str


@dataclass(frozen=True, slots=True)
class ThingView:
    """Everything that the page of a thing shows."""

    iri: str
    path: str
    title: str
    language: str
    other_names: tuple[Cell, ...]
    classes: tuple[str, ...]
    rows: tuple[Row, ...]
    sources: tuple[SourceView, ...]
    mentions: tuple[Mentions, ...] = ()
    dated: bool = False
    day: date | None = None
    state: tuple[Row, ...] = ()


def thing_view(
    description: Description, labels: Labels, languages: Sequence[str], says: Messages
) -> ThingView:
    """Return the view of a described thing with names in `languages`, best first.

    What is told of it on a day is called as `says` has it.
    """
    iri = description.iri
    name = thing_name(iri)
    title = labels.label(iri, languages)
    predicates = sorted(
        (
            predicate
            for predicate in description.predicates(iri)
            if predicate not in SKIPPED and not predicate.startswith(_inherited())
        ),
        key=_row_order,
    )
    return ThingView(
        iri=iri,
        path=name.path if name else iri,
        title=title.text,
        language=title.language,
        other_names=tuple(
            Cell(value.value, language=value.language or "")
            for predicate in (LABEL, ALTERNATIVE)
            for value in description.values(iri, predicate)
            if isinstance(value, Literal) and value.value != title.text
        ),
        classes=tuple(
            labels.label(class_, languages).text
            for class_ in description.types()
            if class_.startswith(ONTOLOGY)
        ),
        rows=tuple(
            Row(
                labels.label(predicate, languages).text,
                tuple(
                    _cell(description, value, labels, languages, says)
                    for value in description.values(iri, predicate)
                ),
            )
            for predicate in predicates
            if predicate != ALTERNATIVE
        ),
        sources=_sources(description),
        mentions=_mentions(description, labels, languages),
        dated=name is not None and name.kind in DATED,
        day=description.day,
        state=tuple(
            Row(
                says.heading("aspects", aspect).text,
                tuple(_cell(description, value, labels, languages, says) for value in values),
            )
            for aspect, values in description.state
        ),
    )


def _row_order(predicate: str) -> tuple[int, str]:
    if predicate in FIRST_ROWS:
        return FIRST_ROWS.index(predicate), predicate
    return len(FIRST_ROWS) + (predicate in LAST_ROWS), predicate


def _inherited() -> tuple[str, ...]:
    return tuple(PREFIXES[prefix] for prefix in INHERITED)


def _cell(
    description: Description,
    value: Value,
    labels: Labels,
    languages: Sequence[str],
    says: Messages,
) -> Cell:
    if isinstance(value, Literal):
        if value.language:
            return Cell(value.value, language=value.language)
        href = value.value if value.value.startswith(("http://", "https://")) else ""
        return Cell(says.value(value.value), href)
    name = thing_name(value.value)
    if name is None:
        href = "" if value.value.startswith(ONTOLOGY) else value.value
        return _named(value.value, href, labels, languages)
    if name.kind not in BELOW:
        return _named(value.value, name.path, labels, languages)
    parts = [
        _cell(description, part, labels, languages, says)
        for predicate in description.predicates(value.value)
        if predicate not in SKIPPED and not predicate.startswith(_inherited())
        for part in description.values(value.value, predicate)
    ]
    return Cell("", parts=tuple(parts))


def _named(iri: str, href: str, labels: Labels, languages: Sequence[str]) -> Cell:
    label = labels.label(iri, languages)
    return Cell(label.text, href, label.language)


def _sources(description: Description) -> tuple[SourceView, ...]:
    cited = {
        value.value
        for triple in description.triples
        if triple.predicate.value == SOURCE
        for value in [triple.object]
        if not isinstance(value, Literal) and hasattr(value, "value")
    }
    views = []
    for iri in sorted(cited):
        name = thing_name(iri)
        title = _first(description, iri, PREFIXES["dcterms"] + "title")
        views.append(
            SourceView(
                title.value if title else iri,
                title.language or "" if title else "",
                _text(description, iri, PREFIXES["schema"] + "publisher"),
                _text(description, iri, PREFIXES["schema"] + "datePublished"),
                _text(description, iri, PREFIXES["schema"] + "url"),
                name.path if name else "",
            )
        )
    return tuple(sorted(views, key=lambda view: (view.published or "9999", view.title)))


def _first(description: Description, subject: str, predicate: str) -> Literal | None:
    for value in description.values(subject, predicate):
        if isinstance(value, Literal):
            return value
    return None


def _text(description: Description, subject: str, predicate: str) -> str:
    found = _first(description, subject, predicate)
    return found.value if found else ""


def _mentions(
    description: Description, labels: Labels, languages: Sequence[str]
) -> tuple[Mentions, ...]:
    grouped: dict[str, dict[str, int]] = {}
    for place, (subject, predicate) in enumerate(description.incoming):
        told = description.wholes.get(subject, subject)  # a part has no name of its own
        if thing_name(told) is not None:
            grouped.setdefault(predicate, {}).setdefault(told, place)

    views = []
    for predicate, places in sorted(grouped.items()):
        on_page = MOST_SHOWN + MOST_FOLDED
        cells = tuple(
            _named(iri, name.path, labels, languages)
            for iri in islice(places, on_page)
            if (name := thing_name(iri))
        )
        beyond = next(islice(places.values(), on_page, None), None)
        views.append(
            Mentions(
                name=labels.label(predicate, languages).text,
                total=len(places),
                shown=cells[:MOST_SHOWN],
                folded=cells[MOST_SHOWN:],
                rest="" if beyond is None else _json_from(description, beyond),
            )
        )
    return tuple(views)


def _json_from(description: Description, offset: int) -> str:
    """Return where JSON tells what mentions the thing, without the first `offset` statements."""
    name = thing_name(description.iri)
    moment = {} if description.day is None else {AS_OF: str(description.day)}
    return f"{name.path if name else ''}.json?{urlencode(moment | {'offset': str(offset)})}"
