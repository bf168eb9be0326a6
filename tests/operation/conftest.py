"""A server of the test's own, with its log."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.ports import free_port
from tests.waiting import wait_until


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
        wait_until(self._answers, 120)

    def _answers(self) -> bool:
        assert self.process.poll() is None, self.log.read_text()
        try:
            self.get("/health/live")
        except httpx.TransportError:
            return False
        return True

    def get(self, path: str, **asked: Any) -> httpx.Response:
        return httpx.get(f"{self.address}{path}", **{"timeout": 60, **asked})

    def metric(self, name: str) -> float:
        lines = self.get("/metrics").text.splitlines()
        return sum(float(line.rpartition(" ")[2]) for line in lines if line.startswith(name + " "))

    def end(self) -> None:
        """Have the server end in order; its log is whole then."""
        self.process.terminate()
        self.process.wait(60)

    def descendants(self) -> list[int]:
        """Return the ids of all processes below the server's own, the nearest first."""
        found = new = children(self.process.pid)
        while new:
            new = [child for pid in new for child in children(pid)]
            found = found + new
        return found

    def lines(self, logger: str) -> list[dict[str, Any]]:
        """Return what a logger wrote so far: a line may come later than the answer it tells of."""
        whole = self.log.read_text().rpartition("\n")[0]
        found = [json.loads(line) for line in whole.splitlines() if line]
        return [line for line in found if line["logger"] == logger]


@pytest.fixture
def run_server(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, small_house: Callable[..., Path]
) -> Iterator[Callable[..., Running]]:
    running: list[Running] = []
    house = small_house(people='person:a a ij:Person ; rdfs:label "A"@en .')

    def run(*, wait: bool = True, **settings: object) -> Running:
        made = Running(
            tmp_path,
            free_port(),
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
