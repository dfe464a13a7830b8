"""Read text and write files so that nothing is ever half-written."""

from __future__ import annotations

import os
from pathlib import Path

from needgraph.errors import NeedgraphError


class FileProblem(NeedgraphError):
    """A file that cannot be read or written."""


def shown(path: Path) -> str:
    """Return the path as a user would type it: relative to the current folder where that is shorter."""
    try:
        name = str(path.resolve().relative_to(Path.cwd()))
    except (ValueError, RuntimeError):
        # RuntimeError is how a link is told that leads to itself.
        name = str(path)
    # A name may hold bytes that are not UTF-8, which cannot be printed, or what would steer the terminal.
    return name if name.isprintable() else ascii(name)[1:-1]


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file; raise FileProblem with the reason when it cannot be read."""
    try:
        return path.read_bytes()
    except IsADirectoryError:
        raise FileProblem(f"{shown(path)}: is a folder; name a file") from None
    except FileNotFoundError:
        raise FileProblem(f"{shown(path)}: there is no such file; check the name") from None
    except OSError as error:
        raise FileProblem(f"{shown(path)}: cannot be read ({error.strerror})") from None


def read_text(path: Path) -> str:
    """Return the text of a UTF-8 file without newline conversion, so that offsets count code points.

    Raises FileProblem naming the line when a byte is not UTF-8, or when the file begins with a
    byte order mark (which would shift every offset by one).
    """
    return decoded(read_bytes(path), shown(path))


def decoded(data: bytes, where: str) -> str:
    """Return bytes as UTF-8 text; ``where`` names them in the message of a FileProblem.

    >>> decoded(b"caf\\xc3\\xa9", "menu.txt")
    'café'
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise FileProblem(
            f"{where}:{line}: byte {data[error.start]:#04x} is not UTF-8; save the file as UTF-8"
        ) from None
    if text.startswith("\ufeff"):
        raise FileProblem(f"{where}:1: begins with a byte order mark; save the file as UTF-8 without one")
    return text


def check_output(path: Path) -> None:
    """Raise FileProblem where a file that a user named cannot be one: it is a folder, or its folder is not there."""
    if path.is_dir() or not path.name:
        raise FileProblem(f"{shown(path)}: is a folder; name a file")
    if not path.parent.is_dir():
        raise FileProblem(f"{shown(path.parent)}: there is no such folder; make it first, or name another file")


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file as a whole: the old content stays until the new one is safely on disk."""
    # A name by chance, as tempfile would make it; importing that takes longer than to write.
    temporary = path.with_name(f".{path.name}.{os.urandom(6).hex()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with temporary.open("xb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            temporary.chmod(0o644)
            temporary.replace(path)
        finally:
            # Also when the user stops the program halfway.
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise FileProblem(f"{shown(path)}: cannot be written ({error.strerror})") from None
