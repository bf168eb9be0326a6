"""``/export/...``: the graph as files, whole or in parts."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Annotated

from fastapi import APIRouter, Path
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from india_japan_kg.export import FORMATS
from india_japan_kg.export.class_tables import METADATA_TYPE
from india_japan_kg.export.exports import GZIP_TYPE, ExportFile
from india_japan_kg.export.graphml import MEDIA_TYPE
from india_japan_kg.export.offer import NAME, Offer
from india_japan_kg.http.conditional import respond
from india_japan_kg.rest.given_once import refuse_repeated
from india_japan_kg.rest.openapi import LONGEST_NAME, parameter_object
from india_japan_kg.tables.parquet import MEDIA_TYPE as PARQUET
from india_japan_kg.things.labels import Labels

File = Annotated[str, Path(max_length=LONGEST_NAME, examples=[f"{NAME}.ttl"])]


Written = Callable[[str, Mapping[str, str]], Awaitable[ExportFile]]


def exports_router(offer: Offer, written: Written, labels: Labels) -> APIRouter:
    """Return the route of the files of the export.

    Args:
        offer: which files there are.
        written: returns the file of a name, or the part that parameters cut out.
        labels: tells the allowed values.

    """
    router = APIRouter(tags=["Export"])
    types = {form.media_type for form in FORMATS.values()}
    types |= {GZIP_TYPE, METADATA_TYPE, MEDIA_TYPE, PARQUET, "text/csv", "text/plain"}

    @router.get(
        "/export/{file}",
        summary="The graph as a file, whole or in parts",
        response_class=Response,
        responses={200: {"content": {type_: {} for type_ in sorted(types)}}},
        openapi_extra={
            "parameters": [parameter_object(wish, labels) for wish in offer.wishes.values()]
        },
    )
    async def export(request: Request, file: File) -> Response:
        """Return a file: a dump, the table of a class, the network, or the checksums of all.

        There is `india-japan.ttl` (or trig, nt, nq, jsonld, rdf; each with `.gz` too), a table
        such as `Session.csv` with its `Session.csv-metadata.json` or `Session.parquet`,
        `graph.graphml`, and the list `SHA256SUMS`. The parameters cut a part out of a dump that is
        not compressed, or of the network.
        """
        refuse_repeated(request)
        given = {name: value for name, value in request.query_params.items() if value.strip()}
        found = await written(file, given)
        headers = {"Content-Disposition": f'attachment; filename="{found.name}"'}
        if found.name.endswith(".csv"):
            told = f"{found.name}-metadata.json"
            headers["Link"] = f'<{told}>; rel="describedby"; type="{METADATA_TYPE}"'
        return await run_in_threadpool(
            respond,
            request,
            found.body,
            found.media_type,
            vary="Accept-Encoding",
            headers=headers,
        )

    return router
