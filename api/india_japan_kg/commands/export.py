"""``ijkg export``."""

import sys
from pathlib import Path

import click

from india_japan_kg.dataset import load_dataset
from india_japan_kg.export import FORMATS, dump
from india_japan_kg.settings import read_settings


@click.command("export")
@click.option(
    "--format",
    "suffix",
    type=click.Choice(list(FORMATS)),
    help="Format; default: by the suffix of --out, else ttl.",
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="File to write.")
def command(suffix: str | None, out: Path | None) -> None:
    """Write the whole graph in one file (or to standard output)."""
    if suffix is None:
        guessed = out.suffix.removeprefix(".") if out else ""
        suffix = guessed if guessed in FORMATS else "ttl"
    body = dump(load_dataset(read_settings().house), FORMATS[suffix])
    if out is None:
        sys.stdout.buffer.write(body)
        return
    beside = out.with_name(f".{out.name}.new")
    beside.write_bytes(body)
    beside.replace(out)
    click.echo(f"wrote {len(body):,} bytes of {FORMATS[suffix].title} to {out}", err=True)
