"""Draw facts to take back to their sources: `python tests/data/draw_sample.py --seed 1952`.

A fact is drawn at random, one of its sources with it, and then up to three more facts that rest on
the same page, until the wished number is reached: so a page is opened once for several facts.
Prints a table in Markdown; `docs/data-sample.md` holds a drawn table with what was found.
"""

import argparse
import random
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Store

from india_japan_kg.dataset import load_dataset
from india_japan_kg.vocabulary import ID, PREFIXES

HOUSE = Path(__file__).parents[2]
FACTS = """
SELECT ?fact ?source WHERE {
  ?fact dcterms:source ?source .
  ?source schema:url ?url .
  FILTER(STRSTARTS(STR(?fact), "https://w3id.org/india-japan/id/"))
}
ORDER BY ?fact ?source
"""
PER_PAGE = 4
SILENT = {"source", "domain", "editorialNote", "participation", "target", "evidence", "type"}


def draw(store: Store, count: int, seed: int) -> list[tuple[str, str]]:
    """Return pairs of a fact and a source that it cites, pages together."""
    rows = [
        (solution["fact"].value, solution["source"].value)
        for solution in store.query(FACTS, prefixes=PREFIXES, use_default_graph_as_union=True)
    ]
    generator = random.Random(seed)
    drawn: dict[str, str] = {}
    while len(drawn) < count:
        fact, source = generator.choice(rows)
        others = [other for other, page in rows if page == source and other != fact]
        generator.shuffle(others)
        for one in [fact, *others][:PER_PAGE]:
            if one not in drawn and len(drawn) < count:
                drawn[one] = source
    return list(drawn.items())


def tell(store: Store, thing: str) -> str:
    """Return what the graph says of a thing and of its participations and targets, in one line."""
    said = []
    for quad in store.quads_for_pattern(NamedNode(thing), None, None):
        graph = quad.graph_name
        if isinstance(graph, NamedNode) and graph.value.endswith("/graph/inferred"):
            continue
        name = quad.predicate.value.rsplit("#")[-1].rsplit("/")[-1]
        value = quad.object
        if name in {"participation", "target"} and isinstance(value, NamedNode):
            said.append(f"({tell(store, value.value)})")
        elif name not in SILENT and not (isinstance(value, Literal) and value.language == "hi"):
            said.append(f"{name} {getattr(value, 'value', '').rsplit('/')[-1].rsplit('#')[-1]}")
    return "; ".join(sorted(said)).replace("|", "/")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1952)
    wished = parser.parse_args()
    store = load_dataset(HOUSE).store
    print("| fact | what it says | source |\n|---|---|---|")
    for fact, source in draw(store, wished.count, wished.seed):
        page = source.removeprefix(f"{ID}source/")
        print(f"| {fact.removeprefix(ID)} | {tell(store, fact)} | {page} |")


if __name__ == "__main__":
    main()
