"""``ijkg export``."""

import sys
from pathlib import Path

import click

from india_japan_kg.commands.house import open_exports
from india_japan_kg.commands.values import read_given
from india_japan_kg.export import FORMATS
from india_japan_kg.export.exports import NAME, NETWORK
from india_japan_kg.settings import read_settings


@click.command("export", context_settings={"ignore_unknown_options": True})
@click.argument("values", nargs=-1, metavar="[--class=C] [--domain=D] [--around=THING] ...")
@click.option(
    "--format",
    "suffix",
    type=click.Choice([*FORMATS, "graphml"]),
    help="Format; default: by the suffix of --out, else ttl.",
)
@click.option("--table", help="A class, such as Session: write its table as CSV.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="File to write.")
def command(
    values: tuple[str, ...], suffix: str | None, table: str | None, out: Path | None
) -> None:
    """Write the graph, or a part of it, in one file (or to standard output).

    A part is cut out by --class=Session, --domain=critical-minerals, --around=dialogue:ai-dialogue
    with --depth=2, --from and --to a day, and --profile=schema.org or org.
    """
    if suffix is None:
        guessed = out.suffix.removeprefix(".") if out else ""
        suffix = guessed if guessed in (*FORMATS, "graphml") else "ttl"
    name = NETWORK if suffix == "graphml" else f"{NAME}.{suffix}"
    found = open_exports(read_settings()).file(
        f"{table}.csv" if table else name, read_given(values)
    )
    if out is None:
        sys.stdout.buffer.write(found.body)
        return
    beside = out.with_name(f".{out.name}.new")
    beside.write_bytes(found.body)
    beside.replace(out)
    title = FORMATS[suffix].title if suffix in FORMATS and not table else found.media_type
    click.echo(f"wrote {len(found.body):,} bytes of {title} to {out}", err=True)
