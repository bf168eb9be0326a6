"""``python -m benchmarks.soak``: is the server after hours what it was after a minute?

Exit code 1 if it is not.
"""

import argparse
import itertools
import os
import random
import signal
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

import httpx

from benchmarks.mixture import EXPORTS, HTML, Mixture, Wish
from benchmarks.processes import children, taken, tree
from benchmarks.servers import ROOT, ours
from benchmarks.soak_verdict import Outcome, Sample, Soaked, failures, report

RESULT: Final = Path(__file__).parent / "results" / "soak.md"
ASKERS: Final = 8
SAMPLE_SECONDS: Final = 1.0
PROBLEM: Final = "application/problem+json"
CACHE: Final = 4
"""MiB of answers that the server keeps: soon full, so that its growth is none of the test's."""

THINGS: Final = """
SELECT DISTINCT ?thing { ?thing a ?class
FILTER(REGEX(STR(?thing), "^https://w3id.org/india-japan/id/(session|person|post|dialogue|doc)/")) }
"""


class Soak:
    """One run against a server with the process id `pid` at `address`."""

    def __init__(self, address: str, pid: int, seconds: float, rate: float, seed: int) -> None:
        self._address = address
        self._pid = pid
        self._rate = rate
        self._seed = seed
        self._seconds = seconds
        self._began = self._end = 0.0
        self._numbers = itertools.count()
        self.outcomes: list[Outcome] = []
        self.samples: list[Sample] = []
        self.kills = 0

    def run(self, house: Path) -> None:
        """Ask, kill and watch until the time is over."""
        mixture = Mixture(house, self._things())
        for export in EXPORTS:  # each whole one is written once, and stays open
            httpx.get(self._address + export, timeout=300)
        self._began = time.monotonic()
        self._end = self._began + self._seconds
        threads = [
            *(threading.Thread(target=self._ask, args=(mixture, n)) for n in range(ASKERS)),
            threading.Thread(target=self._kill),
            threading.Thread(target=self._watch),
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _things(self) -> list[str]:
        answer = httpx.get(
            f"{self._address}/sparql",
            params={"query": THINGS},
            headers={"Accept": "application/sparql-results+json"},
            timeout=60,
        ).raise_for_status()
        return sorted(row["thing"]["value"] for row in answer.json()["results"]["bindings"])

    def _ask(self, mixture: Mixture, asker: int) -> None:
        chance = random.Random(self._seed * 1000 + asker)
        with httpx.Client(base_url=self._address, timeout=60) as client:
            while (now := time.monotonic()) < self._end:
                number = next(self._numbers)
                due = self._began + number / self._rate
                if due > now:
                    time.sleep(min(due, self._end) - now)
                self.outcomes.append(_outcome(client, mixture.draw(chance, number)))

    def _kill(self) -> None:
        chance = random.Random(self._seed)
        while time.monotonic() < self._end:
            time.sleep(min(chance.uniform(2, 6), max(0.0, self._end - time.monotonic())))
            evaluators = [pid for nursery in children(self._pid) for pid in children(nursery)]
            if evaluators:
                with suppress(ProcessLookupError):
                    os.kill(chance.choice(evaluators), signal.SIGKILL)
                    self.kills += 1

    def _watch(self) -> None:
        while time.monotonic() < self._end:
            self.samples.append(Sample(taken(self._pid), taken(*tree(self._pid))))
            time.sleep(SAMPLE_SECONDS)


def main() -> None:
    """Run as the arguments say."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--rate", type=float, default=20, help="requests a second")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--result", type=Path, default=RESULT)
    given = parser.parse_args()
    load = os.getloadavg()[0]
    with (
        tempfile.TemporaryDirectory() as name,
        ours(ROOT, Path(name), answer_cache=CACHE) as server,
    ):
        address = server.endpoint.removesuffix("/sparql")
        soak = Soak(address, server.pid, given.minutes * 60, given.rate, given.seed)
        soak.run(ROOT)
        soaked = Soaked(given.minutes, given.rate, soak.outcomes, soak.samples, soak.kills, load)
        text = report(soaked)
        given.result.write_text(text, encoding="utf-8")
        print(text)
    sys.exit(1 if failures(soaked) else 0)


def _outcome(client: httpx.Client, wish: Wish) -> Outcome:
    began = time.perf_counter()
    try:
        answer = client.get(wish.path, params=wish.parameters, headers=wish.headers)
        if wish.again and answer.is_success:
            tag = {"If-None-Match": answer.headers["ETag"]}
            answer = client.get(wish.path, params=wish.parameters, headers={**wish.headers, **tag})
    except httpx.TransportError as error:
        return Outcome(wish.kind, 0, repr(error), False, time.perf_counter() - began)
    seconds = time.perf_counter() - began
    type_ = answer.headers.get("Content-Type", "")
    slug = ""
    if type_.startswith(PROBLEM):
        slug = answer.json()["type"].rpartition("/")[2]
    elif answer.is_error and type_.startswith("text/html") and wish.headers.get("Accept") == HTML:
        slug = "as a page"
    is_meant = answer.status_code in wish.meant and bool(slug) == answer.is_error
    return Outcome(wish.kind, answer.status_code, slug, is_meant, seconds)


if __name__ == "__main__":
    main()
