"""``ijkg changes``."""

import csv
import gzip
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from pyoxigraph import RdfFormat, Triple, parse

from india_japan_kg.dataset import load_dataset
from india_japan_kg.export.changes import changes
from india_japan_kg.problem import BadData
from india_japan_kg.settings import read_settings

FORMATS = {"nt": RdfFormat.N_TRIPLES, "nq": RdfFormat.N_QUADS, "ttl": RdfFormat.TURTLE}
_File = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("changes")
@click.argument("old", type=_File)
@click.argument("new", required=False, type=_File)
def command(old: Path, new: Path | None) -> None:
    """Tell what changed from the release OLD to NEW (else to the data of the house), as CSV.

    A release is an export as N-Triples, N-Quads or Turtle, compressed or not.
    """
    house = read_settings().house
    after = _read(new) if new else (quad.triple for quad in load_dataset(house).store)
    writer = csv.writer(sys.stdout)
    writer.writerow(["thing", "change", "property", "before", "after"])
    for change in changes(_read(old), after):
        before, now = " | ".join(change.before), " | ".join(change.after)
        writer.writerow([change.thing, change.kind, change.property, before, now])


def _read(path: Path) -> Iterator[Triple]:
    body = path.read_bytes()
    name = path.name
    if name.endswith(".gz"):
        body, name = gzip.decompress(body), name.removesuffix(".gz")
    suffix = name.rpartition(".")[2]
    if suffix not in FORMATS:
        known = ", ".join(f".{known}" for known in FORMATS)
        raise BadData(str(path), None, None, "this is no release.", f"A release is {known}.")
    try:
        yield from (quad.triple for quad in parse(body, FORMATS[suffix]))
    except SyntaxError as error:
        raise BadData(str(path), error.lineno, error.offset, error.msg) from None
