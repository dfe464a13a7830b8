"""Run work in a process of its own, so that what ends that process is a message here.

The engine ends a process by a segmentation fault where a query is deeper than its stack, or needs more memory than
there is; no guard on the text can know every such query.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import NamedTuple, NoReturn


class Ended(NamedTuple):
    """The exit code, and what there is to say on standard error."""

    code: int
    said: str = ""


def run_apart(work: Callable[[], int]) -> Ended:
    """Run work with a query in a forked process and wait for it; its standard output is ours.

    To be called before anything starts a thread. The process ends with us, and at Ctrl-C, however busy it is.
    """
    import signal

    # What it says waits here until it is known how it ends: an engine that is killed may say so in its own words.
    said, saying = os.pipe()
    alive, ours = os.pipe()
    sys.stdout.flush()
    parent, process = os.getpid(), os.fork()
    if process == 0:
        os.close(said)
        os.close(ours)
        os.dup2(saying, 2)
        os.close(saying)
        # A new one, for the old one takes a pipe for the file that it may have been.
        sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115 - kept open
        _be_child(work, alive, parent)
    os.close(saying)
    os.close(alive)

    def end(number: int, _: object) -> None:
        os.kill(process, signal.SIGKILL)
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)

    signal.signal(signal.SIGTERM, end)
    try:
        text = b"".join(iter(lambda: os.read(said, 1 << 16), b""))
        _, status = os.waitpid(process, 0)
    except KeyboardInterrupt:
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        return Ended(130)
    finally:
        os.close(said)
        os.close(ours)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if os.WIFSIGNALED(status):
        reason = f"the query ended the engine (signal {os.WTERMSIG(status)})"
        return Ended(2, f"{reason}: it is too deep or needs too much memory; split it\n")
    return Ended(os.waitstatus_to_exitcode(status), text.decode())


def _be_child(work: Callable[[], int], alive: int, parent: int) -> NoReturn:
    """Do the work and end: never return into the code of the process that was forked."""
    code = 2
    try:
        _end_with(alive)
        if os.getppid() != parent:
            os._exit(code)  # it was gone before the kernel was told to look
        code = work()
        sys.stdout.flush()
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
        sys.stdout.flush()
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stderr.flush()
        os._exit(code)


def _end_with(alive: int) -> None:
    """Let the kernel end this process when the other end of a pipe closes, and at Ctrl-C.

    Python would look at a signal only after the query.
    """
    import fcntl
    import resource
    import signal

    signal.signal(signal.SIGINT, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    if hasattr(fcntl, "F_SETOWN") and hasattr(os, "O_ASYNC"):
        fcntl.fcntl(alive, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(alive, fcntl.F_SETFL, fcntl.fcntl(alive, fcntl.F_GETFL) | os.O_ASYNC)
