"""Walks from every IRI of the data to its document, as a program of its own.

`python -m tests.rest.walk PART PARTS` takes one of several equal parts, so that each processor has
one, and prints JSON: how many IRIs of each form were walked, and what was wrong.

An IRI leads where `docs/w3id/.htaccess` sends it. The application is asked without a network
between, but through everything that it puts before an answer.
"""

import asyncio
import json
import re
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlencode

import pyoxigraph

from india_japan_kg.app import create_app
from india_japan_kg.http.front import Front
from india_japan_kg.settings import read_settings
from india_japan_kg.vocabulary import BASE, GRAPH, ID

ACCEPTS = {
    "text/html": "text/html",
    "application/json": "application/json",
    "application/ld+json": "application/ld+json",
    "text/turtle": "text/turtle",
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8": (
        "text/html"
    ),
}
EVERY_IRI = f"""
SELECT DISTINCT ?iri WHERE {{
  {{ ?iri ?p ?o }} UNION {{ ?s ?iri ?o }} UNION {{ ?s ?p ?iri }}
  UNION {{ GRAPH ?iri {{ ?s ?p ?o }} }}
  FILTER(isIRI(?iri) && STRSTARTS(STR(?iri), "{BASE}"))
}}
ORDER BY ?iri
"""
AT_ONCE = 4
MOST_REDIRECTS = 3
Rule = tuple[re.Pattern[str], str]


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def media_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0]


def read_rules(path: Path) -> list[Rule]:
    """Return pattern and target of each RewriteRule; BASE is left out of the targets."""
    lines = [line.split() for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        (re.compile(line[1]), re.sub(r"\$(\d)", r"\\\1", line[2]).removeprefix("%{ENV:BASE}"))
        for line in lines
        if line and line[0] == "RewriteRule"
    ]


def place(iri: str, rules: list[Rule]) -> str:
    """Return the address on the server where the registry sends who asks for `iri`."""
    path = iri.removeprefix(BASE).partition("#")[0]
    for pattern, target in rules:
        if found := pattern.search(path):
            return found.expand(target)
    raise LookupError(f"no rule for {iri}")


async def ask(app: Front, address: str, accept: str) -> Answer:
    path, _, query = address.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": unquote(path),
        "raw_path": quote(path, safe="/%:.~").encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(b"host", b"localhost"), (b"accept", accept.encode())],
        "client": ("127.0.0.1", 1),
        "server": ("localhost", 80),
    }
    told: list[dict[str, Any]] = []

    sent = iter([{"type": "http.request", "body": b"", "more_body": False}])

    async def receive() -> dict[str, Any]:
        for message in sent:
            return message
        return await asyncio.Future()  # who asked stays until the answer is there

    async def send(message: Any) -> None:
        told.append(message)

    await app(scope, receive, send)
    headers = {name.decode().lower(): value.decode("latin-1") for name, value in told[0]["headers"]}
    return Answer(told[0]["status"], headers, b"".join(m.get("body", b"") for m in told[1:]))


def is_mentioned(iri: str, answer: Answer) -> bool:
    """Return whether the body speaks of `iri`, in whatever way its form writes IRIs."""
    if answer.media_type != "text/turtle":
        return iri.encode() in answer.body
    read = pyoxigraph.parse(answer.body, pyoxigraph.RdfFormat.TURTLE)
    return any(iri in (getattr(term, "value", None) for term in quad) for quad in read)


def may_be_unmentioned(iri: str, media_type: str) -> bool:
    """Return whether the page that `iri` leads to is about more than it: the home page."""
    return media_type == "text/html" and (iri.startswith(GRAPH) or iri == BASE + "dataset")


async def fault(iri: str, rules: list[Rule], accept: str, get: Callable[..., Any]) -> str | None:
    """Return what is wrong on the way from `iri` to its document; None if nothing is."""
    address, seen = place(iri, rules), []
    for _ in range(MOST_REDIRECTS):
        answer = await get(address, accept)
        seen.append(answer.status)
        if answer.status not in (303, 308):
            break
        address = answer.headers["location"]
    wanted = [303, 200] if iri.startswith(ID) else [200]
    if seen not in (wanted, [308, *wanted]):
        return f"statuses {seen}, not {wanted}"
    if answer.media_type != ACCEPTS[accept]:
        return f"{answer.media_type}, not {ACCEPTS[accept]}"
    if not is_mentioned(iri, answer) and not may_be_unmentioned(iri, answer.media_type):
        return "not mentioned"
    return None


async def walk(app: Front, rules: list[Rule], part: int, parts: int) -> dict[str, Any]:
    found = await ask(app, "/sparql?" + urlencode({"query": EVERY_IRI}), "text/csv")
    iris = found.body.decode().split()[1:]
    # A namespace is no thing; nothing is at its end.
    things = [iri for iri in iris if iri[-1] not in "/#"]
    waiting = [(iri, accept) for iri in things[part::parts] for accept in ACCEPTS]
    walked: Counter[str] = Counter()
    faults: list[str] = []

    async def work() -> None:
        while waiting:
            iri, accept = waiting.pop()
            wrong = await fault(iri, rules, accept, lambda *where: ask(app, *where))
            walked[accept] += 1
            if wrong:
                faults.append(f"{iri} as {accept}: {wrong}")

    await asyncio.gather(*(work() for _ in range(AT_ONCE)))
    return {"walked": walked, "faults": faults}


def main() -> None:
    part, parts = map(int, sys.argv[1:])
    app = create_app(read_settings())
    house = Path(__file__).parents[2]
    rules = read_rules(house / "docs" / "w3id" / ".htaccess")
    print(json.dumps(asyncio.run(walk(app, rules, part, parts))))


if __name__ == "__main__":
    main()
