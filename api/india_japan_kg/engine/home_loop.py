"""The event loop that the coroutines of an engine run on: the server's, or one of its own."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

Result = TypeVar("Result")
Loop = asyncio.AbstractEventLoop


class HomeLoop:
    """Runs coroutines for threads, on a loop in a thread of its own until a server gives one."""

    def __init__(self, attach: Callable[[Loop | None], None]) -> None:
        """Tell `attach`, on the loop itself, which loop it is from now on."""
        self._attach = attach
        self._loop: Loop | None = None
        self._own: threading.Thread | None = None
        self._lock = threading.Lock()

    @property
    def is_here(self) -> bool:
        """Whether the loop that runs in this thread is the one."""
        try:
            return asyncio.get_running_loop() is self._loop
        except RuntimeError:  # none runs here
            return False

    def wait(self, coroutine: Coroutine[Any, Any, Result]) -> Result:
        """Run `coroutine` and return what it returns, waiting in this thread.

        Raises:
            RuntimeError: this is the loop's own thread, which would wait for itself for ever.

        """
        if self.is_here:
            coroutine.close()
            raise RuntimeError("a thread that waits must not be that of the loop: await instead")
        return self.run(coroutine).result()

    def run(self, coroutine: Coroutine[Any, Any, Result]) -> Future[Result]:
        """Run `coroutine`; whoever waits for it must not be on the loop itself."""
        with self._lock:
            loop = self._loop or self._start()
        return asyncio.run_coroutine_threadsafe(coroutine, loop)

    def move_here(self) -> None:
        """Have the running loop be the one from now on; nothing may be in work."""
        with self._lock:
            self._stop()
            self._loop = asyncio.get_running_loop()
            self._attach(self._loop)

    def close(self) -> None:
        """End the own loop, if there is one."""
        with self._lock:
            self._stop()

    def _start(self) -> Loop:
        loop = self._loop = asyncio.new_event_loop()
        loop.call_soon(self._attach, loop)
        self._own = threading.Thread(target=loop.run_forever, name="engine", daemon=True)
        self._own.start()
        return loop

    def _stop(self) -> None:
        loop, own = self._loop, self._own
        self._loop = self._own = None
        if loop is None or own is None:
            return

        def leave() -> None:
            self._attach(None)
            loop.stop()

        loop.call_soon_threadsafe(leave)
        own.join()
        loop.close()
