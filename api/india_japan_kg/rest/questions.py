"""``/queries``, ``/queries/{name}`` and the collections: canned questions as resources."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Path
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from india_japan_kg.catalogue import Catalogue, Question, executables
from india_japan_kg.engine import Engine
from india_japan_kg.http.conditional import respond
from india_japan_kg.http.negotiation import accept_header, choose_media_type
from india_japan_kg.problem import NotFound
from india_japan_kg.rest.addresses import Addresses
from india_japan_kg.rest.answers import Answers, QuestionPages, json_body
from india_japan_kg.rest.forms import CATALOGUE_SUFFIXES, HTML, JSON, choose_form, suffixes
from india_japan_kg.rest.openapi import question_operation
from india_japan_kg.tables import write_graph
from india_japan_kg.things.labels import Labels

SPARQL: Final = "application/sparql-query"
CATALOGUE: Final = "/queries"


def questions_router(
    catalogue: Catalogue,
    engine: Engine,
    labels: Labels,
    pages: QuestionPages,
    addresses: Addresses,
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
        addresses: writes absolute addresses.
        page_size: rows of a JSON or HTML answer without ``limit``.
        timeout: seconds that a query may take.

    """
    router = APIRouter()
    Name = Annotated[str, Path(json_schema_extra={"enum": [*catalogue]})]  # noqa: N806 - a type
    answers = Answers(engine, labels, pages, page_size=page_size, timeout=timeout)

    def listed(request: Request, media_type: str) -> Response:
        if media_type == HTML:
            body = pages.catalogue(request)
        elif media_type == JSON:
            body = json_body({"questions": [_entry(question) for question in catalogue.values()]})
        else:
            page, endpoint = addresses.of(request, CATALOGUE), addresses.of(request, "/sparql")
            body = write_graph(executables(catalogue, page, endpoint), media_type)
        links = [
            f'<{CATALOGUE}.{suffix}>; rel="alternate"; type="{type_}"'
            for suffix, type_ in CATALOGUE_SUFFIXES.items()
        ]
        vary = "Accept, Accept-Language, Host"
        return respond(request, body, media_type, vary=vary, headers={"Link": ", ".join(links)})

    @router.get(
        CATALOGUE,
        tags=["Questions"],
        summary="The catalogue of questions",
        response_class=Response,
        responses={200: {"content": {type_: {} for type_ in CATALOGUE_SUFFIXES.values()}}},
    )
    async def catalogue_of_questions(request: Request) -> Response:
        """List every question with its parameters and columns.

        In RDF, each is a `sh:SPARQLExecutable` with its query, as SPARQL editors read examples.
        """
        types = list(CATALOGUE_SUFFIXES.values())
        return listed(request, choose_media_type(accept_header(request), types))

    @router.get(CATALOGUE + ".{suffix}", include_in_schema=False)
    async def catalogue_by_suffix(request: Request, suffix: str) -> Response:
        if suffix not in CATALOGUE_SUFFIXES:
            known = [f"{CATALOGUE}.{known}" for known in CATALOGUE_SUFFIXES]
            raise NotFound(f"There is no {CATALOGUE}.{suffix}.", known)
        return listed(request, CATALOGUE_SUFFIXES[suffix])

    @router.get(
        "/queries/{name}.rq",
        tags=["Questions"],
        summary="The SPARQL text of a question",
        response_class=Response,
        responses={200: {"content": {SPARQL: {}}}},
    )
    async def text_of_question(request: Request, name: Name) -> Response:
        """Return the query file as it stands: it runs in any SPARQL processor."""
        return respond(request, catalogue.find(name).text.encode(), SPARQL, vary="Accept-Encoding")

    def add(question: Question, path: str, tag: str) -> None:
        forms = suffixes(question)
        operation = question_operation(question, labels, forms.values())

        async def asked(request: Request) -> Response:
            media_type = choose_form(question, accept_header(request))
            return await run_in_threadpool(answers.answer, request, question, media_type, None)

        async def asked_by_suffix(request: Request, suffix: str) -> Response:
            if suffix not in forms:
                raise NotFound(
                    f"There is no {path}.{suffix}.", [f"{path}.{known}" for known in forms]
                )
            return await run_in_threadpool(answers.answer, request, question, forms[suffix], path)

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

    for question in catalogue.values():
        add(question, f"/queries/{question.name}", "Questions")
    for name, question in catalogue.collections.items():
        add(question, f"/{name}", "Collections")
    return router


def _entry(question: Question) -> dict[str, Any]:
    return {
        "name": question.name,
        "href": f"/queries/{question.name}",
        "summary": question.summary,
        "description": question.description,
        "tags": list(question.tags),
        "form": question.form,
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
