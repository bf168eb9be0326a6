"""Every file of the export, by its name, and parts of the graph that a user cuts out."""

import datetime
import gzip
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from india_japan_kg.catalogue import Parameter, read_values
from india_japan_kg.dataset import Dataset
from india_japan_kg.export import graphml
from india_japan_kg.export.class_tables import METADATA_TYPE, class_columns, class_table
from india_japan_kg.export.cuts import (
    cut,
    of_graph,
    things_of_class,
    things_of_domain,
)
from india_japan_kg.export.dump import FORMATS, DumpFormat, dump
from india_japan_kg.export.wishes import wishes
from india_japan_kg.problem import NotFound
from india_japan_kg.tables import parquet
from india_japan_kg.things.labels import Labels
from india_japan_kg.things.network import Network
from india_japan_kg.things.profiles import Profiles
from india_japan_kg.things.properties import Properties
from india_japan_kg.vocabulary import GRAPH, ONTOLOGY

NAME: Final = "india-japan"
NETWORK: Final = "graph.graphml"
CHECKSUMS: Final = "SHA256SUMS"
GZIP_TYPE: Final = "application/gzip"
_CSV: Final = ".csv"
_METADATA: Final = ".csv-metadata.json"
_PARQUET: Final = f".{parquet.SUFFIX}"
_GZIP: Final = ".gz"


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
        wishes: the parameters by which a part of the graph is cut out, by name.

    """

    def __init__(
        self,
        dataset: Callable[[], Dataset],
        labels: Labels,
        properties: Properties,
        profiles: Profiles,
        classes: Sequence[str],
        network: Callable[[], Network],
    ) -> None:
        """Take what is exported.

        Args:
            dataset: reads the dataset; called when it is first needed.
            labels: the names of things.
            properties: which properties come alone.
            profiles: the graph in other vocabularies.
            classes: the local names of the classes that there are.
            network: reads the network of things; called when it is first needed.

        """
        self._read = dataset
        self.labels = labels
        self._properties = properties
        self._profiles = profiles
        self._read_network = network
        self._classes = tuple(classes)
        self.wishes: Mapping[str, Parameter] = wishes(self._classes, profiles.names)
        self._written = lru_cache(maxsize=None)(self._write)

    @cached_property
    def _dataset(self) -> Dataset:
        return self._read()

    @cached_property
    def _network(self) -> Network:
        return self._read_network()

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of all files that can be written here, the list of checksums last."""
        dumps = [f"{NAME}.{suffix}" for suffix in FORMATS]
        forms = (_CSV, _METADATA, *((_PARQUET,) if parquet.is_installed() else ()))
        tables = [name + end for name in self._classes for end in forms]
        return (*dumps, *(name + _GZIP for name in dumps), *tables, NETWORK, CHECKSUMS)

    def file(self, name: str, given: Mapping[str, str]) -> ExportFile:
        """Return the file `name`, or the part of it that the parameters `given` cut out.

        Raises:
            NotFound: there is no such file, or no parts of it; names the closest.
            BadParameter: a parameter is wrong; see `wishes`.
            ExtraNeeded: what writes a file of this form is not installed.
            DeadlineExceeded, MemoryExceeded, Overloaded: a limit of the engine was met.

        """
        if not given:
            return self._written(name)
        form = next((f for f in FORMATS.values() if name == f"{NAME}.{f.suffix}"), None)
        if form is None and name != NETWORK:
            whole = [f"{NAME}.{suffix}" for suffix in FORMATS]
            raise NotFound(f"Of {name} there are no parts.", [*whole, NETWORK])
        return self._part(name, form, given)

    def _part(self, name: str, form: DumpFormat | None, given: Mapping[str, str]) -> ExportFile:
        today = datetime.datetime.now(datetime.UTC).date()
        values = read_values(self.wishes, given, self.labels, today)
        wished = {key: term.value for key, term in values.items() if term is not None}
        things = self._things(wished)
        if form is None:
            body = graphml.graphml(self._network, self.labels, things)
            return ExportFile(name, graphml.MEDIA_TYPE, body)
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
        if stem in self._classes and f".{ending}" in (_CSV, _METADATA, _PARQUET):
            return self._table(stem, f".{ending}")
        if name not in self.names:
            close = [known for known in self.names if known.startswith(stem + ".")]
            raise NotFound(f"There is no export {name}.", close or [f"{NAME}.ttl", CHECKSUMS])
        if name == CHECKSUMS:
            files = (self._written(other) for other in self.names if other != CHECKSUMS)
            lines = [f"{hashlib.sha256(file.body).hexdigest()}  {file.name}\n" for file in files]
            return ExportFile(name, "text/plain", "".join(lines).encode())
        if name == NETWORK:
            body = graphml.graphml(self._network, self.labels)
            return ExportFile(name, graphml.MEDIA_TYPE, body)
        if name.endswith(_GZIP):
            plain = self._written(name.removesuffix(_GZIP))
            return ExportFile(name, GZIP_TYPE, gzip.compress(plain.body, mtime=0))
        form = FORMATS[name.removeprefix(NAME + ".")]
        return ExportFile(name, form.media_type, dump(self._dataset, form))

    def _table(self, class_: str, ending: str) -> ExportFile:
        of_class = self._dataset, class_, self.labels, self._properties
        if ending == _PARQUET:
            title = self.labels.label(ONTOLOGY + class_, ["en"]).text
            columns = list(class_columns(*of_class))
            body = parquet.write_parquet(columns, title, self._dataset.version)
            return ExportFile(class_ + ending, parquet.MEDIA_TYPE, body)
        table = class_table(*of_class)
        if ending == _CSV:
            return ExportFile(class_ + ending, "text/csv", table.csv)
        body = json.dumps(table.metadata, ensure_ascii=False, indent=2).encode() + b"\n"
        return ExportFile(class_ + ending, METADATA_TYPE, body)
