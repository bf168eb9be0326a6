"""``ijkg validate``."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import click

from india_japan_kg.dataset import load_dataset
from india_japan_kg.settings import read_settings
from india_japan_kg.validation import Report, to_html, to_json, to_text, to_turtle, validate

FORMATS: Final[dict[str, Callable[[Report], str]]] = {
    "text": to_text,
    "json": to_json,
    "turtle": to_turtle,
    "html": to_html,
}


@click.command("validate")
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="text")
@click.option("--language", default="en", help="Language of the messages (text): en, ja or hi.")
@click.option("--infos", is_flag=True, help="List infos too (text); else they are only counted.")
def command(files: tuple[Path, ...], form: str, language: str, infos: bool) -> None:
    """Judge the data, with FILES added to them, by their shapes.

    Ends with 0 if they conform, 1 on violations, 2 if something cannot be read.
    """
    settings = read_settings()
    report = validate(load_dataset(settings.house, files), settings.house / "shapes")
    if form == "text":
        click.echo(to_text(report, language, infos), nl=False)
    else:
        click.echo(FORMATS[form](report))
    sys.exit(0 if report.conforms else 1)
