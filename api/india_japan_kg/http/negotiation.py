"""Content negotiation: media types and languages (RFC 9110, section 12.5; RFC 4647)."""

import re
from collections.abc import Sequence
from functools import lru_cache

from starlette.requests import Request
from webob.acceptparse import create_accept_header, create_accept_language_header

from india_japan_kg.problem import BadParameter, NotAcceptable

LANGUAGES = ("en", "ja", "hi")
_CHARSET = re.compile(r"\s*;\s*charset=[^,;]*", re.IGNORECASE)


def accept_header(request: Request) -> str:
    """Return the value of all Accept header fields, joined as RFC 9110, section 5.2 says.

    A charset, which some clients add to a media type, is left out: all texts are UTF-8.
    """
    return _CHARSET.sub("", ", ".join(request.headers.getlist("accept")))


def choose_media_type(accept: str, offers: Sequence[str]) -> str:
    """Return the offer that `accept` prefers; among equals the first.

    An absent or unreadable header accepts everything.

    Raises:
        NotAcceptable: no offer is accepted.

    """
    return _choose(accept, tuple(offers))


@lru_cache(maxsize=1024)
def _choose(accept: str, offers: tuple[str, ...]) -> str:
    acceptable = create_accept_header(accept or None).acceptable_offers(list(offers))
    if not acceptable:
        raise NotAcceptable(accept, offers)
    best = acceptable[0][1]
    return str(next(offer for offer, quality in acceptable if quality == best))


def choose_languages(request: Request) -> tuple[str, ...]:
    """Return the languages for labels, best first, from ``lang`` or else Accept-Language.

    English, the language in which every named thing has a label, ends the list.

    Raises:
        BadParameter: ``lang`` is no list of language tags.

    """
    asked = request.query_params.get("lang")
    if asked is not None:
        tags = [tag.strip().lower() for tag in asked.split(",")]
        if not all(re.fullmatch(r"[a-z]{2,3}(-[a-z0-9]{1,8})*", tag) for tag in tags):
            raise BadParameter(
                "lang", f"lang is {asked!r}.", "Give language tags, such as lang=ja or lang=hi,en."
            )
        return _with_english([tag.partition("-")[0] for tag in tags])
    header = create_accept_language_header(request.headers.get("accept-language") or None)
    if not hasattr(header, "basic_filtering") or header.header_value is None:
        return ("en",)
    return _with_english([tag for tag, _ in header.basic_filtering(LANGUAGES)])


def _with_english(tags: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*tags, "en"]))
