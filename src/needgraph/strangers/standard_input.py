"""Take what comes in by standard input as a file, so that it is read as strangers' files are."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from needgraph.errors import NeedgraphError
from needgraph.files import FileProblem, shown
from needgraph.strangers.files import MOST_BYTES, StrangerProblem

NAME = "standard input"
# The format of RDF is known by the extension.
EXTENSIONS = {
    "turtle": ".ttl", "ntriples": ".nt", "nquads": ".nq", "trig": ".trig", "rdfxml": ".rdf", "jsonld": ".jsonld",
}  # fmt: skip


@contextmanager
def as_file(extension: str) -> Iterator[Path]:
    """Yield a file with the bytes of standard input, which is removed afterwards.

    What is found wrong with it says ``standard input`` in place of its name. Raises StrangerProblem when it is
    too large, FileProblem when it cannot be read.
    """
    try:
        content = sys.stdin.buffer.read(MOST_BYTES + 1)
    except OSError as error:
        raise FileProblem(f"{NAME}: cannot be read ({error.strerror})") from None
    if len(content) > MOST_BYTES:
        raise StrangerProblem(f"{NAME}: is larger than {MOST_BYTES:,} bytes; split it")
    with tempfile.TemporaryDirectory(prefix="needgraph.") as folder:
        path = Path(folder) / f"input{extension}"
        path.write_bytes(content)
        try:
            yield path
        except NeedgraphError as problem:
            raise type(problem)(str(problem).replace(shown(path), NAME)) from None
