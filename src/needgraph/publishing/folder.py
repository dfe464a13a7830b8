"""Put a folder in place as a whole: what stood there before stays until the new one is complete."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from needgraph.errors import NeedgraphError
from needgraph.files import shown

# Stands in a folder that `needgraph publish` wrote completely, and in no other.
MARKER = ".needgraph-publish"
_EXCHANGE = 2
_HERE = -100


class FolderProblem(NeedgraphError):
    """A folder that cannot be published into."""


@contextmanager
def replacing(folder: Path) -> Iterator[Path]:
    """Give a new folder beside another to write into, which takes its place when the block ends well.

    Raises FolderProblem when the folder holds what `needgraph publish` did not write, another run is writing it,
    or something cannot be written. What a killed run left behind is removed first.
    """
    folder = Path(os.path.realpath(folder))
    _check(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        _clean(folder)
        new = folder.with_name(f"{_prefix(folder)}{os.urandom(6).hex()}")
        new.mkdir()
        held = _hold(new)
        try:
            yield new
            _swap(new, folder)
        finally:
            _remove(new)
            if held is not None:
                os.close(held)
    except OSError as error:
        raise FolderProblem(
            f"{shown(folder)}: cannot be written ({error.strerror}); what was there before is as it was"
        ) from None


def _check(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise FolderProblem(f"{shown(folder)}: is a file; name a folder")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARKER).is_file():
        raise FolderProblem(
            f"{shown(folder)}: holds files that `needgraph publish` did not write; name an empty or a new folder"
        )


def _prefix(folder: Path) -> str:
    return f".{folder.name}.publishing-"


def _aside(folder: Path) -> Path:
    return folder.with_name(f"{_prefix(folder)}old")


def _clean(folder: Path) -> None:
    """Remove what a killed run left; a folder that another run still writes is held by it."""
    old = _aside(folder)
    if not folder.exists() and (old / MARKER).is_file():
        # The run ended between the two renames that stand in for an exchange.
        old.rename(folder)
    for left in sorted(folder.parent.glob(f"{_prefix(folder)}*")):
        held = _hold(left)
        if held is None:
            raise FolderProblem(f"{shown(folder)}: is being published by another run; wait until it has ended")
        _remove(left)
        os.close(held)


def _hold(folder: Path) -> int | None:
    """Hold a folder until the number returned is closed or the process ends; None when another holds it."""
    import fcntl

    handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return None
    return handle


def _swap(new: Path, folder: Path) -> None:
    # What is not on the disk yet would be lost with the power, and the old output with it.
    os.sync()
    if not folder.exists():
        new.rename(folder)
        return
    if _exchange(new, folder):
        return
    # Without the exchange there is a moment without the folder; the next run finds it beside.
    old = _aside(folder)
    folder.rename(old)
    try:
        new.rename(folder)
    except OSError:
        old.rename(folder)
        raise
    _remove(old)


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change places at once; False where the system cannot."""
    with suppress(AttributeError, OSError):
        system = ctypes.CDLL(None, use_errno=True)
        if system.renameat2(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0:
            return True
        number = ctypes.get_errno()
        if number not in (errno.EINVAL, errno.ENOSYS):
            raise FolderProblem(f"{shown(other)}: cannot be replaced ({os.strerror(number)}); name a folder inside it")
    return False


def _remove(folder: Path) -> None:
    with suppress(FileNotFoundError):
        # First what says that it is complete.
        (folder / MARKER).unlink(missing_ok=True)
        shutil.rmtree(folder, ignore_errors=True)
