"""How a table is written: plain rows for programs, and SPARQL's own forms of results."""

from india_japan_kg.tables.rows import plain_rows
from india_japan_kg.tables.solutions import write_solutions

__all__ = ["plain_rows", "write_solutions"]
