"""Content negotiation: media types and languages (RFC 9110, section 12.5; RFC 4647)."""

import re
from collections.abc import Sequence
from functools import lru_cache

from starlette.requests import Request
from webob.acceptparse import create_accept_header, create_accept_language_header

from india_japan_kg.http.fields import field_value
from india_japan_kg.problem import BadParameter, NotAcceptable
from india_japan_kg.things.languages import LANGUAGES, best_first, read_languages, write_languages

_CHARSET = re.compile(r"\s*;\s*charset=[^,;]*", re.IGNORECASE)


def accept_header(request: Request) -> str:
    """Return the value of all Accept header fields, joined as RFC 9110, section 5.2 says.

    A charset, which some clients add to a media type, is left out: all texts are UTF-8.
    """
    return _without_charset(field_value(request.scope, b"accept"))


@lru_cache(maxsize=1024)
def _without_charset(accept: bytes) -> str:
    return _CHARSET.sub("", accept.decode("latin-1"))


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

    English, the language in which every named thing has a label, ends the list; so it does even
    where a header refuses it. An empty ``lang`` counts as not given, an unreadable header too.

    Raises:
        BadParameter: ``lang`` is no list of language tags.

    """
    asked = ",".join(request.query_params.getlist("lang"))
    if asked.strip():
        return read_languages("lang", asked)
    return _preferred(request)


def kept_languages(request: Request) -> str:
    """Return the ``lang`` by which an address keeps the languages that `request` asks for.

    It is empty where they come without it: they were not asked for, cannot be read, or are those
    that the client prefers anyway.
    """
    try:
        wanted = choose_languages(request)
    except BadParameter:
        return ""
    return "" if wanted == _preferred(request) else write_languages(wanted)


def _preferred(request: Request) -> tuple[str, ...]:
    return _languages(field_value(request.scope, b"accept-language").decode("latin-1"))


@lru_cache(maxsize=1024)
def _languages(accept: str) -> tuple[str, ...]:
    """Put the languages of an Accept-Language header in order (RFC 9110, section 12.5.4)."""
    ranges = create_accept_language_header(accept or None).parsed or ()
    named = {tag.lower().partition("-")[0] for tag, _ in ranges}
    others = [tag for tag in LANGUAGES if tag not in named]
    wanted: list[str] = []
    for tag, quality in sorted(ranges, key=lambda range_: -range_[1]):
        if quality > 0:
            wanted += others if tag == "*" else [tag]
    return best_first(wanted)
