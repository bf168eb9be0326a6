"""Every file of the export, by its name, and parts of the graph that a user cuts out."""

import gzip
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final

from india_japan_kg.dataset import Dataset
from india_japan_kg.engine import EmbeddedEngine
from india_japan_kg.export import graphml
from india_japan_kg.export.class_tables import METADATA_TYPE, class_columns, class_table
from india_japan_kg.export.cuts import (
    cut,
    of_graph,
    things_of_class,
    things_of_domain,
)
from india_japan_kg.export.dump import FORMATS, dump
from india_japan_kg.export.offer import (
    CHECKSUMS,
    CSV,
    GZIP,
    METADATA,
    NAME,
    NETWORK,
    PARQUET,
    Offer,
    Order,
)
from india_japan_kg.tables import parquet
from india_japan_kg.things.classes import read_classes
from india_japan_kg.things.labels import Labels
from india_japan_kg.things.network import Network
from india_japan_kg.things.profiles import Profiles
from india_japan_kg.things.properties import Properties
from india_japan_kg.vocabulary import GRAPH, ONTOLOGY

GZIP_TYPE: Final = "application/gzip"


@dataclass(frozen=True, slots=True)
class ExportFile:
    """A file of the export."""

    name: str
    media_type: str
    body: bytes


class Exports:
    """Writes the files of the export; each whole one once.

    Attributes:
        labels: the names of things.
        offer: which files there are, and of which there are parts.

    """

    def __init__(
        self,
        dataset: Dataset,
        labels: Labels,
        properties: Properties,
        profiles: Profiles,
        offer: Offer,
        network: Callable[[], Network],
    ) -> None:
        """Take what is exported.

        Args:
            dataset: what is exported.
            labels: the names of things.
            properties: which properties come alone.
            profiles: the graph in other vocabularies.
            offer: which files there are.
            network: reads the network of things; called when it is first needed.

        """
        self._dataset = dataset
        self.labels = labels
        self.offer = offer
        self._properties = properties
        self._profiles = profiles
        self._read_network = network
        self._written = lru_cache(maxsize=None)(self._write)

    @cached_property
    def _network(self) -> Network:
        return self._read_network()

    def file(self, name: str, given: Mapping[str, str]) -> ExportFile:
        """Return the file `name`, or the part of it that the parameters `given` cut out.

        Raises:
            NotFound: there is no such file, or no parts of it; names the closest.
            BadParameter: a parameter is wrong; see `Offer.wishes`.
            ExtraNeeded: what writes a file of this form is not installed.

        """
        return self.ordered(self.offer.order(name, given))

    def ordered(self, order: Order) -> ExportFile:
        """Return what was ordered from such an offer; raises as `file` does."""
        return self._part(*order) if order.wished else self._written(order.name)

    def _part(self, name: str, wished: Mapping[str, str]) -> ExportFile:
        things = self._things(wished)
        if name == NETWORK:
            body = graphml.graphml(self._network, self.labels, things)
            return ExportFile(name, graphml.MEDIA_TYPE, body)
        form = FORMATS[name.removeprefix(NAME + ".")]
        dataset = self._dataset
        if "profile" in wished:
            triples = self._profiles.construct(wished["profile"])
            dataset = of_graph(dataset, GRAPH + "profile/" + wished["profile"], triples)
        if things is not None:
            dataset = cut(dataset, things)
        return ExportFile(name, form.media_type, dump(dataset, form))

    def _things(self, wished: Mapping[str, str]) -> set[str] | None:
        found: list[set[str]] = []
        if "class" in wished:
            found.append(things_of_class(self._dataset, wished["class"]))
        if "domain" in wished:
            found.append(things_of_domain(self._dataset, wished["domain"]))
        if "around" in wished:
            found.append(self._network.around(wished["around"], int(wished["depth"])))
        if "from" in wished or "to" in wished:
            found.append(self._network.between(wished.get("from"), wished.get("to")))
        return set.intersection(*found) if found else None

    def _write(self, name: str) -> ExportFile:
        stem, _, ending = name.partition(".")
        if f".{ending}" in (CSV, METADATA, PARQUET):
            return self._table(stem, f".{ending}")
        if name == CHECKSUMS:
            files = (self._written(other) for other in self.offer.names if other != CHECKSUMS)
            lines = [f"{hashlib.sha256(file.body).hexdigest()}  {file.name}\n" for file in files]
            return ExportFile(name, "text/plain", "".join(lines).encode())
        if name == NETWORK:
            body = graphml.graphml(self._network, self.labels)
            return ExportFile(name, graphml.MEDIA_TYPE, body)
        if name.endswith(GZIP):
            plain = self._written(name.removesuffix(GZIP))
            return ExportFile(name, GZIP_TYPE, gzip.compress(plain.body, mtime=0))
        form = FORMATS[name.removeprefix(NAME + ".")]
        return ExportFile(name, form.media_type, dump(self._dataset, form))

    def _table(self, class_: str, ending: str) -> ExportFile:
        of_class = self._dataset, class_, self.labels, self._properties
        if ending == PARQUET:
            title = self.labels.label(ONTOLOGY + class_, ["en"]).text
            columns = list(class_columns(*of_class))
            body = parquet.write_parquet(columns, title, self._dataset.version)
            return ExportFile(class_ + ending, parquet.MEDIA_TYPE, body)
        table = class_table(*of_class)
        if ending == CSV:
            return ExportFile(class_ + ending, "text/csv", table.csv)
        body = json.dumps(table.metadata, ensure_ascii=False, indent=2).encode() + b"\n"
        return ExportFile(class_ + ending, METADATA_TYPE, body)


def exports_of(dataset: Dataset, house: Path, timeout: float) -> Exports:
    """Return the exports of `dataset`, read by the queries of `house` in this process.

    Each of its own queries may take `timeout` seconds.

    Raises:
        OSError: a query file is missing.

    """
    engine = EmbeddedEngine(dataset.store, dataset.version)
    queries = house / "queries"
    inner = queries / "things"
    labels = Labels.read(engine, inner, timeout)
    profiles = Profiles(engine, queries / "profiles", timeout)
    return Exports(
        dataset,
        labels,
        Properties.read(engine, inner, timeout),
        profiles,
        Offer(read_classes(engine, inner, timeout), profiles.names, labels),
        lambda: Network.read(engine, inner, timeout),
    )
