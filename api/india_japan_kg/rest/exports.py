"""``/export/india-japan.<suffix>``: the whole graph in one file."""

from collections.abc import Callable
from functools import lru_cache

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from india_japan_kg.dataset import Dataset
from india_japan_kg.export import FORMATS, DumpFormat, dump
from india_japan_kg.http.conditional import respond
from india_japan_kg.problem import NotFound

NAME = "india-japan"


def exports_router(dataset: Callable[[], Dataset]) -> APIRouter:
    """Return the routes of the dumps of what `dataset` reads; each is written once and kept."""
    router = APIRouter(tags=["Export"])

    @lru_cache(maxsize=len(FORMATS))
    def body(form: DumpFormat) -> bytes:
        return dump(dataset(), form)

    @router.get(
        "/export/" + NAME + ".{suffix}",
        summary="The whole graph in one file",
        response_class=Response,
        responses={200: {"content": {form.media_type: {} for form in FORMATS.values()}}},
    )
    async def export(request: Request, suffix: str) -> Response:
        """Return the dump in the format of `suffix`: ttl, trig, nt, nq, jsonld or rdf."""
        if suffix not in FORMATS:
            raise NotFound(
                f"There is no export india-japan.{suffix}.",
                [f"{NAME}.{known}" for known in FORMATS],
            )
        form = FORMATS[suffix]
        return respond(
            request,
            await run_in_threadpool(body, form),
            form.media_type,
            vary="Accept-Encoding",
            headers={"Content-Disposition": f'attachment; filename="{NAME}.{suffix}"'},
        )

    return router
