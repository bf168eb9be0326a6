"""Whole answers, and a cache of them that is bounded in bytes."""

import gzip
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import Final

from starlette.types import Message

from india_japan_kg.http.conditional import REVALIDATE, entity_tag

Headers = list[tuple[bytes, bytes]]

SMALLEST_COMPRESSED: Final = 1024
COMPRESSION_LEVEL: Final = 5
LARGEST_SHARE: Final = 8
"""One answer takes at most this part (an eighth) of the cache."""

ENTRY_BYTES: Final = 1024
"""What an entry costs beside its body: key, header fields, objects."""

SECONDS_A_DAY: Final = 86_400
_NOT_IN_304: Final = frozenset((b"content-length", b"content-type", b"content-disposition"))
_COMPRESSIBLE: Final = (
    b"text/",
    b"json",
    b"xml",
    b"application/n-",
    b"application/trig",
    b"sparql",
)
_REVALIDATE: Final = REVALIDATE.encode()


class Answer:
    """A status, header fields, and a whole body; of a kind that may be given again, or not."""

    __slots__ = (
        "__weakref__",
        "_gzip_headers",
        "_gzipped",
        "_is_text",
        "body",
        "etag",
        "headers",
        "may_be_kept",
        "route",
        "status",
    )

    def __init__(self, status: int, headers: Headers, body: bytes, route: str) -> None:
        """Make an answer; the names of its `headers` are in lower case."""
        self.status = status
        self.body = body
        self.route = route
        self.headers = headers
        fields = dict(headers)
        self.etag = fields.get(b"etag", b"")
        self._is_text = _is_text(fields.get(b"content-type", b""))
        self._gzipped: bytes | None = None
        self._gzip_headers: Headers = []
        self.may_be_kept = (
            self.status == 200
            and self.etag.startswith(b'"')
            and fields.get(b"cache-control") == _REVALIDATE
        )
        """Whether this is a success with an entity tag, which its own header lets caches keep."""
        if self.may_be_kept and self._is_text:
            vary = fields.get(b"vary", b"")
            if b"accept-encoding" not in vary.lower():
                vary = vary + b", Accept-Encoding" if vary else b"Accept-Encoding"
                self.headers = [field for field in headers if field[0] != b"vary"]
                self.headers.append((b"vary", vary))

    @property
    def can_be_compressed(self) -> bool:
        """Whether its gzip form is worth the work."""
        return self._is_text and len(self.body) >= SMALLEST_COMPRESSED and self.may_be_kept

    @property
    def gzip_etag(self) -> bytes:
        """The entity tag of the gzip form, which is another representation."""
        return self.etag[:-1] + b'-gzip"'

    def compressed(self) -> tuple[Headers, bytes]:
        """Return header fields and body of the gzip form, made once."""
        if self._gzipped is None:
            body = gzip.compress(self.body, COMPRESSION_LEVEL, mtime=0)
            changed = {
                b"content-length": str(len(body)).encode(),
                b"etag": self.gzip_etag,
            }
            self._gzip_headers = [
                *((name, changed.get(name, value)) for name, value in self.headers),
                (b"content-encoding", b"gzip"),
            ]
            self._gzipped = body
        return self._gzip_headers, self._gzipped

    @staticmethod
    def not_modified(headers: Headers) -> Headers:
        """Return those of `headers` that a 304 repeats (RFC 9110, section 15.4.5)."""
        return [field for field in headers if field[0] not in _NOT_IN_304]


@lru_cache
def _is_text(media_type: bytes) -> bool:
    return any(part in media_type for part in _COMPRESSIBLE)


def gathered(head: Message, body: bytes, route: str) -> Answer:
    """Return the answer that was sent as a stream with `head`: it has a length and a tag now."""
    headers = lowered(head)
    content_type = dict(headers).get(b"content-type", b"").decode("latin-1")
    media_type = content_type.partition(";")[0]
    headers += [
        (b"content-length", str(len(body)).encode()),
        (b"etag", entity_tag(media_type, body).encode()),
    ]
    return Answer(head["status"], headers, body, route)


def lowered(head: Message) -> Headers:
    """Return the header fields of an ASGI message with their names in lower case."""
    return [(name.lower(), value) for name, value in head["headers"]]


class AnswerCache:
    """The answers used last, up to a number of bytes, for one version and one UTC day.

    The day counts because canned questions have today's date as a default value.
    """

    def __init__(
        self, max_bytes: int, version: Callable[[], str], now: Callable[[], float] = time.time
    ) -> None:
        self._max_bytes = max_bytes
        self._version = version
        self._now = now
        self._state = self.state()
        self._answers: OrderedDict[Hashable, tuple[Answer, int]] = OrderedDict()
        self.size = 0

    @property
    def largest(self) -> int:
        """Bytes of the largest answer that is kept."""
        return self._max_bytes // LARGEST_SHARE

    def state(self) -> tuple[str, int]:
        """Return what an answer is true for: the version of the dataset, and the UTC day."""
        return self._version(), int(self._now() // SECONDS_A_DAY)

    def get(self, key: Hashable) -> Answer | None:
        """Return the answer kept for `key`, if it is still true."""
        entry = self._answers.get(key)
        if entry is None:
            return None
        if self.state() != self._state:
            self._clear()
            return None
        self._answers.move_to_end(key)
        return entry[0]

    def put(self, key: Hashable, answer: Answer, state: tuple[str, int]) -> None:
        """Keep `answer`, which was computed when the state was `state`, if it may be kept."""
        size = len(answer.body) + ENTRY_BYTES
        if answer.can_be_compressed:
            size += len(answer.body) // 2
        if not answer.may_be_kept or size > self.largest:
            return
        now = self.state()
        if now != self._state:
            self._clear()
        if state != now:
            return
        if replaced := self._answers.pop(key, None):
            self.size -= replaced[1]
        self._answers[key] = answer, size
        self.size += size
        while self.size > self._max_bytes:
            _, (_, freed) = self._answers.popitem(last=False)
            self.size -= freed

    def _clear(self) -> None:
        self._answers.clear()
        self.size = 0
        self._state = self.state()

    def __len__(self) -> int:
        return len(self._answers)
