"""Write the statements of an edition: what is printed, and our readings of it."""

from __future__ import annotations

import re

from pyoxigraph import Literal, NamedNode

from needgraph.describing import Pair, Triple, Value, day, describe, english, number, plain, thing
from needgraph.graphs.edition_writer import Writer
from needgraph.tables.editions import EditionProblem
from needgraph.tables.tsv import Row
from needgraph.terms import DCT, NEED, ODRL, PREFIXES, PROV, RDF, SCHEMA, SKOS, XSD

COMPARATORS = {">": "gt", ">=": "gteq", "<": "lt", "<=": "lteq", "=": "eq"}
_CRITERION = re.compile(r"([a-z0-9-]+) (>=|<=|>|<|=) (\d+(?:\.\d+)?) ([a-z-]+|%)")
# Readings whose value is a concept, with the property the build writes beside them.
FACETS = {
    "concern": NEED.hasConcern,
    "subject": NEED.hasSubject,
    "assessment-dimension": NEED.hasAssessmentDimension,
    "severity": NEED.hasSeverityWord,
    "polarity": NEED.hasPolarity,
}
# Readings whose value is a plain value of a glossary entry.
GLOSSARY = {"term": NEED.term, "expansion": NEED.expansion, "times-used": NEED.timesUsed}
LABEL_LENGTH = 90


def statement(writer: Writer, row: Row) -> list[Triple]:
    indicator = row["kind"] == "indicator"
    classes: dict[str, list[NamedNode]] = {
        "indicator": [NEED.Indicator, SKOS.Concept],
        "glossary-entry": [NEED.GlossaryEntry],
    }
    pairs: list[Pair] = [
        (RDF.type, [NEED.Statement, *classes.get(row["kind"], [])]),
        (SKOS.prefLabel, english(_label(row))),
        (SKOS.inScheme, thing(writer.edition.path) if indicator else None),
        writer.source,
        (NEED.hasKind, thing(f"kind/{row['kind']}")),
        (NEED.isAtLevel, writer.nodes("level", row.several("level"))),
        (NEED.isInDimension, writer.nodes("dimension", row.several("dimension"))),
        (DCT.isPartOf, writer.nodes("", row.several("part_of"))),
        (NEED.quote, plain(row["quote"])),
        (NEED.summary, english(row["summary"])),
        (NEED.start, number(row["start"])),
        (NEED.end, number(row["end"])),
        (SCHEMA.sha256, plain(row["hash"])),
        *writer.extra.get(row["id"], ()),
    ]
    # A subject's types come first, also the one that services.tsv adds.
    pairs.sort(key=lambda pair: pair[0] != RDF.type)
    return describe(writer.node(row["id"]), pairs)


def _label(row: Row) -> str:
    text = row["label"] or " ".join((row["quote"] or row["summary"]).split())
    return text if len(text) <= LABEL_LENGTH or row["label"] else text[: LABEL_LENGTH - 1].rstrip() + "…"


def tombstone(writer: Writer, row: Row) -> list[Triple]:
    return describe(
        writer.node(row["id"]),
        [
            (RDF.type, NEED.WithdrawnStatement),
            (SKOS.prefLabel, english(f"Withdrawn statement {row['id']}")),
            writer.source,
            (PROV.invalidatedAtTime, day(row["withdrawn"])),
            (NEED.reason, english(row["note"])),
        ],
    )


def reading(writer: Writer, row: Row) -> list[Triple]:
    """Note the direct property for the statement; return the reading itself where its words are given."""
    facet = row["facet"]
    value: Value
    triples: list[Triple] = []
    if facet in FACETS:
        scheme = writer.reference.vocabulary.get(facet, {})
        if row["value"] not in scheme:
            raise EditionProblem(row.problem(f"value {row['value']!r} is not a concept of the scheme {facet}"))
        value = thing(f"{facet}/{row['value']}")
        writer.extra[row["statement"]].append((FACETS[facet], value))
    elif facet in GLOSSARY:
        value = number(row["value"]) if facet == "times-used" else plain(row["value"])
        writer.extra[row["statement"]].append((GLOSSARY[facet], value))
    elif facet == "criterion":
        value = writer.node("criterion", row["id"])
        writer.extra[row["statement"]].append((NEED.hasCriterion, value))
        triples += _criterion(value, row)
    else:
        raise EditionProblem(row.problem(f"facet {facet!r} is not one that is read from a statement"))
    if row["words"]:
        triples += describe(
            writer.node("reading", row["id"]),
            [
                (RDF.type, NEED.Reading),
                (SKOS.prefLabel, english(f"Reading of {row['statement']}: {facet} {row['value']}")),
                writer.source,
                (NEED.restsOn, writer.node(row["statement"])),
                (NEED.hasKind, thing(f"facet/{facet}")),
                (RDF.value, value),
                (NEED.quote, plain(row["words"])),
                (NEED.reason, english(row["reason"])),
                writer.by(row),
            ],
        )
    return triples


def _criterion(node: NamedNode, row: Row) -> list[Triple]:
    match = _CRITERION.fullmatch(row["value"])
    if match is None:
        raise EditionProblem(
            row.problem(f"criterion {row['value']!r}; write quantity, comparator, number, unit: `absence >= 6 week`")
        )
    quantity, comparator, amount, unit = match.groups()
    datatype = XSD.decimal if "." in amount else XSD.integer
    return describe(
        node,
        [
            (RDF.type, [NEED.Criterion, ODRL.Constraint]),
            (SKOS.prefLabel, english(row["value"])),
            (ODRL.leftOperand, thing(f"quantity/{quantity}")),
            (ODRL.operator, NamedNode(PREFIXES["odrl"] + COMPARATORS[comparator])),
            (ODRL.rightOperand, Literal(amount, datatype=datatype)),
            (ODRL.unit, thing(f"unit/{'percent' if unit == '%' else unit}")),
        ],
    )
