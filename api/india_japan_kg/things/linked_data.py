"""A description as JSON-LD 1.1, compacted by the graph's own context."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from india_japan_kg.things.context import ID, LANGUAGE, Context, Word
from india_japan_kg.vocabulary import ONTOLOGY, PREFIXES, shorten

_TYPE = PREFIXES["rdf"] + "type"
_STRING = PREFIXES["xsd"] + "string"
_WHOLE = frozenset(PREFIXES["xsd"] + name for name in ("integer", "positiveInteger"))

Node = dict[str, Any]


def linked_document(
    iri: str, triples: Iterable[Triple], context: Context, address: str
) -> dict[str, Any]:
    """Return `triples` as a JSON-LD document that begins with the node of `iri`.

    Each other node stands where it is first mentioned; one that nothing mentions is ``@included``.

    Args:
        iri: the thing that the document is about.
        triples: what is said; without blank nodes as objects of several statements.
        context: the words by which properties and classes are called.
        address: where `context` is served; the document refers to it.

    """
    subjects: dict[str, list[Triple]] = defaultdict(list)
    for triple in sorted(triples, key=str):
        if isinstance(triple.subject, NamedNode | BlankNode):
            subjects[_name(triple.subject)].append(triple)
    writer = _Writer(context, subjects)
    document = {"@context": address, **writer.node(iri)}
    if included := [writer.node(name) for name in sorted(subjects) if name not in writer.written]:
        document["@included"] = included
    return document


class _Writer:
    def __init__(self, context: Context, subjects: dict[str, list[Triple]]) -> None:
        self._context = context
        self._subjects = subjects
        self.written: set[str] = set()

    def node(self, name: str) -> Node:
        self.written.add(name)
        node: Node = {"id": name}
        for triple in self._subjects.get(name, ()):
            value = triple.object
            if triple.predicate.value == _TYPE and isinstance(value, NamedNode):
                node.setdefault("type", []).append(self._called(value.value))
            elif isinstance(value, NamedNode | BlankNode | Literal):
                self._add(node, triple.predicate.value, value)
        return {key: _alone(value) for key, value in node.items()}

    def _called(self, iri: str) -> str:
        word = self._context.words.get(iri)
        return word.key if word else shorten(iri)

    def _add(self, node: Node, predicate: str, value: NamedNode | BlankNode | Literal) -> None:
        word = self._context.words.get(predicate) or Word(shorten(predicate), predicate, "")
        if word.type == LANGUAGE and isinstance(value, Literal) and value.language:
            texts = node.setdefault(word.key, {})
            texts.setdefault(value.language, []).append(value.value)
            return
        if word.type == LANGUAGE:  # a term with a language map takes nothing else
            word = Word(shorten(predicate), predicate, "")
        node.setdefault(word.key, []).append(self._value(word, value))

    def _value(self, word: Word, value: NamedNode | BlankNode | Literal) -> object:
        if isinstance(value, Literal):
            return _literal(word, value)
        name = _name(value)
        if name in self._subjects and name not in self.written:
            return self.node(name)
        called = shorten(name) if name.startswith(ONTOLOGY) else name
        return called if word.type == ID else {"id": called}


def _literal(word: Word, value: Literal) -> object:
    datatype = value.datatype.value
    if value.language:
        return {"@value": value.value, "@language": value.language}
    if datatype == word.type:
        whole = datatype in _WHOLE and value.value == str(int(value.value))
        return int(value.value) if whole else value.value
    if datatype == _STRING and not word.type:
        return value.value
    return {"@value": value.value, "@type": shorten(datatype)}


def _alone(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _alone(part) for key, part in value.items()}
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def _name(term: NamedNode | BlankNode) -> str:
    return term.value if isinstance(term, NamedNode) else str(term)
