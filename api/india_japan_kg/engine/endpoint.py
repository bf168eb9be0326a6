"""The address of a SPARQL endpoint, and who asks there."""

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit, urlunsplit

from india_japan_kg.problem import BadSetting


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An HTTP address without its user and password, and these apart.

    Attributes:
        address: absolute http or https URL; may have a query string that every request keeps.
        user, password: what the address named before an ``@``; empty for nobody.

    """

    address: str
    user: str = ""
    password: str = ""


def is_endpoint(store: str) -> bool:
    """Return whether `store` is an address rather than ``memory`` or a folder."""
    return store.startswith(("http://", "https://"))


def read_endpoint(store: str, name: str = "IJKG_STORE") -> Endpoint:
    """Read ``http(s)://[user[:password]@]host[:port]/path[?query]``; `name` is told if it is wrong.

    Raises:
        BadSetting: it is no such address.

    """
    parts = urlsplit(store)
    if not is_endpoint(store) or not parts.hostname:
        raise BadSetting(name, "an address begins with http:// or https:// and a host", store)
    host = parts.netloc.rpartition("@")[2]
    address = urlunsplit((parts.scheme, host, parts.path, parts.query, ""))
    return Endpoint(address, unquote(parts.username or ""), unquote(parts.password or ""))
