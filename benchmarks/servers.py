"""The servers that are compared: ours, and peers that hold the same triples."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.processes import cpu_seconds

ROOT: Final = Path(__file__).parents[1]
SECONDS_TO_START: Final = 1800
"""Ten million triples take minutes."""

SECONDS_TO_END: Final = 60
SECONDS_OF_REST: Final = 0.3
ASK: Final = "?query=ASK%7B%7D"
OURS: Final = "india-japan-kg"
OXIGRAPH: Final = "Oxigraph server"
RDFLIB_ENDPOINT: Final = "rdflib-endpoint"


@dataclass(frozen=True)
class Server:
    """A running server."""

    name: str
    endpoint: str
    pid: int


@contextmanager
def ours(
    house: Path, folder: Path, *, log: Path | None = None, **settings: object
) -> Iterator[Server]:
    """Serve `house`, whose data need not keep the shapes.

    Args:
        house: what is served.
        folder: where validation verdicts may be kept.
        log: where what the server logs is written; by default it is thrown away.
        settings: of the server, by their names.

    """
    port = free_port()
    environment = os.environ | {
        "PYTHONPATH": str(ROOT / "api"),
        "IJKG_HOUSE": str(house),
        "IJKG_CACHE": str(folder / "cache"),
        "IJKG_ALLOW_VIOLATIONS": "true",
        "IJKG_LOG_LEVEL": "error",
        **{f"IJKG_{name.upper()}": str(value) for name, value in settings.items()},
    }
    command = [sys.executable, "-m", "india_japan_kg", "serve", "--port", str(port)]
    with _running(OURS, command, f"http://127.0.0.1:{port}/sparql", environment, log) as server:
        yield server


@contextmanager
def oxigraph(triples: Path, command: str) -> Iterator[Server]:
    """Serve the N-Triples file `triples` from the memory of an Oxigraph server."""
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    with _running(
        OXIGRAPH, [command, "serve", "--bind", f"127.0.0.1:{port}"], f"{base}/query", {}
    ) as server:
        put = urllib.request.Request(
            f"{base}/store?default",
            triples.read_bytes(),
            {"Content-Type": "application/n-triples"},
            method="PUT",
        )
        urllib.request.urlopen(put).close()
        yield server


@contextmanager
def rdflib_endpoint(triples: Path, command: str) -> Iterator[Server]:
    """Serve the N-Triples file `triples` by rdflib-endpoint."""
    port = free_port()
    arguments = [command, "serve", "--host", "127.0.0.1", "--port", str(port), str(triples)]
    with _running(RDFLIB_ENDPOINT, arguments, f"http://127.0.0.1:{port}/", {}) as server:
        yield server


def wait_for(server: Server) -> None:
    """Wait until `server` is done with what was asked before and left, and takes no more CPU.

    Some work on in their threads for clients that have gone, though they answer others.
    """
    urllib.request.urlopen(f"{server.endpoint}{ASK}", timeout=SECONDS_TO_START).close()
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until:
        before = cpu_seconds(server.pid)
        time.sleep(SECONDS_OF_REST)
        if cpu_seconds(server.pid) - before < SECONDS_OF_REST / 10:
            return


def find(command: str, given: str | None) -> str | None:
    """Return the path of a peer's `command`, or what was `given` for it."""
    return given or shutil.which(command)


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def _running(
    name: str,
    command: list[str],
    endpoint: str,
    environment: dict[str, str],
    log: Path | None = None,
) -> Iterator[Server]:
    with log.open("w+b") if log else tempfile.TemporaryFile() as told:
        process = subprocess.Popen(command, env=environment or None, stdout=told, stderr=told)
        try:
            if not _answers(process, endpoint):
                told.seek(0)
                raise RuntimeError(f"{name} does not answer: {told.read().decode()[-2000:]}")
            yield Server(name, endpoint, process.pid)
        finally:
            process.terminate()
            try:
                process.wait(SECONDS_TO_END)
            except subprocess.TimeoutExpired:
                process.kill()
                raise RuntimeError(f"{name} did not end when it was told to") from None


def _answers(process: "subprocess.Popen[bytes]", endpoint: str) -> bool:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(f"{endpoint}{ASK}", timeout=2).close()
            return True
        except urllib.error.HTTPError:
            return True
        except OSError:
            time.sleep(0.1)
    return False
