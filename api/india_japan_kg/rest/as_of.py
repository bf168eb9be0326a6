"""The day as of which something is wanted: the parameter ``as_of``."""

import re
from datetime import date
from typing import Final

from starlette.requests import Request

from india_japan_kg.problem import BadParameter
from india_japan_kg.rest.openapi import shared_parameter

NAME: Final = "as_of"
AS_OF: Final = shared_parameter(
    NAME,
    {"type": "string", "format": "date"},
    "A day: what holds on it, and how the thing stood then, are told alone.",
)
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def wanted_day(request: Request) -> date | None:
    """Return the day that ``as_of`` gives, None if it is not given.

    Raises:
        BadParameter: it is no day of the form YYYY-MM-DD.

    """
    text = request.query_params.get(NAME, "").strip()
    if not text:
        return None
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    shown = "".join(
        letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text
    )
    raise BadParameter(
        NAME,
        f"{NAME}={shown}: this is no day of the form YYYY-MM-DD.",
        f"For example {NAME}=2010-05-01.",
    )
