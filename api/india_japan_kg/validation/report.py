"""The outcome of a validation: results in a stable order, and whether the dataset conforms."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from pyoxigraph import BlankNode, Literal, NamedNode

from india_japan_kg.dataset import Location
from india_japan_kg.validation.paths import Path
from india_japan_kg.vocabulary import PREFIXES, shorten

Node = NamedNode | BlankNode
Term = NamedNode | BlankNode | Literal


class Severity(Enum):
    """How grave a result is; a violation blocks a release, the others are shown and counted."""

    VIOLATION = "Violation"
    WARNING = "Warning"
    INFO = "Info"

    @property
    def iri(self) -> str:
        """The IRI of the severity in SHACL, section 2.1.4."""
        return PREFIXES["sh"] + self.value

    @classmethod
    def of(cls, iri: str) -> "Severity":
        """Return the severity that `iri` names; one that SHACL does not name is a violation."""
        return next((severity for severity in cls if severity.iri == iri), cls.VIOLATION)


@dataclass(frozen=True, slots=True)
class Result:
    """One validation result (SHACL, section 3.6.2) and where its subject is described.

    Attributes:
        focus_node: the node that was judged.
        path: the path from the focus node to the values, if the rule has one.
        value: the value that is wrong, if one is.
        shape: the rule (``sh:sourceShape``).
        constraint: the SPARQL constraint (``sh:sourceConstraint``), if it was one.
        component: the kind of constraint (``sh:sourceConstraintComponent``).
        severity: how grave it is.
        messages: what is wrong and what to do, one for each language.
        location: file and line of the focus node; of the value where the whole dataset is judged.

    """

    focus_node: Term
    path: Path | None
    value: Term | None
    shape: Node
    constraint: Node | None
    component: NamedNode
    severity: Severity
    messages: tuple[Literal, ...]
    location: Location | None = None

    def message(self, language: str = "en") -> str:
        """Return the message in `language`, else in English, else the first there is."""
        told = {message.language: message.value for message in reversed(self.messages)}
        return told.get(language) or told.get("en") or next(iter(told.values()), "")


@dataclass(frozen=True, slots=True)
class Report:
    """A validation report (SHACL, section 3.6.1).

    Attributes:
        dataset_version: the version of the dataset that was judged.
        shapes_version: a hash of the shapes that judged it.
        results: the results, the gravest first, then by file and line.

    """

    dataset_version: str
    shapes_version: str
    results: tuple[Result, ...]

    @property
    def conforms(self) -> bool:
        """Whether there is no violation; warnings and infos do not matter."""
        return all(result.severity is not Severity.VIOLATION for result in self.results)

    @property
    def counts(self) -> Mapping[Severity, int]:
        """The number of results of each severity, those without any included."""
        counted = Counter(result.severity for result in self.results)
        return {severity: counted[severity] for severity in Severity}

    def of(self, severity: Severity) -> tuple[Result, ...]:
        """Return the results of `severity`."""
        return tuple(result for result in self.results if result.severity is severity)


def result_order(result: Result) -> tuple[int, str, int, str, str, str, str]:
    """Return the sort key of a result: severity, place, focus node, rule, path, value."""
    place = result.location
    return (
        list(Severity).index(result.severity),
        place.path if place else "~",
        place.line if place else 0,
        str(result.focus_node),
        str(result.shape),
        result.path.sparql() if result.path else "",
        str(result.value),
    )


def readable(term: Term) -> str:
    """Return a term as a reader of messages wants it: a prefixed name, or the bare text."""
    return shorten(term.value) if isinstance(term, NamedNode) else term.value
