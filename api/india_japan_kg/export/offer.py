"""What files of the export there are, and what a user's wish for one means."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from india_japan_kg.catalogue import Parameter, read_values
from india_japan_kg.export.dump import FORMATS
from india_japan_kg.export.wishes import wishes
from india_japan_kg.problem import NotFound
from india_japan_kg.tables import parquet
from india_japan_kg.things.labels import Labels

NAME: Final = "india-japan"
NETWORK: Final = "graph.graphml"
CHECKSUMS: Final = "SHA256SUMS"
GZIP: Final = ".gz"
CSV: Final = ".csv"
METADATA: Final = ".csv-metadata.json"
PARQUET: Final = f".{parquet.SUFFIX}"


class Order(NamedTuple):
    """A file that is wanted.

    Attributes:
        name: of the file.
        wished: by which a part is cut out: parameter -> IRI, day or number; empty for all of it.

    """

    name: str
    wished: Mapping[str, str]


class Offer:
    """The files that can be written, and the parameters by which parts are cut out.

    Attributes:
        names: of all files, the list of checksums last.
        wishes: the parameters by name.

    """

    def __init__(self, classes: Sequence[str], profiles: Sequence[str], labels: Labels) -> None:
        """Offer what there is.

        Args:
            classes: the local names of the classes.
            profiles: the names of the profiles.
            labels: the things that a value may name.

        """
        self._labels = labels
        self._tables = {name + end for name in classes for end in (CSV, METADATA, PARQUET)}
        self.wishes: Mapping[str, Parameter] = wishes(classes, profiles)
        dumps = [f"{NAME}.{suffix}" for suffix in FORMATS]
        forms = (CSV, METADATA, *((PARQUET,) if parquet.is_installed() else ()))
        tables = [name + end for name in classes for end in forms]
        zipped = (name + GZIP for name in dumps)
        self.names: tuple[str, ...] = (*dumps, *zipped, *tables, NETWORK, CHECKSUMS)

    def order(self, name: str, given: Mapping[str, str]) -> Order:
        """Return the order of the file `name`, or of the part that `given` cuts out of it.

        Raises:
            NotFound: there is no such file, or no parts of it; names the closest.
            BadParameter: a parameter is wrong; see `wishes`.

        """
        if not given:
            if name not in self.names and name not in self._tables:
                stem = name.partition(".")[0]
                close = [known for known in self.names if known.startswith(stem + ".")]
                raise NotFound(f"There is no export {name}.", close or [f"{NAME}.ttl", CHECKSUMS])
            return Order(name, {})
        with_parts = [*(f"{NAME}.{suffix}" for suffix in FORMATS), NETWORK]
        if name not in with_parts:
            raise NotFound(f"Of {name} there are no parts.", with_parts)
        today = datetime.datetime.now(datetime.UTC).date()
        values = read_values(self.wishes, given, self._labels, today)
        return Order(name, {key: term.value for key, term in values.items() if term is not None})
