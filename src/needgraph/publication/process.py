"""Make the publication of a data folder in a process of its own, so that a server answers others meanwhile.

It is a program (``python -m needgraph.publication.process REQUEST``) that runs after all else that has to be done
and writes one pickled message for its parent: the publication, or why there is none.
"""

from __future__ import annotations

import asyncio
import json
import os
import pickle
import sys
from contextlib import suppress
from typing import Any

from needgraph.ending import end_with_parent
from needgraph.errors import NeedgraphError
from needgraph.publication.data_version import built_commit
from needgraph.publication.graph import Publication, publication
from needgraph.querying.store import digest_of
from needgraph.resources import data_at

CHANGED = "the graphs on disk are no longer those being served; the server has to be restarted"
# The reason names files of this machine.
UNREADABLE = "the data cannot be published; `needgraph publish` says why"
ENDED = "the dumps could not be made, as the process that makes them was ended; ask again, or give it more memory"
_POLITE = 10


class UnpublishedError(NeedgraphError):
    """A publication that cannot be made; the message says what to do and names no file."""


async def made_elsewhere(folder: str, digest: str, version: str, date: str) -> Publication:
    """Return the publication of a data folder whose graphs have a digest; raise UnpublishedError when there is none."""
    request = json.dumps({"folder": folder, "digest": digest, "version": version, "date": date, "parent": os.getpid()})
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "needgraph.publication.process", request,
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        written, _ = await process.communicate()
    finally:
        with suppress(ProcessLookupError):
            process.kill()
    if process.returncode or not written:
        raise UnpublishedError(ENDED)
    message: Publication | str = pickle.loads(written)  # noqa: S301 - written by the program below
    if isinstance(message, str):
        raise UnpublishedError(message)
    return message


def made(request: dict[str, Any]) -> Publication | str:
    """Return the publication that is asked for, or one sentence that says why there is none."""
    try:
        data = data_at(request["folder"])
        if digest_of(data.graph_files()) != request["digest"]:
            return CHANGED
        return publication(data, request["version"], request["date"], built_commit(data.folder))
    except (NeedgraphError, OSError):
        return UNREADABLE


if __name__ == "__main__":
    asked = json.loads(sys.argv[1])
    end_with_parent(asked["parent"])
    os.nice(_POLITE)
    sys.stdout.buffer.write(pickle.dumps(made(asked)))
