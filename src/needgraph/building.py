"""Everything that is built: graphs from tables, and what the ontology and the queries give."""

from __future__ import annotations

from pathlib import Path

from needgraph.graph_builder import built_files
from needgraph.resources import ROOT, Data


def all_files(data: Data) -> dict[Path, bytes]:
    """Return every built file with its bytes.

    In the checkout that includes the terms, the context, the catalogue and the page about the model.
    """
    files = built_files(data)
    if data.folder.resolve() == (ROOT / "graphs").resolve() and (ROOT / "pyproject.toml").is_file():
        from needgraph.catalogue_builder import catalogue_files
        from needgraph.context_builder import context_files
        from needgraph.model_page_builder import model_page_files
        from needgraph.terms_builder import terms_files

        for built in (terms_files, context_files, model_page_files, catalogue_files):
            files.update(built())
    return files
