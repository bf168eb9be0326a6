"""``ijkg check-queries``."""

import datetime
import sys
from pathlib import Path

import click

from india_japan_kg.catalogue import check, check_examples, load
from india_japan_kg.dataset import load_dataset
from india_japan_kg.dataset.releases import find_releases
from india_japan_kg.engine.choosing import open_here
from india_japan_kg.settings import read_settings
from india_japan_kg.things.labels import Labels


@click.command("check-queries")
@click.argument(
    "folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
def command(folder: Path | None) -> None:
    """Tell what is wrong with the questions in FOLDER (else those of the house), and where.

    Files without a fault of their own are asked their examples too: each must find something, and
    what it finds must be of the declared types. Exit code 1 if anything is wrong.
    """
    settings = read_settings()
    folder = folder or settings.house / "queries"
    findings = check(folder)
    if not findings:
        dataset = load_dataset(settings.house)
        releases = find_releases(settings.releases)
        engine = open_here(dataset, releases)
        inner = settings.house / "queries" / "things"
        labels = Labels.read(engine, inner, settings.query_timeout)
        today = datetime.datetime.now(datetime.UTC).date()
        catalogue = load(folder, releases)
        findings = list(
            check_examples(catalogue.values(), engine, labels, today, settings.query_timeout)
        )
    for finding in findings:
        click.echo(finding)
    if findings:
        sys.exit(1)
    click.echo("Nothing is wrong with the questions.", err=True)
