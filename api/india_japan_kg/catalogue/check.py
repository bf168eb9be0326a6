"""What is wrong with the query files of a folder, and where."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import QuerySolutions, Store

from india_japan_kg.catalogue.question import Question, read_question
from india_japan_kg.engine.reading import tokens
from india_japan_kg.engine.syntax_errors import bad_query
from india_japan_kg.problem import BadData
from india_japan_kg.vocabulary import SLUG


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong at a line (counted from 1) of a file."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


def check(directory: Path) -> list[Finding]:
    """Return what is wrong with the ``*.rq`` files of `directory`, in the order of the files.

    Raises:
        OSError: a file cannot be read.

    """
    findings: list[Finding] = []
    backed: dict[str, str] = {}
    for path in sorted(directory.glob("*.rq")):
        shown = f"{directory.name}/{path.name}"
        text = path.read_text(encoding="utf-8")
        if not SLUG.fullmatch(path.stem):
            findings.append(Finding(shown, 1, "the name is not lower-case words with hyphens."))
        try:
            question = read_question(path.stem, shown, text)
        except BadData as error:
            line = error.members["line"]
            message = error.line().split(": ", 1)[1]
            findings.append(Finding(shown, line if isinstance(line, int) else 1, message))
            continue
        if question.collection:
            if question.collection in backed:
                other = backed[question.collection]
                findings.append(Finding(shown, 1, f"{other} backs {question.collection} too."))
            backed[question.collection] = shown
        findings += sorted(_findings(question, shown), key=lambda finding: finding.line)
    return findings


def _findings(question: Question, path: str) -> Iterator[Finding]:
    def line_of(start: str) -> int:
        lines = question.text.splitlines()
        return next((n for n, line in enumerate(lines, 1) if line.startswith(start)), 1)

    try:
        found = Store().query(question.text)
    except SyntaxError as error:
        problem = bad_query(question.text, error.msg)
        line = problem.members["line"]
        message = f"the query is not valid SPARQL: {problem.detail}"
        yield Finding(path, line if isinstance(line, int) else 1, message)
        return
    if isinstance(found, QuerySolutions):
        yield from _columns(question, path, found, line_of)
    words = {token[0].upper() for token in tokens(question.text) if token.lastgroup == "word"}
    if "ORDER" not in words and not question.gives_graph:
        yield Finding(path, line_of("SELECT"), "the order of the rows is left open: ORDER BY.")
    if "ORDER" not in words and question.gives_graph and words & {"LIMIT", "OFFSET"}:
        yield Finding(path, line_of("CONSTRUCT"), "which part is cut out is left open: ORDER BY.")
    yield from _blocks(question, path, line_of("#+ parameters:"))


def _columns(
    question: Question, path: str, found: QuerySolutions, line_of: Callable[[str], int]
) -> Iterator[Finding]:
    selected = [variable.value for variable in found.variables]
    declared = [column.name for column in question.columns]
    columns_at = line_of("#+ columns:")
    if question.method:
        if set(selected) != set(question.method.reads):
            wanted = ", ".join(f"?{name}" for name in question.method.reads)
            yield Finding(path, line_of("#+ engine:"), f"this engine reads {wanted}.")
        selected = list(question.method.gives)
    for name in declared:
        if name not in selected:
            yield Finding(path, columns_at, f"the column {name} is not among those selected.")
    for name in selected:
        if name not in declared:
            yield Finding(path, columns_at, f"the selected ?{name} has no line in columns.")
    if sorted(declared) == sorted(selected) and declared != selected:
        yield Finding(path, columns_at, f"columns are not in the order {', '.join(selected)}.")


def _blocks(question: Question, path: str, parameters_at: int) -> Iterator[Finding]:
    blocks: set[str] = set()
    read = [token for token in tokens(question.text) if token.lastgroup != "comment"]
    for word, variable, _, first in zip(read, read[1:], read[2:], read[3:], strict=False):
        if word[0].upper() != "VALUES" or variable.lastgroup != "variable":
            continue
        name, line = variable[0][1:], question.text.count("\n", 0, word.start()) + 1
        undefined = first[0].upper() == "UNDEF"
        if name not in question.parameters:
            if undefined:
                yield Finding(path, line, f"?{name} is no parameter of the header.")
            continue
        blocks.add(name)
        if undefined and not question.parameters[name].optional:
            yield Finding(path, line, f"?{name} always has a value: put the example here.")
        if not undefined and question.parameters[name].optional:
            yield Finding(path, line, f"?{name} may be left out: UNDEF stands here.")
    own = question.method.parameters if question.method else frozenset()
    for name in question.parameters:
        if name not in blocks and name not in own:
            yield Finding(path, parameters_at, f"the query has no VALUES ?{name} {{ ... }}.")
