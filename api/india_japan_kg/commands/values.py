"""Parameters on the command line, written ``--name=value`` whatever their names are."""

from collections.abc import Iterable

from india_japan_kg.problem import BadParameter


def read_given(arguments: Iterable[str]) -> dict[str, str]:
    """Return the values of `arguments` by name.

    Raises:
        BadParameter: one is not of the form ``--name=value``.

    """
    given: dict[str, str] = {}
    for text in arguments:
        name, equals, value = text.removeprefix("--").partition("=")
        if not text.startswith("--") or not equals:
            raise BadParameter(text, f"{text!r} is no parameter.", "Write --name=value.")
        given[name] = value
    return given
