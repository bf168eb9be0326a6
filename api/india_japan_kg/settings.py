"""The settings of one running instance, read once from the environment and passed down.

Every setting is named ``IJKG_<NAME>`` in the environment; ``docs/settings.md`` describes each.
"""

import os
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from india_japan_kg.problem import BadSetting

PACKAGE = Path(__file__).resolve().parent


ServiceAddress = Annotated[str, Field(pattern=r"^https?://[^\s<>]+$")]


def default_house() -> Path:
    """Return the folder that holds ontology, shapes, data and queries.

    An installed package carries them inside itself; in a checkout they stand two levels up.
    """
    packaged = PACKAGE / "house"
    return packaged if packaged.is_dir() else PACKAGE.parents[1]


def default_cache() -> Path:
    """Return the folder for what may be thrown away at any time."""
    return Path.home() / ".cache" / "india-japan-kg"


MOST_PROCESSES: Final = 64


class Settings(BaseSettings):
    """All settings. Frozen: an instance never changes after it was read."""

    model_config = SettingsConfigDict(env_prefix="IJKG_", frozen=True, extra="ignore")

    house: Annotated[
        Path, Field(description="Folder that holds ontology/, shapes/, data/ and queries/.")
    ] = Field(default_factory=default_house)
    cache: Annotated[
        Path, Field(description="Folder where validation verdicts are remembered; may be deleted.")
    ] = Field(default_factory=default_cache)
    host: Annotated[str, Field(description="Address to listen on.")] = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535, description="Port to listen on.")] = 8000
    workers: Annotated[
        int, Field(ge=1, le=64, description="Server processes that share the address.")
    ] = 1
    reload: Annotated[
        bool,
        Field(description="Serve the files of the house, and the releases, anew when they change."),
    ] = False
    store: Annotated[
        str,
        Field(
            min_length=1,
            description="Where queries are asked: `memory`, a folder, or a SPARQL endpoint's URL.",
        ),
    ] = "memory"
    releases: Annotated[
        Path | None, Field(description="Folder of earlier releases, to tell what changed since.")
    ] = None
    services: Annotated[
        tuple[ServiceAddress, ...],
        Field(description="Addresses that SERVICE may ask, as a JSON list; none by default."),
    ] = ()
    base_url: Annotated[
        str,
        Field(
            pattern=r"^(https?://[^/?#\s]+/?)?$",
            description="Where users reach the site; empty: the host that they ask.",
        ),
    ] = ""
    query_processes: Annotated[
        int,
        Field(
            ge=0,
            le=MOST_PROCESSES,
            description="Query processes that each server process keeps ready; as many long queries"
            " run at once. 0: one for each processor that it has to itself.",
        ),
    ] = 0
    max_answer: Annotated[
        int, Field(ge=1, description="MiB that the answer to one query may have.")
    ] = 128
    max_queries: Annotated[
        int, Field(ge=1, le=1000, description="Queries in work or waiting; further ones get 503.")
    ] = 64
    client_rate: Annotated[
        float,
        Field(ge=0, description="Requests a second that one client may send; 0 for no limit."),
    ] = 0.0
    trusted_proxies: Annotated[
        str,
        Field(description="Addresses whose X-Forwarded-For names the client, with commas between."),
    ] = "127.0.0.1"
    query_timeout: Annotated[
        float, Field(gt=0, le=3600, description="Seconds after which a query is stopped.")
    ] = 10.0
    query_memory: Annotated[
        int, Field(ge=64, description="MiB that one query may take beside the loaded graph.")
    ] = 1024
    slow_query: Annotated[
        float, Field(ge=0, description="Seconds from which a query is logged with its text.")
    ] = 1.0
    max_query_bytes: Annotated[
        int, Field(ge=1_000, description="Largest query or form body taken, in bytes.")
    ] = 1_000_000
    max_url_bytes: Annotated[
        int, Field(ge=1_000, description="Longest path and query string taken, in bytes.")
    ] = 32_768
    answer_cache: Annotated[
        int, Field(ge=0, description="MiB of answers kept to be given again; 0 keeps none.")
    ] = 64
    page_size: Annotated[
        int, Field(ge=1, le=1000, description="Rows on a page when `limit` is not given.")
    ] = 100
    log_level: Annotated[
        Literal["debug", "info", "warning", "error"], Field(description="Least severe log line.")
    ] = "info"
    log_format: Annotated[
        Literal["json", "text"], Field(description="Log lines for machines or for people.")
    ] = "json"
    allow_violations: Annotated[
        bool, Field(description="Serve although the data violate their shapes.")
    ] = False

    @property
    def ready_query_processes(self) -> int:
        """How many query processes each server process keeps ready.

        With more of them in all than processors, they push each other out of the caches.
        """
        own = len(os.sched_getaffinity(0)) // self.workers
        return self.query_processes or min(max(own, 1), MOST_PROCESSES)


def read_settings(**overrides: object) -> Settings:
    """Read the settings from the environment; `overrides` (from the command line) win.

    Raises:
        BadSetting: a value is missing or out of its bounds; names the variable and the bound.

    """
    given = {name: value for name, value in overrides.items() if value is not None}
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = "IJKG_" + "_".join(str(part) for part in first["loc"]).upper()
        raise BadSetting(name, first["msg"], first["input"]) from None
