"""``python -m benchmarks``: measure, print the ratios, and keep them in benchmarks/results/."""

import argparse
import os
import sys
from pathlib import Path

from benchmarks.report import report
from benchmarks.servers import find
from benchmarks.sparql import OWN, SYNTHETIC, Plan, measure

RESULTS = Path(__file__).parent / "results"
NAMES = {SYNTHETIC: "sparql.md", OWN: "own-data.md"}


def main() -> None:
    """Measure what the arguments say."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "data", nargs="*", default=[*NAMES], help=f"which data: {' or '.join(NAMES)}; both"
    )
    parser.add_argument("--triples", type=int, default=50_000, help="of the synthetic data")
    parser.add_argument("--connections", type=int, nargs="+", default=[1, 8, 64])
    parser.add_argument("--seconds", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--workers", type=int, default=os.cpu_count(), help="server processes of ours"
    )
    parser.add_argument("--oxigraph", help="command of the Oxigraph server")
    parser.add_argument("--rdflib-endpoint", help="command of rdflib-endpoint")
    parser.add_argument("--results", type=Path, default=RESULTS, help="folder of the reports")
    given = parser.parse_args()
    given.results.mkdir(parents=True, exist_ok=True)
    if find("wrk", None) is None:
        sys.exit("wrk is not installed; it makes the requests.")
    if unknown := set(given.data) - set(NAMES):
        parser.error(f"{', '.join(unknown)}: choose from {', '.join(NAMES)}.")
    oxigraph = find("oxigraph", given.oxigraph)
    rdflib_endpoint = find("rdflib-endpoint", given.rdflib_endpoint)
    for name, command in (("oxigraph", oxigraph), ("rdflib-endpoint", rdflib_endpoint)):
        if command is None:
            print(f"{name} is not installed and is left out.", file=sys.stderr)
    for data in given.data:
        plan = Plan(
            data,
            given.triples,
            given.connections,
            given.seconds,
            given.rounds,
            given.workers,
            oxigraph,
            rdflib_endpoint,
        )
        load_before = os.getloadavg()[0]
        size, rates = measure(plan)
        text = report(plan, size, rates, load_before)
        (given.results / NAMES[data]).write_text(text, encoding="utf-8")
        print(text)


main()
