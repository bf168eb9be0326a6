"""Parameters on the command line, written ``--name=value`` or ``--name value``."""

from collections.abc import Iterable
from typing import Final

from india_japan_kg.problem import BadParameter

NAME: Final = "--"
"""What the name of a parameter begins with."""


def read_given(arguments: Iterable[str]) -> dict[str, str]:
    """Return the values of `arguments` by name, whatever the names are.

    Raises:
        BadParameter: a name has no value, or a value no name.

    """
    given: dict[str, str] = {}
    words = iter(arguments)
    for word in words:
        name, equals, value = word.removeprefix(NAME).partition("=")
        if not equals and word.startswith(NAME):
            value = next(words, NAME)
        if not word.startswith(NAME) or (not equals and value.startswith(NAME)):
            raise BadParameter(word, f"{word!r} is no parameter.", "Write --name=value.")
        given[name] = value
    return given
