"""The languages in which names are wanted, best first."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from india_japan_kg.problem import BadParameter

LANGUAGES: Final = ("en", "ja", "hi")
"""Languages that the graph has names in; every named thing has one in the first."""

LONGEST_LANGUAGES: Final = 200
"""Characters of the longest list of languages that is read."""

_TAG: Final = re.compile(r"[a-z]{2,3}(-[a-z0-9]{1,8})*", re.ASCII)


def read_languages(parameter: str, text: str) -> tuple[str, ...]:
    """Return the languages that `text` lists with commas between, as `best_first` does.

    Raises:
        BadParameter: it is no list of language tags (RFC 5646); it names `parameter`.

    """
    tags = [tag.strip().lower() for tag in text.split(",")]
    if len(text) > LONGEST_LANGUAGES or not all(map(_TAG.fullmatch, tags)):
        raise BadParameter(
            parameter,
            f"{parameter} is {text[:LONGEST_LANGUAGES]!r}.",
            "Give language tags, the most wanted first and without quality values, at most"
            f" {LONGEST_LANGUAGES} characters: {parameter}=ja or {parameter}=hi,en.",
        )
    return best_first(tags)


def write_languages(languages: Sequence[str]) -> str:
    """Return the shortest list that `read_languages` reads as these `languages`."""
    *before, last = languages
    return ",".join(before if before and last == LANGUAGES[0] else languages)


def best_first(tags: Iterable[str]) -> tuple[str, ...]:
    """Return the languages of `tags`, each once, and English at the end.

    Names have no regions: ``ja-JP`` finds what is in ``ja`` (lookup, RFC 4647, section 3.4).
    """
    languages = [tag.lower().partition("-")[0] for tag in tags]
    return tuple(dict.fromkeys([*languages, LANGUAGES[0]]))
