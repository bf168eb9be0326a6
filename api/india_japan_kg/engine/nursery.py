"""A small process without threads that forks the children which evaluate queries.

Forking is only safe from a process without threads, and a web server has some; so this one is
forked before the server starts and forks the others on demand.
"""

import contextlib
import ctypes
import faulthandler
import os
import resource
import select
import signal
import socket
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Never

from india_japan_kg.engine.interface import Engine
from india_japan_kg.engine.messages import packed, receive, send
from india_japan_kg.problem import BadQuery, Overloaded, Problem, Refused

MIB = 1024 * 1024
REAP_SECONDS = 0.2
PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class Budget:
    """MiB that a query may take beside the store, and MiB of its answer."""

    memory: int
    answer: int


class Nursery:
    """Our end of the nursery.

    Its methods raise Problem if the nursery itself is gone.
    """

    def __init__(self, embedded: Engine, budget: Budget) -> None:
        self._lock = threading.Lock()
        ours, theirs = socket.socketpair()
        self._pid = os.fork()
        if self._pid == 0:
            ours.close()
            _leave(_tend, theirs, embedded, budget)
        theirs.close()
        self._control = ours

    def bear(self) -> tuple[int, socket.socket]:
        """Return a new child's process id and our end of its socket.

        Raises:
            Overloaded: the machine has no room for another process.

        """
        ours, theirs = socket.socketpair()
        try:
            with self._lock:
                socket.send_fds(self._control, [b"+"], [theirs.fileno()])
                pid = receive(self._control)
        except (EOFError, OSError) as error:
            ours.close()
            raise Problem(f"The process that bears query processes is gone: {error!r}") from None
        finally:
            theirs.close()
        if pid is None:
            ours.close()
            raise Overloaded("The machine has no room for another query.", "Try again in a moment.")
        return pid, ours

    def leave(self, pid: int) -> None:
        """Have the killed child `pid` waited for, without waiting here.

        Each order is one short message, and this one has no answer, so it needs no lock.
        """
        self._control.sendall(b"x" + packed(pid))

    def bury(self, pid: int) -> int:
        """Wait for the ended child `pid` and return the signal that ended it, 0 for none."""
        with self._lock:
            self._control.sendall(b"-" + packed(pid))
            ended_by: int = receive(self._control)
        return ended_by

    def close(self) -> None:
        """End the nursery; its children end when their sockets close."""
        self._control.close()
        os.waitpid(self._pid, 0)


def _tend(control: socket.socket, embedded: Engine, budget: Budget) -> None:
    leaving: set[int] = set()
    while True:
        ready, _, _ = select.select([control], [], [], REAP_SECONDS if leaving else None)
        leaving = {pid for pid in leaving if os.waitpid(pid, os.WNOHANG)[0] == 0}
        if not ready:
            continue
        order, descriptors, _, _ = socket.recv_fds(control, 1, 1)
        if not order:
            return
        if order == b"x":
            leaving.add(receive(control))
        elif order == b"-":
            _, status = os.waitpid(receive(control), 0)
            send(control, os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0)
        else:
            connection = socket.socket(fileno=descriptors[0])
            send(control, _fork(control, connection, embedded, budget))
            connection.close()


def _fork(
    control: socket.socket, connection: socket.socket, embedded: Engine, budget: Budget
) -> int | None:
    try:
        pid = os.fork()
    except OSError:
        return None
    if pid == 0:
        control.close()
        _leave(_evaluate, connection, embedded, budget)
    return pid


def _evaluate(connection: socket.socket, embedded: Engine, budget: Budget) -> None:
    _end_with_parent()
    _be_killed_first()
    _limit_memory(budget.memory)
    _silence_native_traces()
    while True:
        try:
            query, media_type, timeout = receive(connection)
        except EOFError:
            return
        try:
            body = embedded.evaluate(query, media_type, timeout)
            reply: tuple[str, object] = "answer", body
            if len(body) > budget.answer * MIB:
                reply = "too-large", {"bytes_": len(body), "limit": budget.answer * MIB}
            del body
        except BadQuery as problem:
            place = {"line": problem.members["line"], "column": problem.members["column"]}
            reply = "bad-query", {"message": problem.message, **place}
        except Refused as problem:
            reply = (
                "refused",
                {"detail": problem.detail, "remedy": problem.remedy, "members": problem.members},
            )
        except Problem as problem:
            reply = "failed", problem.line()
        send(connection, reply)


def _end_with_parent() -> None:
    """Have the kernel kill this process when the nursery ends, even in a query without end."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def _be_killed_first() -> None:
    """Be the one that goes when the machine's memory ends, not the server."""
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")


def _limit_memory(memory: int) -> None:
    taken = _data_size()
    resource.setrlimit(resource.RLIMIT_DATA, (taken + memory * MIB, resource.RLIM_INFINITY))


def _data_size() -> int:
    statm = Path("/proc/self/statm").read_text(encoding="ascii")
    return int(statm.split()[5]) * resource.getpagesize()


def _silence_native_traces() -> None:
    """Point stderr nowhere: Oxigraph prints its stack when memory ends."""
    faulthandler.disable()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


def _leave(
    work: Callable[[socket.socket, Engine, Budget], None],
    connection: socket.socket,
    embedded: Engine,
    budget: Budget,
) -> Never:
    """Do `work` and end this forked process without running what its parent registered at exit."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # queries in work are finished first
    try:
        work(connection, embedded, budget)
    except BaseException as error:
        print(f"query process failed: {error!r}", file=sys.stderr)
        os._exit(1)
    os._exit(0)
