"""Whether the files that are served changed since they were looked at."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOMS: Final = ("ontology", "shapes", "data", "queries")


class ServedFiles:
    """Looks at the files of a house and at earlier releases: their names, sizes and times."""

    def __init__(self, house: Path, releases: Path | None) -> None:
        self._house = house
        self._releases = releases
        self._served = self._seen = self._look()

    def changed(self) -> bool:
        """Return whether they differ from the last time this was so, and have come to rest.

        Files that are just being written are waited for: they must be the same in two looks.
        """
        before, self._seen = self._seen, self._look()
        if self._seen == self._served or self._seen != before:
            return False
        self._served = self._seen
        return True

    def _look(self) -> frozenset[tuple[str, int, int]]:
        found = set()
        for path in self._paths():
            try:
                state = path.stat()
            except OSError:
                continue
            if path.is_file():
                found.add((str(path), state.st_size, state.st_mtime_ns))
        return frozenset(found)

    def _paths(self) -> Iterator[Path]:
        for room in ROOMS:
            yield from (self._house / room).rglob("*")
        if self._releases is not None:
            yield from self._releases.glob("*")
