"""``python -m benchmarks.questions``: what every canned question costs at ten times the data."""

import argparse
import datetime
import os
import platform
import statistics
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import Store

from benchmarks.copies import copied
from benchmarks.servers import ROOT
from india_japan_kg.catalogue import Question, answer, load
from india_japan_kg.catalogue.answer import Table
from india_japan_kg.catalogue.construct import construct
from india_japan_kg.dataset import load_dataset
from india_japan_kg.engine import EmbeddedEngine, Engine, ProcessEngine
from india_japan_kg.problem import Problem
from india_japan_kg.things.labels import Labels

RESULT: Final = Path(__file__).parent / "results" / "questions-at-ten-times.md"
MOST_GROWTH: Final = 1.5
"""A question that grows more than so many times as much as the data is told of."""

MOST_SECONDS: Final = 2.0
TODAY: Final = datetime.date(2026, 1, 16)


@dataclass(frozen=True)
class Answered:
    """One answer: rows or triples of it, and seconds that it took; `problem` if there is none."""

    rows: int
    seconds: float
    problem: str = ""


Side = tuple[Engine, Labels]


def main() -> None:
    """Measure what the arguments say."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.questions", description=__doc__)
    parser.add_argument("--copies", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--timeout", type=float, default=60, help="seconds of one question")
    parser.add_argument("--result", type=Path, default=RESULT)
    given = parser.parse_args()
    load_before = os.getloadavg()[0]
    once = load_dataset(ROOT).store
    stores = (once, copied(once, given.copies))
    sides = [_open(store, given.timeout) for store in stores]
    found = {}
    for question in load(ROOT / "queries").values():
        found[question.name] = tuple(
            zip(
                *(
                    [_ask(question, side, given.timeout) for side in sides]
                    for _ in range(given.rounds)
                ),
                strict=True,
            )
        )
        print(question.name, [pair[-1] for pair in found[question.name]], flush=True)
    for engine, _ in reversed(sides):  # a later engine's processes know the earlier one's socket
        engine.close()
    sizes = tuple(len(store) for store in stores)
    text = "\n".join(_lines(found, sizes, given.copies, load_before)) + "\n"
    given.result.write_text(text, encoding="utf-8")
    print(text)


def _open(store: Store, timeout: float) -> Side:
    engine = ProcessEngine(EmbeddedEngine(store, ""), 1, 8_192, max_answer=1_024)
    return engine, Labels.read(engine, ROOT / "queries" / "things", timeout)


def _ask(question: Question, side: Side, timeout: float) -> Answered:
    """Ask `question` with the examples of what it needs, for all its rows."""
    engine, labels = side
    needed = {p.name: p.example for p in question.parameters.values() if not p.optional}
    ask = construct if question.gives_graph else answer
    began = time.perf_counter()
    try:
        found = ask(
            question, engine, labels, needed, languages=("en",), today=TODAY, timeout=timeout
        )
    except Problem as problem:
        return Answered(0, time.perf_counter() - began, problem.slug)
    seconds = time.perf_counter() - began
    return Answered(len(found.rows if isinstance(found, Table) else found.triples), seconds)


def _lines(
    found: Mapping[str, tuple[tuple[Answered, ...], ...]],
    sizes: tuple[int, ...],
    copies: int,
    load: float,
) -> Iterator[str]:
    yield f"# Every canned question at {copies} times the data"
    yield ""
    yield (
        f"Our own data ({sizes[0]:,} quads) and {copies} times as much ({sizes[1]:,}): copies that "
        "say the same of things of their own, at the same places, in the same subject domains. "
        "Each question is asked with the examples of what it needs, for all its rows, query and "
        f"names; median of {len(next(iter(found.values()))[0])}, interleaved; "
        f"{platform.machine()}, Python {platform.python_version()}, {os.cpu_count()} cores, load "
        f"average before the run {load:.1f}. `python -m benchmarks.questions` measures again."
    )
    yield ""
    yield (
        f"Bold: grows more than {MOST_GROWTH * copies:g} times, or takes more than "
        f"{MOST_SECONDS:g} s with {copies} times the data."
    )
    yield ""
    yield (
        f"| question | rows | rows at {copies} times | milliseconds | at {copies} times | ratio |"
    )
    yield "|---|" + "---:|" * 5
    for name, (once, more) in sorted(found.items(), key=lambda one: -_ratio(*one[1])):
        before, after = _middle(once), _middle(more)
        ratio = _ratio(once, more)
        is_far = ratio > MOST_GROWTH * copies or after > MOST_SECONDS
        told = f"**{ratio:.1f}**" if is_far else f"{ratio:.1f}"
        yield (
            f"| {name} | {once[0].rows:,} | {more[0].problem or format(more[0].rows, ',')} | "
            f"{before * 1000:.1f} | {after * 1000:.1f} | {told} |"
        )


def _middle(answers: tuple[Answered, ...]) -> float:
    return statistics.median(one.seconds for one in answers)


def _ratio(once: tuple[Answered, ...], more: tuple[Answered, ...]) -> float:
    return _middle(more) / _middle(once)


if __name__ == "__main__":
    main()
