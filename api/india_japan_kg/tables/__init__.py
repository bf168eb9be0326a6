"""How answers are written: plain rows for programs, SPARQL's forms of results, forms of RDF."""

from india_japan_kg.tables.graphs import GRAPH_FORMS, write_graph
from india_japan_kg.tables.rows import plain_rows
from india_japan_kg.tables.solutions import write_solutions

__all__ = ["GRAPH_FORMS", "plain_rows", "write_graph", "write_solutions"]
