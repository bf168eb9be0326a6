"""A process that reaches nobody: it can open no socket, whatever a query makes its engine try.

Queries are read for SERVICE clauses before (`reading.read_query`), which gives a good answer to
whoever wrote one. But Oxigraph's grammar is laxer than any reading from outside it, so that reading
alone must not be what keeps a query from addresses that only this machine can reach.
"""

import ctypes
import errno
import platform
from typing import Final

PR_SET_SECCOMP: Final = 22
PR_SET_NO_NEW_PRIVS: Final = 38
SECCOMP_MODE_FILTER: Final = 2

MACHINES: Final = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
"""Name of a machine -> its AUDIT_ARCH constant, and the number of the system call socket(2)."""

LOAD: Final = 0x20
JUMP_IF_EQUAL: Final = 0x15
RETURN: Final = 0x06
ALLOW: Final = 0x7FFF0000
FAIL: Final = 0x00050000
NUMBER_OFFSET: Final = 0
ARCHITECTURE_OFFSET: Final = 4


class _Instruction(ctypes.Structure):
    """``struct sock_filter`` of linux/filter.h."""

    _fields_ = [
        ("code", ctypes.c_uint16),
        ("if_true", ctypes.c_uint8),
        ("if_false", ctypes.c_uint8),
        ("value", ctypes.c_uint32),
    ]


class _Program(ctypes.Structure):
    """``struct sock_fprog`` of linux/filter.h."""

    _fields_ = [
        ("length", ctypes.c_uint16),
        ("instructions", ctypes.POINTER(_Instruction)),
    ]


def reach_nobody() -> bool:
    """Have socket(2) fail with EACCES in this thread and in all that it starts, for good.

    Returns:
        Whether it does: Linux is needed, with seccomp(2) filters, on x86-64 or 64-bit ARM.

    """
    if platform.system() != "Linux" or platform.machine() not in MACHINES:
        return False
    architecture, socket_number = MACHINES[platform.machine()]
    lines = [
        _Instruction(LOAD, 0, 0, ARCHITECTURE_OFFSET),
        _Instruction(JUMP_IF_EQUAL, 0, 3, architecture),
        _Instruction(LOAD, 0, 0, NUMBER_OFFSET),
        _Instruction(JUMP_IF_EQUAL, 0, 1, socket_number),
        _Instruction(RETURN, 0, 0, FAIL | errno.EACCES),
        _Instruction(RETURN, 0, 0, ALLOW),
    ]
    instructions = (_Instruction * len(lines))(*lines)
    program = _Program(len(lines), instructions)
    prctl = ctypes.CDLL(None).prctl
    if prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        return False
    return not prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0)
