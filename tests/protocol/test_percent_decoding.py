"""What stands in an address is decoded as HTML forms say, whatever it is."""

import asyncio
from urllib.parse import parse_qs, quote_from_bytes

from hypothesis import example, given
from hypothesis import strategies as st
from starlette.requests import Request

from india_japan_kg.problem import BadRequest
from india_japan_kg.protocol.operation import read_operation

_PIECES = st.one_of(
    st.sampled_from(
        [b"%", b"=", b"+", b"%%", b"%zz", b"%4", b"%0A", b"\n", b"\r", b"a", b"_", b" "]
    ),
    st.binary(min_size=1).map(lambda any_bytes: quote_from_bytes(any_bytes).encode()),
)


def read(encoded: bytes) -> str | None:
    scope = {"type": "http", "method": "GET", "headers": [], "query_string": b"query=" + encoded}
    try:
        operation = asyncio.run(read_operation(Request(scope), 10_000, 10))
    except BadRequest:
        return None
    assert operation is not None
    return operation.query.text


@given(st.lists(_PIECES).map(b"".join))
@example(b"%\n%41")
@example(b"%41%")
@example(b"1%3D1=1+%2B")
def test_a_query_is_decoded_as_the_standard_library_does(encoded: bytes) -> None:
    try:
        expected = parse_qs(f"query={encoded.decode()}", keep_blank_values=True, errors="strict")[
            "query"
        ][0].removeprefix("\ufeff")
    except UnicodeDecodeError:
        expected = None
    assert read(encoded) == expected
