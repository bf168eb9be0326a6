"""A small process without threads that forks the children which evaluate queries.

Forking is only safe from a process without threads, and a web server has some; so this one is
forked before the server starts and forks the others on demand.
"""

import faulthandler
import os
import resource
import signal
import socket
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Never

from india_japan_kg.engine.embedded import EmbeddedEngine
from india_japan_kg.engine.messages import receive, send
from india_japan_kg.problem import BadQuery, Problem, Refused

MIB = 1024 * 1024


class Nursery:
    """Our end of the nursery."""

    def __init__(self, embedded: EmbeddedEngine, memory: int) -> None:
        self._lock = threading.Lock()
        ours, theirs = socket.socketpair()
        self._pid = os.fork()
        if self._pid == 0:
            ours.close()
            _leave(_tend, theirs, embedded, memory)
        theirs.close()
        self._control = ours

    def bear(self) -> tuple[int, socket.socket]:
        """Return a new child's process id and our end of its socket."""
        ours, theirs = socket.socketpair()
        with self._lock:
            socket.send_fds(self._control, [b"+"], [theirs.fileno()])
            pid = receive(self._control)
        theirs.close()
        return pid, ours

    def bury(self, pid: int) -> int:
        """Wait for the ended child `pid` and return the signal that ended it, 0 for none."""
        with self._lock:
            self._control.sendall(b"-")
            send(self._control, pid)
            ended_by: int = receive(self._control)
        return ended_by

    def close(self) -> None:
        """End the nursery; its children end when their sockets close."""
        self._control.close()
        os.waitpid(self._pid, 0)


def _tend(control: socket.socket, embedded: EmbeddedEngine, memory: int) -> None:
    while True:
        order, descriptors, _, _ = socket.recv_fds(control, 1, 1)
        if not order:
            return
        if order == b"-":
            _, status = os.waitpid(receive(control), 0)
            send(control, os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0)
            continue
        connection = socket.socket(fileno=descriptors[0])
        pid = os.fork()
        if pid == 0:
            control.close()
            _leave(_evaluate, connection, embedded, memory)
        connection.close()
        send(control, pid)


def _evaluate(connection: socket.socket, embedded: EmbeddedEngine, memory: int) -> None:
    _limit_memory(memory)
    _silence_native_traces()
    while True:
        try:
            query, media_type, timeout = receive(connection)
        except EOFError:
            return
        try:
            reply: tuple[str, object] = "answer", embedded.evaluate(query, media_type, timeout)
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
    work: Callable[[socket.socket, EmbeddedEngine, int], None],
    connection: socket.socket,
    embedded: EmbeddedEngine,
    memory: int,
) -> Never:
    """Do `work` and end this forked process without running what its parent registered at exit."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        work(connection, embedded, memory)
    except BaseException as error:
        print(f"query process failed: {error!r}", file=sys.stderr)
        os._exit(1)
    os._exit(0)
