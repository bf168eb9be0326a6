"""Ports for the servers that tests start, each for one server alone."""

import socket

_held: list[socket.socket] = []


def free_port() -> int:
    """Return a port that nobody else is given while this process runs.

    It stays bound here, so that no test run beside this one gets it before its server listens. A
    server may bind it too, as it may bind one on which an ended server has connections left.
    """
    holder = socket.socket()
    holder.bind(("127.0.0.1", 0))
    holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    _held.append(holder)
    port: int = holder.getsockname()[1]
    return port
