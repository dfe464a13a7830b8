"""Where the IRIs lead that we publish for other things than those below ``/id/``: definitions, graphs, tables, views.

Each leads (303) to the one document that says what it is; data and pages may lie at different addresses.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from needgraph.building.catalogue_builder import PARAMETER, QUERY
from needgraph.checking.shapes import SHAPE
from needgraph.files import read_bytes
from needgraph.identifiers import BASE, GRAPH
from needgraph.publication.dumps import WITHOUT
from needgraph.publication.graph import Publication
from needgraph.querying.catalogue import question_named
from needgraph.resources import ONTOLOGY
from needgraph.site.answers import missing_address_answer
from needgraph.site.definitions import definition_triples
from needgraph.site.http_answers import HttpAnswer, http_answer
from needgraph.site.negotiation import Form
from needgraph.tables.mappings import DECIDED, EXTENSIONS, SLOT
from needgraph.terms import NEED

ROOT = BASE.removesuffix("id/")
PROFILE = "odrl-profile"
# The data set of the graphs that are of no edition.
_SHARED = {"reference": "reference", "mappings": "mappings", "derived": "mappings", "ontology": "ontology"}


class Place(NamedTuple):
    """Where something is described: the path for who takes data, and that for who wants a page."""

    data: str
    page: str


@lru_cache(maxsize=1)
def defined_places() -> Mapping[str, Place]:
    """Return what comes with the program by the path of its IRI: it is the same whatever is served.

    >>> defined_places()["shape/StatementQuote"]
    Place(data='/shapes', page='/shapes#StatementQuote')
    """
    places = dict.fromkeys(_paths(_read(read_bytes(ONTOLOGY)), f"{ROOT}def/"), Place("/def", "/def"))
    for path in _paths(definition_triples("shapes"), SHAPE):
        places[path] = Place("/shapes", f"/shapes#{path.removeprefix('shape/')}")
    places |= dict.fromkeys(_paths(definition_triples("questions"), PARAMETER), Place("/questions", "/questions"))
    asked = _paths(definition_triples("questions"), QUERY)
    places |= {path: _question(path) for path in asked if "/parameter/" in path}
    for slot in EXTENSIONS:
        places[f"{SLOT}{slot}".removeprefix(ROOT)] = Place(f"/persistence#slot-{slot}", f"/persistence#slot-{slot}")
    # The ontology has a property for one of them.
    severity = NEED.hasSeverityRelation.value.removeprefix(ROOT)
    places["slot/severity_relation"] = Place("/def", f"/{severity}")
    return places


@lru_cache(maxsize=1)
def question_places() -> Mapping[str, Place]:
    """Return where each question is described, by path; its answer is at the same address.

    >>> question_places()["query/levels"].page
    '/questions#levels'
    """
    asked = _paths(definition_triples("questions"), QUERY)
    return {path: _question(path) for path in asked if "/parameter/" not in path}


def published_places(publication: Publication) -> Mapping[str, Place]:
    """Return the graphs, mapping tables and the ODRL profile of a publication by the path of their IRI.

    The publication of a store has no files: the question makes the profile, and graphs are not named.
    """
    places = {}
    for path in _paths((*publication.catalogue, *publication.void), GRAPH):
        inner = path.removeprefix("graph/")
        dataset = _SHARED.get(inner.split("/")[0], f"edition/{inner}")
        dump = _dump(publication, f"{dataset.removeprefix('edition/')}.ttl")
        places[path] = Place("/def" if dataset == "ontology" else dump, f"/catalog#{dataset.replace('/', '-')}")
    for state in DECIDED:
        dump = _dump(publication, f"mappings/{state}.sssom.tsv")
        if dump != "/catalog":
            places[f"mappings/{state}"] = Place(dump, "/catalog#mappings")
    profile = publication.file(f"views/{PROFILE}.ttl")
    if profile is None:
        places[f"id/{PROFILE}"] = Place(f"/query/{PROFILE}", f"/query/{PROFILE}")
    else:
        for path in _paths(_read(profile.content), f"{BASE}{PROFILE}"):
            places[path] = Place(f"/dump/{profile.path}", "/catalog#views")
    return places


def place_answer(path: str, places: Mapping[str, Place], form: Form | None, base: str) -> HttpAnswer:
    """Return the answer to an address that is looked up: 303 to where it is described, or 404."""
    place = places.get(path)
    if place is None:
        return missing_address_answer(form, base)
    target = base + (place.page if form is not None and form.name == "html" else place.data)
    body = f"This is described at {target}\n".encode()
    return http_answer(
        303, "text/plain; charset=utf-8", body, location=target, vary="Accept", cache_control="public, max-age=3600"
    )


def _question(path: str) -> Place:
    """Return where a question or a parameter of it is described; the page lists questions that answer with rows."""
    name = path.split("/")[1]
    return Place("/questions", f"/questions#{name}" if question_named(name).columns else "/questions")


def _dump(publication: Publication, path: str) -> str:
    """Return the address of a dump, or of the one without quotes, or of the catalogue where there is neither."""
    found = next((each for each in (path, WITHOUT + path) if publication.file(each)), None)
    return f"/dump/{found}" if found else "/catalog"


def _read(turtle: bytes) -> Iterable[Triple]:
    return [quad.triple for quad in parse(turtle, format=RdfFormat.TURTLE)]


def _paths(triples: Iterable[Triple], start: str) -> list[str]:
    """Return the paths of all IRIs in some triples that begin in a way, sorted; a fragment is asked for without it."""
    nodes = {node.value for triple in triples for node in (*triple,) if isinstance(node, NamedNode)}
    return sorted({iri.removeprefix(ROOT).partition("#")[0] for iri in nodes if iri.startswith(start)})
