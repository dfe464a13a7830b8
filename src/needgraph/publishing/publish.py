"""Publish the whole site as files: documents in every form, pages, catalogue, dumps, and rules for other servers."""

from __future__ import annotations

import multiprocessing
import os
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple, cast

from pyoxigraph import Store

from needgraph.ending import end_with_parent
from needgraph.errors import NeedgraphError
from needgraph.identifiers import BASE
from needgraph.publication.data_version import built_commit, built_date, data_version
from needgraph.publication.dumps import SUMS, DumpFile, dump_files
from needgraph.publication.facts import release_facts, store_with
from needgraph.publication.graph import CATALOGUE, HERE, VOID, Publication, publication, sized
from needgraph.publication.releases import read_releases
from needgraph.publication.writing import constructed
from needgraph.publishing.documents import DocumentIndex, SiteFile, written_document
from needgraph.publishing.folder import MARKER, replacing
from needgraph.publishing.pages import (
    Stated,
    dump_links,
    hidden_texts,
    linked_answers,
    site_files,
    sitemaps,
    stated,
    untitled,
    with_bare_dumps,
)
from needgraph.publishing.redirect_rules import readme, server_rules, w3id_rules
from needgraph.querying.exporting import without_quotes
from needgraph.querying.store import digest_of, load_graphs
from needgraph.resources import Data
from needgraph.site.places import defined_places, published_places
from needgraph.terms import NEED, RDF, SKOS

# Where the identifiers lead once their redirect is registered; names the site where no other address is given.
PERSISTENT = BASE.removesuffix("/id/")
_SHARE = 40
_EARLIEST = date(1980, 1, 1)
Progress = Callable[[int, int], None]


class PublishingProblem(NeedgraphError):
    """A site that cannot be published."""


class Published(NamedTuple):
    """What was published: numbers of documents and files, and all bytes."""

    documents: int
    files: int
    size: int


class _Work(NamedTuple):
    """What every process needs to write documents."""

    folder: Path
    documents: DocumentIndex
    said: Stated
    base: str
    date: str


class _Done(NamedTuple):
    """What came of some documents: their number of files and bytes, withdrawn ids, and further links."""

    files: int
    size: int
    gone: tuple[str, ...]
    links: tuple[tuple[str, str], ...]


def publish(
    data: Data, folder: Path, *, base: str = "", day: str = "", quotes: bool = True, progress: Progress | None = None
) -> Published:
    """Write the site into a folder, which is replaced as a whole; takes seconds for thousands of documents.

    ``base`` is the public address, empty where links begin with ``/``; ``day`` (YYYY-MM-DD) dates the site, without
    it the latest date that the data state. ``progress`` is told how many documents of how many are written.
    Raises PublishingProblem for an address or date that is none, and FolderProblem where the folder cannot be written.
    """
    base = _checked(base)
    version = data_version(digest_of(data.graph_files()))
    whole = load_graphs(data.graph_files())
    day = _checked_day(day) or built_date(whole)
    with replacing(folder) as new:
        said = stated(whole)
        store = whole
        if quotes:
            made = publication(data, version, day, built_commit(data.folder))
        else:
            store = _without_wording(whole)
            made = _bare_publication(data, store, version, day)
            said = said._replace(editions=untitled(said.editions))
        index = DocumentIndex(store)
        identifiers = index.identifiers()
        work = _Work(new / "www", index, said, base, day)
        done = list(_documents(work, identifiers, progress or (lambda written, of: None)))
        pages = list(site_files(made, said, base, base or PERSISTENT))
        if not quotes:
            pages = [with_bare_dumps(page, made, base) for page in pages]
        pages += sitemaps(identifiers, base, day)
        hidden = frozenset[str]() if quotes else hidden_texts(whole, store)
        pages += linked_answers(pages[0].content, made, whole, said, base, hidden)
        gone = sorted(identifier for part in done for identifier in part.gone)
        links = {f"doc/{identifier}": more for part in done for identifier, more in part.links}
        links |= dump_links(made, base)
        rules = server_rules(
            base, version, gone, links, said.surroundings.slugs, {**defined_places(), **published_places(made)}
        )
        others = [SiteFile(rule.path, rule.text.encode()) for rule in rules]
        if base:
            others.append(SiteFile("rules/w3id.htaccess", w3id_rules(base).encode()))
        counts = f"{len(identifiers):,} documents, each in five forms."
        others.append(SiteFile("README.md", readme(base, PERSISTENT, version, day, counts, quotes=quotes).encode()))
        files = [SiteFile(f"www/{file.path}", file.content) for file in pages] + others
        # Last, as it says that all the others are there.
        files.append(SiteFile(MARKER, f"The site of needgraph {version}, complete.\n".encode()))
        for file in files:
            _write(new, file, day)
    size = sum(part.size for part in done) + sum(len(file.content) for file in files)
    return Published(len(identifiers), sum(part.files for part in done) + len(files), size)


