"""``ijkg fmt``."""

import sys
from pathlib import Path

import click

from india_japan_kg.dataset.files import GraphFile
from india_japan_kg.dataset.parsing import parse_file
from india_japan_kg.settings import read_settings
from india_japan_kg.turtle import write_turtle
from india_japan_kg.vocabulary import PREFIXES


@click.command("fmt")
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--check", is_flag=True, help="Change nothing; end with 1 if a file is not so.")
def command(files: tuple[Path, ...], check: bool) -> None:
    """Write Turtle FILES (default: all of data/) in the house's canonical hand."""
    chosen = files or sorted((read_settings().house / "data").rglob("*.ttl"))
    strangers = [path for path in chosen if _rewritten(path, check)]
    for path in strangers:
        click.echo(f"{'would write' if check else 'wrote'} {path}")
    click.echo(f"{len(chosen) - len(strangers)} of {len(chosen)} files were canonical.")
    if check and strangers:
        sys.exit(1)


def _rewritten(path: Path, check: bool) -> bool:
    file = GraphFile(str(path), "urn:x-ijkg:file", path.read_bytes())
    canonical = write_turtle(parse_file(file), PREFIXES).encode()
    if canonical == file.content:
        return False
    if not check:
        beside = path.with_name(f".{path.name}.new")
        beside.write_bytes(canonical)
        beside.replace(path)
    return True
