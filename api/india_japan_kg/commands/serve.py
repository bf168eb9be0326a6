"""``ijkg serve``."""

import gc
import math
from typing import Final

import click

from india_japan_kg.settings import read_settings

GRACE_SECONDS: Final = 2
"""How much longer than the longest query a server that was told to end waits for its answers."""


@click.command("serve")
@click.option("--host", help="Address to listen on.")
@click.option("--port", type=int, help="Port to listen on.")
@click.option("--store", help="memory, a folder, or the URL of a SPARQL endpoint.")
@click.option(
    "--allow-violations", is_flag=True, default=None, help="Serve data that violate their shapes."
)
def command(
    host: str | None, port: int | None, store: str | None, allow_violations: bool | None
) -> None:
    """Serve the graph over HTTP: SPARQL, REST, pages, exports."""
    import uvicorn

    from india_japan_kg.app import create_app
    from india_japan_kg.http.connection import Connection
    from india_japan_kg.logs import configure_logs

    settings = read_settings(host=host, port=port, store=store, allow_violations=allow_violations)
    configure_logs(settings.log_level, settings.log_format)
    app = create_app(settings)
    gc.collect()
    gc.freeze()  # what is loaded stays: the collector need not look through it again and again
    address = f"http://{settings.host}:{settings.port}"
    click.echo(f"The graph is served at {address}/ , its SPARQL endpoint at {address}/sparql")
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.port,
        loop="uvloop",
        http=Connection,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=math.ceil(settings.query_timeout) + GRACE_SECONDS,
    )
