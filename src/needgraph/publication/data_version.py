"""What a state of the data is called, the latest date it states, and the commit it was built from, where known."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from pyoxigraph import Literal, Quad

from needgraph import __version__
from needgraph.resources import ROOT
from needgraph.terms import XSD

COMMIT = "NEEDGRAPH_COMMIT"
# What graphs and catalogue are made of, besides the data.
BUILT_FROM = ("src", "ontology", "queries", "graphs/reference")
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


def built_commit(folder: Path | None = None, environment: Mapping[str, str] | None = None) -> str:
    """Return the commit that program and data are those of, empty where it is not known; it is never guessed.

    It is said by the variable ``NEEDGRAPH_COMMIT``, by the checkout that the program runs from where that and the
    data in ``folder`` are as they were committed, or by the record that pip keeps of an installation from git.
    """
    said = (os.environ if environment is None else environment).get(COMMIT, "").strip().lower()
    if said or environment is not None:
        return said if _COMMIT.fullmatch(said) else ""
    if (ROOT / ".git").exists():
        return checkout_commit(ROOT, ROOT / "graphs" if folder is None else folder)
    from importlib import metadata

    try:
        record = metadata.distribution("needgraph").read_text("direct_url.json")
    except metadata.PackageNotFoundError:
        return ""
    found = json.loads(record).get("vcs_info", {}).get("commit_id", "") if record else ""
    return found if _COMMIT.fullmatch(found) else ""


def checkout_commit(root: Path, folder: Path) -> str:
    """Return the commit of a checkout, empty where the data do not lie in it or anything built from has changed."""
    import subprocess  # only publishing needs it

    folder = folder.resolve()
    if not folder.is_relative_to(root.resolve()):
        return ""
    # No hook or monitor of the checkout is run, and nothing is written to it.
    git = ["git", "--no-optional-locks", "-c", "core.fsmonitor=false", "-C", str(root)]
    built_from = ["--", *(str(root / name) for name in BUILT_FROM), str(folder)]
    try:
        changed = subprocess.run(
            [*git, "status", "--porcelain", *built_from], capture_output=True, text=True, check=True, timeout=10
        )
        commit = subprocess.run(
            [*git, "rev-parse", "--verify", "HEAD"], capture_output=True, text=True, check=True, timeout=10
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    found = commit.stdout.strip()
    return found if not changed.stdout and _COMMIT.fullmatch(found) else ""
