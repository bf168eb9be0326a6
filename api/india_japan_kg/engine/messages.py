"""What the processes of one server send each other: orders, and answers in frames."""

import pickle
import socket
import struct
from collections.abc import Iterable
from enum import IntEnum
from typing import Any, Final

from india_japan_kg.problem import Problem

_LENGTH = struct.Struct("!Q")
_FRAME = struct.Struct("!BI")
FRAME_HEAD: Final = _FRAME.size
MOST_AT_ONCE: Final = 64 * 1024


class Frame(IntEnum):
    """The kinds of a frame."""

    PART = 1
    """A part of an answer, others follow."""
    LAST = 2
    """The last part of an answer, or all of it."""
    PROBLEM = 3
    """A pickled problem instead of what is left."""


_KINDS: Final = {int(kind): kind for kind in Frame}


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

    """
    (length,) = _LENGTH.unpack(_exactly(connection, _LENGTH.size))
    return pickle.loads(_exactly(connection, length))


def told_problem(problem: Problem) -> bytes:
    """Return `problem` as it is sent; its class need not be made by what it was raised with."""
    return pickle.dumps((type(problem), problem.args, vars(problem)))


def problem_of(content: bytes) -> Problem:
    """Return the problem that was sent as `content`."""
    kind, arguments, members = pickle.loads(content)
    problem: Problem = kind.__new__(kind, *arguments)
    vars(problem).update(members)
    return problem


def receive_alone(connection: socket.socket) -> Any:
    """Return the next message of an end that sends no other until it is answered.

    Raises:
        EOFError: the other end is gone.

    """
    received = connection.recv(MOST_AT_ONCE)
    if not received:
        raise EOFError
    if len(received) < _LENGTH.size:
        received += _exactly(connection, _LENGTH.size - len(received))
    end = _LENGTH.size + _LENGTH.unpack_from(received)[0]
    if len(received) < end:
        received += _exactly(connection, end - len(received))
    return pickle.loads(memoryview(received)[_LENGTH.size :])


def send_frame(connection: socket.socket, kind: Frame, blocks: Iterable[bytes]) -> None:
    """Send `blocks` as one frame."""
    content = b"".join(blocks)
    connection.sendall(_FRAME.pack(kind, len(content)) + content)


def frame_head(buffer: bytes | bytearray) -> tuple[Frame, int]:
    """Return kind and length of the frame at the start of `buffer`."""
    kind, length = _FRAME.unpack_from(buffer)
    return _KINDS[kind], length


def whole_frame(received: bytes) -> tuple[Frame, bytes] | None:
    """Return kind and content of the frame that `received` is, if it is one and nothing else."""
    if len(received) < FRAME_HEAD:
        return None
    kind, length = _FRAME.unpack_from(received)
    return (_KINDS[kind], received[FRAME_HEAD:]) if len(received) == FRAME_HEAD + length else None


def _exactly(connection: socket.socket, size: int) -> bytearray:
    buffer = bytearray(size)
    view = memoryview(buffer)
    while view:
        taken = connection.recv_into(view)
        if taken == 0:
            raise EOFError
        view = view[taken:]
    return buffer
