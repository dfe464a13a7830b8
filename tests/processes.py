"""Look at processes from outside: their children, memory and open files."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

DEADLINE = 20.0


def children(process: int) -> list[int]:
    """Return the processes that a process has started and that have not ended."""
    found: list[int] = []
    for listed in Path(f"/proc/{process}/task").glob("*/children"):
        with suppress(OSError):
            found += map(int, listed.read_text().split())
    return [each for each in found if is_alive(each)]


def is_alive(process: int) -> bool:
    """Tell whether a process is there and has not ended."""
    return _state(process) not in "ZX"


def is_running(process: int) -> bool:
    """Tell whether a process is at work."""
    return _state(process) == "R"


def memory_of(process: int) -> int:
    """Return the bytes of memory that a process holds."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS"))


def open_files_of(process: int) -> int:
    """Return how many files and sockets a process has open."""
    return len(list(Path(f"/proc/{process}/fd").iterdir()))


def wait_until(holds: Callable[[], bool], seconds: float = DEADLINE) -> None:
    """Look again and again until something holds; fail when it does not in time."""
    ends = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > ends:
            raise AssertionError("it did not come about in time")
        time.sleep(0.005)


def _state(process: int) -> str:
    try:
        stat = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return "X"
    return stat.rpartition(")")[2].split()[0]
