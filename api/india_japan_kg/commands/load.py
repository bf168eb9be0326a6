"""``ijkg load``."""

import sys

import click


@click.command("load")
@click.argument("endpoint", metavar="URL", envvar="IJKG_STORE")
@click.option("--graph-store", help="Address of its Graph Store Protocol; better if it has one.")
@click.option("--update", help="Address of its SPARQL Update; default: URL itself.")
def command(endpoint: str, graph_store: str | None, update: str | None) -> None:
    """Fill the triplestore whose SPARQL endpoint is URL with the whole dataset.

    Every graph of the dataset is replaced, one after the other; graphs that are no longer in it
    are removed; other graphs are left alone. Then the triples are counted there. The same command
    repairs a store after an interruption and brings it up to date. Addresses may carry user and
    password: https://user:password@host/path
    """
    from india_japan_kg.dataset import VERSION_GRAPH
    from india_japan_kg.engine.choosing import graph_sizes
    from india_japan_kg.engine.endpoint import read_endpoint
    from india_japan_kg.engine.filling import GraphStore, UpdateEndpoint, fill
    from india_japan_kg.engine.remote import RemoteEngine
    from india_japan_kg.settings import read_settings
    from india_japan_kg.validation import load_judged

    if graph_store and update:
        raise click.UsageError("--graph-store and --update exclude each other.")
    asking = RemoteEngine(read_endpoint(endpoint, "URL"), "")
    sink = (
        GraphStore(read_endpoint(graph_store, "--graph-store"))
        if graph_store
        else UpdateEndpoint(read_endpoint(update or endpoint, "--update"))
    )
    settings = read_settings()
    dataset = load_judged(
        settings.house, settings.cache, allow_violations=settings.allow_violations
    )
    queries = settings.house / "queries" / "things"
    graphs = sum(1 for _ in dataset.store.named_graphs()) - 1
    with click.progressbar(length=graphs, label="Graphs", show_pos=True, file=sys.stderr) as bar:
        removed = fill(
            sink,
            dataset.store,
            VERSION_GRAPH,
            lambda: graph_sizes(asking, queries, settings.query_timeout),
            lambda: bar.update(1),
        )
    click.echo(
        f"{asking.address} holds version {dataset.version}: {graphs} graphs, "
        f"{len(dataset.store):,} triples"
        + (f"; {removed} graphs that are no longer there were removed" if removed else "")
    )
