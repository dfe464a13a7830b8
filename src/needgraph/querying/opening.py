"""Open what is asked: the built graphs, a store on disk, anyone's RDF files, or a remote service."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from needgraph.querying.asking import Endpoint, LocalEndpoint
from needgraph.querying.store import load_files, open_graphs, open_store
from needgraph.resources import data_at

if TYPE_CHECKING:
    from pyoxigraph import Store


def chosen_store(store: Path | None, files: Sequence[Path] | None, data: str | Path | None) -> Store:
    """Return the store on disk, or the files in memory, or else the built graphs of a data folder."""
    if store:
        return open_store(store)
    if files:
        return load_files(files)
    return open_graphs(data_at(data))


def chosen_endpoint(
    url: str | None,
    user: str,
    timeout: int,
    store: Path | None,
    files: Sequence[Path] | None,
    data: str | Path | None,
) -> Endpoint:
    """Return the remote service of that address, or the store that is chosen without one."""
    if url:
        from needgraph.querying.remote import RemoteEndpoint  # its client costs more than a local answer

        return RemoteEndpoint(url, user, timeout, graphs=None)
    return LocalEndpoint(chosen_store(store, files, data))
