"""The lock on the mapping tables: one review at a time changes them."""

from __future__ import annotations

import contextlib
import json
import os
import socket
from collections.abc import Iterator
from pathlib import Path

from needgraph.errors import NeedgraphError
from needgraph.files import FileProblem, shown

LOCK = ".review.lock"


class LockProblem(NeedgraphError):
    """Mapping tables that another review is changing."""


@contextlib.contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder of mapping tables; it is given back however the block ends.

    The lock of a process of this machine that has died is taken over. Raises LockProblem when another
    review holds it, FileProblem when the folder cannot be written.
    """
    path = folder / LOCK
    mine = json.dumps({"pid": os.getpid(), "host": socket.gethostname()}).encode()
    try:
        if not _created(path, mine):
            _take_away(path)
            if not _created(path, mine):
                raise LockProblem(_locked(path, _content(path)))
    except OSError as error:
        raise FileProblem(f"{shown(path)}: cannot be written ({error.strerror})") from None
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def _created(path: Path, content: bytes) -> bool:
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644)
    except FileExistsError:
        return False
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    return True


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


def _take_away(path: Path) -> None:
    """Remove the lock of a process that has died; raise LockProblem when it may be alive."""
    content = _content(path)
    if not _is_dead(content):
        raise LockProblem(_locked(path, content))
    # Moved aside first: of two reviews that find it at once, only one moves the lock that was judged dead.
    aside = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.rename(aside)
    except FileNotFoundError:
        return
    moved = aside.read_bytes()
    if moved != content:
        with contextlib.suppress(FileExistsError):
            os.link(aside, path)
    aside.unlink()


def _holder(content: bytes) -> tuple[int, str] | None:
    try:
        values = json.loads(content)
        return int(values["pid"]), str(values["host"])
    except (ValueError, TypeError, KeyError):
        return None


def _is_dead(content: bytes) -> bool:
    holder = _holder(content)
    # Elsewhere than on POSIX systems, signal 0 would end the process that it asks for.
    if holder is None or holder[1] != socket.gethostname() or holder[0] <= 0 or os.name != "posix":
        return False
    try:
        os.kill(holder[0], 0)
    except ProcessLookupError:
        return True
    except (PermissionError, OverflowError):
        return False
    return False


def _locked(path: Path, content: bytes) -> str:
    holder = _holder(content)
    who = f" (process {holder[0]} on {holder[1]})" if holder else ""
    return (
        f"{shown(path.parent)}: the tables are locked by another review{who}; "
        f"end that review, or remove {shown(path)} if none is running"
    )
