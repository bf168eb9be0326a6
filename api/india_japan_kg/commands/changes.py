"""``ijkg changes``."""

import csv
import sys
from pathlib import Path

import click
from pyoxigraph import NamedNode

from india_japan_kg.catalogue import load, solved
from india_japan_kg.dataset import load_dataset
from india_japan_kg.dataset.releases import read_release, release_graph
from india_japan_kg.engine.releases import ReleaseEngine
from india_japan_kg.settings import read_settings
from india_japan_kg.vocabulary import shorten

QUESTION = "changes"
_File = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("changes")
@click.argument("old", type=_File)
@click.argument("new", required=False, type=_File)
def command(old: Path, new: Path | None) -> None:
    """Tell what changed from the release OLD to NEW (else to the data of the house), as CSV.

    A release is an export as N-Triples, N-Quads, Turtle or TriG, compressed or not. This asks the
    question `changes` of two files.
    """
    settings = read_settings()
    question = load(settings.house / "queries")[QUESTION]
    engine = ReleaseEngine(
        "",
        lambda: (
            read_release(new)
            if new
            else (quad.triple for quad in load_dataset(settings.house).store)
        ),
        {old.name: old},
    )
    values = dict.fromkeys(question.parameters) | {"release": release_graph(old.name)}
    rows = solved(question, engine, values, settings.query_timeout)
    writer = csv.writer(sys.stdout)
    writer.writerow(column.name for column in question.columns)
    for row in rows:
        writer.writerow(_text(value) for value in row)


def _text(value: object) -> str:
    if isinstance(value, NamedNode):
        return shorten(value.value)
    return "" if value is None else str(getattr(value, "value", value))
