"""The catalogue and the VoID description say what is published, conform to their profiles, and invent nothing."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from pyoxigraph import Quad
from rdflib import DCTERMS, FOAF, PROV, RDF, RDFS, SKOS, VOID, XSD, BNode, Graph, Literal, Namespace, URIRef

from needgraph import __version__
from needgraph.describing import thing
from needgraph.judging.judge import judge
from needgraph.publication.dumps import SUMS
from needgraph.publication.facts import inputs, release_facts, store_with
from needgraph.publication.graph import (
    Publication,
    catalogue_document,
    publication,
    void_document,
)
from needgraph.publication.writing import constructed, prefixes_of, write_graph
from needgraph.querying.store import load_graphs
from needgraph.resources import Data, data_at
from needgraph.terms import DCT
from second_edition import second_edition

BASE = "https://needgraph.example"
NEED = Namespace("https://w3id.org/needgraph/def#")
ID = Namespace("https://w3id.org/needgraph/id/")
PART = Namespace("https://w3id.org/needgraph/catalog#")
DCAT = Namespace("http://www.w3.org/ns/dcat#")
CATALOG = URIRef("https://w3id.org/needgraph/catalog")
SPDX = Namespace("http://spdx.org/rdf/terms#")
SCHEMA = Namespace("https://schema.org/")
ADMS = Namespace("http://www.w3.org/ns/adms#")
FIXTURES = Path(__file__).parent / "fixtures"
COMMIT = "d5f1223"
DATA = {"invented": Data(FIXTURES / "graphs"), "documents": data_at()}


@pytest.fixture(scope="module", params=DATA)
def data(request: pytest.FixtureRequest) -> Data:
    return DATA[request.param]


@pytest.fixture(scope="module")
def made(data: Data) -> Publication:
    return publication(data, "1.2.3-abcdef01", commit=COMMIT)


@pytest.fixture(scope="module")
def catalogue(made: Publication) -> Graph:
    return read(catalogue_document(made, BASE, "turtle"))


@pytest.fixture(scope="module")
def void(made: Publication) -> Graph:
    return read(void_document(made, BASE, "turtle"))


def read(turtle: bytes) -> Graph:
    return Graph().parse(data=turtle, format="turtle")


def editions(data: Data) -> list[str]:
    return ["/".join(folder.parts[-2:]) for folder in data.edition_folders()]


def results(shapes: str, content: bytes, folder: Path) -> list[tuple[str, str, str]]:
    path = folder / "data.ttl"
    path.write_bytes(content)
    verdict = judge([FIXTURES / "publication" / shapes], [path])
    assert verdict.examined > 3
    return [(result.focus, result.path, result.message) for result in verdict.results]


def test_catalogue_conforms_to_the_application_profile(made: Publication, tmp_path: Path) -> None:
    assert results("dcat-ap.ttl", catalogue_document(made, BASE, "turtle"), tmp_path) == []


def test_shapes_of_the_profile_speak_up(made: Publication, tmp_path: Path) -> None:
    spoilt = catalogue_document(made, BASE, "turtle").replace(b"dcat:accessURL", b"dct:relation")
    assert {path for _, path, _ in results("dcat-ap.ttl", spoilt, tmp_path)} == {f"<{DCAT.accessURL}>"}


def test_services_conform_to_the_application_profile(data: Data, tmp_path: Path) -> None:
    store = load_graphs(data.graph_files())
    content = write_graph(constructed(store, "cpsv"), "turtle", prefixes_of("cpsv"))
    assert results("cpsv-ap.ttl", content, tmp_path) == []
    spoilt = content.replace(b"cv:hasCompetentAuthority", b"dct:relation")
    assert results("cpsv-ap.ttl", spoilt, tmp_path)


def test_nothing_is_a_blank_node_and_every_link_begins_with_the_base(catalogue: Graph, void: Graph) -> None:
    nodes = {node for triple in catalogue + void for node in triple}
    assert not [node for node in nodes if isinstance(node, BNode)]
    assert "x-needgraph" not in str(nodes)
    for relation in (DCAT.accessURL, DCAT.downloadURL, DCAT.endpointURL, DCAT.endpointDescription, DCAT.landingPage):
        found = [str(address) for address in catalogue.objects(None, relation)]
        assert found
        assert all(address.startswith(f"{BASE}/") for address in found)


def test_base_changes_links_and_no_name(made: Publication) -> None:
    one, other = (read(catalogue_document(made, base, "turtle")) for base in (BASE, "http://127.0.0.1:8000"))
    moved = {str(node) for triple in one - other for node in triple if str(node).startswith(BASE)}
    assert moved
    assert {str(node).replace("http://127.0.0.1:8000", BASE) for node in other.all_nodes()} == {
        str(node) for node in one.all_nodes()
    }


def test_every_edition_is_a_data_set_in_the_series_of_its_authority(catalogue: Graph, data: Data) -> None:
    for edition in editions(data):
        dataset, series = PART[f"edition/{edition}"], PART[f"series/{edition.split('/')[0]}"]
        assert (CATALOG, DCAT.dataset, dataset) in catalogue
        assert (dataset, DCAT.inSeries, series) in catalogue
        assert (series, RDF.type, DCAT.DatasetSeries) in catalogue
        assert (dataset, PROV.wasDerivedFrom, ID[edition]) in catalogue
        paths = {str(each) for each in catalogue.objects(dataset, DCAT.distribution)}
        assert paths == {
            *(f"{PART}file/{prefix}{edition}.{form}" for prefix in ("", "without-quotes/") for form in ("ttl", "csv")),
            f"{PART}page/{edition}",
        }


def test_no_edition_is_given_a_date_of_issue(catalogue: Graph) -> None:
    assert set(catalogue.subjects(DCTERMS.issued)) <= {CATALOG}


def test_currency_of_the_document_is_said_with_its_reason(catalogue: Graph, data: Data) -> None:
    for edition in editions(data):
        (note,) = catalogue.objects(PART[f"edition/{edition}"], ADMS.versionNotes)
        state, why = (catalogue.value(ID[edition], relation) for relation in (NEED.currency, NEED.reason))
        assert str(note) == f"Currency of the document: {state}. {why}"
        later = list(catalogue.objects(ID[edition], DCTERMS.isReplacedBy))
        assert bool(later) == (str(state) == "replaced")
        # A later edition that was not read is not a data set.
        assert not [each for each in later if (each, RDF.type, None) in catalogue]


def test_rights_of_the_wording_stand_apart_from_our_licence(catalogue: Graph, data: Data, made: Publication) -> None:
    licence = URIRef("https://creativecommons.org/licenses/by/4.0/")
    for file in made.files:
        if file.path == SUMS:
            continue
        node = PART[f"file/{file.path}"]
        assert list(catalogue.objects(node, DCTERMS.license)) == [licence]
        stated = [PART["rights"] if len(file.quoted) > 1 else PART[f"rights/{each}"] for each in file.quoted[:1]]
        assert list(catalogue.objects(node, DCTERMS.rights)) == stated
    for edition in editions(data):
        rights = PART[f"rights/{edition}"]
        assert (PART["rights"], DCTERMS.hasPart, rights) in catalogue
        assert catalogue.value(rights, DCTERMS.description) == catalogue.value(ID[edition], DCTERMS.rights)
        assert isinstance(catalogue.value(ID[edition], NEED.rightsCleared), Literal)


def test_every_file_has_its_size_and_checksum(catalogue: Graph, made: Publication) -> None:
    listed = {file.path for file in made.files} - {SUMS}
    found = {str(node).removeprefix(f"{PART}file/") for node in catalogue.subjects(DCAT.byteSize)}
    assert found == listed
    for file in made.files:
        node = PART[f"file/{file.path}"]
        if file.path != SUMS:
            size = catalogue.value(node, DCAT.byteSize)
            assert size == Literal(str(len(file.content)), datatype=XSD.nonNegativeInteger)
            (checksum,) = catalogue.objects(node, SPDX.checksum)
            value = catalogue.value(checksum, SPDX.checksumValue)
            assert isinstance(value, Literal)
            assert str(value) == hashlib.sha256(file.content).hexdigest()
            assert (node, DCAT.downloadURL, URIRef(f"{BASE}/dump/{file.path}")) in catalogue


def test_every_named_graph_has_its_canonical_hash(catalogue: Graph, data: Data) -> None:
    named = {str(graph).strip("<>") for graph in load_graphs(data.graph_files()).named_graphs()}
    for graph in named:
        (checksum,) = catalogue.objects(URIRef(graph), SPDX.checksum)
        assert len(str(catalogue.value(checksum, SPDX.checksumValue))) == 64
        assert "RDFC-1.0" in str(catalogue.value(checksum, RDFS.comment))


def test_build_names_its_program_commit_and_every_table(catalogue: Graph, data: Data) -> None:
    build = PART["build"]
    (tool,) = catalogue.objects(build, PROV.wasAssociatedWith)
    assert str(catalogue.value(tool, URIRef("http://www.w3.org/2002/07/owl#versionInfo"))) == __version__
    assert str(catalogue.value(PART["source"], DCTERMS.identifier)) == COMMIT
    used = set(catalogue.objects(build, PROV.used)) - {PART["source"]}
    found = {str(catalogue.value(node, RDFS.label)): str(catalogue.value(node, SCHEMA.sha256)) for node in used}
    assert found == {name: hashlib.sha256(path.read_bytes()).hexdigest() for _, name, path in inputs(data)}
    assert len(found) > 15


def test_graph_is_derived_from_its_own_tables(catalogue: Graph, data: Data) -> None:
    for edition in editions(data):
        graph = URIRef(f"https://w3id.org/needgraph/graph/{edition}")
        sources = {str(catalogue.value(node, RDFS.label)) for node in catalogue.objects(graph, PROV.wasDerivedFrom)}
        assert f"graphs/editions/{edition}/statements.tsv" in sources
        assert all(source.startswith(f"graphs/editions/{edition}/") for source in sources)


def test_commit_that_nobody_said_is_not_stated(data: Data) -> None:
    graph = read(catalogue_document(publication(data, "1"), BASE, "turtle"))
    assert (PART["source"], None, None) not in graph
    assert (CATALOG, DCAT.version, Literal("1")) in graph


def test_dates_come_from_the_data_or_are_given(data: Data, made: Publication, catalogue: Graph) -> None:
    store = load_graphs(data.graph_files())
    stated = {quad.object.value for quad in store if str(quad.object).endswith("#date>")}
    assert made.date == max(stated)
    assert {str(date) for date in catalogue.objects(None, DCTERMS.modified)} == {max(stated)}
    given = publication(data, "1", "2031-01-01").void
    assert {triple.object.value for triple in given if triple.predicate == DCT.modified} == {"2031-01-01"}  # type: ignore[union-attr]


def test_services_of_the_site_are_described(catalogue: Graph) -> None:
    assert (PART["sparql"], DCAT.endpointURL, URIRef(f"{BASE}/sparql")) in catalogue
    assert (PART["api"], DCAT.endpointDescription, URIRef(f"{BASE}/openapi.json")) in catalogue
    assert set(catalogue.objects(CATALOG, DCAT.service)) == {PART["sparql"], PART["api"]}


def test_links_between_editions_are_counted_by_relation_and_endorsed_by_nobody(
    catalogue: Graph, void: Graph, data: Data
) -> None:
    one, other = editions(data)
    links = PART[f"links/{one}/{other}"]
    store = load_graphs(data.graph_files())
    relations = ("close", "broad", "narrow", "related", "exact")
    total = 0
    for name in relations:
        found = [
            quad
            for quad in store.quads_for_pattern(None, thing(f"{SKOS}{name}Match"), None)
            if f"/id/{one}/" in str(quad.subject) and f"/id/{other}/" in str(quad.object)
        ]
        total += len(found)
        if found:
            subset = URIRef(f"{links}/{name}Match")
            assert catalogue.value(subset, VOID.triples) == void.value(subset, VOID.triples) == Literal(len(found))
            assert (links, VOID.subset, subset) in catalogue
    assert catalogue.value(links, VOID.triples) == Literal(total)
    assert (PART["mappings"], VOID.subset, links) in catalogue
    for node in (links, PART["mappings"]):
        assert "Not endorsed by either authority" in str(catalogue.value(node, SKOS.scopeNote))


def test_links_to_other_vocabularies_name_predicate_and_target(void: Graph, data: Data) -> None:
    store = load_graphs(data.graph_files())
    edition = editions(data)[0]
    links = [
        node
        for node in void.subjects(VOID.linkPredicate, NEED.cites)
        if (node, VOID.subjectsTarget, PART[f"edition/{edition}"]) in void
    ]
    counted = sum(int(str(void.value(node, VOID.triples))) for node in links)
    cited = {
        (quad.subject, quad.object)
        for quad in store.quads_for_pattern(None, thing(str(NEED.cites)), None)
        if f"/id/{edition}/" in str(quad.subject) and "w3id.org/needgraph" not in str(quad.object)
    }
    assert counted == len(cited)
    assert {str(void.value(node, VOID.objectsTarget)) for node in links} <= {"http://www.legislation.gov.uk/"}


def test_void_counts_every_data_set_by_class_and_property(void: Graph, data: Data) -> None:
    store = load_graphs(data.graph_files())
    everything = {quad.triple for quad in store}
    assert void.value(PART["all"], VOID.triples) == Literal(len(everything))
    for edition in editions(data):
        graph = [quad for quad in store if str(quad.graph_name).endswith(f"/graph/{edition}>")]
        dataset = PART[f"edition/{edition}"]
        assert void.value(dataset, VOID.triples) == Literal(len(graph))
        columns = {
            str(void.value(each, VOID.property)): int(str(void.value(each, VOID.triples)))
            for each in void.objects(dataset, VOID.propertyPartition)
        }
        assert sum(columns.values()) == len(graph)
        sorts = {
            str(void.value(each, VOID["class"])): int(str(void.value(each, VOID.entities)))
            for each in void.objects(dataset, VOID.classPartition)
        }
        levels = [quad for quad in graph if str(quad.object) == f"<{NEED.Level}>"]
        assert sorts[str(NEED.Level)] == len(levels)
        assert (PART["all"], VOID.subset, dataset) in void
        assert (dataset, VOID.dataDump, URIRef(f"{BASE}/dump/{edition}.ttl")) in void
    (description,) = void.subjects(RDF.type, VOID.DatasetDescription)
    assert (description, FOAF.primaryTopic, PART["all"]) in void


def test_edition_that_took_the_place_of_another_is_its_later_version(tmp_path: Path) -> None:
    data = second_edition(tmp_path)
    store = load_graphs(data.graph_files())
    facts = release_facts(data, store, (), BASE, "1", "2026-01-01", "")
    both = store_with(store, facts)
    older, newer = PART["edition/ashby/2024"], PART["edition/ashby/2026"]

    def made() -> Graph:
        return read(write_graph(constructed(both, "dcat-datasets"), "turtle", prefixes_of("dcat-datasets")))

    assert (newer, DCAT.previousVersion, older) not in made()
    both.add(Quad(thing("ashby/2024"), DCT.isReplacedBy, thing("ashby/2026")))
    graph = made()
    assert (newer, DCAT.previousVersion, older) in graph
    assert (older, DCTERMS.isReplacedBy, newer) in graph
    assert {str(each) for each in graph.subjects(DCAT.inSeries, PART["series/ashby"])} == {str(older), str(newer)}


def test_facts_change_no_graph(data: Data) -> None:
    store = load_graphs(data.graph_files())
    size = len(store)
    both = store_with(store, release_facts(data, store, (), BASE, "1", "", ""))
    assert len(store) == size
    assert set(both.named_graphs()) == set(store.named_graphs())
    assert {quad for quad in both if str(quad.graph_name) != "DEFAULT"} == set(store)
