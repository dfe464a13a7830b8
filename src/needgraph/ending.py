"""Let a process end with the one that started it."""

from __future__ import annotations

import os
import signal
import sys


def end_with_parent(parent: int) -> None:
    """End this process when the one that started it does, also when that is killed, and leave Ctrl-C to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if sys.platform == "linux":
        import ctypes

        end_with_parent = 1
        ctypes.CDLL(None).prctl(end_with_parent, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)
