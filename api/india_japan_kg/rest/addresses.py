"""The addresses of the site, absolute as other programs need them."""

from dataclasses import dataclass

from starlette.requests import Request


@dataclass(frozen=True, slots=True)
class Addresses:
    """Absolute addresses.

    Attributes:
        base: where the site is served, from the settings; "" for the host that is asked.

    """

    base: str

    def of(self, request: Request, path: str) -> str:
        """Return the absolute address of `path`, which begins with a slash."""
        return (self.base or str(request.base_url)).rstrip("/") + path
