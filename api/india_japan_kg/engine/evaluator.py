"""A forked process that answers one query after another, as its owner sees it."""

import contextlib
import os
import select
import signal
import socket
import time
from pathlib import Path
from typing import Any, Final

from india_japan_kg.engine.messages import receive, send

LOWER_PRIORITY: Final = 10
NANOSECONDS: Final = 1e9


class Evaluator:
    """Our end of one child of the nursery."""

    def __init__(self, pid: int, connection: socket.socket) -> None:
        self.pid = pid
        self.is_long = False
        self._connection = connection
        self._poll = select.poll()
        self._poll.register(connection, select.POLLIN)

    def ask(self, message: object) -> None:
        """Send a query.

        Raises:
            OSError: the process is gone.

        """
        send(self._connection, message)

    def answers_by(self, deadline: float) -> bool:
        """Wait until the answer (or the end of the process) begins to arrive; False if too late.

        Args:
            deadline: a time of `time.monotonic`.

        """
        left = max(deadline - time.monotonic(), 0.0)
        return bool(self._poll.poll(left * 1000))

    def answer(self, deadline: float) -> tuple[str, Any]:
        """Return the answer, whose beginning has arrived.

        Raises:
            TimeoutError: the deadline passed. EOFError, OSError: the process ended.

        """
        self._connection.settimeout(max(deadline - time.monotonic(), 0.001))
        status, content = receive(self._connection)
        self._connection.settimeout(None)
        return status, content

    def cpu_seconds(self) -> float:
        """Return the seconds of CPU that the process has taken so far."""
        try:
            told = Path(f"/proc/{self.pid}/schedstat").read_bytes()
        except OSError:
            return 0.0
        return int(told.split()[0]) / NANOSECONDS

    def make_way(self) -> None:
        """Let every other process run first from now on."""
        self.is_long = True
        with contextlib.suppress(ProcessLookupError):
            os.setpriority(os.PRIO_PROCESS, self.pid, LOWER_PRIORITY)

    def pause(self) -> None:
        """Stop using CPU and memory beyond what is taken."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Go on after a pause."""
        self._signal(signal.SIGCONT)

    def kill(self) -> None:
        """End the process now, whatever it does; its memory is free again."""
        self._signal(signal.SIGKILL)

    def close(self) -> None:
        """Give up the connection."""
        self._connection.close()

    def _signal(self, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, number)
