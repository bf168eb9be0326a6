"""Several server processes behind one address, replaced when they die or the files change.

This process answers nothing and has no threads, so it may fork at any time. New processes take
requests before the old ones are told to end, and the socket stays open throughout: no request is
refused or lost in between.
"""

import contextlib
import ctypes
import logging
import os
import select
import signal
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType
from typing import Final, Never

from india_japan_kg.app import judged_dataset
from india_japan_kg.dataset import Dataset
from india_japan_kg.engine.choosing import MEMORY
from india_japan_kg.http.metrics import forget_process
from india_japan_kg.problem import Problem
from india_japan_kg.serving.sharing import Counts
from india_japan_kg.serving.watching import ServedFiles
from india_japan_kg.serving.worker import work
from india_japan_kg.settings import Settings

log = logging.getLogger(__name__)

LOOK_SECONDS: Final = 0.5
START_SECONDS: Final = 120.0
"""How long new processes may take until they take requests."""

MOST_FAILURES: Final = 5
"""Processes that died in a row before they took a request; then something is wrong for good."""

GENERATIONS: Final = 8
"""Of processes at one time: those told to end stay until their last answers are given."""

PR_SET_PDEATHSIG: Final = 1
SIGNALS: Final = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)

Judged = Callable[[], Dataset]


@dataclass(slots=True)
class Worker:
    """A server process.

    Attributes:
        pid: its process id.
        told: what can be read once it takes requests, or has ended.
        place: where it counts its connections.
        is_ready: it took requests.
        is_leaving: it was told to end.

    """

    pid: int
    told: int
    place: int
    is_ready: bool = False
    is_leaving: bool = False


class Supervisor:
    """Keeps `settings.workers` server processes at work on one socket."""

    def __init__(self, settings: Settings, bound: socket.socket) -> None:
        self._settings = settings
        self._bound = bound
        self._files = ServedFiles(settings.house, settings.releases)
        self._judged = self._read()
        self._workers: list[Worker] = []
        self._counts = Counts(GENERATIONS * settings.workers)
        self._failures = 0
        self._told_to_end = False
        self._told_to_reload = False

    def run(self, ready: Callable[[], None]) -> int:
        """Serve until SIGTERM or SIGINT; SIGHUP serves the files anew. Return an exit code.

        `ready` is called when the first requests are taken.

        Raises:
            Problem: the data cannot be read, or violate their shapes.

        """
        for number in SIGNALS:
            signal.signal(number, self._on_signal)
        for _ in range(self._settings.workers):
            self._start()
        if not self._come_up():
            self._end(self._workers)
            return 0 if self._told_to_end else 1
        ready()
        while not self._told_to_end:
            time.sleep(LOOK_SECONDS)
            self._replace_dead()
            if self._failures >= MOST_FAILURES:
                log.error("server processes die before they take a request")
                self._end(self._workers)
                return 1
            if self._told_to_reload or (self._settings.reload and self._files.changed()):
                self._told_to_reload = False
                self._reload()
        self._end(self._workers)
        return 0

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        if number == signal.SIGHUP:
            self._told_to_reload = True
        else:
            self._told_to_end = True

    def _read(self) -> Judged:
        """Return the dataset, read here if all workers are to share it in memory."""
        judged = judged_dataset(self._settings)
        if self._settings.store == MEMORY:
            judged()
        return judged

    def _start(self) -> None:
        place = self._counts.free_place({worker.place for worker in self._workers})
        told, telling = os.pipe()
        # A signal that came to the new process before it has handlers of its own would be lost.
        signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
        pid = os.fork()
        if pid == 0:
            os.close(told)
            _leave(self._settings, self._bound, self._judged, telling, (self._counts, place))
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
        os.close(telling)
        self._workers.append(Worker(pid, told, place))

    def _come_up(self) -> bool:
        """Return whether all processes take requests; one that is killed before is replaced."""
        until = time.monotonic() + START_SECONDS
        while not self._wait_until_ready(self._workers):
            codes = self._replace_dead()
            failed = any(code > 0 for code in codes) or self._failures >= MOST_FAILURES
            if failed or self._told_to_end or time.monotonic() > until:
                return False
        return True

    def _wait_until_ready(self, workers: list[Worker]) -> bool:
        until = time.monotonic() + START_SECONDS
        while not all(worker.is_ready for worker in workers):
            if self._told_to_end or time.monotonic() > until:
                return False
            waiting = {worker.told: worker for worker in workers if not worker.is_ready}
            for told in select.select(list(waiting), [], [], LOOK_SECONDS)[0]:
                if not os.read(told, 1):
                    return False
                waiting[told].is_ready = True
        return True

    def _reload(self) -> None:
        """Replace all workers by ones that serve the files as they are now."""
        before, old = self._judged, list(self._workers)
        try:
            self._judged = self._read()
        except Problem as problem:
            log.error("the changed files are not served", extra={"problem": problem.line()})
            return
        for _ in range(self._settings.workers):
            self._start()
        new = [worker for worker in self._workers if worker not in old]
        if self._wait_until_ready(new):
            self._end(old)
            log.info("the files are served anew")
        else:
            self._judged = before
            self._end(new)
            log.error("the changed files are not served: their servers did not start")

    def _end(self, workers: list[Worker]) -> None:
        """Have `workers` finish what they do; they are waited for when they have ended."""
        for worker in workers:
            worker.is_leaving = True
            with contextlib.suppress(ProcessLookupError):
                os.kill(worker.pid, signal.SIGTERM)
        while self._told_to_end and self._workers:
            time.sleep(LOOK_SECONDS / 10)
            self._replace_dead()

    def _replace_dead(self) -> list[int]:
        """Return the exit codes of those replaced (below zero: killed by that signal)."""
        codes = []
        for worker in list(self._workers):
            ended, status = os.waitpid(worker.pid, os.WNOHANG)
            self._note_ready(worker)
            if not ended:
                continue
            self._workers.remove(worker)
            os.close(worker.told)
            self._counts.leave(worker.place)
            forget_process(worker.pid)
            if not worker.is_leaving and not self._told_to_end:
                self._failures = 0 if worker.is_ready else self._failures + 1
                log.error("a server process ended and is replaced", extra={"pid": worker.pid})
                self._start()
                codes.append(os.waitstatus_to_exitcode(status))
        return codes

    def _note_ready(self, worker: Worker) -> None:
        if not worker.is_ready and select.select([worker.told], [], [], 0)[0]:
            worker.is_ready = bool(os.read(worker.told, 1))


def _leave(
    settings: Settings,
    bound: socket.socket,
    judged: Judged,
    telling: int,
    counted: tuple[Counts, int],
) -> Never:
    """Be a server process from now on, and end without what its parent registered at exit."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    code = 1
    try:
        work(settings, bound, judged, lambda: _tell(telling), *counted)
        code = 0
    except Problem as problem:
        log.error("a server process cannot start", extra={"problem": problem.line()})
    except BaseException:
        log.exception("a server process failed")
    os._exit(code)


def _tell(telling: int) -> None:
    os.write(telling, b"r")
    os.close(telling)
