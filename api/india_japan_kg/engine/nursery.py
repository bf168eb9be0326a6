"""A small process without threads that forks the children which evaluate queries.

Forking is only safe from a process without threads, and a web server has some; so this one is
forked before the server starts and forks the others on demand.
"""

import os
import select
import signal
import socket
import sys
import threading
from collections.abc import Callable
from typing import Final, Never

from india_japan_kg.engine.answering import Answering, answer_queries
from india_japan_kg.engine.messages import packed, receive, send
from india_japan_kg.problem import Overloaded, Problem

REAP_SECONDS: Final = 0.2


class Nursery:
    """Our end of the nursery.

    Its methods raise Problem if the nursery itself is gone.
    """

    def __init__(self, engine: Answering, memory: int) -> None:
        """Fork it; each child answers by `engine` and may take `memory` MiB beside the store."""
        self._lock = threading.Lock()
        ours, theirs = socket.socketpair()
        self._pid = os.fork()
        if self._pid == 0:
            ours.close()
            _leave(_tend, theirs, engine, memory)
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


def _tend(control: socket.socket, engine: Answering, memory: int) -> None:
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
            send(control, _fork(control, connection, engine, memory))
            connection.close()


def _fork(
    control: socket.socket, connection: socket.socket, engine: Answering, memory: int
) -> int | None:
    try:
        pid = os.fork()
    except OSError:
        return None
    if pid == 0:
        control.close()
        _leave(answer_queries, connection, engine, memory)
    return pid


def _leave(
    work: Callable[[socket.socket, Answering, int], None],
    connection: socket.socket,
    engine: Answering,
    memory: int,
) -> Never:
    """Do `work` and end this forked process without running what its parent registered at exit."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # queries in work are finished first
    try:
        work(connection, engine, memory)
    except BaseException as error:
        print(f"query process failed: {error!r}", file=sys.stderr)
        os._exit(1)
    os._exit(0)
