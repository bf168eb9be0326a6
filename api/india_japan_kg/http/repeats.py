"""Requests that repeat another to the byte, which need not be read to know their answer."""

from collections import OrderedDict
from collections.abc import Hashable
from typing import Final, NamedTuple

from india_japan_kg.http.answers import Answer, AnswerCache

MOST_REPEATS: Final = 4096


class Repeat(NamedTuple):
    """What a request was answered with.

    Attributes:
        key: of the answer in the cache.
        answer: the kept answer.
        status, head, body: as they go on the wire; the head has all fields but the request's id.
        request_id: that the request named for itself; empty for none.
        method, path, query: for the log.

    """

    key: Hashable
    answer: Answer
    status: int
    head: bytes
    body: bytes
    request_id: bytes
    method: str
    path: str
    query: bytes


class Repeats:
    """The requests answered last from the cache, by their bytes."""

    def __init__(self, cache: AnswerCache) -> None:
        self._cache = cache
        self._repeats: OrderedDict[bytes, Repeat] = OrderedDict()

    def find(self, data: bytes) -> Repeat | None:
        """Return the answer to the request `data`, if one is known that is still true."""
        found = self._repeats.get(data)
        if found is None:
            return None
        if self._cache.get(found.key) is not found.answer:
            del self._repeats[data]
            return None
        return found

    def remember(self, data: bytes, repeat: Repeat) -> None:
        """Answer `data` by `repeat` from now on."""
        self._repeats[data] = repeat
        while len(self._repeats) > MOST_REPEATS:
            self._repeats.popitem(last=False)
