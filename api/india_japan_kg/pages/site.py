"""What each page of the site shows: home, catalogue, question, editor, thing."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from starlette.requests import Request

from india_japan_kg.catalogue import Catalogue, Graph, Question, Table
from india_japan_kg.engine import Engine, Query, select
from india_japan_kg.export import FORMATS as DUMPS
from india_japan_kg.http.negotiation import choose_languages
from india_japan_kg.pages.graph_view import blocks
from india_japan_kg.pages.messages import Messages
from india_japan_kg.pages.question_view import cells, form
from india_japan_kg.pages.rendering import Pages, page_language
from india_japan_kg.pages.row_choice import RowChoice, row_choice
from india_japan_kg.pages.structured_data import structured_data
from india_japan_kg.pages.thing_view import thing_view
from india_japan_kg.problem import BadParameter, MissingParameter
from india_japan_kg.rest.answers import QuestionPages
from india_japan_kg.rest.as_of import NAME as AS_OF
from india_japan_kg.rest.forms import CATALOGUE_SUFFIXES, suffixes
from india_japan_kg.rest.things import FORMATS
from india_japan_kg.things.description import Description
from india_japan_kg.things.labels import Labels
from india_japan_kg.things.profiles import Profiles
from india_japan_kg.vocabulary import ID

FORMAT_TITLES: Final = {
    "json": "JSON",
    "jsonld": "JSON-LD",
    "ttl": "Turtle",
    "nt": "N-Triples",
    "rdf": "RDF/XML",
    "csv": "CSV",
    "tsv": "TSV",
    "srj": "SPARQL JSON",
    "srx": "SPARQL XML",
    "parquet": "Parquet",
    "rq": "SPARQL query",
}
HEADER: Final = re.compile(r"^#\+.*\n", re.MULTILINE)
"""A line of the header of a question, which the query does without."""

SCHEMA: Final = "schema.org"
FRONT: Final = (
    "across-the-table",
    "decisions",
    "promises",
    "genealogy",
    "counterparts",
    "timeline",
)
"""The questions that the home page begins with."""


class Site(QuestionPages):
    """Gathers what each page shows and has it written."""

    def __init__(
        self,
        pages: Pages,
        catalogue: Catalogue,
        labels: Labels,
        queries: Path,
        engine: Engine,
        profiles: Profiles,
        timeout: float,
    ) -> None:
        self._profiles = profiles
        self._pages = pages
        self._catalogue = catalogue
        self._labels = labels
        collections = Query((queries / "collections.rq").read_text(encoding="utf-8"))
        self._collections = [
            (f"/{collection}", solution["class"].value, int(solution["things"].value))
            for solution in select(engine, collections, timeout)
            if (collection := solution["collection"].value) in catalogue.collections
        ]

    def home(self, request: Request) -> bytes:
        """Return the home page."""
        language = page_language(request)
        front = [self._catalogue[name] for name in FRONT if name in self._catalogue]
        return self._pages.write(
            "home.html",
            request,
            {
                "tiles": self._tiles(language),
                "questions": front,
                "example": _example,
                "total_questions": len(self._catalogue),
                "exports": [
                    {"href": f"/export/india-japan.{form.suffix}", "title": form.title}
                    for form in DUMPS.values()
                ],
                "base": str(request.base_url).rstrip("/"),
            },
        )

    def _tiles(self, language: str) -> list[dict[str, object]]:
        return [
            {"name": self._labels.label(class_, (language,)).text, "count": count, "href": href}
            for href, class_, count in self._collections
        ]

    def catalogue(self, request: Request) -> bytes:
        """Return the catalogue, grouped by the first tag of each question."""
        groups: dict[str, list[Question]] = {}
        for question in self._catalogue.values():
            groups.setdefault(question.tags[0], []).append(question)
        formats = [
            {"href": f"/queries.{suffix}", "title": FORMAT_TITLES[suffix]}
            for suffix in CATALOGUE_SUFFIXES
            if suffix != "html"
        ]
        content = {
            "groups": sorted(groups.items()),
            "formats": formats,
            "example": _example,
        }
        return self._pages.write("catalogue.html", request, content)

    def question(
        self,
        request: Request,
        question: Question,
        asked: Mapping[str, str],
        found: Table | Graph | BadParameter,
        links: Mapping[str, str],
    ) -> bytes:
        """Return the page of a question: its form, and its answer or what is wrong."""
        table = found if isinstance(found, Table) else None
        graph = found if isinstance(found, Graph) else None
        query = request.url.query
        answered = not isinstance(found, BadParameter)
        formats = [
            {
                "href": f"/queries/{question.name}.{suffix}" + (f"?{query}" if query else ""),
                "title": FORMAT_TITLES[suffix],
            }
            for suffix in (*(suffixes(question) if answered else ()), "rq")
            if suffix != "html"
        ]
        says = self._pages.messages(request)
        fields = form(question, asked, self._labels, choose_languages(request), says)
        is_untouched = isinstance(found, MissingParameter)
        content = {
            "question": question,
            "fields": fields,
            "needed": [
                field.heading.text
                for field in fields
                if is_untouched and field.required and not field.value.strip()
            ],
            "example": _example(question),
            "rows": None if question.gives_graph else _rows(request, question, says),
            "problem": None if is_untouched or answered else found,
            "columns": [
                (says.heading("columns", column.name), column)
                for column in (table.columns if table else question.columns)
            ],
            "table": cells(table, says) if table else [],
            "triples": len(graph.triples) if graph else 0,
            "blocks": blocks(graph, self._labels, choose_languages(request)) if graph else [],
            "total": table.total if table else 0,
            "first": table.offset + 1 if table else 0,
            "last": table.offset + len(table.rows) if table else 0,
            "previous": links.get("prev"),
            "next": links.get("next"),
            "formats": formats,
        }
        return self._pages.write("question.html", request, content)

    def editor(self, request: Request) -> bytes:
        """Return the query editor, with the query of the first question as its text."""
        first = next(iter(self._catalogue.values()))
        return self._pages.write(
            "editor.html",
            request,
            {
                "ids": ID,
                "text": HEADER.sub("", first.text).lstrip(),
                "questions": list(self._catalogue.values()),
            },
        )

    def thing(self, request: Request, description: Description, languages: Sequence[str]) -> bytes:
        """Return the page of a thing."""
        view = thing_view(description, self._labels, languages, self._pages.messages(request))
        moment = f"?{AS_OF}={view.day}" if view.day else ""
        formats = [
            {
                "href": f"{view.path}.{suffix}{moment}",
                "title": FORMAT_TITLES[suffix],
                "media_type": media_type,
            }
            for suffix, media_type in FORMATS.items()
            if suffix != "html"
        ]
        content = {
            "thing": view,
            "formats": formats,
            "structured": structured_data(view.iri, self._profiles.construct(SCHEMA, view.iri)),
        }
        return self._pages.write("thing.html", request, content)


def _rows(request: Request, question: Question, says: Messages) -> RowChoice:
    given = request.query_params
    return row_choice(question, given, given.getlist("fields"), says)


def _example(question: Question) -> str:
    """Return the address at which `question` is answered: with an example of what it needs."""
    given = {p.name: p.example for p in question.parameters.values() if p.required}
    return f"/queries/{question.name}" + (f"?{urlencode(given)}" if given else "")
