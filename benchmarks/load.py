"""Requests a second of one server under wrk."""

import re
import subprocess
from pathlib import Path
from urllib.parse import quote

REPEATED = """
local address, accept = "{address}", "{accept}"
request = function() return wrk.format("GET", address, {{["Accept"] = accept}}) end
"""
FRESH = """
local address, accept = "{address}", "{accept}"
local counter = 0
local start = {start}
request = function()
  counter = counter + 1
  return wrk.format("GET", address .. "%0A%23" .. start .. "-" .. counter, {{["Accept"] = accept}})
end
"""


def requests_a_second(
    endpoint: str,
    query: str,
    *,
    accept: str,
    connections: int,
    seconds: int,
    script: Path,
    fresh: int | None = None,
) -> float:
    """Return how many answers a second `endpoint` gives to `query`.

    Args:
        endpoint: the address of a SPARQL endpoint.
        query: what is asked.
        accept: the media type asked for.
        connections: connections at one time.
        seconds: how long.
        script: where wrk's script may be written.
        fresh: a number never used before, to have each request differ by a comment in its query.

    Raises:
        RuntimeError: an answer was no success.

    """
    path = "/" + endpoint.split("/", 3)[3]
    address = f"{path}?query={quote(query)}"
    template = REPEATED if fresh is None else FRESH
    script.write_text(template.format(address=address, accept=accept, start=fresh))
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s"]
    told = subprocess.run(
        [*command, "-s", str(script), endpoint], capture_output=True, text=True, check=True
    ).stdout
    if "Non-2xx" in told:
        raise RuntimeError(f"{endpoint}: {told}")
    found = re.search(r"Requests/sec:\s+([\d.]+)", told)
    assert found is not None
    return float(found[1])
