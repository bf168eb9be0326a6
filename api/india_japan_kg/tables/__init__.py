"""How answers are written: plain rows for programs, SPARQL's forms of results, RDF, Parquet."""

from india_japan_kg.tables.graphs import GRAPH_FORMS, write_graph
from india_japan_kg.tables.parquet import parquet_columns, write_parquet
from india_japan_kg.tables.rows import plain_rows
from india_japan_kg.tables.solutions import write_solutions

__all__ = [
    "GRAPH_FORMS",
    "parquet_columns",
    "plain_rows",
    "write_graph",
    "write_parquet",
    "write_solutions",
]
