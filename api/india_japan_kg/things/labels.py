"""The names of everything the graph speaks of: one place that chooses among languages."""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import QuerySolution

from india_japan_kg.engine import Engine, Query, select
from india_japan_kg.vocabulary import shorten, thing_name


class Label(NamedTuple):
    """A name, and the language that it is in (empty if it is only an identifier)."""

    text: str
    language: str


class Labels:
    """The names of things, classes, properties and codes, by IRI and language."""

    def __init__(
        self, names: Mapping[str, Mapping[str, str]], codes: Mapping[str, Mapping[str, str]]
    ) -> None:
        """Index names.

        Args:
            names: IRI -> language -> name.
            codes: IRI of a code list -> code -> IRI of the concept.

        """
        self._codes = codes
        self._index(names)

    def _index(self, names: Mapping[str, Mapping[str, str]]) -> None:
        things: dict[str, dict[str, str]] = {}
        for iri in names:
            if name := thing_name(iri):
                things.setdefault(name.kind, {})[name.slug] = iri
        self._names, self._things = names, things

    @staticmethod
    def read(engine: Engine, queries: Path, timeout: float) -> "Labels":
        """Ask `engine` once for all names, by the queries in the folder `queries`.

        Raises:
            OSError: a query file is missing; and whatever `Engine.evaluate` raises.

        """
        labels = Labels.read_codes(engine, queries, timeout)
        labels.read_names(engine, queries, timeout)
        return labels

    @staticmethod
    def read_codes(engine: Engine, queries: Path, timeout: float) -> "Labels":
        """Ask `engine` for the codes alone: nothing has a name until `read_names`."""
        codes: dict[str, dict[str, str]] = {}
        for solution in _solutions("codes", engine, queries, timeout):
            of_scheme = codes.setdefault(solution["scheme"].value, {})
            of_scheme[solution["notation"].value] = solution["concept"].value
        return Labels({}, codes)

    def read_names(self, engine: Engine, queries: Path, timeout: float) -> None:
        """Ask `engine` for all names; it takes a minute where there are millions of things."""
        names: dict[str, dict[str, str]] = {}
        for solution in _solutions("kinds", engine, queries, timeout):
            names.setdefault(solution["thing"].value, {})
        for solution in _solutions("labels", engine, queries, timeout):
            label = solution["label"]
            names.setdefault(solution["thing"].value, {})[label.language or ""] = label.value
        self._index(names)

    def knows(self, iri: str) -> bool:
        """Return whether the graph describes or names `iri`."""
        return iri in self._names

    def label(self, iri: str, languages: Sequence[str]) -> Label:
        """Return the name of `iri` in the first of `languages` that it has one in.

        Else the English name, else any, else its prefixed name or the IRI itself.
        """
        names = self._names.get(iri, {})
        for language in (*languages, "en"):
            if language in names:
                return Label(names[language], language)
        for language, name in sorted(names.items()):
            return Label(name, language)
        return Label(shorten(iri), "")

    def names(self, iri: str) -> Mapping[str, str]:
        """Return the names of `iri` by language."""
        return self._names.get(iri, {})

    def things(self, kind: str) -> Mapping[str, str]:
        """Return the things of `kind`: slug -> IRI."""
        return self._things.get(kind, {})

    def codes(self, scheme: str) -> Mapping[str, str]:
        """Return the codes of the list `scheme` (an IRI): code -> IRI of the concept."""
        return self._codes.get(scheme, {})

    def closest(self, kinds: Sequence[str], text: str, most: int = 3) -> list[str]:
        """Return the slugs of `kinds` that are written most like `text` or named so."""
        wanted = text.casefold()
        found: dict[str, float] = {}
        for kind in kinds:
            for slug, iri in self.things(kind).items():
                candidates = [slug, *(name.casefold() for name in self.names(iri).values())]
                score = max(
                    1.0 if wanted and wanted in name else _likeness(wanted, name)
                    for name in candidates
                )
                if score > 0.6:
                    found[slug] = score
        return sorted(found, key=lambda slug: (-found[slug], slug))[:most]


def _solutions(name: str, engine: Engine, queries: Path, timeout: float) -> Iterator[QuerySolution]:
    text = (queries / f"{name}.rq").read_text(encoding="utf-8")
    return select(engine, Query(text), timeout)


def _likeness(one: str, other: str) -> float:
    matcher = difflib.SequenceMatcher(None, one, other)
    return matcher.ratio() if matcher.real_quick_ratio() > 0.6 else 0.0
