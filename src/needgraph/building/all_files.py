"""Everything that is built: graphs from tables, and what the ontology and the queries give."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from needgraph.checking.check import Checked, check_graphs, with_stale
from needgraph.files import read_bytes
from needgraph.graphs.graph_builder import built_files, built_graphs, read_tables, write_built
from needgraph.resources import ROOT, Data


class Built(NamedTuple):
    """What a build with its check did: every built file, those that changed, and what was found."""

    files: dict[Path, bytes]
    changed: list[Path]
    checked: Checked


def all_files(data: Data) -> dict[Path, bytes]:
    """Return every built file with its bytes.

    In the checkout that includes the terms, the context, the catalogue and the page about the model.
    """
    return built_files(data) | _files_of_checkout(data)


def build_and_check(data: Data) -> Built:
    """Write every built file that changed and check the graphs.

    The same as ``write_built(all_files(data))`` and ``check(data)``, but sooner: a graph is loaded for the check
    while the next one is built, and no table and no graph is read twice.
    """
    tables = read_tables(data)
    files: dict[Path, bytes] = {}
    changed: list[Path] = []
    given: list[Path] = []

    def graphs() -> Iterator[tuple[Path, bytes]]:
        for path, content in built_graphs(data, tables):
            files[path] = content
            yield path, content
        given.extend(files)
        files.update(_files_of_checkout(data))
        # Nothing is written before everything is built.
        changed.extend(write_built(files))
        yield from ((path, read_bytes(path)) for path in data.graph_files() if path not in given)

    checked = check_graphs(data, tables, graphs())
    # What was written a moment ago is what the tables build.
    return Built(files, changed, with_stale(checked, data, given, ()))


def _files_of_checkout(data: Data) -> dict[Path, bytes]:
    files: dict[Path, bytes] = {}
    if data.folder.resolve() == (ROOT / "graphs").resolve() and (ROOT / "pyproject.toml").is_file():
        from needgraph.building.catalogue_builder import catalogue_files
        from needgraph.building.context_builder import context_files
        from needgraph.building.model_page_builder import model_page_files
        from needgraph.building.terms_builder import terms_files

        for built in (terms_files, context_files, model_page_files, catalogue_files):
            files.update(built())
    return files
