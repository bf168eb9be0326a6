"""The embedded engine on disk: a folder with one finished store for each version.

``FOLDER/<version>`` is there only when it is whole: it is built beside under a name that starts
with a dot and renamed. Nobody writes to it afterwards, so any number of processes read it, and a
process that dies while building leaves nothing but a dotted folder that the next builder removes.
"""

import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Final

from pyoxigraph import Store

from india_japan_kg.engine.embedded import EmbeddedEngine
from india_japan_kg.engine.interface import Query
from india_japan_kg.engine.preparing import PreparedQuery
from india_japan_kg.problem import StoreFailed

UNFINISHED: Final = ".building-"
KEPT: Final = 2
"""Finished versions: the newest, and the one before that a running server may still read."""


class DiskEngine:
    """Evaluates queries over the finished store at `path`, opened at the first query.

    RocksDB starts threads when it opens a store, and a process with threads must not fork; so the
    process that asks is the one that opens. `timeout` is not heeded, as in `EmbeddedEngine`.
    """

    def __init__(self, path: Path, version: str) -> None:
        self._path = path
        self._version = version
        self._opened: EmbeddedEngine | None = None

    @property
    def version(self) -> str:
        """The version of the dataset that is asked."""
        return self._version

    def evaluate(self, query: Query, media_type: str, timeout: float) -> bytes:
        """Return the answer to `query` written as `media_type`; see `Engine.evaluate`.

        Raises:
            StoreFailed: the store cannot be opened.

        """
        return self._open().evaluate(query, media_type, timeout)

    def write(self, query: PreparedQuery, media_type: str, target: IO[bytes]) -> None:
        """Write the answer to `query` to `target`; see `EmbeddedEngine.write`.

        Raises:
            StoreFailed: the store cannot be opened.

        """
        self._open().write(query, media_type, target)

    def _open(self) -> EmbeddedEngine:
        if self._opened is None:
            try:
                self._opened = EmbeddedEngine(Store.read_only(str(self._path)), self._version)
            except (OSError, RuntimeError) as error:
                raise StoreFailed(f"The store {self._path} cannot be opened: {error}") from None
        return self._opened

    def close(self) -> None:
        """Do nothing: the store goes with the process."""


def finished_store(folder: Path, version: str, fill: Callable[[Store], None]) -> Path:
    """Return the path of the finished store of `version` in `folder`, built by `fill` if missing.

    Of several processes that want to build, one builds and the others wait for it. If the store is
    there, nothing is written, so `folder` may be on a medium that cannot be written to.

    Raises:
        StoreFailed: the folder cannot be written to; and whatever `fill` raises.

    """
    path = folder / version
    if path.is_dir():
        return path
    try:
        with _building_alone(folder):
            if not path.is_dir():
                _build(folder, path, fill)
    except OSError as error:
        raise StoreFailed(f"The store {path} cannot be built: {error}") from None
    return path


@contextlib.contextmanager
def _building_alone(folder: Path) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        # The system gives this lock back when its holder dies, however it dies.
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _build(folder: Path, path: Path, fill: Callable[[Store], None]) -> None:
    for left in folder.glob(f"{UNFINISHED}*"):
        shutil.rmtree(left)
    beside = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=folder))
    store = Store(str(beside))
    fill(store)
    store.optimize()
    store.flush()
    del store
    beside.chmod(0o755)
    _write_through(beside)
    beside.rename(path)
    _write_through(folder)
    _remove_older(folder)


def _remove_older(folder: Path) -> None:
    finished = [path for path in folder.iterdir() if path.is_dir() and path.name[0] != "."]
    finished.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    for path in finished[KEPT:]:
        shutil.rmtree(path, ignore_errors=True)


def _write_through(folder: Path) -> None:
    """Make sure that `folder` and the files in it are on the disk before what comes next."""
    for path in (*folder.iterdir(), folder):
        if path.is_dir() and path != folder:
            continue
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
