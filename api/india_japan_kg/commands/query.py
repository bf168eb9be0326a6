"""``ijkg query``."""

import sys
from pathlib import Path
from typing import Final

import click

from india_japan_kg.dataset import load_dataset
from india_japan_kg.engine import GRAPH_TYPES, SOLUTION_TYPES, EmbeddedEngine, Query, read_query
from india_japan_kg.problem import BadParameter
from india_japan_kg.settings import read_settings

FORMATS: Final = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
}


@click.command("query")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option(
    "--format",
    "suffix",
    type=click.Choice(list(FORMATS)),
    help="Format; default: csv for solutions, ttl for graphs.",
)
def command(file: str, suffix: str | None) -> None:
    """Ask the SPARQL query in FILE (- for standard input) of the data."""
    text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
    settings = read_settings()
    gives_graph = read_query(text).form.gives_graph
    suffix = suffix or ("ttl" if gives_graph else "csv")
    offers = GRAPH_TYPES if gives_graph else SOLUTION_TYPES
    media_type = FORMATS[suffix]
    if media_type not in offers:
        possible = ", ".join(name for name, type_ in FORMATS.items() if type_ in offers)
        raise BadParameter(
            "--format", f"--format {suffix} does not fit the query.", f"Choose from {possible}."
        )
    dataset = load_dataset(settings.house)
    engine = EmbeddedEngine(dataset.store, dataset.version)
    body = engine.evaluate(Query(text), media_type, settings.query_timeout)
    sys.stdout.buffer.write(body if body.endswith(b"\n") else body + b"\n")
