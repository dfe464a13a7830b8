"""Work done in a thread beside ours, for what leaves the interpreter free: loading graphs, validating them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar, cast

Result = TypeVar("Result")


class Beside(Generic[Result]):
    """Work done in a thread beside ours; its result, or what it raised, is fetched once."""

    def __init__(self, work: Callable[[], Result]) -> None:
        self._work = work
        self._done: Result | None = None
        self._raised: BaseException | None = None
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._done = self._work()
        except BaseException as error:
            self._raised = error

    def result(self) -> Result:
        """Wait for the work and return its result; raise what it raised."""
        self._thread.join()
        if self._raised is not None:
            raise self._raised
        return cast(Result, self._done)
