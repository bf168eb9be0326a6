"""``ijkg serve``."""

import os
import socket
import sys
import tempfile
from typing import Never

import click

from india_japan_kg.settings import Settings, read_settings


@click.command("serve")
@click.option("--host", help="Address to listen on.")
@click.option("--port", type=int, help="Port to listen on.")
@click.option("--store", help="memory, a folder, or the URL of a SPARQL endpoint.")
@click.option("--workers", type=int, help="Server processes that share the address.")
@click.option("--reload", is_flag=True, default=None, help="Serve the files anew when they change.")
@click.option(
    "--allow-violations", is_flag=True, default=None, help="Serve data that violate their shapes."
)
def command(
    host: str | None,
    port: int | None,
    store: str | None,
    workers: int | None,
    reload: bool | None,
    allow_violations: bool | None,
) -> None:
    """Serve the graph over HTTP: SPARQL, REST, pages, exports."""
    from india_japan_kg.logs import configure_logs

    settings = read_settings(
        host=host,
        port=port,
        store=store,
        workers=workers,
        reload=reload,
        allow_violations=allow_violations,
    )
    configure_logs(settings.log_level, settings.log_format)
    if settings.workers == 1 and not settings.reload:
        _serve_alone(settings)
    with tempfile.TemporaryDirectory(prefix="ijkg-metrics-") as shared:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = shared
        code = _serve_by_several(settings)
    sys.exit(code)


def _serve_alone(settings: Settings) -> Never:
    from india_japan_kg.app import judged_dataset
    from india_japan_kg.serving.worker import bind, work

    bound = bind(settings.host, settings.port)
    work(settings, bound, judged_dataset(settings), lambda: _greet(bound))
    sys.exit(0)


def _serve_by_several(settings: Settings) -> int:
    from india_japan_kg.serving.supervisor import Supervisor
    from india_japan_kg.serving.worker import bind

    bound = bind(settings.host, settings.port)
    return Supervisor(settings, bound).run(lambda: _greet(bound))


def _greet(bound: socket.socket) -> None:
    host, port = bound.getsockname()[:2]
    address = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    click.echo(f"The graph is served at {address}/ , its SPARQL endpoint at {address}/sparql")
