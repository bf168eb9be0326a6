"""``python -m benchmarks``: measure, print the ratios, and keep them in benchmarks/results/."""

import argparse
import os
import sys
from pathlib import Path

from benchmarks.report import report
from benchmarks.servers import find
from benchmarks.sparql import Plan, measure

RESULTS = Path(__file__).parent / "results"


def main() -> None:
    """Measure what the arguments say."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--triples", type=int, default=50_000)
    parser.add_argument("--connections", type=int, nargs="+", default=[1, 8, 64])
    parser.add_argument("--seconds", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--oxigraph", help="command of the Oxigraph server")
    parser.add_argument("--rdflib-endpoint", help="command of rdflib-endpoint")
    parser.add_argument("--result", type=Path, default=RESULTS / "sparql.md")
    given = parser.parse_args()
    if find("wrk", None) is None:
        sys.exit("wrk is not installed; it makes the requests.")
    plan = Plan(
        given.triples,
        given.connections,
        given.seconds,
        given.rounds,
        find("oxigraph", given.oxigraph),
        find("rdflib-endpoint", given.rdflib_endpoint),
    )
    for name, command in (("oxigraph", plan.oxigraph), ("rdflib-endpoint", plan.rdflib_endpoint)):
        if command is None:
            print(f"{name} is not installed and is left out.", file=sys.stderr)
    load_before = os.getloadavg()[0]
    text = report(plan, measure(plan), load_before)
    given.result.write_text(text, encoding="utf-8")
    print(text)


main()
