"""The family of errors that a user can cause or meet, each with one sentence that helps.

Over HTTP they become problem details (RFC 9457), on the command line one line and an exit code.
"""

from collections.abc import Mapping, Sequence
from typing import ClassVar

PROBLEM_BASE = "https://w3id.org/india-japan/problem/"


class Problem(Exception):
    """An error that is told to the user.

    Attributes:
        status: HTTP status code.
        exit_code: exit code of a command that ends with it.
        slug: last part of the problem type's IRI.
        title: the kind of problem, the same for each occurrence.
        detail: what is wrong here.
        remedy: what to do about it; may be empty.
        members: further members of the problem document.

    """

    status: ClassVar[int] = 500
    exit_code: ClassVar[int] = 2
    slug: ClassVar[str] = "internal"
    title: ClassVar[str] = "Something went wrong on our side"

    def __init__(
        self, detail: str, remedy: str = "", members: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.remedy = remedy
        self.members = dict(members or {})

    def document(self) -> dict[str, object]:
        """Return the problem details object of RFC 9457, section 3.1."""
        described: dict[str, object] = {
            "type": PROBLEM_BASE + self.slug,
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
        }
        if self.remedy:
            described["remedy"] = self.remedy
        return described | self.members

    def line(self) -> str:
        """Return the problem in one line for a terminal."""
        return " ".join(part for part in (self.detail, self.remedy) if part)


class BadSetting(Problem):
    """An environment variable or option has a value that cannot be."""

    slug = "bad-setting"
    title = "A setting has a wrong value"

    def __init__(self, name: str, message: str, value: object) -> None:
        super().__init__(f"{name} is {value!r}: {message}.", "docs/settings.md lists the settings.")


class BadData(Problem):
    """A file of the house cannot be read as what it should be."""

    slug = "bad-data"
    title = "A file is not well-formed"

    def __init__(
        self, path: str, line: int | None, column: int | None, message: str, remedy: str = ""
    ) -> None:
        place = ":".join(str(part) for part in (path, line, column) if part is not None)
        super().__init__(
            f"{place}: {message}", remedy, {"path": path, "line": line, "column": column}
        )


class InvalidData(Problem):
    """The data violate their shapes, and nobody allowed that."""

    exit_code = 1
    slug = "invalid-data"
    title = "The data violate their shapes"


class BadQuery(Problem):
    """The text is no SPARQL 1.1 query."""

    status = 400
    slug = "bad-query"
    title = "The query is not valid SPARQL"

    def __init__(self, message: str, line: int | None = None, column: int | None = None) -> None:
        where = "" if line is None else f"line {line}, column {column}: "
        self.message = message
        super().__init__(f"{where}{message}", "", {"line": line, "column": column})


class BadRequest(Problem):
    """The request does not follow its protocol."""

    status = 400
    slug = "bad-request"
    title = "The request does not follow the protocol"


class BadParameter(Problem):
    """A parameter has a value that it cannot have, or is missing, or unknown."""

    status = 400
    slug = "bad-parameter"
    title = "A parameter is wrong"

    def __init__(
        self, parameter: str, detail: str, remedy: str = "", allowed: Sequence[str] = ()
    ) -> None:
        members: dict[str, object] = {"parameter": parameter}
        if allowed:
            members["allowed"] = list(allowed)
        super().__init__(detail, remedy, members)


class MissingParameter(BadParameter):
    """A parameter that is needed has no value: a form that shows this is not filled in yet."""


class Refused(Problem):
    """The request asks for what this read-only service does not do."""

    status = 403
    slug = "refused"
    title = "This service does not do that"


class NotFound(Problem):
    """There is nothing of that name."""

    status = 404
    slug = "not-found"
    title = "Nothing of that name"

    def __init__(self, detail: str, closest: Sequence[str] = ()) -> None:
        remedy = f"Did you mean {', '.join(closest)}?" if closest else ""
        super().__init__(detail, remedy, {"closest": list(closest)} if closest else None)


class NotAcceptable(Problem):
    """None of the media types that the client accepts can be given."""

    status = 406
    slug = "not-acceptable"
    title = "None of the accepted media types is offered"

    def __init__(self, accept: str, offers: Sequence[str]) -> None:
        super().__init__(
            f"Accept: {accept} names no media type that this answer has.",
            f"It has {', '.join(offers)}.",
            {"available": list(offers)},
        )


class TooLarge(Problem):
    """The request is larger than the server takes."""

    status = 413
    slug = "too-large"
    title = "The request is too large"


class UnsupportedMediaType(Problem):
    """The body is of a media type that is not read here."""

    status = 415
    slug = "unsupported-media-type"
    title = "The media type of the body is not supported"


class Overloaded(Problem):
    """All query processes are busy."""

    status = 503
    slug = "overloaded"
    title = "The service is busy"


class DeadlineExceeded(Problem):
    """The query did not end within its time limit and was stopped."""

    status = 504
    slug = "deadline-exceeded"
    title = "The query took too long"

    def __init__(self, seconds: float) -> None:
        super().__init__(
            f"The query was stopped after its time limit of {seconds:g} s.",
            "Make it more selective, ask for less at once, or load the export into your own store.",
            {"timeout": seconds},
        )


class MemoryExceeded(Problem):
    """The query needed more memory than its limit and was stopped."""

    status = 507
    slug = "memory-exceeded"
    title = "The query needed too much memory"


class AnswerTooLarge(Problem):
    """The answer is larger than an answer may be; what was given of it is cut."""

    status = 507
    slug = "answer-too-large"
    title = "The answer is too large"

    def __init__(self, limit: int) -> None:
        super().__init__(
            f"The answer is larger than the {limit} bytes that are given at once.",
            "Ask for it in parts with ORDER BY, LIMIT and OFFSET, or take the export.",
            {"limit": limit},
        )


class ServiceFailed(Problem):
    """A service that a SERVICE clause asks does not answer, or not as it should."""

    status = 502
    slug = "service-failed"
    title = "A service that the query asks failed"


class StoreUnreachable(Problem):
    """Nothing answers at the address of the store."""

    status = 503
    slug = "store-unreachable"
    title = "The store behind this service does not answer"


class StoreRefused(Problem):
    """The store does not let this server do what it must."""

    status = 502
    slug = "store-refused"
    title = "The store behind this service does not permit that"


class StoreFailed(Problem):
    """The store rejects what the standard allows, or its answer is not what it should be."""

    status = 502
    slug = "store-failed"
    title = "The store behind this service failed"
