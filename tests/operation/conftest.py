"""A server of the test's own, with its log."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest


def children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


def runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


class Running:
    """A running server: its address, process, house and log."""

    def __init__(self, folder: Path, port: int, **settings: object) -> None:
        self.log = folder / "log"
        self.house = Path(str(settings["house"]))
        self.address = f"http://127.0.0.1:{port}"
        environment = os.environ | {
            f"IJKG_{name.upper()}": str(value) for name, value in settings.items()
        }
        with self.log.open("wb") as stream:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "india_japan_kg", "serve", "--port", str(port)],
                env=environment,
                stderr=stream,
                stdout=subprocess.DEVNULL,
            )

    def wait(self) -> None:
        for _ in range(600):
            try:
                httpx.get(f"{self.address}/health/live")
                return
            except httpx.TransportError:
                assert self.process.poll() is None, self.log.read_text()
                time.sleep(0.1)

    def descendants(self) -> list[int]:
        """Return the ids of all processes below the server's own, the nearest first."""
        found = new = children(self.process.pid)
        while new:
            new = [child for pid in new for child in children(pid)]
            found = found + new
        return found

    def lines(self, logger: str) -> list[dict[str, Any]]:
        found = [json.loads(line) for line in self.log.read_text().splitlines() if line]
        return [line for line in found if line["logger"] == logger]


@pytest.fixture
def run_server(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, small_house: Callable[..., Path]
) -> Iterator[Callable[..., Running]]:
    from socket import socket

    running: list[Running] = []
    house = small_house(people='person:a a ij:Person ; rdfs:label "A"@en .')

    def run(*, wait: bool = True, **settings: object) -> Running:
        with socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        made = Running(
            tmp_path,
            port,
            **{
                "house": house,
                "allow_violations": True,
                "cache": tmp_path_factory.getbasetemp() / "cache",
                **settings,
            },
        )
        running.append(made)
        if wait:
            made.wait()
        return made

    yield run
    for server in running:
        server.process.kill()
        server.process.wait()
