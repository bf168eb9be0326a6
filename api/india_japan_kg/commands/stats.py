"""``ijkg stats``."""

import click

from india_japan_kg.dataset import load_dataset
from india_japan_kg.engine import EmbeddedEngine, Query, select
from india_japan_kg.settings import read_settings
from india_japan_kg.vocabulary import shorten


@click.command("stats")
def command() -> None:
    """Count what the graph holds: triples, graphs, and things of each class."""
    settings = read_settings()
    dataset = load_dataset(settings.house)
    engine = EmbeddedEngine(dataset.store, dataset.version)
    text = (settings.house / "queries" / "things" / "statistics.rq").read_text(encoding="utf-8")
    triples = len({quad.triple for quad in dataset.store})
    click.echo(f"version {dataset.version}: {triples:,} triples in {len(dataset.files)} files")
    for solution in select(engine, Query(text), settings.query_timeout):
        click.echo(f"{int(solution['things'].value):8,}  {shorten(solution['class'].value)}")
