"""Read files from strangers: only ordinary files, only so large, and what is not tiny in a process that can be ended.

A parser is no place for a promise: nested triple terms end the interpreter inside it, nested elements keep it busy
for minutes, and 1 MB of text with one long prefix becomes gigabytes. So whatever a user passes is read by a child
process that is held to a clock and a limit of memory; what comes back is as plain as a table.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from needgraph.files import FileProblem, shown

if TYPE_CHECKING:
    import subprocess

# Of 30 seconds and 2 GB in all; the rest of the time is for starting the process and taking over what it read.
SECONDS = 25.0
MEGABYTES = 2048
MOST_BYTES = 100_000_000
# A process costs 60 ms, which a small file can do without: a parser needs at most time and memory that grow with the
# square of the length. At 16 kB that is some 100 MB and a fraction of a second (a prefix of 8 kB, used 3,000 times
# for three terms), and the deepest nesting that fits, 1,500 triple terms, is a tenth of what ends the interpreter.
SMALL = 16_384
# gzip makes at most 1,032 bytes of one.
PACKED_WEIGHT = 1_032
_KINDS = (
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)
_PACKED = {
    b"\x1f\x8b": "gzip",
    b"PK\x03\x04": "zip",
    b"BZh": "bzip2",
    b"\xfd7zXZ\x00": "xz",
    b"\x28\xb5\x2f\xfd": "zstd",
}


class StrangerProblem(FileProblem):
    """A file that is refused, or that cannot be read within the limits."""


def stranger_bytes(path: Path, most: int = MOST_BYTES) -> bytes:
    """Return the bytes of an ordinary file of at most so many bytes.

    Raises FileProblem when it cannot be read, is a pipe, a socket or a device, is too large, or changes meanwhile.
    """
    where = shown(path)
    try:
        # Looked at before it is opened, since opening a device can set it to work, and again afterwards.
        _check_kind(path.stat(), where)
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0))
        with os.fdopen(handle, "rb") as stream:
            before = os.fstat(handle)
            _check_kind(before, where)
            if before.st_size > most:
                raise StrangerProblem(f"{where}: is larger than {most:,} bytes; split it")
            content = stream.read(before.st_size + 1) or b""
            after = os.fstat(handle)
    except FileNotFoundError:
        raise FileProblem(f"{where}: there is no such file; check the name") from None
    except OSError as error:
        raise FileProblem(f"{where}: cannot be read ({error.strerror})") from None
    # The files under /proc say that they are empty and may never end; another program may still be writing.
    if len(content) != before.st_size or (after.st_size, after.st_mtime_ns) != (before.st_size, before.st_mtime_ns):
        raise StrangerProblem(f"{where}: holds more or less than its size, or is being written; copy it and name that")
    return content


def refuse_packed(content: bytes, where: str) -> None:
    """Raise StrangerProblem for what is compressed.

    >>> refuse_packed(bytes.fromhex("1f8b0800"), "their.ttl")
    Traceback (most recent call last):
    ...
    needgraph.strangers.files.StrangerProblem: their.ttl: is compressed (gzip); unpack it and name what it holds
    """
    for magic, name in _PACKED.items():
        if content.startswith(magic):
            raise StrangerProblem(f"{where}: is compressed ({name}); unpack it and name what it holds")


def is_small(paths: Sequence[Path]) -> bool:
    """Tell whether files are together so small that a parser cannot go wrong on them.

    So is what cannot be read at all, which is told without a process.
    """
    size = 0
    for path in paths:
        try:
            state = path.stat()
        except OSError:
            continue
        # What is packed may be a thousand times as large.
        weight = PACKED_WEIGHT if path.suffix.lower() == ".gz" else 1
        size += state.st_size * weight if stat.S_ISREG(state.st_mode) else 0
    return size <= SMALL


def read_apart(
    task: str, paths: Sequence[Path], *, seconds: float = SECONDS, megabytes: int = MEGABYTES
) -> tuple[dict[str, Any], bytes]:
    """Have files read by a process of its own (``sssom.strangers_child``) and return its answer: a head, and a body.

    Raises StrangerProblem with what the process found wrong, or with the limit at which it was ended.
    """
    # Answers from our own graphs need neither, and both take longer to import than to use.
    import json
    import subprocess

    where = ", ".join(map(shown, paths))
    request = {
        "task": task,
        "paths": [str(path) for path in paths],
        "megabytes": megabytes,
        # This process keeps the time; that limit ends a child whose parent is gone.
        "cpu_seconds": int(seconds) + 5,
    }
    # -P keeps a file called openpyxl.py in the current folder from being run.
    command = [sys.executable, "-P", "-m", "needgraph.sssom.strangers_child"]
    try:
        done = subprocess.run(
            command, input=json.dumps(request).encode(), capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        raise StrangerProblem(f"{where}: takes longer than {seconds:g} seconds to read; split or simplify it") from None
    except OSError as error:
        raise StrangerProblem(f"{where}: no process can be started to read it ({error.strerror})") from None
    head, newline, body = done.stdout.partition(b"\n")
    if not newline:
        raise StrangerProblem(f"{where}: {_reason(done, megabytes)}")
    answer: dict[str, Any] = json.loads(head)
    if "problem" in answer:
        raise StrangerProblem(answer["problem"])
    return answer, body


def on_one_line(text: object) -> str:
    r"""Return what a library says of a stranger's file, without what would steer a terminal, and not without end.

    >>> on_one_line("bad\x1b[2J\ntoken")
    'bad [2J token'
    """
    short = str(text)[:300]
    return " ".join("".join(char if char.isprintable() else " " for char in short).split())


def _check_kind(state: os.stat_result, where: str) -> None:
    if stat.S_ISDIR(state.st_mode):
        raise StrangerProblem(f"{where}: is a folder; name a file")
    for is_kind, name in _KINDS:
        if is_kind(state.st_mode):
            raise StrangerProblem(f"{where}: is {name}, not a file; save what it gives as a file and name that")


def _reason(done: subprocess.CompletedProcess[bytes], megabytes: int) -> str:
    """Return why a process ended without an answer."""
    said = done.stderr.decode("utf-8", "replace").strip().splitlines()
    last = on_one_line(said[-1] if said else "")
    if done.returncode > 0 and "MemoryError" not in last:
        return f"its reader failed ({last}); see that needgraph is installed whole"
    if any("stack overflow" in line for line in said):
        return "is nested too deeply to be read; write it flatter"
    return f"needs more than {megabytes:,} MB of memory to read; split or simplify it"
