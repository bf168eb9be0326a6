"""``python -m benchmarks.questions``: what every canned question costs at ten times the data."""

import argparse
import datetime
import math
import multiprocessing
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
from india_japan_kg.engine import EmbeddedEngine, Engine
from india_japan_kg.things.labels import Labels

RESULT: Final = Path(__file__).parent / "results" / "questions-at-ten-times.md"
MOST_GROWTH: Final = 1.5
"""A question that grows more than so many times as much as the data is told of."""

MOST_SECONDS: Final = 2.0
TODAY: Final = datetime.date(2026, 1, 16)


@dataclass(frozen=True)
class Answered:
    """One answer: its rows or triples, None if it took too long, and the seconds of CPU it took."""

    rows: int | None
    seconds: float


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
    sides = [_open(store) for store in stores]
    found = {}
    for question in load(ROOT / "queries").values():
        if not question.can_be_asked:
            continue
        rounds = [
            [_asked(question, side, given.timeout) for side in sides] for _ in range(given.rounds)
        ]
        found[question.name] = tuple(zip(*rounds, strict=True))
        print(question.name, rounds[-1], flush=True)
    sizes = tuple(len(store) for store in stores)
    text = "\n".join(_lines(found, sizes, given.copies, load_before)) + "\n"
    given.result.write_text(text, encoding="utf-8")
    print(text)


def _open(store: Store) -> Side:
    engine = EmbeddedEngine(store, "")
    return engine, Labels.read(engine, ROOT / "queries" / "things", math.inf)


def _asked(question: Question, side: Side, timeout: float) -> Answered:
    """Ask `question` in a process that is ended after `timeout` seconds."""
    ours, theirs = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(
        target=lambda: theirs.send(_ask(question, side))
    )
    process.start()
    in_time = ours.poll(timeout)
    found: Answered = ours.recv() if in_time else Answered(None, timeout)
    process.kill()
    process.join()
    return found


def _ask(question: Question, side: Side) -> Answered:
    """Ask `question` with the examples of what it needs, for all its rows."""
    engine, labels = side
    needed = {p.name: p.example for p in question.parameters.values() if not p.optional}
    ask = construct if question.gives_graph else answer
    began = time.process_time()
    found = ask(question, engine, labels, needed, languages=("en",), today=TODAY, timeout=math.inf)
    seconds = time.process_time() - began
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
        f"names; milliseconds of CPU, median of {len(next(iter(found.values()))[0])}, interleaved; "
        f"{platform.machine()}, Python {platform.python_version()}, {os.cpu_count()} cores, load "
        f"average before the run {load:.1f}. `python -m benchmarks.questions` measures again."
    )
    yield ""
    yield (
        f"Bold: grows more than {MOST_GROWTH * copies:g} times, or takes more than "
        f"{MOST_SECONDS:g} s with {copies} times the data."
    )
    yield ""
    yield (f"| question | rows | rows at {copies} times | ms | ms at {copies} times | ratio |")
    yield "|---|" + "---:|" * 5
    for name, (once, more) in sorted(found.items(), key=lambda one: -_ratio(*one[1])):
        before, after = _middle(once), _middle(more)
        ratio = _ratio(once, more)
        is_far = ratio > MOST_GROWTH * copies or after > MOST_SECONDS
        told = f"**{ratio:.1f}**" if is_far else f"{ratio:.1f}"
        yield (
            f"| {name} | {_rows(once[0])} | {_rows(more[0])} | "
            f"{before * 1000:.1f} | {after * 1000:.1f} | {told} |"
        )


def _rows(answered: Answered) -> str:
    return "no answer in time" if answered.rows is None else f"{answered.rows:,}"


def _middle(answers: tuple[Answered, ...]) -> float:
    return statistics.median(one.seconds for one in answers)


def _ratio(once: tuple[Answered, ...], more: tuple[Answered, ...]) -> float:
    return _middle(more) / _middle(once)


if __name__ == "__main__":
    main()
