"""``ijkg publish``."""

from pathlib import Path

import click

from india_japan_kg.settings import read_settings


@click.command("publish")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--base-url", help="Where the site will be reached: https://kg.example.org")
@click.option(
    "--allow-violations", is_flag=True, default=None, help="Publish data that violate their shapes."
)
def command(folder: Path, base_url: str | None, allow_violations: bool | None) -> None:
    """Write the whole graph as a static site into FOLDER, for any host of files.

    It has a page for every thing, collection and question, each thing as JSON, JSON-LD and Turtle
    too, the vocabulary, the shapes, and all exports.
    """
    from india_japan_kg.app import create_app
    from india_japan_kg.catalogue import load
    from india_japan_kg.commands.house import open_exports
    from india_japan_kg.dataset.releases import find_releases
    from india_japan_kg.publishing.site import pages, publish

    settings = read_settings(base_url=base_url, allow_violations=allow_violations, answer_cache=0)
    app = create_app(settings)
    exports = open_exports(settings)
    catalogue = load(settings.house / "queries", find_releases(settings.releases))
    site = list(pages(catalogue, exports.labels, exports.offer.names))
    with click.progressbar(length=len(site), label="Publishing") as bar:
        count = publish(app, site, folder, bar.update)
    click.echo(f"wrote {count:,} files to {folder}", err=True)
