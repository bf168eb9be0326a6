"""A parameter of the query string is given once, unless its value is a list."""

from collections import Counter
from typing import Final

from starlette.requests import Request

from india_japan_kg.problem import BadParameter

LISTS: Final = ("lang", "fields")
"""Parameters that may be repeated: each time adds to the list."""


def refuse_repeated(request: Request) -> None:
    """Do nothing if each parameter of `request` that is no list is given once.

    Raises:
        BadParameter: one is given more than once: which value is meant cannot be known.

    """
    counts = Counter(name for name, _ in request.query_params.multi_items())
    for name, count in counts.items():
        if count > 1 and name not in LISTS:
            raise BadParameter(name, f"{name} is given {count} times.", "Give it once.")
