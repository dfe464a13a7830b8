"""The pages about the site itself: home, the persistence policy, and the ontology with all its terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from pyoxigraph import NamedNode, RdfFormat, parse

from needgraph.files import read_bytes
from needgraph.querying.answers import Answer
from needgraph.resources import ONTOLOGY
from needgraph.site.frame import Notice, link_to, rendered
from needgraph.site.negotiation import GRAPH_FORMS
from needgraph.site.pages import FORM_NAMES
from needgraph.site.terms import CLASS, NAMESPACE, Term, known_terms, label_of
from needgraph.terms import DCT, OWL

ORIGINS = {
    "quoted": "the authority’s own words",
    "normalised": "what is printed, tidied or placed",
    "inferred": "computed by needgraph",
    "curated": "our judgement",
}


class About(NamedTuple):
    """What is said of the data of a site: version, the latest date that they state, and whether they are ours."""

    version: str
    date: str
    own: bool


class Ontology(NamedTuple):
    """What the ontology says of itself."""

    title: str
    description: str
    version: str
    modified: str


class Ends(NamedTuple):
    """A term with what it relates, each a label with a link."""

    term: Term
    start: tuple[str, str]
    end: tuple[str, str]
    above: tuple[str, str]


def home_page(editions: Answer, notices: Mapping[str, Notice], about: About, base: str) -> bytes:
    """Return the first page: what this is and is not for, the editions with their currency, and all ways in.

    ``editions`` is the answer to the question of that name.
    """
    cards = [
        {
            **row,
            "id": f"{row['authority']}/{row['edition']}",
            "notice": notices.get(f"{row['authority']}/{row['edition']}"),
        }
        for row in editions.records()
    ]
    return rendered("home.html", base, title="needgraph", editions=cards, about=about, context=context_path())


def persistence_page(base: str) -> bytes:
    """Return the page that says what identifiers promise."""
    return rendered("persistence.html", base, title="What our identifiers promise", context=context_path())


def ontology_page(base: str) -> bytes:
    """Return the page about the ontology; every term has an anchor, so that its IRI leads to its place."""
    terms = [
        Ends(term, _end(term.start, base), _end(term.end, base), _end(term.above, base))
        for term in known_terms().values()
    ]
    ours = sorted((each for each in terms if each.term.is_ours), key=lambda each: each.term.anchor.lower())
    return rendered(
        "ontology.html",
        base,
        title="The ontology",
        ontology=ontology(),
        classes=[each for each in ours if each.term.kind == CLASS],
        properties=[each for each in ours if each.term.kind != CLASS],
        reused=_by_anchor([each for each in terms if not each.term.is_ours]),
        origins=ORIGINS,
        namespace=NAMESPACE,
        forms=[(FORM_NAMES[form.name], form) for form in GRAPH_FORMS.values()],
    )


@lru_cache(maxsize=1)
def ontology() -> Ontology:
    """Return what the ontology says of itself."""
    node = NamedNode(NAMESPACE.rstrip("#"))
    said = {
        quad.predicate: quad.object.value
        for quad in parse(read_bytes(ONTOLOGY), format=RdfFormat.TURTLE)
        if quad.subject == node and hasattr(quad.object, "value")
    }
    return Ontology(*(said.get(each, "") for each in (DCT.title, DCT.description, OWL.versionInfo, DCT.modified)))


def context_path() -> str:
    """Return the path of this version of the JSON-LD context; another content has another path.

    >>> context_path().startswith("/context/")
    True
    """
    return f"/context/{context_version()}.jsonld"


@lru_cache(maxsize=1)
def context_version() -> str:
    """Return the version of the context: that of the ontology and the start of the checksum of its bytes."""
    import hashlib

    from needgraph.resources import CONTEXT

    return f"{ontology().version}-{hashlib.sha256(read_bytes(CONTEXT)).hexdigest()[:8]}"


def _by_anchor(terms: Sequence[Ends]) -> list[Ends]:
    return sorted(terms, key=lambda each: each.term.anchor.lower())


def _end(iri: str, base: str) -> tuple[str, str]:
    return (label_of(iri), link_to(iri, base)) if iri else ("", "")
