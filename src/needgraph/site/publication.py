"""The page and the list of a publication: its data sets, files and releases, for people and as JSON."""

from __future__ import annotations

import json
from typing import Any

from pyoxigraph import Literal, NamedNode

from needgraph.identifiers import path_of
from needgraph.publication.dumps import DumpFile
from needgraph.publication.facts import part
from needgraph.publication.graph import Publication
from needgraph.site.frame import NOT_ENDORSED, Notice, rendered
from needgraph.terms import DCT, NEED, PREFIXES, RDF, SKOS


def catalogue_page(publication: Publication, base: str) -> bytes:
    """Return the catalogue as a page: every data set with its files, sizes and checksums, and the releases."""
    titles = _texts(publication, DCT.title)
    # In the order of the files; a store has none.
    names = dict.fromkeys(file.dataset for file in publication.files if file.dataset) or _described(publication)
    datasets = [
        (
            name.replace("/", "-"),
            titles.get(part(name).value, name),
            [_row(file) for file in publication.files if file.dataset == name],
        )
        for name in names
    ]
    return rendered(
        "catalogue.html", base, title="Catalogue", datasets=datasets, version=publication.version,
        date=publication.date, commit=publication.commit, releases=publication.releases,
        has_files=bool(publication.files),
        notices={notice.edition.replace("/", "-"): notice for notice in edition_notices(publication)},
    )  # fmt: skip


def release_list(publication: Publication) -> bytes:
    """Return what is being served, the releases so far, and the files with their checksums, as JSON."""
    return (
        json.dumps(
            {
                "data_version": publication.version,
                "built": publication.date,
                "commit": publication.commit,
                "notice": NOT_ENDORSED,
                "editions": [
                    {
                        "edition": notice.edition,
                        "name": notice.name,
                        "currency": notice.currency,
                        "reason": notice.reason,
                    }
                    for notice in edition_notices(publication)
                ],
                "releases": [
                    {"version": release.version, "date": release.date, "changes": list(release.changes)}
                    for release in publication.releases
                ],
                "files": [_row(file) for file in publication.files],
            },
            ensure_ascii=False,
            indent=2,
        )
        + "\n"
    ).encode()


def edition_notices(publication: Publication) -> list[Notice]:
    """Return the currency and notice of every edition that is published, sorted by edition."""
    names, reasons = _texts(publication, SKOS.prefLabel), _texts(publication, NEED.reason)
    texts = _texts(publication, SKOS.scopeNote)
    return [
        Notice(path_of(iri), names.get(iri, ""), state, reasons.get(iri, ""), texts.get(iri, ""))
        for iri, state in sorted(_texts(publication, NEED.currency).items())
    ]


def _texts(publication: Publication, predicate: NamedNode) -> dict[str, str]:
    """Return the literals that a property has in the catalogue, by the address of what they are of."""
    return {
        triple.subject.value: triple.object.value
        for triple in publication.catalogue
        if triple.predicate == predicate
        and isinstance(triple.subject, NamedNode)
        and isinstance(triple.object, Literal)
    }


def _described(publication: Publication) -> dict[str, None]:
    """Return the names of the data sets that the catalogue describes."""
    kind, start = NamedNode(f"{PREFIXES['dcat']}Dataset"), part("").value
    found = {
        triple.subject.value.removeprefix(start)
        for triple in publication.catalogue
        if triple.predicate == RDF.type and triple.object == kind and isinstance(triple.subject, NamedNode)
    }
    return dict.fromkeys(sorted(found))


def _row(file: DumpFile) -> dict[str, Any]:
    return {
        "path": file.path,
        "title": file.title,
        "media_type": file.media_type,
        "bytes": len(file.content),
        "sha256": file.sha256,
        "quotes": bool(file.quoted),
    }
