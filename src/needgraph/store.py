"""Open the graphs in Oxigraph: in memory, from the user's cache, or from a store on disk."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, parse

from needgraph.errors import NeedgraphError
from needgraph.files import decoded, read_bytes, shown
from needgraph.guard import check_nesting
from needgraph.identifiers import GRAPH
from needgraph.resources import ONTOLOGY, Data

FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".trig": RdfFormat.TRIG,
    ".rdf": RdfFormat.RDF_XML,
    ".xml": RdfFormat.RDF_XML,
    ".owl": RdfFormat.RDF_XML,
    ".jsonld": RdfFormat.JSON_LD,
}
KEPT_CACHES = 3


class StoreProblem(NeedgraphError):
    """Graphs that cannot be opened."""


def graph_name(path: Path) -> NamedNode:
    """Return the name of the graph that a built file holds.

    >>> graph_name(Path("graphs/editions/halton/2023/guidance.ttl")).value
    'https://w3id.org/needgraph/graph/halton/2023'
    >>> graph_name(Path("graphs/reference/law.ttl")).value
    'https://w3id.org/needgraph/graph/reference/law'
    """
    if path.name == "guidance.ttl":
        return NamedNode(GRAPH + "/".join(path.parts[-3:-1]))
    if path == ONTOLOGY:
        return NamedNode(GRAPH + "ontology")
    if path.parent.name == "mappings":
        return NamedNode(GRAPH + path.stem)
    return NamedNode(f"{GRAPH}{path.parent.name}/{path.stem}")


def load_graphs(files: Iterable[Path]) -> Store:
    """Return an in-memory store with each file in its own named graph."""
    store = Store()
    for path in files:
        try:
            store.bulk_load(read_bytes(path), format=RdfFormat.TURTLE, to_graph=graph_name(path))
        except SyntaxError as error:
            raise _spoilt(path, error) from None
    return store


def open_graphs(data: Data) -> Store:
    """Return the built graphs, opened from a read-only store in the user's cache.

    The cache is named by the digest of the files, made on first use and safe to delete; where it cannot
    be written, the graphs are parsed into memory instead.
    """
    files = data.graph_files()
    cache = _cache_folder() / _digest(files)
    try:
        if not cache.is_dir():
            _write_cache(files, cache)
        return Store.read_only(str(cache))
    except (OSError, RuntimeError):
        # RuntimeError is how the library reports a store that is damaged.
        return load_graphs(files)


def open_store(folder: Path) -> Store:
    """Return a store on disk that ``needgraph load`` wrote, read-only."""
    if not (folder / "CURRENT").is_file():
        raise StoreProblem(f"{shown(folder)}: holds no store; write one with `needgraph load {folder}`")
    try:
        return Store.read_only(str(folder))
    except (OSError, RuntimeError) as error:
        raise StoreProblem(
            f"{shown(folder)}: cannot be opened ({error}); write it again with `needgraph load`"
        ) from None


def write_store(files: Sequence[Path], folder: Path) -> int:
    """Write a store with each file in its own graph; return the number of quads.

    The folder appears when it is whole. Raises StoreProblem when it exists and is not empty.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise StoreProblem(f"{shown(folder)}: is not empty; name a folder that does not exist yet")
    import shutil  # only writing needs them
    import tempfile

    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    except OSError as error:
        raise StoreProblem(f"{shown(folder)}: cannot be written ({error.strerror})") from None
    try:
        count = _fill(temporary, files)
        if folder.exists():
            folder.rmdir()
        temporary.rename(folder)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
    return count


def load_files(paths: Sequence[Path]) -> Store:
    """Return an in-memory store of anyone's RDF files.

    Turtle, N-Triples and RDF/XML go into the default graph, TriG and N-Quads keep their graphs. Raises
    StoreProblem with file and line for what cannot be parsed.
    """
    store = Store()
    for path in paths:
        store.bulk_extend(read_quads(path))
    return store


def read_quads(path: Path) -> list[Quad]:
    """Return the quads of one RDF file; its format is known by its extension."""
    form = FORMATS.get(path.suffix.lower())
    if form is None:
        raise StoreProblem(f"{shown(path)}: is not an RDF file I know; the extensions are {' '.join(FORMATS)}")
    data = read_bytes(path)
    text = decoded(data, shown(path))
    if form == RdfFormat.RDF_XML and "<!DOCTYPE" in text:
        raise StoreProblem(f"{shown(path)}: has a DOCTYPE; remove it, entities are not expanded")
    check_nesting(text, shown(path))
    try:
        return list(parse(data, format=form, base_iri=path.resolve().as_uri()))
    except SyntaxError as error:
        line = f":{error.lineno}" if error.lineno else ""
        raise StoreProblem(f"{shown(path)}{line}: is not valid {form.name}: {error.msg}") from None
    except (ValueError, OSError) as error:
        raise StoreProblem(f"{shown(path)}: is not valid {form.name}: {error}") from None


def union_quads(store: Store) -> list[Quad]:
    """Return the triples of all graphs as quads of the default graph, each once."""
    seen = dict.fromkeys((quad.subject, quad.predicate, quad.object) for quad in store)
    return [Quad(*triple, DefaultGraph()) for triple in seen]


def _fill(folder: Path, files: Iterable[Path]) -> int:
    """Write a store into a folder and return the number of its quads."""
    store = Store(str(folder))
    try:
        # All files at once: a load of its own for each takes four times as long.
        store.bulk_extend(_quads(files))
        store.flush()
        store.optimize()
        return len(store)
    finally:
        # Closed also on a fault: an open store writes on in a folder that is being removed.
        del store


def _quads(files: Iterable[Path]) -> Iterator[Quad]:
    for path in files:
        graph = graph_name(path)
        try:
            for quad in parse(read_bytes(path), format=RdfFormat.TURTLE):
                yield Quad(quad.subject, quad.predicate, quad.object, graph)
        except SyntaxError as error:
            raise _spoilt(path, error) from None


def _spoilt(path: Path, error: SyntaxError) -> StoreProblem:
    return StoreProblem(
        f"{shown(path)}:{error.lineno}: is not valid Turtle: {error.msg}; run `needgraph build` to write it again"
    )


def _digest(files: Sequence[Path]) -> str:
    digest = hashlib.sha256()
    for path in files:
        digest.update(graph_name(path).value.encode())
        digest.update(hashlib.sha256(read_bytes(path)).digest())
    return digest.hexdigest()[:32]


def _cache_folder() -> Path:
    home = os.environ.get("XDG_CACHE_HOME")
    return (Path(home) if home else Path.home() / ".cache") / "needgraph"


def _write_cache(files: Sequence[Path], cache: Path) -> None:
    import shutil  # only writing needs them
    import tempfile

    cache.parent.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(prefix=".new.", dir=cache.parent))
    try:
        _fill(temporary, files)
        try:
            temporary.rename(cache)
        except OSError:
            # Another process was faster; its cache holds the same.
            if not cache.is_dir():
                raise
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    old = sorted((path for path in cache.parent.iterdir() if path.is_dir()), key=lambda path: path.stat().st_mtime)
    for path in old[:-KEPT_CACHES]:
        shutil.rmtree(path, ignore_errors=True)
