"""A static site stands on its own: every link in it leads to a file of it, or out to the web."""

import json
import os
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import rdflib

from india_japan_kg.vocabulary import PREFIXES

DATA = """
place:japan a ij:Country ; rdfs:label "Japan"@en , "日本"@ja , "जापान"@hi ;
    dcterms:source source:s .
person:aso-taro a ij:Person ; rdfs:label "Taro Aso"@en , "麻生太郎"@ja ; ij:country place:japan ;
    dcterms:source source:s .
source:s a ij:Source ; dcterms:title "A source"@en ; schema:url "https://example.org/"^^xsd:anyURI ;
    schema:publisher "Somebody" ; ij:publisherKind ij:press ; schema:inLanguage "en" .
"""


class Links(HTMLParser):
    """Collects what a page links to, and the places in it that can be linked to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name in ("href", "src") and value]


@pytest.fixture(scope="module")
def site(house: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    small = tmp_path_factory.mktemp("house")
    for room in ("ontology", "shapes", "queries"):
        (small / room).symlink_to(house / room)
    (small / "data").mkdir()
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    (small / "data" / "all.ttl").write_text(prefixes + DATA, encoding="utf-8")
    folder = tmp_path_factory.mktemp("site")
    published = subprocess.run(
        [
            *(sys.executable, "-m", "india_japan_kg", "publish", str(folder)),
            *("--base-url=https://kg.example.org", "--allow-violations"),
        ],
        env=os.environ | {"IJKG_HOUSE": str(small), "IJKG_CACHE": str(small / "cache")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert published.returncode == 0, published.stderr
    return folder


def test_no_link_of_the_site_is_broken_wherever_it_is_put(site: Path) -> None:
    pages = list(site.rglob("*.html"))
    assert len(pages) > 60
    checked = 0
    for page in pages:
        for link in Links(page.read_text(encoding="utf-8")).found:
            parts = urlsplit(link)
            if parts.scheme or not parts.path:
                continue
            assert not link.startswith("/"), (page, link)
            target = page.parent / unquote(parts.path)
            if target.is_dir():
                target = target / "index.html"
            assert target.is_file(), (page, link)
            checked += 1
    assert checked > 500


def test_a_thing_is_there_in_every_form(site: Path) -> None:
    thing = site / "person" / "aso-taro"
    assert "麻生太郎" in (thing / "index.html").read_text(encoding="utf-8")
    assert json.loads(thing.with_suffix(".json").read_text())["label"] == "Taro Aso"
    linked = json.loads(thing.with_suffix(".jsonld").read_text())
    assert linked["@context"] == "https://kg.example.org/context.jsonld"
    assert (site / "context.jsonld").is_file()
    assert len(rdflib.Graph().parse(thing.with_suffix(".ttl"))) > 5


def test_dumps_and_answers_are_taken_along(site: Path) -> None:
    assert len(rdflib.Graph().parse(site / "export" / "india-japan.ttl")) > 1000
    assert (site / "export" / "SHA256SUMS").is_file()
    assert "Taro Aso" in (site / "people.csv").read_text(encoding="utf-8")
    assert (site / "queries" / "promises.rq").is_file()


@pytest.mark.parametrize("graph", ["ontology", "shapes"])
def test_the_vocabulary_and_the_shapes_are_there_in_every_form(site: Path, graph: str) -> None:
    page = (site / graph / "index.html").read_text(encoding="utf-8")
    lines = rdflib.Graph().parse(site / f"{graph}.nt")
    assert len(lines) > 1000
    for suffix, form in {"ttl": "turtle", "jsonld": "json-ld", "rdf": "xml"}.items():
        assert len(rdflib.Graph().parse(site / f"{graph}.{suffix}", format=form)) == len(lines)
        assert f'href="../{graph}.{suffix}"' in page


def test_a_shape_leads_to_the_classes_that_it_looks_at(site: Path) -> None:
    assert 'href="../ontology/#Tenure"' in (site / "shapes" / "index.html").read_text("utf-8")
    assert '<section id="Tenure">' in (site / "ontology" / "index.html").read_text("utf-8")


def test_nothing_that_needs_a_server_is_left(site: Path) -> None:
    for page in site.rglob("*.html"):
        assert "<form" not in page.read_text(encoding="utf-8"), page
