"""Turn the tables of an edition into its graph: levels, dimensions, statements and what rests on them."""

from __future__ import annotations

from needgraph.describing import Triple, day, describe, english, flag, number, plain, thing, things
from needgraph.graphs.edition_writer import Writer
from needgraph.graphs.rule_graph import citation, contact, note, rule, service
from needgraph.graphs.statement_graph import reading, statement, tombstone
from needgraph.tables.editions import Edition, EditionProblem
from needgraph.tables.reference import Reference
from needgraph.terms import DCT, NEED, ORG, RDF, SCHEMA, SKOS

MATCHES = {
    "close": SKOS.closeMatch,
    "broad": SKOS.broadMatch,
    "narrow": SKOS.narrowMatch,
    "related": SKOS.relatedMatch,
}
NOTICE = (
    "What the document says; not advice on a case. Its lists are illustrative, and it does not say which level "
    "a child is. Where it is silent, nothing follows. Not endorsed by the authority."
)


def edition_graph(edition: Edition, reference: Reference) -> list[Triple]:
    """Return the triples of an edition, subjects in document order, each with type and label first.

    The edition must have passed ``check_edition``.
    """
    writer = Writer(edition, reference)
    readings = [triple for row in edition.tables["readings"] for triple in reading(writer, row)]
    services = [triple for row in edition.tables["services"] for triple in service(writer, row)]
    statements = sorted(edition.statements, key=lambda row: (int(row["start"]), -int(row["end"])))
    return [
        *_edition(writer),
        *(triple for rank, _ in enumerate(edition.levels, 1) for triple in _level(writer, rank)),
        *(triple for rank, _ in enumerate(edition.dimensions, 1) for triple in _dimension(writer, rank)),
        *(triple for row in statements for triple in statement(writer, row)),
        *(triple for row in edition.tombstones for triple in tombstone(writer, row)),
        *readings,
        *(triple for rank, row in enumerate(edition.tables["rules"], 1) for triple in rule(writer, rank, row)),
        *services,
        *(triple for row in edition.tables["contacts"] for triple in contact(writer, row)),
        *(triple for row in edition.tables["citations"] for triple in citation(writer, row)),
        *(triple for row in edition.tables["notes"] for triple in note(writer, row)),
    ]


def _edition(writer: Writer) -> list[Triple]:
    edition = writer.edition
    authority = next((row for row in writer.reference.organisations if row["identifier"] == edition.authority), None)
    node = thing(f"organisation/{authority['id'] if authority else edition.authority}")
    named: list[Triple] = []
    if authority is None:
        if not edition.authority_name:
            raise EditionProblem(
                f"{edition.folder / 'edition.toml'}: no row of reference/organisations.tsv has the identifier "
                f"{edition.authority!r}; add the authority there, or give its authority_name"
            )
        named = describe(
            node,
            [
                (RDF.type, ORG.FormalOrganization),
                (SKOS.prefLabel, english(edition.authority_name)),
                (DCT.identifier, plain(edition.authority)),
            ],
        )
    return named + describe(
        thing(edition.path),
        [
            (RDF.type, NEED.Edition),
            (RDF.type, SKOS.ConceptScheme),
            (SKOS.prefLabel, english(edition.name)),
            (DCT.title, english(edition.title)),
            (SKOS.notation, plain(edition.key)),
            (DCT.creator, node),
            (DCT.publisher, thing(f"organisation/{edition.publisher}") if edition.publisher else None),
            (DCT.references, thing(f"guidance/{edition.guidance}") if edition.guidance else None),
            (DCT.source, thing(edition.published_at) if edition.published_at else None),
            (SCHEMA.sha256, plain(edition.source_sha256)),
            (DCT.rights, english(edition.rights)),
            (NEED.rightsCleared, flag(edition.rights_cleared)),
            (NEED.currency, plain(edition.currency)),
            (NEED.reason, english(edition.currency_reason)),
            (SCHEMA.lastReviewed, day(edition.checked)),
            (SKOS.scopeNote, english(NOTICE)),
            (SKOS.hasTopConcept, [writer.node("level", level.number) for level in edition.levels]),
            (SKOS.hasTopConcept, [writer.node("dimension", each.id) for each in edition.dimensions]),
        ],
    )


def _level(writer: Writer, rank: int) -> list[Triple]:
    level = writer.edition.levels[rank - 1]
    return describe(
        writer.node("level", level.number),
        [
            (RDF.type, NEED.Level),
            (RDF.type, SKOS.Concept),
            (SKOS.prefLabel, english(level.name)),
            (SKOS.notation, plain(level.number)),
            (SKOS.inScheme, thing(writer.edition.path)),
            writer.source,
            (NEED.rank, number(rank)),
            (NEED.riskWording, plain(level.risk)),
            (NEED.isPlacedOnTier, things("tier", level.tiers)),
            (NEED.hasRoute, things("route", level.routes)),
            (NEED.reason, english(level.reason)),
            (NEED.restsOn, writer.node(level.statement) if level.statement else None),
        ],
    )


def _dimension(writer: Writer, rank: int) -> list[Triple]:
    dimension = writer.edition.dimensions[rank - 1]
    return describe(
        writer.node("dimension", dimension.id),
        [
            (RDF.type, NEED.Dimension),
            (RDF.type, SKOS.Concept),
            (SKOS.prefLabel, english(dimension.heading)),
            (SKOS.notation, plain(dimension.id)),
            (SKOS.inScheme, thing(writer.edition.path)),
            writer.source,
            (NEED.rank, number(rank)),
            *((MATCHES[kind], [thing(each) for each in found]) for kind, found in dimension.matches.items()),
            (NEED.reason, english(dimension.reason)),
        ],
    )
