"""Which addresses of the server a static site has, and in which files."""

import asyncio
import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from starlette.types import ASGIApp

from india_japan_kg.catalogue import Catalogue, Question, read_values
from india_japan_kg.pages import STATIC
from india_japan_kg.problem import BadParameter, Problem
from india_japan_kg.publishing.asking import ask, running
from india_japan_kg.publishing.pages import static_page
from india_japan_kg.tables import GRAPH_FORMS as EVERY_GRAPH_FORM
from india_japan_kg.things.labels import Labels
from india_japan_kg.vocabulary import KINDS, ThingName

AT_ONCE: Final = 8
ROWS: Final = 10_000
HTML: Final = "text/html"
THING_FORMS: Final = ("json", "jsonld", "ttl")
TABLE_FORMS: Final = ("json", "csv")
GRAPH_FORMS: Final = ("jsonld", "ttl")
GRAPHS: Final = ("/ontology", "/shapes")
"""What IRIs with a fragment lead to; a site has it in every form."""


class Unpublished(Problem):
    """The server could not answer for a page of the site."""

    exit_code = 1
    slug = "unpublished"
    title = "A page of the static site could not be written"


@dataclass(frozen=True, slots=True)
class Page:
    """A file of the site.

    Attributes:
        path: the path by which pages of the server link to it.
        address: what the server is asked for.
        file: where it is written, from the root of the site.

    """

    path: str
    address: str
    file: str


def pages(catalogue: Catalogue, labels: Labels, exports: tuple[str, ...]) -> Iterator[Page]:
    """Yield every page of the site.

    A question that needs values is published with those of its example, if the graph has them.
    """
    yield Page("/", "/", "index.html")
    yield Page("/queries", "/queries", "queries/index.html")
    for form in THING_FORMS:
        yield Page(f"/queries.{form}", f"/queries.{form}", f"queries.{form}")
    for path in GRAPHS:
        yield Page(path, path, f"{path[1:]}/index.html")
        for form in EVERY_GRAPH_FORM:
            yield Page(f"{path}.{form}", f"{path}.{form}", f"{path[1:]}.{form}")
    yield from (Page(path, path, path[1:]) for path in ("/context.jsonld", "/robots.txt"))
    for name in exports:
        yield Page(f"/export/{name}", f"/export/{name}", f"export/{name}")
    answers = [(f"/queries/{name}", question) for name, question in catalogue.items()]
    answers += [(f"/{name}", question) for name, question in catalogue.collections.items()]
    for path, question in answers:
        needed = {p.name: p.example for p in question.parameters.values() if p.required}
        if not _can_be_asked(question, needed, labels):
            continue
        asked = urlencode(needed if question.gives_graph else needed | {"limit": str(ROWS)})
        yield Page(path, f"{path}?{asked}", f"{path[1:]}/index.html")
        for form in GRAPH_FORMS if question.gives_graph else TABLE_FORMS:
            yield Page(f"{path}.{form}", f"{path}.{form}?{asked}", f"{path[1:]}.{form}")
    for name in catalogue:
        yield Page(f"/queries/{name}.rq", f"/queries/{name}.rq", f"queries/{name}.rq")
    for kind in KINDS:
        for slug in labels.things(kind):
            path = ThingName(kind, slug).path
            yield Page(path, path, f"{path[1:]}/index.html")
            for form in THING_FORMS:
                yield Page(f"{path}.{form}", f"{path}.{form}", f"{path[1:]}.{form}")


def publish(app: ASGIApp, site: list[Page], folder: Path, progress: Callable[[int], None]) -> int:
    """Write the pages `site` of `app` into `folder` and return the number of files.

    Raises:
        Unpublished: the server answers for one of them with an error.

    """
    files = {page.path: page.file for page in site}
    for path in STATIC.iterdir():
        files[f"/static/{path.name}"] = f"static/{path.name}"
        _write(folder / "static" / path.name, path.read_bytes())
    asyncio.run(_publish(app, site, files, folder, progress))
    return len(files)


async def _publish(
    app: ASGIApp,
    site: list[Page],
    files: dict[str, str],
    folder: Path,
    progress: Callable[[int], None],
) -> None:
    waiting = iter(site)

    async def work() -> None:
        for page in waiting:
            answer = await ask(app, page.address, HTML if page.file.endswith(".html") else "*/*")
            if answer.status != 200:
                raise Unpublished(f"{page.address} was answered with status {answer.status}.")
            body = answer.body
            if page.file.endswith(".html"):
                body = static_page(body.decode(), page.file, files).encode()
            _write(folder / page.file, body)
            progress(1)

    async with running(app):
        await asyncio.gather(*(work() for _ in range(AT_ONCE)))


def _can_be_asked(question: Question, given: dict[str, str], labels: Labels) -> bool:
    """Return whether the things of the example are in the graph: a small one has not all."""
    try:
        read_values(question.parameters, given, labels, datetime.date.min)
    except BadParameter:
        return False
    return True


def _write(path: Path, body: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)
