"""Real parts that the tests share: the house, its dataset, and a server over HTTP."""

import fcntl
import gzip
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import hypothesis
import pytest
from tests.ports import free_port
from tests.waiting import wait_until

from india_japan_kg.dataset import Dataset, load_dataset
from india_japan_kg.engine import EmbeddedEngine
from india_japan_kg.export import FORMATS, dump
from india_japan_kg.validation import Report, validate_remembered

HOUSE = Path(__file__).parents[1]

# How long one example takes tells of what else the machine does.
hypothesis.settings.register_profile(
    "house",
    hypothesis.settings(),
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("house")

RELEASE = "0.1.0"
EARLIER = {
    "data/projects/energy.ttl": [
        ("project:assam-bamboo-biorefinery\n", "project:assam-biorefinery\n"),
        ('"4000"^^xsd:decimal', '"3999"^^xsd:decimal'),
        ('"Andhra Pradesh High Voltage Distribution System"@en', '"Power for Andhra Pradesh"@en'),
    ]
}
"""What the earlier release of the tests has instead of what the files have today: one thing that
was added since, one that was removed, a fact that changed, a thing that was renamed."""

WIDE_FOLDERS = {HOUSE / "tests" / name for name in ("engines", "limits", "operation")}
"""Tests that start servers of their own, or need the machine for themselves."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if not WIDE_FOLDERS.isdisjoint(item.path.parents):
            item.add_marker(pytest.mark.wide)


@pytest.fixture(scope="session")
def house() -> Path:
    return HOUSE


@pytest.fixture(scope="session")
def dataset(house: Path) -> Dataset:
    return load_dataset(house)


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that all workers of one test run share."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = shared / "cache"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def releases(house: Path, cache: Path) -> Path:
    """Return a folder of releases with one in it, `RELEASE`: today's files with EARLIER in them.

    It is made by the first worker that wants it.
    """
    folder = cache / "releases"
    with (cache / "lock-of-releases").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.is_dir():
            earlier = cache / "earlier"
            shutil.copytree(house / "data", earlier / "data")
            (earlier / "ontology").symlink_to(house / "ontology")
            for path, edits in EARLIER.items():
                text = (earlier / path).read_text(encoding="utf-8")
                for today, then in edits:
                    assert text.count(today) == 1, today
                    text = text.replace(today, then)
                (earlier / path).write_text(text, encoding="utf-8")
            folder.mkdir()
            dumped = dump(load_dataset(earlier), FORMATS["nq"])
            (folder / f"{RELEASE}.nq.gz").write_bytes(gzip.compress(dumped, 1))
    return folder


@pytest.fixture(scope="session")
def real_report(dataset: Dataset, house: Path, cache: Path) -> Report:
    """Return the report of the real data, made by the first worker that wants it."""
    with (cache / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return validate_remembered(dataset, house / "shapes", cache)


@pytest.fixture(scope="session")
def engine(dataset: Dataset) -> EmbeddedEngine:
    return EmbeddedEngine(dataset.store, dataset.version)


@pytest.fixture(scope="session")
def start_server(
    tmp_path_factory: pytest.TempPathFactory, cache: Path, real_report: Report, releases: Path
) -> Iterator[Callable[..., str]]:
    """Start `ijkg serve` with settings of the test's choice and return its address."""
    running: list[subprocess.Popen[bytes]] = []

    def start(**settings: object) -> str:
        port = free_port()
        environment = os.environ | {
            f"IJKG_{name.upper()}": str(value)
            for name, value in {
                "cache": cache,
                "log_level": "warning",
                "query_timeout": 120,  # a machine with other work to do may need it
                "releases": releases,
                **settings,
            }.items()
        }
        log = tmp_path_factory.mktemp("server") / "log"
        with log.open("wb") as stream:
            server = subprocess.Popen(
                [sys.executable, "-m", "india_japan_kg", "serve", "--port", str(port)],
                env=environment,
                stdout=stream,
                stderr=stream,
            )
        running.append(server)
        address = f"http://127.0.0.1:{port}"

        def answers() -> bool:
            if server.poll() is not None:
                raise RuntimeError(log.read_text())
            try:
                httpx.get(f"{address}/health")
            except httpx.TransportError:
                return False
            return True

        wait_until(answers, 240)
        return address

    yield start
    for server in running:
        server.terminate()
    for server in running:
        server.wait(60)


@pytest.fixture(scope="session")
def server(start_server: Callable[..., str]) -> str:
    return start_server()


@pytest.fixture(scope="session")
def client(server: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server, timeout=300) as client:
        yield client


@pytest.fixture
def run_ijkg(cache: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run the command line as a user does."""

    def run(
        *arguments: object, stdin: str | None = None, **settings: object
    ) -> subprocess.CompletedProcess[str]:
        environment = os.environ | {
            f"IJKG_{name.upper()}": str(value)
            for name, value in {"cache": cache, **settings}.items()
        }
        return subprocess.run(
            [sys.executable, "-m", "india_japan_kg", *map(str, arguments)],
            env=environment,
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.fixture
def small_house(tmp_path: Path) -> Callable[..., Path]:
    """Make a house of the real ontology, shapes and queries with the given data files."""

    def make(**data: str) -> Path:
        folder = tmp_path / "house"
        (folder / "data").mkdir(parents=True)
        for room in ("ontology", "shapes", "queries"):
            (folder / room).symlink_to(HOUSE / room)
        for name, text in data.items():
            (folder / "data" / f"{name}.ttl").write_text(_with_prefixes(text), encoding="utf-8")
        return folder

    return make


def _with_prefixes(text: str) -> str:
    from india_japan_kg.vocabulary import PREFIXES

    used = dict.fromkeys(re.findall(r"(?<![\w:<])([a-z]+):", text))
    lines = [f"@prefix {name}: <{PREFIXES[name]}> ." for name in used if name in PREFIXES]
    return "\n".join([*lines, "", text])
