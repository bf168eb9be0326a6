"""The canned questions: ``queries/*.rq`` -> questions with typed parameters -> tables, or graphs.

Knows no format and no HTTP. Adding a file to the folder adds a question to everything above.
"""

from india_japan_kg.catalogue.answer import Table, answer, solved
from india_japan_kg.catalogue.catalogue import Catalogue, load
from india_japan_kg.catalogue.check import Finding, check
from india_japan_kg.catalogue.columns import Column, ColumnType, Value, iris
from india_japan_kg.catalogue.construct import Graph, construct
from india_japan_kg.catalogue.examples import check_examples
from india_japan_kg.catalogue.executables import executables
from india_japan_kg.catalogue.parameters import (
    KnownThings,
    Parameter,
    ParameterType,
    read_values,
    unknown_parameter,
)
from india_japan_kg.catalogue.question import VIEWS, Question, read_question

__all__ = [
    "VIEWS",
    "Catalogue",
    "Column",
    "ColumnType",
    "Finding",
    "Graph",
    "KnownThings",
    "Parameter",
    "ParameterType",
    "Question",
    "Table",
    "Value",
    "answer",
    "check",
    "check_examples",
    "construct",
    "executables",
    "iris",
    "load",
    "read_question",
    "read_values",
    "solved",
    "unknown_parameter",
]
