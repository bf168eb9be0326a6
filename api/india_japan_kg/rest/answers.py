"""The answer to one question, in the form and the part that a request asks for."""

import datetime
import json
from collections.abc import Mapping
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

from india_japan_kg.catalogue import Graph, Question, Table, answer, construct
from india_japan_kg.engine import Engine
from india_japan_kg.http.conditional import respond
from india_japan_kg.http.negotiation import choose_languages
from india_japan_kg.problem import BadParameter, MissingParameter
from india_japan_kg.rest.forms import HTML, JSON, PAGED, SOLUTIONS, suffixes
from india_japan_kg.rest.given_once import refuse_repeated
from india_japan_kg.rest.paging import MAX_LIMIT, page_links, whole_number
from india_japan_kg.tables import (
    parquet_columns,
    plain_rows,
    write_graph,
    write_parquet,
    write_solutions,
)
from india_japan_kg.tables.parquet import MEDIA_TYPE as PARQUET
from india_japan_kg.things.labels import Labels

OF_ROWS: Final = ("limit", "offset", "sort", "fields")
"""Parameters by which rows of a table are chosen; a graph has none."""


class QuestionPages:
    """What writes the pages of questions."""

    def catalogue(self, request: Request) -> bytes:
        """Return the page of the catalogue."""
        raise NotImplementedError

    def question(
        self,
        request: Request,
        question: Question,
        asked: Mapping[str, str],
        found: Table | Graph | BadParameter,
        links: Mapping[str, str],
    ) -> bytes:
        """Return the page of a question: its form, and its answer or what is wrong with it."""
        raise NotImplementedError


class Answers:
    """Asks questions for requests, and writes what they answer."""

    def __init__(
        self,
        engine: Engine,
        labels: Labels,
        pages: QuestionPages,
        *,
        page_size: int,
        timeout: float,
    ) -> None:
        """Take what is asked.

        Args:
            engine: what is asked.
            labels: the names of things.
            pages: writes the HTML pages.
            page_size: rows of a JSON or HTML answer without ``limit``.
            timeout: seconds that a query may take.

        """
        self._engine = engine
        self._labels = labels
        self._pages = pages
        self._page_size = page_size
        self._timeout = timeout

    def answer(
        self, request: Request, question: Question, media_type: str, path: str | None
    ) -> Response:
        """Return the answer to `question`.

        Args:
            request: gives the values of parameters, and the rows that are wanted.
            question: what is asked.
            media_type: how the answer is written.
            path: the path without suffix, if the address had one.

        Raises:
            BadParameter: one is wrong; a page tells so itself.
            ExtraNeeded: what writes this form is not installed.
            DeadlineExceeded, MemoryExceeded, Overloaded: a limit of the engine was met.

        """
        query = request.query_params
        shared = ("lang",) if question.gives_graph else ("lang", *OF_ROWS)
        values = {name: value for name, value in query.items() if name not in shared}
        try:
            found = self._asked(request, question, values, media_type)
        except BadParameter as problem:
            if media_type != HTML:
                raise
            body = self._pages.question(request, question, values, problem, {})
            page = respond(request, body, HTML, vary="Accept, Accept-Language")
            page.status_code = 200 if isinstance(problem, MissingParameter) else problem.status
            return page
        links = {}
        if isinstance(found, Table):
            links = page_links(request, found.total, found.limit, found.offset)
        header = [f'<{address}>; rel="{name}"' for name, address in links.items()]
        own = (path or request.url.path).rpartition("/")[2]
        header += [
            f'<{own}.{suffix}>; rel="alternate"; type="{type_}"'
            for suffix, type_ in suffixes(question).items()
        ]
        if media_type == HTML:
            body = self._pages.question(request, question, values, found, links)
        elif isinstance(found, Graph):
            body = write_graph(found.triples, media_type)
        elif media_type == JSON:
            body = json_body(_document(question, values, found, links))
        elif media_type == PARQUET:
            columns = list(parquet_columns(found))
            body = write_parquet(columns, question.summary, self._engine.version)
        else:
            body = write_solutions(found, SOLUTIONS[media_type])
        return respond(
            request,
            body,
            media_type,
            vary="Accept, Accept-Language",
            headers={"Link": ", ".join(header)},
        )

    def _asked(
        self, request: Request, question: Question, values: Mapping[str, str], media_type: str
    ) -> Table | Graph:
        refuse_repeated(request)
        languages = choose_languages(request)
        today = datetime.datetime.now(datetime.UTC).date()
        if question.gives_graph:
            return construct(
                question,
                self._engine,
                self._labels,
                values,
                languages=languages,
                today=today,
                timeout=self._timeout,
            )
        limit = whole_number(request, "limit", 1, MAX_LIMIT)
        if limit is None and media_type in PAGED:
            limit = self._page_size
        return answer(
            question,
            self._engine,
            self._labels,
            values,
            languages=languages,
            today=today,
            timeout=self._timeout,
            limit=limit,
            offset=whole_number(request, "offset", 0, None) or 0,
            sort=request.query_params.get("sort", ""),
            fields=",".join(request.query_params.getlist("fields")),
        )


def _document(
    question: Question, values: Mapping[str, str], table: Table, links: Mapping[str, str]
) -> dict[str, Any]:
    return {
        "question": question.name,
        "summary": question.summary,
        "parameters": dict(values),
        "total": table.total,
        "offset": table.offset,
        "limit": table.limit,
        "links": dict(links),
        "columns": {column.name: column.meaning for column in table.columns},
        "rows": list(plain_rows(table)),
    }


def json_body(document: object) -> bytes:
    """Write `document` for programs and people."""
    return json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n"