def _without_wording(whole: Store) -> Store:
    """Return a store without the authorities' wording; what we call an edition and why it is current is ours."""
    store = Store()
    store.bulk_extend(without_quotes(whole))
    for edition in whole.quads_for_pattern(None, RDF.type, NEED.Edition, None):
        for ours in (SKOS.prefLabel, NEED.reason):
            store.bulk_extend(whole.quads_for_pattern(edition.subject, ours, None, None))
    return store


def _bare_publication(data: Data, store: Store, version: str, day: str) -> Publication:
    """Return the publication of files without wording, of a store that holds none."""
    bare = Store()
    bare.bulk_extend(without_quotes(store))
    kept = [file for file in dump_files(data, version, bare) if not file.quoted and file.path != SUMS]
    sums = "".join(sorted((f"{file.sha256}  {file.path}\n" for file in kept), key=lambda line: line[66:]))
    kept.append(DumpFile(SUMS, "text/plain", sums.encode(), "Checksums", ""))
    commit = built_commit(data.folder)
    both = store_with(store, release_facts(data, bare, kept, HERE, version, day, commit))
    catalogue, void = (tuple(map(sized, constructed(both, *names))) for names in (CATALOGUE, VOID))
    return Publication(version, day, commit, tuple(kept), tuple(read_releases(data)), catalogue, void)


def _documents(work: _Work, identifiers: Sequence[str], progress: Progress) -> Iterator[_Done]:
    """Write all documents and yield what came of them, in processes where the system can fork."""
    shares = [identifiers[start : start + _SHARE] for start in range(0, len(identifiers), _SHARE)]
    written = 0
    for share, done in zip(shares, _spread(work, shares), strict=True):
        written += len(share)
        progress(written, len(identifiers))
        yield done


def _spread(work: _Work, shares: Sequence[Sequence[str]]) -> Iterator[_Done]:
    global _work
    _work = work
    workers = min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1, len(shares))
    if workers < 2 or "fork" not in multiprocessing.get_all_start_methods():
        yield from map(_write_share, shares)
        return
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(workers, context, end_with_parent, (os.getpid(),)) as pool:
        try:
            yield from pool.map(_write_share, shares)
        except BrokenProcessPool:
            raise PublishingProblem(
                "publish: a process that wrote documents was ended from outside; run it again with more memory"
            ) from None
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise


# Set before the processes are forked, so that none has to be sent the data.
_work: _Work | None = None


def _write_share(share: Iterable[str]) -> _Done:
    """Write some documents in every form."""
    work = cast("_Work", _work)
    size, files, gone, links = 0, 0, [], []
    for identifier in share:
        triples = work.documents.triples(identifier)
        document = written_document(triples, identifier, work.base, work.said.notices, work.said.surroundings)
        for file in document.files:
            _write(work.folder, file, work.date)
            size, files = size + len(file.content), files + 1
        if document.is_gone:
            gone.append(identifier)
        links.append((identifier, document.links))
    return _Done(files, size, tuple(gone), tuple(links))


def _write(folder: Path, file: SiteFile, day: str) -> None:
    path = folder / file.path
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as stream:
        stream.write(file.content)
    moment = _moment(day, file.content)
    os.utime(path, (moment, moment))


def _moment(day: str, content: bytes) -> int:
    """Return a second of the day before the given one's midnight, by content.

    Servers make an ETag of time and size, and another content of the same day and size needs another.
    """
    known = date.fromisoformat(day) if day else _EARLIEST
    midnight = datetime(known.year, known.month, known.day, tzinfo=UTC)
    return int(midnight.timestamp()) - zlib.crc32(content) % 86_400


def _checked(base: str) -> str:
    base = base.rstrip("/")
    if base and not re.fullmatch(r"https?://[A-Za-z0-9.\[\]:-]+(?:/[A-Za-z0-9._~-]+)*", base):
        raise PublishingProblem(f"--base {base!r}: is no address of a site; write it as https://example.org/needgraph")
    return base


def _checked_day(day: str) -> str:
    try:
        return date.fromisoformat(day).isoformat() if day else ""
    except ValueError:
        raise PublishingProblem(f"--date {day!r}: is no day; write it as 2026-11-21") from None
