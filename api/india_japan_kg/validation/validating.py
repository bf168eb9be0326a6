"""Dataset and shapes -> report."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

from pyoxigraph import NamedNode

from india_japan_kg.dataset import Dataset, Location
from india_japan_kg.validation.report import Report, Result, Term, result_order
from india_japan_kg.validation.shape_files import shape_files
from india_japan_kg.vocabulary import ONTOLOGY


def validate(dataset: Dataset, shapes_dir: Path) -> Report:
    """Judge `dataset` by the shapes of `shapes_dir`.

    The data graph is the union of all graphs, derived facts included; no entailment is added.
    Core constraints are judged by pyshacl, SPARQL constraints by the dataset's own store.

    Raises:
        BadData: a shape cannot be read or asked; names file and line.

    """
    # The judges import rdflib and pyshacl, which who finds a remembered report need not pay for.
    from india_japan_kg.validation.core import judge_core  # noqa: PLC0415
    from india_japan_kg.validation.shapes import read_shapes  # noqa: PLC0415
    from india_japan_kg.validation.sparql_constraints import judge_sparql  # noqa: PLC0415

    shapes = read_shapes(shape_files(shapes_dir), dataset)
    results = chain(judge_core(dataset.store, shapes), judge_sparql(dataset.store, shapes))
    located = sorted(_located(dataset, results), key=result_order)
    return Report(dataset.version, shapes.version, tuple(located))


def _located(dataset: Dataset, results: Iterator[Result]) -> Iterator[Result]:
    known: dict[Term | None, Location | None] = {}
    for result in results:
        subject = _subject(result)
        if subject not in known:
            known[subject] = (
                dataset.locate(subject.value) if isinstance(subject, NamedNode) else None
            )
        yield replace(result, location=known[subject])


def _subject(result: Result) -> Term | None:
    """Return what the result is about: the value where the ontology's header is in focus.

    Rules about the dataset as a whole have it in focus, and the offending node as the value.
    """
    header = NamedNode(ONTOLOGY.removesuffix("#"))
    return result.value if result.focus_node == header else result.focus_node
