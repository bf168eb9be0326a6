"""Problem details (RFC 9457) for everything that goes wrong on the way to an answer."""

import json
import logging
from collections.abc import Callable

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from india_japan_kg.http.negotiation import accept_header, choose_media_type
from india_japan_kg.problem import (
    BadParameter,
    BadRequest,
    NotAcceptable,
    NotFound,
    Overloaded,
    Problem,
)

PROBLEM_JSON = "application/problem+json"
RETRY_AFTER_SECONDS = "2"

log = logging.getLogger(__name__)

ProblemAnswer = Callable[[Request, Problem, dict[str, str]], Response]
ProblemPage = Callable[[Request, dict[str, object]], bytes]
"""Writes a problem document as HTML for a person in a browser."""


class MethodNotAllowed(Problem):
    """The address exists, but not with this method."""

    status = 405
    slug = "method-not-allowed"
    title = "This address has no such method"


def install(app: FastAPI, page: ProblemPage, max_url_bytes: int) -> ProblemAnswer:
    """Make `app` answer every exception with a problem document, or its `page` in a browser.

    Returns what answers with a problem, for `LastResort` around what does not go through `app`.

    Args:
        app: the application.
        page: writes a problem for a browser.
        max_url_bytes: longest path and query string taken.

    """

    def answer(request: Request, problem: Problem, headers: dict[str, str]) -> Response:
        if problem.status >= 500:
            log.warning("problem", extra={"problem": problem.slug, "detail": problem.detail})
        document = problem.document() | {"instance": request.url.path}
        if request_id := request.scope.get("request_id"):
            document["request"] = request_id
        if isinstance(problem, Overloaded):
            headers = headers | {"Retry-After": RETRY_AFTER_SECONDS}
        fields = {"Vary": "Accept", "Cache-Control": "no-store", **headers}
        if _wants_page(request):
            body, media_type = page(request, document), "text/html"
        else:
            body = json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n"
            media_type = PROBLEM_JSON
        return Response(body, problem.status, fields, media_type)

    def on_problem(request: Request, error: Exception) -> Response:
        assert isinstance(error, Problem)
        return answer(request, error, {})

    def on_http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        headers = dict(error.headers or {})
        if error.status_code == 405:
            allowed = ", ".join(_methods(app, request))
            if request.method == "OPTIONS":
                return Response(status_code=204, headers={"Allow": allowed})
            detail = f"{request.method} {request.url.path} is not offered."
            problem = MethodNotAllowed(detail, f"Use {allowed}.")
            return answer(request, problem, headers | {"Allow": allowed})
        if error.status_code == 404:
            return answer(request, NotFound(f"There is nothing at {request.url.path}."), headers)
        return answer(request, BadRequest(str(error.detail)), headers)

    def on_validation(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        first = error.errors()[0]
        name = str(first["loc"][-1])
        problem = BadParameter(name, f"{name} is {first.get('input')!r}: {first['msg']}.")
        return answer(request, problem, {})

    app.add_exception_handler(Problem, on_problem)
    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(RequestValidationError, on_validation)
    app.add_middleware(AddressLimit, max_bytes=max_url_bytes)
    app.add_middleware(LastResort, answer=answer)
    return answer


def _methods(app: FastAPI, request: Request) -> list[str]:
    """Return the methods that some route has for the request's path."""
    offered = [
        method
        for method in ("GET", "POST", "QUERY")
        for scope in [{**request.scope, "method": method}]
        if any(route.matches(scope)[0] is Match.FULL for route in app.routes)
    ]
    return [*offered, "HEAD", "OPTIONS"]


class AddressTooLong(Problem):
    """The path and query string are longer than the server takes."""

    status = 414
    slug = "address-too-long"
    title = "The address is too long"


class AddressLimit:
    """Refuses addresses that are longer than `max_bytes` (RFC 9110, section 15.5.15)."""

    def __init__(self, app: ASGIApp, max_bytes: int) -> None:
        self.app = app
        self.max_bytes = max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection (ASGI 3.0)."""
        if scope["type"] == "http":
            length = len(scope["raw_path"]) + len(scope["query_string"])
            if length > self.max_bytes:
                raise AddressTooLong(
                    f"The address has {length} bytes; the server takes {self.max_bytes}.",
                    "Send the query in the body of a POST instead.",
                )
        await self.app(scope, receive, send)


class LastResort:
    """Turns an error that nobody expected into a problem document that tells nothing of it.

    Starlette would do so outside all other middleware, where CORS fields are no longer added.
    """

    def __init__(self, app: ASGIApp, answer: ProblemAnswer) -> None:
        self.app = app
        self.answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection (ASGI 3.0)."""
        started = False

        async def send_noting(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.app(scope, receive, send_noting)
        except Problem as told:
            await self.answer(Request(scope), told, {})(scope, receive, send)
        except Exception:
            log.exception("unexpected error", extra={"request": scope.get("request_id")})
            if started or scope["type"] != "http":
                raise
            problem = Problem("The error was logged under the id of this request.")
            await self.answer(Request(scope), problem, {})(scope, receive, send)


def _wants_page(request: Request) -> bool:
    offers = [PROBLEM_JSON, "application/json", "text/html"]
    try:
        return choose_media_type(accept_header(request), offers) == "text/html"
    except NotAcceptable:
        return False
