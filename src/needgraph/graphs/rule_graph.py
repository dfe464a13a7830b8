"""Write what rests on the statements of an edition: rules, services, contacts, citations, notes."""

from __future__ import annotations

from needgraph.describing import Pair, Triple, day, describe, english, flag, number, plain, thing, things
from needgraph.graphs.edition_writer import Writer
from needgraph.tables.editions import EditionProblem
from needgraph.tables.reference import law_node
from needgraph.tables.tsv import Row
from needgraph.terms import CPSV, DCT, NEED, RDF, SCHEMA, SKOS


def rule(writer: Writer, rank: int, row: Row) -> list[Triple]:
    # A consent rule asks for consent, depends on whether it was sought, given or refused, or says what goes without.
    about_consent = (
        row["topic"] == "consent"
        or row["consent"]
        or any("consent" in value for column in ("condition", "exception", "effect") for value in row.several(column))
    )
    return describe(
        writer.node("rule", row["id"]),
        [
            (RDF.type, [NEED.Rule, NEED.ConsentRule] if about_consent else [NEED.Rule]),
            (SKOS.prefLabel, english(row["label"])),
            writer.source,
            (NEED.rank, number(rank)),
            (NEED.hasKind, things("topic", row.several("topic"))),
            (NEED.governsAct, things("act", row.several("act"))),
            (NEED.appliesAtLevel, writer.nodes("level", row.several("levels"))),
            (NEED.hasStrength, things("strength", row.several("strength"))),
            (NEED.hasCondition, things("condition", row.several("condition"))),
            (NEED.hasException, things("condition", row.several("exception"))),
            (NEED.hasEffect, things("effect", row.several("effect"))),
            (NEED.asksForConsent, things("consent-form", row.several("consent"))),
            (NEED.imposesDuty, things("duty", row.several("duty"))),
            (NEED.restsOn, writer.nodes("", row.several("statements"))),
            (NEED.reason, english(row["reason"])),
            writer.by(row),
        ],
    )


def service(writer: Writer, row: Row) -> list[Triple]:
    """Note for a statement that it names a service or plan, or inherits services; return a public service."""
    role: Pair = (NEED.hasRole, things("role", row.several("role")))
    if row["entry"] == "public-service":
        contacts = [contact["id"] for contact in writer.edition.tables["contacts"] if contact["service"] == row["id"]]
        return describe(
            writer.node("service", row["id"]),
            [
                (RDF.type, CPSV.PublicService),
                (SKOS.prefLabel, english(row["label"])),
                (DCT.title, english(row["label"])),
                writer.source,
                role,
                (NEED.restsOn, writer.nodes("", row.several("statement"))),
                (SCHEMA.contactPoint, writer.nodes("contact", contacts)),
                (NEED.reason, english(row["reason"])),
            ],
        )
    extra = writer.extra[row["statement"]]
    if row["entry"] == "inheritance":
        extra.append((NEED.inheritsServicesOf, writer.nodes("level", row.several("inherits"))))
    elif row["entry"] == "plan":
        extra.append(role)
    else:
        parents = writer.nodes("", row.several("part_of"))
        extra += [(RDF.type, NEED.Service), (DCT.isPartOf, parents), role]
    return []


def contact(writer: Writer, row: Row) -> list[Triple]:
    return describe(
        writer.node("contact", row["id"]),
        [
            (RDF.type, SCHEMA.ContactPoint),
            (SKOS.prefLabel, english(row["name"])),
            (SCHEMA.name, plain(row["name"])),
            writer.source,
            (NEED.hasRole, things("role", row.several("role"))),
            (SCHEMA.telephone, plain(row["phone"])),
            (SCHEMA.email, plain(row["email"])),
            (SCHEMA.openingHours, plain(row["hours"])),
            (NEED.quote, plain(row["hours_printed"])),
            (NEED.restsOn, writer.nodes("", row.several("statements"))),
            (NEED.reason, english(row["note"])),
        ],
    )


def citation(writer: Writer, row: Row) -> list[Triple]:
    kind, _, path = row["target"].partition(":")
    rows = {"law": writer.reference.law, "guidance": writer.reference.guidance}.get(kind)
    target = None if rows is None else next((known for known in rows if known["id"] == path), None)
    if target is None:
        raise EditionProblem(
            row.problem(f"target {row['target']!r} is not in reference/law.tsv (law:…) or guidance.tsv (guidance:…)")
        )
    return describe(
        writer.node("citation", row["id"]),
        [
            (RDF.type, [NEED.Citation, NEED.LegalCitation if kind == "law" else NEED.GuidanceCitation]),
            (SKOS.prefLabel, english(f"{row['statement']} {row['role']} {target['label']}")),
            writer.source,
            (NEED.restsOn, writer.node(row["statement"])),
            (NEED.cites, law_node(path) if kind == "law" else thing(f"guidance/{path}")),
            (NEED.hasRole, things("citation-role", row.several("role"))),
            (NEED.quote, plain(row["words"])),
            (NEED.confirmed, flag(False) if row["confirmed"] == "false" else None),
            (NEED.reason, english(row["note"])),
        ],
    )


def note(writer: Writer, row: Row) -> list[Triple]:
    silence = row["type"] == "silence"
    scheme = "facet" if silence else "defect-kind"
    label = writer.reference.vocabulary[scheme][row["kind"]]["label"]
    levels = row.several("level")
    where = f", level {' and '.join(levels)}" if levels else ""
    return describe(
        writer.node("note", row["id"]),
        [
            (RDF.type, NEED.Silence if silence else NEED.SourceDefect),
            (SKOS.prefLabel, english(f"{'Silent on' if silence else 'Defect'}: {label}{where}")),
            writer.source,
            (NEED.isSilentOn if silence else NEED.hasKind, thing(f"{scheme}/{row['kind']}")),
            (NEED.appliesAtLevel, writer.nodes("level", levels)),
            (NEED.start, number(row["start"]) if row["start"] else None),
            (NEED.end, number(row["end"]) if row["end"] else None),
            (NEED.restsOn, writer.nodes("", row.several("statement"))),
            (NEED.reason, english(row["reason"])),
            writer.by(row),
            (SCHEMA.lastReviewed, day(row["checked"])),
        ],
    )
