"""``ijkg export``."""

import sys
from pathlib import Path
from typing import Final

import click

from india_japan_kg.commands.house import open_exports
from india_japan_kg.commands.values import read_given
from india_japan_kg.export import FORMATS
from india_japan_kg.export.offer import NAME, NETWORK
from india_japan_kg.problem import BadParameter
from india_japan_kg.settings import read_settings

GRAPH_FORMS: Final = (*FORMATS, "graphml")
TABLE_FORMS: Final = ("csv", "parquet")


@click.command("export", context_settings={"ignore_unknown_options": True})
@click.argument("values", nargs=-1, metavar="[--class=C] [--domain=D] [--around=THING] ...")
@click.option(
    "--format",
    "suffix",
    type=click.Choice([*GRAPH_FORMS, *TABLE_FORMS]),
    help="Format; default: by the suffix of --out, else ttl (of a table, csv).",
)
@click.option("--table", help="A class, such as Session: write its table.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="File to write.")
def command(
    values: tuple[str, ...], suffix: str | None, table: str | None, out: Path | None
) -> None:
    """Write the graph, or a part of it, in one file (or to standard output).

    A part is cut out by --class=Session, --domain=critical-minerals, --around=dialogue:ai-dialogue
    with --depth=2, --from and --to a day, and --profile=schema.org or org.
    """
    forms = TABLE_FORMS if table else GRAPH_FORMS
    if suffix is None:
        guessed = out.suffix.removeprefix(".") if out else ""
        suffix = guessed if guessed in forms else forms[0]
    if suffix not in forms:
        what = "a table" if table else "the graph"
        raise BadParameter(
            "--format",
            f"--format {suffix} is no format of {what}.",
            f"Choose from {', '.join(forms)}.",
            forms,
        )
    whole = NETWORK if suffix == "graphml" else f"{NAME}.{suffix}"
    found = open_exports(read_settings()).file(
        f"{table}.{suffix}" if table else whole, read_given(values)
    )
    if out is None:
        sys.stdout.buffer.write(found.body)
        return
    beside = out.with_name(f".{out.name}.new")
    beside.write_bytes(found.body)
    beside.replace(out)
    title = FORMATS[suffix].title if suffix in FORMATS else found.media_type
    click.echo(f"wrote {len(found.body):,} bytes of {title} to {out}", err=True)
