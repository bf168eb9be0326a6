"""A small process without threads that forks the children which do heavy work.

Forking is only safe from a process without threads, and a web server has some; so this one is
forked before the server starts and forks the others on demand.
"""

import contextlib
import ctypes
import logging
import os
import select
import signal
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final, Never

from india_japan_kg.engine.messages import packed, receive, send
from india_japan_kg.problem import Overloaded, Problem

log = logging.getLogger(__name__)

REAP_SECONDS: Final = 0.2
PR_SET_PDEATHSIG: Final = 1

Work = Callable[[socket.socket], None]
"""What a child does with its end of the socket to us, until that closes."""


class Nursery:
    """Our end of the nursery.

    Its methods raise Problem if the nursery itself is gone.
    """

    def __init__(self, work: Work) -> None:
        """Fork it, before any thread is started; each child does `work` and ends."""
        self._lock = threading.Lock()
        ours, theirs = socket.socketpair()
        self._pid = os.fork()
        if self._pid == 0:
            ours.close()
            _leave(lambda control: _tend(control, work), theirs)
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
            raise Problem(f"The process that bears others is gone: {error!r}") from None
        finally:
            theirs.close()
        if pid is None:
            ours.close()
            raise Overloaded(
                "The machine has no room for another process.", "Try again in a moment."
            )
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
        # A nursery that was forked later holds a copy of this end, which closing would leave open.
        self._control.shutdown(socket.SHUT_RDWR)
        self._control.close()
        os.waitpid(self._pid, 0)


def _tend(control: socket.socket, work: Work) -> None:
    alive: set[int] = set()
    leaving: set[int] = set()
    while True:
        ready, _, _ = select.select([control], [], [], REAP_SECONDS if leaving else None)
        ended = {pid for pid in leaving if os.waitpid(pid, os.WNOHANG)[0]}
        leaving -= ended
        alive -= ended
        if not ready:
            continue
        order, descriptors, _, _ = socket.recv_fds(control, 1, 1)
        if not order:
            break
        if order == b"x":
            leaving.add(receive(control))
        elif order == b"-":
            pid, status = os.waitpid(receive(control), 0)
            alive.discard(pid)
            send(control, os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0)
        else:
            connection = socket.socket(fileno=descriptors[0])
            borne = _fork(control, connection, work)
            send(control, borne)
            connection.close()
            if borne is not None:
                alive.add(borne)
    for pid in alive:  # one that was stopped before `_end_with` would stay for ever
        os.kill(pid, signal.SIGKILL)


def _fork(control: socket.socket, connection: socket.socket, work: Work) -> int | None:
    nursery = os.getpid()
    try:
        pid = os.fork()
    except OSError:
        return None
    if pid == 0:
        control.close()
        _end_with(nursery)
        _be_killed_first()
        _leave(work, connection)
    return pid


def _end_with(parent: int) -> None:
    """Have the kernel kill this process when its parent ends, even in work without end."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before
        os._exit(1)


def _be_killed_first() -> None:
    """Be the one that goes when the machine's memory ends, not the server."""
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")


def _leave(work: Work, connection: socket.socket) -> Never:
    """Do `work` and end this forked process without running what its parent registered at exit."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # queries in work are finished first
    try:
        work(connection)
    except (BrokenPipeError, ConnectionResetError):  # whoever it worked for is gone
        os._exit(1)
    except BaseException:
        log.exception("a forked process failed")
        os._exit(1)
    os._exit(0)
