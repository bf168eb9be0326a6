"""What is wrong with the answers that questions give to their own examples."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from india_japan_kg.catalogue.answer import Table, answer
from india_japan_kg.catalogue.check import Finding
from india_japan_kg.catalogue.construct import Graph, construct
from india_japan_kg.catalogue.question import Question
from india_japan_kg.engine import Engine
from india_japan_kg.problem import BadParameter
from india_japan_kg.things.labels import Labels


def check_examples(
    questions: Iterable[Question], engine: Engine, labels: Labels, today: date, timeout: float
) -> Iterator[Finding]:
    """Yield what is wrong with the answers of `questions` to their examples, in their order.

    Each that can be asked is asked with what it needs, and once more with each optional parameter
    beside that.

    Raises:
        DeadlineExceeded, MemoryExceeded, Overloaded: a limit of the engine was met.

    """
    for question in questions:
        if not question.can_be_asked:
            continue
        path = f"queries/{question.name}.rq"
        needed = {p.name: p.example for p in question.parameters.values() if not p.optional}
        optional = {p.name: p.example for p in question.parameters.values() if p.optional}
        misfits: dict[str, str] = {}
        for name in (None, *optional):
            given = needed if name is None else needed | {name: optional[name]}
            try:
                found = _answered(question, engine, labels, given, today, timeout)
            except BadParameter as problem:
                line = _line(question, "parameters", str(problem.members["parameter"]))
                yield Finding(path, line, f"the example is no value: {problem.detail}")
                continue
            if isinstance(found, Table):
                misfits |= _misfits(found)
            if name is None and not (found.rows if isinstance(found, Table) else found.triples):
                yield Finding(path, 1, "the example finds nothing.")
        for column, message in misfits.items():
            yield Finding(path, _line(question, "columns", column), message)


def _answered(
    question: Question,
    engine: Engine,
    labels: Labels,
    given: Mapping[str, str],
    today: date,
    timeout: float,
) -> Table | Graph:
    asked = construct if question.gives_graph else answer
    return asked(question, engine, labels, given, languages=(), today=today, timeout=timeout)


def _misfits(table: Table) -> dict[str, str]:
    found: dict[str, str] = {}
    for position, column in enumerate(table.columns):
        misfit = next(filter(None, (column.misfit(row[position]) for row in table.rows)), None)
        if misfit is not None:
            found[column.name] = (
                f"{misfit} stands in {column.name}, which is of type {column.type}."
            )
    return found


def _line(question: Question, section: str, name: str) -> int:
    lines = question.text.splitlines()
    start = lines.index(f"#+ {section}:")
    below = (
        n for n, line in enumerate(lines[start:], start + 1) if line.startswith(f"#+   {name}:")
    )
    return next(below, start + 1)
