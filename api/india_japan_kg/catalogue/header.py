"""The header of a query file: YAML in the comment lines that begin with ``#+``.

The convention, and the words ``summary``, ``description`` and ``tags``, are those of grlc.
"""

import difflib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import yaml

from india_japan_kg.problem import BadData

MARK: Final = "#+"


@dataclass(frozen=True, slots=True)
class Entry:
    """A value of the header and the place where it stands.

    Scalars are kept as they are written: a date stays ``2026-01-16`` and a number its digits.
    """

    path: str
    node: yaml.Node

    @property
    def line(self) -> int:
        """The line of the file, counted from 1."""
        return int(self.node.start_mark.line) + 1

    def wrong(self, message: str, remedy: str = "") -> BadData:
        """Return the problem that this entry is wrong."""
        return BadData(self.path, self.line, int(self.node.start_mark.column) + 4, message, remedy)

    def text(self) -> str:
        """Return a scalar.

        Raises:
            BadData: it is a list or a mapping, or empty.

        """
        if not isinstance(self.node, yaml.ScalarNode) or not self.node.value.strip():
            raise self.wrong("a text is expected here.")
        return str(self.node.value).strip()

    def flag(self) -> bool:
        """Return a truth value.

        Raises:
            BadData: it is neither true nor false.

        """
        if self.text() not in ("true", "false"):
            raise self.wrong(f"{self.text()!r} is neither true nor false.")
        return self.text() == "true"

    def number(self) -> int:
        """Return a whole number.

        Raises:
            BadData: it is none.

        """
        try:
            return int(self.text())
        except ValueError:
            raise self.wrong(f"{self.text()!r} is not a whole number.") from None

    def texts(self) -> tuple[str, ...]:
        """Return a list of scalars; one scalar is a list of one.

        Raises:
            BadData: it is a mapping, or something in the list is no scalar.

        """
        if isinstance(self.node, yaml.SequenceNode):
            return tuple(Entry(self.path, item).text() for item in self.node.value)
        return (self.text(),)

    def one_of(self, allowed: Collection[str]) -> str:
        """Return a scalar that is one of `allowed`.

        Raises:
            BadData: it is another; names the closest.

        """
        text = self.text()
        if text not in allowed:
            raise self.wrong(f"{text!r} is not known here.", _hint(text, allowed))
        return text

    def entries(self, allowed: Collection[str] | None = None) -> "dict[str, Entry]":
        """Return a mapping's entries by key.

        Args:
            allowed: the keys that there may be; None for any.

        Raises:
            BadData: it is no mapping, a key is not allowed, or stands twice.

        """
        found: dict[str, Entry] = {}
        for key, value in self._pairs():
            name = key.text()
            if allowed is not None and name not in allowed:
                raise key.wrong(f"the key {name!r} is not known here.", _hint(name, allowed))
            if name in found:
                raise key.wrong(f"the key {name!r} stands twice.")
            found[name] = value
        return found

    def _pairs(self) -> "Iterator[tuple[Entry, Entry]]":
        if not isinstance(self.node, yaml.MappingNode):
            raise self.wrong("keys with values are expected here.")
        for key, value in self.node.value:
            yield Entry(self.path, key), Entry(self.path, value)


def read_header(path: str, text: str) -> Entry:
    """Return the header of the query file `text`.

    Raises:
        BadData: there is none at the top of the file, or it is no YAML; names `path` and line.

    """
    lines = text.splitlines()
    marked = [line.startswith(MARK) for line in lines]
    count = marked.index(False) if False in marked else len(lines)
    if count == 0:
        raise BadData(path, 1, None, "a query begins with its header, lines that start with `#+`.")
    if True in marked[count:]:
        raise BadData(path, count + 1, None, "the header ends here and goes on later.")
    for number, line in enumerate(lines[:count], 1):
        if "\t" in line or line[2:3] not in ("", " "):
            raise BadData(path, number, None, "after `#+` comes a space, and no tab in the line.")
    try:
        node = yaml.compose("\n".join(line[3:] for line in lines[:count]), yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line_number = mark.line + 1 if mark else 1
        raise BadData(path, line_number, None, f"the header is no YAML: {error.problem}.") from None
    except yaml.YAMLError as error:
        raise BadData(path, 1, None, f"the header is no YAML: {error}.") from None
    if node is None:
        raise BadData(path, 1, None, "the header is empty.")
    return Entry(path, node)


def required(entries: Mapping[str, Entry], key: str, of: Entry) -> Entry:
    """Return the entry `key`.

    Raises:
        BadData: it is missing in `of`.

    """
    if key not in entries:
        raise of.wrong(f"the key {key!r} is missing.")
    return entries[key]


def _hint(text: str, allowed: Collection[str]) -> str:
    close = difflib.get_close_matches(text, allowed, 1)
    return f"Did you mean {close[0]}?" if close else f"It may be {', '.join(sorted(allowed))}."
