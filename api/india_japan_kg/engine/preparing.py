"""A query made ready for Oxigraph: read, bound, and allowed."""

from collections.abc import Collection
from typing import NamedTuple

from india_japan_kg.engine.binding import bind
from india_japan_kg.engine.interface import Query
from india_japan_kg.engine.reading import ReadQuery, read_query
from india_japan_kg.problem import Refused


class PreparedQuery(NamedTuple):
    """A query as Oxigraph takes it.

    Attributes:
        text: SPARQL 1.1, with its terms bound.
        is_union: the default graph is the union of all graphs.
        default_graphs, named_graphs: IRIs of the RDF dataset, if it is given from outside.
        asks_services: it has a SERVICE clause.

    """

    text: str
    is_union: bool
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    asks_services: bool

    @property
    def has_dataset(self) -> bool:
        """Whether the RDF dataset is given from outside the query."""
        return bool(self.default_graphs or self.named_graphs)


def prepare(query: Query, services: Collection[str] = ()) -> PreparedQuery:
    """Return `query` ready for Oxigraph.

    Args:
        query: what is asked.
        services: addresses that a SERVICE clause may ask.

    Raises:
        BadQuery: it has no query form.
        Refused: it is an update, or asks a service that is not among `services`.
        KeyError: a bound name has no VALUES block.

    """
    read = read_query(query.text)
    check_services(read, services)
    chosen = bool(query.default_graphs or query.named_graphs)
    return PreparedQuery(
        bind(query.text, query.bindings),
        not (chosen or read.names_dataset),
        query.default_graphs,
        query.named_graphs,
        bool(read.services),
    )


def check_services(read: ReadQuery, services: Collection[str]) -> None:
    """Check that a query asks none but the allowed `services`, each named by its full IRI.

    Raises:
        Refused: it does; names line and column.

    """
    for service in read.services:
        if service.address in services:
            continue
        place = f"SERVICE at line {service.line}, column {service.column}"
        where = {"line": service.line, "column": service.column}
        in_prefix = "" if service.address else " If it is a prefix, name it without this word."
        if services:
            raise Refused(
                f"{place}: this endpoint asks only the services that it lists.",
                f"They are {', '.join(sorted(services))}; name one by its full IRI.{in_prefix}",
                where,
            )
        raise Refused(
            f"{place}: this endpoint asks no other service.",
            "Ask both endpoints from your own SPARQL processor, or load the export there."
            f"{in_prefix}",
            where,
        )
