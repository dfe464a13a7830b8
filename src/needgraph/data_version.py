"""What a state of the data is called, the latest date it states, and the commit it was built from, where known."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping

from pyoxigraph import Literal, Quad

from needgraph import __version__
from needgraph.terms import XSD

COMMIT = "NEEDGRAPH_COMMIT"
_COMMIT = re.compile(r"[0-9a-f]{7,64}")


def data_version(digest: str) -> str:
    """Return the version of the data: that of the program with eight characters of the digest, where there is one.

    A digest of files begins with their length, which many states of the data share; its checksum is taken.

    >>> data_version("28b519-be2661691db6b5c9").removeprefix(__version__), data_version("") == __version__
    ('-be266169', True)
    """
    return f"{__version__}-{digest.rpartition('-')[2][:8]}" if digest else __version__


def built_date(quads: Iterable[Quad]) -> str:
    """Return the latest date (YYYY-MM-DD) that the data state, empty where they state none; never the clock's."""
    dates = (quad.object for quad in quads if isinstance(quad.object, Literal))
    return max((term.value for term in dates if term.datatype == XSD.date), default="")


def built_commit(environment: Mapping[str, str] | None = None) -> str:
    """Return the commit that the program was built from, empty where nobody said it; it is never guessed.

    It is said by the variable ``NEEDGRAPH_COMMIT`` or by the record that pip keeps of an installation from git.
    """
    said = (os.environ if environment is None else environment).get(COMMIT, "").strip().lower()
    if said or environment is not None:
        return said if _COMMIT.fullmatch(said) else ""
    from importlib import metadata

    try:
        record = metadata.distribution("needgraph").read_text("direct_url.json")
    except metadata.PackageNotFoundError:
        return ""
    found = json.loads(record).get("vcs_info", {}).get("commit_id", "") if record else ""
    return found if _COMMIT.fullmatch(found) else ""
