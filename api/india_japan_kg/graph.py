"""The graph in Python: load it, ask it, take it along."""

import datetime
import json
from collections.abc import Mapping
from pathlib import Path

import rdflib
from pyoxigraph import Literal, NamedNode

from india_japan_kg.catalogue import Catalogue, Question, answer, construct
from india_japan_kg.catalogue import load as load_catalogue
from india_japan_kg.dataset import load_dataset
from india_japan_kg.dataset.releases import find_releases
from india_japan_kg.engine import Query, QueryForm, read_query
from india_japan_kg.engine.choosing import open_here
from india_japan_kg.engine.interface import JSON_SOLUTIONS
from india_japan_kg.export import FORMATS, dump
from india_japan_kg.problem import BadParameter, BadQuery
from india_japan_kg.tables import GRAPH_FORMS, plain_rows, write_graph
from india_japan_kg.things.labels import Labels

NO_LIMIT = float("inf")
"""Nobody else waits for this process: its queries may take as long as they need."""


class Graph:
    """The whole graph in this process.

    Attributes:
        version: the version of the dataset.
        questions: the canned questions by name.

    """

    def __init__(self, house: Path, releases: Path | None = None) -> None:
        """Load the graph of `house`; `releases` is a folder of earlier ones.

        Raises:
            BadSetting: there is no folder `releases`.
            BadData: a file of the house cannot be read; names file and line.

        """
        earlier = find_releases(releases)
        self._dataset = load_dataset(house)
        self._engine = open_here(self._dataset, earlier)
        self._labels = Labels.read(self._engine, house / "queries" / "things", NO_LIMIT)
        self.version = self._dataset.version
        self.questions: Catalogue = load_catalogue(house / "queries", earlier)

    def ask(self, question: str, lang: str = "en", **values: object) -> list[dict[str, object]]:
        """Return the rows of a canned question, with things as ``{"id", "label", "iri", ...}``.

        Args:
            question: its name, such as ``across-the-table``.
            lang: languages of names, best first: ``ja,en``.
            values: its parameters; a name that Python reserves ends in an underscore (``from_``).

        Raises:
            NotFound: there is no such question.
            BadParameter: a value is missing, unknown or cannot be; or the answer is a graph.

        """
        table = answer(
            self._question(question, gives_graph=False),
            self._engine,
            self._labels,
            _given(values),
            languages=lang.split(","),
            today=datetime.datetime.now(datetime.UTC).date(),
            timeout=NO_LIMIT,
        )
        return list(plain_rows(table))

    def construct(self, question: str, **values: object) -> rdflib.Graph:
        """Return the graph that answers a canned question, such as ``dialogue-graph``.

        Args:
            question: its name.
            values: its parameters, as for `ask`.

        Raises:
            NotFound: there is no such question.
            BadParameter: a value is missing, unknown or cannot be; or the answer is a table.

        """
        found = construct(
            self._question(question, gives_graph=True),
            self._engine,
            self._labels,
            _given(values),
            languages=(),
            today=datetime.datetime.now(datetime.UTC).date(),
            timeout=NO_LIMIT,
        )
        body = write_graph(found.triples, GRAPH_FORMS["nt"])
        return rdflib.Graph().parse(data=body, format="nt11")

    def _question(self, name: str, *, gives_graph: bool) -> Question:
        question = self.questions.find(name)
        if question.gives_graph != gives_graph:
            kind, method = ("graph", "construct") if question.gives_graph else ("table", "ask")
            raise BadParameter("question", f"The answer to {name} is a {kind}.", f"Use {method}().")
        return question

    def select(
        self, query: str, bindings: Mapping[str, NamedNode | Literal] | None = None
    ) -> list[dict[str, str | None]]:
        """Return the solutions of a SPARQL SELECT `query`: variable -> IRI or lexical form.

        Args:
            query: SPARQL 1.1; the prefixes of the graph are declared.
            bindings: terms for variables that the query offers by ``VALUES ?name { ... }``.

        Raises:
            BadQuery: the query is wrong; names line and column.

        """
        if read_query(query).form is not QueryForm.SELECT:
            raise BadQuery("a SELECT query is expected here")
        asked = Query(query, bindings or {})
        answered = json.loads(self._engine.evaluate(asked, JSON_SOLUTIONS, NO_LIMIT))
        names = answered["head"]["vars"]
        return [
            {name: row[name]["value"] if name in row else None for name in names}
            for row in answered["results"]["bindings"]
        ]

    def export(self, suffix: str) -> bytes:
        """Return the whole graph in the format of `suffix`: ttl, trig, nt, nq, jsonld or rdf.

        Raises:
            BadParameter: there is no such format.

        """
        if suffix not in FORMATS:
            known = list(FORMATS)
            raise BadParameter(
                "suffix", f"There is no format {suffix}.", f"Choose from {', '.join(known)}.", known
            )
        return dump(self._dataset, FORMATS[suffix])

    def to_rdflib(self) -> rdflib.Graph:
        """Return the union of all graphs as an rdflib graph of its own."""
        return rdflib.Graph().parse(data=self.export("nt"), format="nt11")

    def __len__(self) -> int:
        """Return the number of triples in the union of all graphs."""
        return len({quad.triple for quad in self._dataset.store})


def _given(values: Mapping[str, object]) -> dict[str, str]:
    return {name.removesuffix("_"): str(value) for name, value in values.items()}
