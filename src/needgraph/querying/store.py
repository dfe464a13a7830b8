"""Open the graphs in Oxigraph: in memory, from the user's cache, or from a store on disk."""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from needgraph.errors import NeedgraphError
from needgraph.files import read_bytes, shown
from needgraph.identifiers import GRAPH
from needgraph.resources import ONTOLOGY, Data
from needgraph.strangers.files import is_small, on_one_line, read_apart, stranger_bytes

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
# Beside the files of the engine, which passes it over: what the store was loaded from, and its files at that moment.
_LOADED_FROM = "needgraph-loaded-from.txt"
# No file of ours is as large.
_LARGEST = 1_000_000_000
_LONG_TERM = "holds a text longer than 16 MB, which no parser takes; shorten it"


class StoreProblem(NeedgraphError):
    """Graphs that cannot be opened."""


def graph_name(path: Path) -> NamedNode:
    """Return the name of the graph that a built file holds.

    >>> graph_name(Path("graphs/editions/halton/2023/guidance.ttl")).value
    'https://w3id.org/needgraph/graph/halton/2023'
    >>> graph_name(Path("graphs/reference/guidance.ttl")).value
    'https://w3id.org/needgraph/graph/reference/guidance'
    """
    if path.name == "guidance.ttl" and path.parent.name != "reference":
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
    cache = _cache_folder() / digest_of(files)
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
        loaded_from = f"{digest_of(files)}\n{_tables_of(temporary)}\n"
        (temporary / _LOADED_FROM).write_text(loaded_from, encoding="utf-8")
        if folder.exists():
            folder.rmdir()
        temporary.rename(folder)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
    return count


def digest_of_store(folder: Path) -> str:
    """Return the digest of the graph files that a store was loaded from, so that every copy bears their version.

    Of a store that was written by another program, or to which another has written since, it is that of names, sizes
    and times of its files; its gigabytes are not read for it.
    """
    try:
        known = (folder / _LOADED_FROM).read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        known = []
    try:
        tables = _tables_of(folder)
        if len(known) == 2 and known[1] == tables:
            return known[0]
        times = [path.stat().st_mtime_ns for path in sorted(folder.glob("*.sst"))]
    except OSError as error:
        raise StoreProblem(
            f"{shown(folder)}: is no store ({error.strerror}); write one with `needgraph load {shown(folder)}`"
        ) from None
    return f"{zlib.crc32(f'{tables} {times}'.encode()):08x}"


def load_files(paths: Sequence[Path]) -> Store:
    """Return an in-memory store of anyone's RDF files.

    Turtle, N-Triples and RDF/XML go into the default graph, TriG and N-Quads keep their graphs; blank nodes of two
    files stay apart. Raises StoreProblem with file and line for what cannot be parsed, and StrangerProblem for
    what is refused or reaches a limit: all files together are read within 30 seconds and 2 GB.
    """
    store = Store()
    if is_small(paths):
        for number, path in enumerate(paths):
            store.bulk_extend(read_quads(path, rename=number > 0))
        return store
    for path in paths:
        form_of(path)
    _, quads = read_apart("rdf", paths)
    try:
        store.bulk_load(quads, format=RdfFormat.N_QUADS)
    except MemoryError:
        raise StoreProblem(f"{', '.join(map(shown, paths))}: {_LONG_TERM}") from None
    return store


def read_quads(path: Path, *, rename: bool = False) -> list[Quad]:
    """Return the quads of one RDF file; its format is known by its extension.

    Time and memory are not limited here: it is for small files, and for processes that are limited as a whole.
    ``rename`` gives its blank nodes new names.
    """
    form_of(path)
    return list(parsed_quads(path, stranger_bytes(path), rename=rename))


def parsed_quads(path: Path, content: bytes, *, rename: bool = False) -> Iterator[Quad]:
    """Yield the quads of the content of an RDF file, which is looked at as a whole first."""
    form, kind = form_of(path)
    from needgraph.strangers.rdf import check_rdf, unpacked  # our own graphs need none of it

    if path.suffix.lower() == ".gz":
        content = unpacked(content, shown(path))
    check_rdf(content, kind, shown(path))
    try:
        yield from parse(content, format=form, base_iri=path.resolve().as_uri(), rename_blank_nodes=rename)
    except SyntaxError as error:
        line = f":{error.lineno}" if error.lineno else ""
        raise StoreProblem(f"{shown(path)}{line}: is not valid {form.name}: {on_one_line(error.msg)}") from None
    except MemoryError as error:
        # The parser has a limit of its own, and says so by this error.
        if "buffer" not in str(error):
            raise
        raise StoreProblem(f"{shown(path)}: {_LONG_TERM}") from None
    except (ValueError, OSError) as error:
        raise StoreProblem(f"{shown(path)}: is not valid {form.name}: {on_one_line(error)}") from None


def form_of(path: Path) -> tuple[RdfFormat, str]:
    """Return the format of an RDF file by its extension, and what to look at it as (see ``check_rdf``).

    Behind it may stand ``.gz``, as dumps are packed.
    """
    form = FORMATS.get(Path(path.stem if path.suffix.lower() == ".gz" else path.name).suffix.lower())
    if form is None:
        raise StoreProblem(
            f"{shown(path)}: is not an RDF file I know; the extensions are {' '.join(FORMATS)}, also with .gz"
        )
    return form, {RdfFormat.RDF_XML: "xml", RdfFormat.JSON_LD: "json"}.get(form, "turtle")


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


def _tables_of(folder: Path) -> str:
    """Return names and sizes of the files that hold the quads; a write adds one, and is logged before it does."""
    kept = sorted(path for path in folder.iterdir() if path.suffix in (".sst", ".log"))
    return " ".join(f"{path.name}:{path.stat().st_size}" for path in kept)


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


def digest_of(files: Iterable[Path]) -> str:
    """Return what names the content of these files: its length and two checksums of different kinds.

    Every byte is read, so a changed graph is noticed whatever its times say. A cryptographic hash would take 7 ms
    of each answer, most of it for the import, and only guards against who could as well edit the cache.
    """
    size, crc, adler = 0, 0, 1
    for path in files:
        # Also of strangers' files, before they are looked at: a pipe would keep the server waiting.
        for part in (graph_name(path).value.encode(), stranger_bytes(path, _LARGEST)):
            size, crc, adler = size + len(part), zlib.crc32(part, crc), zlib.adler32(part, adler)
    return f"{size:x}-{crc:08x}{adler:08x}"


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
