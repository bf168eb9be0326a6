"""The header fields that choose an answer, read in one pass over the raw request."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from starlette.types import Scope

CONDITIONS: Final = frozenset((b"if-none-match", b"if-modified-since", b"range", b"if-range"))
_REQUEST_ID: Final = re.compile(rb"[\w.-]{1,64}")
ENTITY_TAG: Final = re.compile(rb'"[^"]*"|\*')
"""Finds the strong tags, or ``*``, in If-None-Match."""

_GZIP: Final = re.compile(rb"(?:^|,)\s*(?:gzip|x-gzip|\*)\s*(;\s*q=0(\.0*)?\s*)?(?=,|$|;)", re.I)


def field_value(scope: Scope, name: bytes) -> bytes:
    """Return the value of a header field (`name` in lower case), empty if it is not there.

    Several lines of one name are joined (RFC 9110, section 5.2). Starlette's headers do the same
    in several times the time.
    """
    return b", ".join([value for given, value in scope["headers"] if given == name])


class RequestFields:
    """The fields of one request; several lines of one name are joined (RFC 9110, section 5.2)."""

    __slots__ = (
        "accept",
        "content_type",
        "host",
        "language",
        "request_id",
        "takes_gzip",
        "wanted_unless",
    )

    def __init__(self, headers: Iterable[tuple[bytes, bytes]]) -> None:
        self.accept = self.language = self.host = self.content_type = b""
        self.wanted_unless = self.request_id = b""
        self.takes_gzip = False
        for name, value in headers:
            if name == b"accept":
                normal = normalised(value)
                self.accept = self.accept + b"," + normal if self.accept else normal
            elif name == b"accept-language":
                normal = normalised(value)
                self.language = self.language + b"," + normal if self.language else normal
            elif name == b"accept-encoding":
                self.takes_gzip = _takes_gzip(value)
            elif name == b"host":
                self.host = value
            elif name == b"if-none-match":
                self.wanted_unless += value
            elif name == b"content-type":
                self.content_type = normalised(value)
            elif name == b"x-request-id" and _REQUEST_ID.fullmatch(value):
                self.request_id = value

    def key(self, scope: Scope, digest: bytes) -> tuple[bytes, ...]:
        """Return what tells apart two requests of one method that may have different answers.

        Args:
            scope: the request's scope.
            digest: the digest of its body; empty if it has none.

        """
        return (
            scope["raw_path"],
            scope["query_string"],
            self.accept,
            self.language,
            self.host,
            scope["scheme"].encode(),
            self.content_type if digest else b"",
            digest,
        )

    def has(self, *tags: bytes) -> bool:
        """Return whether If-None-Match names one of the entity `tags` (section 13.1.2)."""
        if not self.wanted_unless:
            return False
        named = ENTITY_TAG.findall(self.wanted_unless)
        return b"*" in named or any(tag in named for tag in tags)


@lru_cache(maxsize=1024)
def normalised(value: bytes) -> bytes:
    """Return a negotiation field without what does not matter in it: white space and case."""
    return b"".join(value.split()).lower()


@lru_cache(maxsize=256)
def _takes_gzip(accept_encoding: bytes) -> bool:
    found = _GZIP.search(accept_encoding)
    return found is not None and found[1] is None
