"""Things that were renamed: their old names still lead to them."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from india_japan_kg.problem import BadData
from india_japan_kg.vocabulary import ThingName, expand, thing_name

FILE = "redirects.txt"


def read_redirects(house: Path) -> Mapping[ThingName, ThingName]:
    """Return the new name of each renamed thing, from ``data/redirects.txt`` of the `house`.

    A line has the old and the new prefixed name; what follows a ``#`` is not read. A thing that
    was renamed twice has its newest name.

    Raises:
        BadData: a line is no pair of names, a name is renamed twice, or in a circle.

    """
    path = house / "data" / FILE
    direct: dict[ThingName, ThingName] = {}
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    for number, line in enumerate(text.splitlines(), 1):
        words = line.partition("#")[0].split()
        if not words:
            continue
        names = [thing_name(expand(word) or "") for word in words]
        if len(names) != 2 or names[0] is None or names[1] is None:
            message = "two prefixed names are expected here, such as person:old person:new."
            raise BadData(f"data/{FILE}", number, None, message)
        old, new = names[0], names[1]
        if old in direct:
            raise BadData(f"data/{FILE}", number, None, f"{words[0]} is renamed twice.")
        direct[old] = new
        while new in direct:
            new = direct[new]
            if new == old:
                raise BadData(f"data/{FILE}", number, None, "the names lead round in a circle.")
    return MappingProxyType({old: _last(old, direct) for old in direct})


def _last(name: ThingName, direct: Mapping[ThingName, ThingName]) -> ThingName:
    while name in direct:
        name = direct[name]
    return name
