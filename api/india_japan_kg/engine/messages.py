"""Length-prefixed messages between the processes of one server."""

import pickle
import socket
import struct
from typing import Any

_LENGTH = struct.Struct("!Q")


def packed(message: object) -> bytes:
    """Return `message` as it is sent; both ends are ours, so it is pickled."""
    body = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    return _LENGTH.pack(len(body)) + body


def send(connection: socket.socket, message: object) -> None:
    """Send `message`."""
    connection.sendall(packed(message))


def receive(connection: socket.socket) -> Any:
    """Return the next message.

    Raises:
        EOFError: the other end is gone.
        TimeoutError: the connection's time-out passed.

    """
    (length,) = _LENGTH.unpack(_exactly(connection, _LENGTH.size))
    return pickle.loads(_exactly(connection, length))


def _exactly(connection: socket.socket, size: int) -> bytearray:
    buffer = bytearray(size)
    view = memoryview(buffer)
    while view:
        taken = connection.recv_into(view)
        if taken == 0:
            raise EOFError
        view = view[taken:]
    return buffer
