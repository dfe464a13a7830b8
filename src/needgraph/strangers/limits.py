"""Hold a process to limits before it touches a stranger's file: memory, time, other files, other programs, the network.

To be called in a process that was started for this; nothing here can be undone.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

_OUTSIDE = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system", "urllib.")


def limit_process(megabytes: int, cpu_seconds: int) -> None:
    """Limit the memory and processor time of this process; it leaves no core file, whatever ends it."""
    try:
        import resource
    except ImportError:  # Windows has no such limits; the parent still keeps the time
        return
    memory = megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def stay_inside(named: Sequence[str]) -> None:
    """Refuse the network, other programs, and every file but those named and Python's own."""
    files = {os.path.realpath(name) for name in named}
    roots = tuple(os.path.realpath(folder) + os.sep for folder in (*sys.path, sys.prefix, sys.base_prefix) if folder)

    def refuse(event: str, arguments: tuple[object, ...]) -> None:
        if event == "open" and isinstance(arguments[0], str | bytes):
            path = os.path.realpath(os.fsdecode(arguments[0]))
            if path not in files and not path.startswith(roots):
                raise PermissionError(f"the process may not open {path}")
        elif event.startswith(_OUTSIDE):
            raise PermissionError("the process may not leave itself")

    sys.addaudithook(refuse)


def open_nothing_more() -> None:
    """Refuse every new file and connection, also to native code, of which Python is told nothing."""
    try:
        import resource
    except ImportError:
        return
    # Each needs a number below the limit, and all of those are in use or closed off.
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
