"""Write the graph of the mappings: what was agreed, what was rejected, and the gaps, never mistaken for each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from pyoxigraph import Literal, NamedNode

from needgraph.describing import Pair, Triple, day, describe, english, thing
from needgraph.graphs.hub_mappings import DerivedMapping
from needgraph.tables.editions import Edition
from needgraph.tables.mappings import NOT_FOUND, MappingTable, curie_of, id_of, is_gap
from needgraph.tables.reference import Reference
from needgraph.tables.tsv import Row
from needgraph.terms import DCT, NEED, PREFIXES, RDF, SKOS, SSSOM, XSD


def mapping_graph(
    tables: Mapping[str, MappingTable], editions: Sequence[Edition], reference: Reference
) -> list[Triple]:
    """Return the triples of the agreed and rejected tables; suggested and undecided rows are not built.

    An agreed pair is a SKOS relation and a ``sssom:Mapping``; one of a group is the latter only. A rejected
    pair is a ``need:Rejection`` and a gap a ``need:Gap``: neither has a predicate, so that no query for mappings
    can read it as one.
    """
    tiers = level_tiers(editions, reference)
    triples: list[Triple] = []
    for row in tables["agreed"].rows:
        triples += _gap(row) if is_gap(row) else _agreed(row, tiers)
    for row in tables["rejected"].rows:
        triples += _rejected(row)
    groups = sorted({row["group"] for row in tables["agreed"].rows if row["group"]})
    for group in groups:
        triples += _group(group)
    return triples


def derived_graph(pairs: Sequence[DerivedMapping], reference: Reference) -> list[Triple]:
    """Return the pairs that the hub derives, labelled as derived: no predicate, no severity, and nobody's decision."""
    concerns = reference.vocabulary.get("concern", {})
    triples: list[Triple] = []
    for pair in pairs:
        name = concerns[pair.concern]["label"]
        ends = "/".join(end.replace(":", "-") for end in (pair.subject_id, pair.object_id))
        triples += describe(
            thing(f"derived/{ends}/{pair.concern}"),
            [
                (RDF.type, NEED.DerivedPair),
                (SKOS.prefLabel, english(f"Derived: {pair.subject_id} and {pair.object_id} by {name}")),
                (SSSOM.subject_id, thing(id_of(pair.subject_id))),
                (SSSOM.object_id, thing(id_of(pair.object_id))),
                (SSSOM.mapping_justification, _term("semapv:MappingChaining")),
                (DCT.subject, thing(f"concern/{pair.concern}")),
                (NEED.reason, english(f"Both are read as {name}; derived from the readings, agreed by nobody.")),
            ],
        )
    return triples


def level_tiers(editions: Sequence[Edition], reference: Reference) -> dict[str, frozenset[int]]:
    """Return for the CURIE of each indicator the ranks of the tiers its level is placed on."""
    ranks = {name: int(row["rank"]) for name, row in reference.vocabulary.get("tier", {}).items()}
    found = {}
    for edition in editions:
        placed = {level.number: frozenset(ranks[tier] for tier in level.tiers) for level in edition.levels}
        for row in edition.statements:
            if row["kind"] == "indicator":
                found[curie_of(f"{edition.path}/{row['id']}")] = placed[row["level"]]
    return found


def level_relation(subject: frozenset[int], object_: frozenset[int]) -> str:
    """Return how the tiers of the object stand to those of the subject.

    ``same`` (equal sets), ``higher`` (the object's lowest above the subject's highest), ``lower`` (the reverse),
    ``spans`` (they overlap unequally), ``not-comparable`` (either is placed on no tier).

    >>> level_relation(frozenset({2}), frozenset({3})), level_relation(frozenset({0, 1}), frozenset({0}))
    ('higher', 'spans')
    """
    if not subject or not object_:
        return "not-comparable"
    if subject == object_:
        return "same"
    if min(object_) > max(subject):
        return "higher"
    return "lower" if max(object_) < min(subject) else "spans"


