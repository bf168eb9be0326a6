"""Requests that repeat another to the byte, which need not be read to know their answer."""

import weakref
from collections import OrderedDict
from collections.abc import Hashable
from enum import Enum, auto
from typing import Final, NamedTuple

from india_japan_kg.http.answers import Answer, AnswerCache

ENTRY_BYTES: Final = 512


class Form(Enum):
    """What of an answer is sent as the body."""

    PLAIN = auto()
    GZIP = auto()
    NOTHING = auto()


class Repeat(NamedTuple):
    """What a request was answered with.

    Attributes:
        key: of the answer in the cache.
        answer: the kept answer; it lives as long as the cache keeps it.
        status, head: as they go on the wire; the head has all fields but the request's id.
        form: what goes as the body.
        request_id: that the request named for itself; empty for none.
        method, path, query: for the log.

    """

    key: Hashable
    answer: weakref.ref[Answer]
    status: int
    head: bytes
    form: Form
    request_id: bytes
    method: str
    path: str
    query: bytes


class Repeats:
    """The requests answered last from the cache, by their bytes."""

    def __init__(self, cache: AnswerCache, max_bytes: int) -> None:
        """Remember requests whose answers are in `cache`.

        They and the heads of their answers take at most `max_bytes`; bodies belong to the cache.
        """
        self._cache = cache
        self._max_bytes = max_bytes
        self._repeats: OrderedDict[bytes, Repeat] = OrderedDict()
        self.size = 0

    def find(self, data: bytes) -> tuple[Repeat, Answer] | None:
        """Return what the request `data` was answered with, if it is known and still true."""
        found = self._repeats.get(data)
        if found is None:
            return None
        answer = self._cache.get(found.key)
        if answer is None or answer is not found.answer():
            self._drop(data)
            return None
        return found, answer

    def remember(self, data: bytes, repeat: Repeat) -> None:
        """Answer `data` by `repeat` from now on, if its answer is kept."""
        self._drop(data)
        if self._cache.get(repeat.key) is not repeat.answer():
            return
        self._repeats[data] = repeat
        self.size += _size(data, repeat)
        while self.size > self._max_bytes:
            self._drop(next(iter(self._repeats)))

    def _drop(self, data: bytes) -> None:
        if (dropped := self._repeats.pop(data, None)) is not None:
            self.size -= _size(data, dropped)


def body_of(answer: Answer, form: Form) -> bytes:
    """Return the body of `answer` in `form`."""
    if form is Form.PLAIN:
        return answer.body
    return answer.compressed()[1] if form is Form.GZIP else b""


def _size(data: bytes, repeat: Repeat) -> int:
    return len(data) + len(repeat.head) + ENTRY_BYTES
