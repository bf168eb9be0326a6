"""A way past the framework for the one address where its cost would show."""

from collections.abc import Collection

from starlette.types import ASGIApp, Receive, Scope, Send


class Shortcut:
    """Sends requests for `path` with one of `methods` to `direct`, all others to `app`."""

    def __init__(self, app: ASGIApp, path: str, methods: Collection[str], direct: ASGIApp) -> None:
        self._app = app
        self.path = path
        self._methods = frozenset(methods)
        self._direct = direct

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection (ASGI 3.0); ``scope["route"]`` names the path, as in FastAPI."""
        if (
            scope["type"] == "http"
            and scope["path"] == self.path
            and scope["method"] in self._methods
        ):
            scope["route"] = self
            await self._direct(scope, receive, send)
        else:
            await self._app(scope, receive, send)
