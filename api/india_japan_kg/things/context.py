"""The JSON-LD context of the graph: a plain key for each word of its vocabulary.

Follows JSON-LD 1.1. A key is the local name of a property or class; where two vocabularies have
the same one, this graph's own has it and the other is written with its prefix.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from india_japan_kg.engine import Engine, Query, select
from india_japan_kg.things.properties import key
from india_japan_kg.vocabulary import ONTOLOGY, PREFIXES, REUSED, shorten

PATH: Final = "/context.jsonld"
ID: Final = "id"
LANGUAGE: Final = "language"


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the context.

    Attributes:
        key: what stands for it in JSON.
        iri: the property or class.
        type: ``id`` for a property of things, ``language`` for one of texts by their language,
            the IRI of a datatype, or "" where values are not coerced.

    """

    key: str
    iri: str
    type: Literal["id", "language", ""] | str


@dataclass(frozen=True, slots=True)
class Context:
    """The words of the context, by IRI."""

    words: Mapping[str, Word]

    @staticmethod
    def read(engine: Engine, queries: Path, timeout: float) -> "Context":
        """Ask `engine` by the query ``context`` in the folder `queries`.

        Raises:
            OSError: the query file is missing; and whatever `Engine.evaluate` raises.

        """
        text = (queries / "context.rq").read_text(encoding="utf-8")
        types: dict[str, str] = {}
        for solution in select(engine, Query(text), timeout):
            type_ = solution["type"]
            types.setdefault(solution["term"].value, type_.value if type_ else "")
        words: dict[str, Word] = {}
        taken = {"id", "type", *REUSED, "ij"}
        for iri in sorted(types, key=lambda iri: (not iri.startswith(ONTOLOGY), iri)):
            name = key(iri)
            if name in taken:
                name = shorten(iri)
            taken.add(name)
            words[iri] = Word(name, iri, types[iri])
        return Context(words)

    def document(self) -> dict[str, object]:
        """Return the context as a JSON-LD document."""
        terms: dict[str, object] = {"@version": 1.1, "id": "@id", "type": "@type"}
        terms |= {prefix: PREFIXES[prefix] for prefix in sorted((*REUSED, "ij"))}
        for word in sorted(self.words.values(), key=lambda word: word.key):
            definition: str | dict[str, str] = shorten(word.iri)
            if word.type == ID:
                definition = {"@id": shorten(word.iri), "@type": "@id"}
            elif word.type == LANGUAGE:
                definition = {"@id": shorten(word.iri), "@container": "@language"}
            elif word.type:
                definition = {"@id": shorten(word.iri), "@type": shorten(word.type)}
            terms[word.key] = definition
        return {"@context": terms}
