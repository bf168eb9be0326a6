"""``/queries``, ``/queries/{name}`` and the collections: canned questions as resources."""

import datetime
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import APIRouter, Path
from pyoxigraph import QueryResultsFormat
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from india_japan_kg.catalogue import Catalogue, Question, Table, answer
from india_japan_kg.engine import Engine
from india_japan_kg.http.conditional import respond
from india_japan_kg.http.negotiation import accept_header, choose_languages, choose_media_type
from india_japan_kg.problem import BadParameter
from india_japan_kg.rest.openapi import question_operation
from india_japan_kg.rest.paging import MAX_LIMIT, page_links, whole_number
from india_japan_kg.tables import plain_rows, write_solutions
from india_japan_kg.things.labels import Labels

JSON: Final = "application/json"
HTML: Final = "text/html"
SPARQL: Final = "application/sparql-query"
WHOLE_FORMS: Final = {
    "text/csv": QueryResultsFormat.CSV,
    "text/tab-separated-values": QueryResultsFormat.TSV,
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
}
"""Forms that are taken along: without `limit` they hold the whole answer."""

SUFFIXES: Final = {
    "json": JSON,
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "srj": "application/sparql-results+json",
    "srx": "application/sparql-results+xml",
    "html": HTML,
}
SHARED: Final = ("lang", "limit", "offset", "sort", "fields")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks of a question: values of its parameters, and the page of the answer."""

    values: Mapping[str, str]
    languages: Sequence[str]
    limit: int | None
    offset: int
    sort: str
    fields: str


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
        found: Table | BadParameter,
        links: Mapping[str, str],
    ) -> bytes:
        """Return the page of a question: its form, and its answer or what is wrong."""
        raise NotImplementedError


Answer = Callable[[Question, Asked], Table]


def questions_router(
    catalogue: Catalogue,
    engine: Engine,
    labels: Labels,
    pages: QuestionPages,
    *,
    page_size: int,
    timeout: float,
) -> APIRouter:
    """Return a route for each question and each collection of `catalogue`.

    Args:
        catalogue: the questions.
        engine: what is asked.
        labels: the names of things.
        pages: writes the HTML pages.
        page_size: rows of a JSON or HTML answer without ``limit``.
        timeout: seconds that a query may take.

    """
    router = APIRouter()
    Name = Annotated[str, Path(json_schema_extra={"enum": [*catalogue]})]  # noqa: N806 - a type

    def ask(question: Question, asked: Asked) -> Table:
        return answer(
            question,
            engine,
            labels,
            asked.values,
            languages=asked.languages,
            today=datetime.datetime.now(datetime.UTC).date(),
            timeout=timeout,
            limit=asked.limit,
            offset=asked.offset,
            sort=asked.sort,
            fields=asked.fields,
        )

    @router.get("/queries", tags=["Questions"], summary="The catalogue of questions")
    async def catalogue_of_questions(request: Request) -> Response:
        """List every question with its parameters and columns."""
        if choose_media_type(accept_header(request), [JSON, HTML]) == HTML:
            return respond(request, pages.catalogue(request), HTML)
        document = {"questions": [_entry(question) for question in catalogue.values()]}
        return respond(request, _json(document), JSON)

    @router.get("/queries/{name}.rq", tags=["Questions"], summary="The SPARQL text of a question")
    async def text_of_question(request: Request, name: Name) -> Response:
        """Return the query file as it stands: it runs in any SPARQL processor."""
        return respond(request, catalogue.find(name).text.encode(), SPARQL, vary="Accept-Encoding")

    def add(question: Question, path: str, tag: str) -> None:
        operation = question_operation(question, labels, SUFFIXES.values())

        async def asked(request: Request) -> Response:
            media_type = choose_media_type(accept_header(request), list(SUFFIXES.values()))
            return await run_in_threadpool(_answered, request, question, media_type, None)

        async def asked_by_suffix(request: Request, suffix: str) -> Response:
            if suffix not in SUFFIXES:
                raise BadParameter(
                    "suffix",
                    f"There is no form .{suffix} of {question.name}.",
                    f"There are {', '.join('.' + known for known in SUFFIXES)}.",
                )
            return await run_in_threadpool(_answered, request, question, SUFFIXES[suffix], path)

        router.add_api_route(
            path,
            asked,
            methods=["GET"],
            tags=[tag],
            summary=question.summary,
            description=question.description,
            operation_id=path.strip("/").replace("/", "-"),
            response_class=Response,
            openapi_extra=operation,
        )
        router.add_api_route(
            path + ".{suffix}", asked_by_suffix, methods=["GET"], include_in_schema=False
        )

    def _answered(
        request: Request, question: Question, media_type: str, path: str | None
    ) -> Response:
        values = {key: value for key, value in request.query_params.items() if key not in SHARED}
        query = request.query_params
        languages = choose_languages(request)
        limit = whole_number(request, "limit", 1, MAX_LIMIT)
        if limit is None and media_type in (JSON, HTML):
            limit = page_size
        offset = whole_number(request, "offset", 0, None) or 0
        try:
            table = ask(
                question,
                Asked(
                    values, languages, limit, offset, query.get("sort", ""), query.get("fields", "")
                ),
            )
        except BadParameter as problem:
            if media_type != HTML:
                raise
            body = pages.question(request, question, values, problem, {})
            page = respond(request, body, HTML)
            page.status_code = problem.status if _complete(question, values) else 200
            return page
        links = page_links(request, table.total, table.limit, table.offset)
        header = [f'<{address}>; rel="{name}"' for name, address in links.items()]
        own = (path or request.url.path).rpartition("/")[2]
        header += [
            f'<{own}.{suffix}>; rel="alternate"; type="{type_}"'
            for suffix, type_ in SUFFIXES.items()
        ]
        if media_type == HTML:
            body = pages.question(request, question, values, table, links)
        elif media_type == JSON:
            body = _json(_document(question, values, table, links))
        else:
            body = write_solutions(table, WHOLE_FORMS[media_type])
        return respond(
            request,
            body,
            media_type,
            vary="Accept, Accept-Language",
            headers={"Link": ", ".join(header)},
        )

    for question in catalogue.values():
        add(question, f"/queries/{question.name}", "Questions")
    for name, question in catalogue.collections.items():
        add(question, f"/{name}", "Collections")
    return router


def _complete(question: Question, values: Mapping[str, str]) -> bool:
    """Return whether every required parameter was given: else the page is still an empty form."""
    return all(values.get(p.name) for p in question.parameters.values() if p.required)


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


def _entry(question: Question) -> dict[str, Any]:
    return {
        "name": question.name,
        "href": f"/queries/{question.name}",
        "summary": question.summary,
        "description": question.description,
        "tags": list(question.tags),
        "view": question.view,
        "collection": question.collection,
        "parameters": {
            name: {
                "type": parameter.type,
                "required": parameter.required,
                "default": parameter.default,
                "example": parameter.example,
                "description": parameter.description,
            }
            for name, parameter in question.parameters.items()
        },
        "columns": {column.name: column.meaning for column in question.columns},
    }


def _json(document: object) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n"
