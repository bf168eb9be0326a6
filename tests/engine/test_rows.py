"""Parts of an answer end with a row, where rows are lines."""

import pytest

from india_japan_kg.engine.rows import whole_rows


@pytest.mark.parametrize(
    ("text", "media_type", "whole"),
    [
        (b"a,b\r\n1,2\r\n3", "text/csv", b"a,b\r\n1,2\r\n"),
        (b"a,b\r\n1,2\r\n", "text/csv", b"a,b\r\n1,2\r\n"),
        (b"a,b\r\n1,2\r", "text/csv", b"a,b\r\n"),
        (b"a,b", "text/csv", b""),
        (b"", "text/csv", b""),
        (b'1,"a\nb"\r\n2,"c\nd\ne', "text/csv", b'1,"a\nb"\r\n'),
        (b'1,"a ""b\n""\n', "text/csv", b""),
        (b'1,"a\nb"\r\n', "text/csv", b'1,"a\nb"\r\n'),
        (b'"x"\t1\n"y"\t2\n"z', "text/tab-separated-values", b'"x"\t1\n"y"\t2\n'),
        (b'"6\\" \\n"\t1\n"y', "text/tab-separated-values", b'"6\\" \\n"\t1\n'),
        (b"<a> <b> <c> .\n<d> <e", "application/n-triples", b"<a> <b> <c> .\n"),
        (b"<a> <b> <c> <g> .\n<d> <e", "application/n-quads", b"<a> <b> <c> <g> .\n"),
        (b"<a> <b> <c> .\n<d> <e", "text/turtle", b"<a> <b> <c> .\n<d> <e"),
        (b'{"results":', "application/sparql-results+json", b'{"results":'),
    ],
)
def test_what_comes_before_the_end_of_the_last_whole_row_may_leave(
    text: bytes, media_type: str, whole: bytes
) -> None:
    assert text[: whole_rows(text, media_type)] == whole