def is_exact(row: Row, level: str) -> bool:
    """Tell whether a pair may be published as exactly matching: one sense, one severity, one tier."""
    return row["same_sense"] == "true" and row["severity_relation"] == "same" and level == "same"


def mapping_node(row: Row) -> NamedNode:
    """Return the node of a row: ``mapping/<subject>/<object>``, or the edition searched in place of an end."""
    ends = [
        f"none-in-{row[f'{end}_source'].partition(':')[2].replace('/', '-')}"
        if row[f"{end}_id"] == NOT_FOUND
        else row[f"{end}_id"].replace(":", "-")
        for end in ("subject", "object")
    ]
    return thing(f"mapping/{ends[0]}/{ends[1]}")


def _end(row: Row, end: str) -> NamedNode:
    return thing(id_of(row[f"{end}_id"]))


@cache
def _term(curie: str) -> NamedNode:
    prefix, _, local = curie.partition(":")
    return NamedNode(PREFIXES[prefix] + local)


def _label(row: Row) -> str:
    return f"{row['subject_label']} — {row['object_label']}"


def _decision(row: Row) -> list[Pair]:
    return [
        (SSSOM.author_id, thing(row["author_id"].replace(":", "/"))),
        (SSSOM.mapping_date, day(row["mapping_date"])),
        (NEED.reason, english(row["comment"])),
    ]


def _agreed(row: Row, tiers: Mapping[str, frozenset[int]]) -> list[Triple]:
    subject, object_ = _end(row, "subject"), _end(row, "object")
    level = level_relation(tiers[row["subject_id"]], tiers[row["object_id"]])
    # Rows of a group make their claim together only; a relation of one pair alone would say too much.
    triples = [] if row["group"] else [Triple(subject, _term(row["predicate_id"]), object_)]
    if is_exact(row, level):
        triples.append(Triple(subject, SKOS.exactMatch, object_))
    confidence = Literal(row["confidence"], datatype=XSD.decimal) if row["confidence"] else None
    return triples + describe(
        mapping_node(row),
        [
            (RDF.type, SSSOM.Mapping),
            (SKOS.prefLabel, english(_label(row))),
            (SSSOM.subject_id, subject),
            (SSSOM.predicate_id, _term(row["predicate_id"])),
            (SSSOM.object_id, object_),
            (NEED.hasSeverityRelation, thing(f"severity-relation/{row['severity_relation']}")),
            (NEED.hasLevelRelation, thing(f"level-relation/{level}")),
            (SSSOM.mapping_justification, _term(row["mapping_justification"])),
            (SSSOM.confidence, confidence),
            *_decision(row),
            (DCT.isPartOf, thing(f"mapping-group/{row['group']}") if row["group"] else None),
        ],
    )


def _rejected(row: Row) -> list[Triple]:
    return describe(
        mapping_node(row),
        [
            (RDF.type, NEED.Rejection),
            (SKOS.prefLabel, english(_label(row))),
            (SSSOM.subject_id, _end(row, "subject")),
            (SSSOM.object_id, _end(row, "object")),
            *_decision(row),
        ],
    )


def _gap(row: Row) -> list[Triple]:
    found, missing = ("subject", "object") if row["object_id"] == NOT_FOUND else ("object", "subject")
    end, source = (
        (SSSOM.subject_id, SSSOM.object_source) if found == "subject" else (SSSOM.object_id, SSSOM.subject_source)
    )
    return describe(
        mapping_node(row),
        [
            (RDF.type, NEED.Gap),
            (SKOS.prefLabel, english(f"No counterpart: {row[f'{found}_label']}")),
            (end, _end(row, found)),
            (source, thing(row[f"{missing}_source"].partition(":")[2])),
            (NEED.hasGapReason, thing(f"gap-reason/{row['gap_reason']}")),
            *_decision(row),
        ],
    )


def _group(name: str) -> list[Triple]:
    label = f"Together: {name.replace('-', ' ')}"
    return describe(thing(f"mapping-group/{name}"), [(RDF.type, NEED.MappingGroup), (SKOS.prefLabel, english(label))])
