"""The page of the shapes: what each demands of which things, under the fragment of its IRI."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad
from starlette.requests import Request

from india_japan_kg.pages.messages import Messages
from india_japan_kg.pages.rendering import Pages
from india_japan_kg.pages.thing_view import Cell, Row
from india_japan_kg.things.labels import Label, Labels
from india_japan_kg.vocabulary import BASE, GRAPH, ONTOLOGY, PREFIXES, SHAPES

SH: Final = PREFIXES["sh"]
TARGETS: Final = ("targetClass", "targetSubjectsOf", "targetObjectsOf", "targetNode")
"""The words of SHACL that give a target; each is the key of how a reader is told."""

VIOLATION: Final = SH + "Violation"


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape: the fragment of its IRI, its name, its demand in words, targets and severity."""

    anchor: str
    iri: str
    name: Label
    demands: tuple[Label, ...]
    targets: tuple[Row, ...]
    severity: str


class ShapesPage:
    """Writes the page (a callable, as ``/shapes`` wants it)."""

    def __init__(self, pages: Pages, labels: Labels, quads: Sequence[Quad]) -> None:
        """Take what is shown.

        Args:
            pages: writes templates.
            labels: the names of classes and properties.
            quads: the shapes, each in the graph of its file.

        """
        self._pages = pages
        self._labels = labels
        self._shapes: dict[str, dict[str, dict[str, list[NamedNode | Literal]]]] = {}
        for quad in sorted(quads, key=str):
            subject, value, graph = quad.subject, quad.object, quad.graph_name
            if (
                isinstance(subject, NamedNode)
                and subject.value.startswith(SHAPES)
                and isinstance(value, NamedNode | Literal)
                and isinstance(graph, NamedNode)
            ):
                of_file = self._shapes.setdefault(graph.value.removeprefix(GRAPH + "shapes/"), {})
                said = of_file.setdefault(subject.value, defaultdict(list))
                said[quad.predicate.value].append(value)

    def __call__(self, request: Request, languages: Sequence[str]) -> bytes:
        """Return the page, with names and demands in `languages`, best first."""
        says = self._pages.messages(request)
        groups = {
            file: [self._shape(iri, said, languages, says) for iri, said in found.items()]
            for file, found in sorted(self._shapes.items())
        }
        return self._pages.write("shapes.html", request, {"iri": SHAPES, "groups": groups})

    def _shape(
        self,
        iri: str,
        said: dict[str, list[NamedNode | Literal]],
        languages: Sequence[str],
        says: Messages,
    ) -> Shape:
        anchor = iri.removeprefix(SHAPES)
        names, severities = said.get(SH + "name", []), said.get(SH + "severity", [])
        demands = (said.get(SH + name, []) for name in ("description", "message"))
        return Shape(
            anchor=anchor,
            iri=iri,
            name=next(iter(_in_words(names, languages)), Label(anchor, "")),
            demands=tuple(demand for found in demands for demand in _in_words(found, languages)),
            targets=tuple(
                Row(
                    says.called("shapes", word, word).text,
                    tuple(self._cell(value.value, languages) for value in said[SH + word]),
                )
                for word in TARGETS
                if SH + word in said
            ),
            severity=next((s.value for s in severities), VIOLATION).removeprefix(SH),
        )

    def _cell(self, iri: str, languages: Sequence[str]) -> Cell:
        name = self._labels.label(iri, languages)
        ours = iri.startswith(ONTOLOGY.removesuffix("#"))
        return Cell(name.text, f"/{iri.removeprefix(BASE)}" if ours else iri, name.language)


def _in_words(values: Sequence[NamedNode | Literal], languages: Sequence[str]) -> list[Label]:
    """Return the texts in the first of `languages` that there are some in, else all."""
    texts = [Label(v.value, v.language or "") for v in values if isinstance(v, Literal)]
    for language in languages:
        if found := [text for text in texts if text.language == language]:
            return found
    return texts
