"""Read the reference tables (lists of concepts, law, guidance, organisations) and write their graphs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import Literal, NamedNode

from needgraph.describing import Pair, Triple, describe, english, flag, number, plain, thing
from needgraph.errors import NeedgraphError, nearest
from needgraph.identifiers import LEGISLATION
from needgraph.resources import Data
from needgraph.tables.tsv import Row, read_table
from needgraph.terms import DCT, ELI, FOAF, NEED, ORG, OWL, PREFIXES, PROV, RDF, SCHEMA, SKOS

SCHEMES = ("id", "title", "definition", "source", "licence", "file")
CONCEPTS = (
    "scheme", "id", "notation", "label", "definition", "broader", "rank", "exact_match", "close_match",
    "broad_match", "related_match", "replaced_by", "deprecated", "confirmed", "source", "note",
)  # fmt: skip
# The hub has four columns more: its strengths, national codes and triangle dimensions.
CONCERNS = (*CONCEPTS, "polarity", "negates", "national_code", "assessment_dimension")
LAW = ("id", "label", "part_of", "type", "in_force", "confirmed", "note")
GUIDANCE = ("id", "label", "issued", "version_of", "replaced_by", "url", "type", "confirmed", "note")
ORGANISATIONS = (
    "id", "label", "type", "identifier", "gss", "la_number", "members", "part_of", "area", "url", "confirmed", "note",
)  # fmt: skip
CURATORS = ("id", "name", "kind", "note")

# Concepts of these schemes are also members of a class of ours.
CLASSES = {
    "tier": NEED.Tier,
    "route": NEED.LegalRoute,
    "concern": NEED.Concern,
    "severity": NEED.SeverityWord,
}
LAW_TYPES = {"provision": ELI.LegalResourceSubdivision}
ORGANISATION_TYPES = {
    "collaboration": ORG.OrganizationalCollaboration,
    "formal-organisation": ORG.FormalOrganization,
}
LA_NUMBER = thing("datatype/dfe-local-authority-number")
COLUMNS_OF = {"concerns.tsv": CONCERNS}
AGENTS = {"person": PROV.Person, "software": PROV.SoftwareAgent}
MATCHES = {
    "exact_match": SKOS.exactMatch, "close_match": SKOS.closeMatch,
    "broad_match": SKOS.broadMatch, "related_match": SKOS.relatedMatch,
}  # fmt: skip


class ReferenceProblem(NeedgraphError):
    """A reference table that cannot be used."""


@dataclass(frozen=True)
class Reference:
    """The rows of all reference tables."""

    schemes: list[Row]
    concepts: list[Row]
    law: list[Row]
    guidance: list[Row]
    organisations: list[Row]
    curators: list[Row]

    @cached_property
    def vocabulary(self) -> dict[str, dict[str, Row]]:
        """The concepts of each scheme by their id."""
        found: dict[str, dict[str, Row]] = {row["id"]: {} for row in self.schemes}
        for row in self.concepts:
            found[row["scheme"]][row["id"]] = row
        return found

    @cached_property
    def listed(self) -> dict[str, dict[str, Row]]:
        """What an edition may name that is no concept, by its table and then by its id."""
        tables = {"organisations": self.organisations, "guidance": self.guidance}
        return {name: {row["id"]: row for row in rows} for name, rows in tables.items()}


def read_reference(data: Data) -> Reference:
    """Return the reference tables; raise ReferenceProblem for an unknown or repeated id."""
    schemes = read_table(data.reference / "schemes.tsv", SCHEMES)
    names = {row["id"] for row in schemes}
    files = dict.fromkeys(row["file"] for row in schemes)
    concepts = [row for file in files for row in read_table(data.reference / file, COLUMNS_OF.get(file, CONCEPTS))]
    seen: dict[tuple[str, str], Row] = {}
    for row in concepts:
        if row["scheme"] not in names:
            raise ReferenceProblem(
                row.problem(f"scheme {row['scheme']!r} is not in schemes.tsv{nearest(row['scheme'], names)}")
            )
        first = seen.setdefault((row["scheme"], row["id"]), row)
        if first is not row:
            raise ReferenceProblem(row.problem(f"{row['scheme']}/{row['id']} stands already in row {first.line}"))
    for row in concepts:
        for parent in row.several("broader"):
            if _scheme_and_id(row, parent) not in seen:
                raise ReferenceProblem(row.problem(f"broader {parent!r} is not a concept of {row['scheme']}"))
    return Reference(
        schemes,
        concepts,
        read_table(data.reference / "law.tsv", LAW),
        read_table(data.reference / "guidance.tsv", GUIDANCE),
        read_table(data.reference / "organisations.tsv", ORGANISATIONS),
        read_table(data.curators, CURATORS),
    )


def reference_graphs(reference: Reference) -> dict[str, list[Triple]]:
    """Return the triples of each reference graph by the name of its file, without extension."""
    graphs: dict[str, list[Triple]] = {}
    for scheme in reference.schemes:
        name = scheme["file"].removesuffix(".tsv")
        graphs.setdefault(name, []).extend(_scheme(scheme, reference.vocabulary[scheme["id"]].values()))
    files = {row["id"]: row["file"].removesuffix(".tsv") for row in reference.schemes}
    for concept in reference.concepts:
        graphs[files[concept["scheme"]]].extend(_concept(concept))
    graphs["law"] = [triple for row in reference.law for triple in _law(row)]
    graphs["guidance"] = [triple for row in reference.guidance for triple in _guidance(row)]
    graphs["organisations"] = [triple for row in reference.organisations for triple in _organisation(row)]
    graphs["organisations"] += [triple for row in reference.curators for triple in _curator(row)]
    return graphs


def _scheme_and_id(row: Row, name: str) -> tuple[str, str]:
    scheme, slash, local = name.partition("/")
    return (scheme, local) if slash else (row["scheme"], name)


def _target(row: Row, name: str) -> NamedNode:
    """Return the node of a match: ``scheme/id``, a full IRI, or a CURIE of a prefix the ontology declares."""
    prefix, colon, local = name.partition(":")
    if colon and prefix in PREFIXES:
        return NamedNode(PREFIXES[prefix] + local)
    if colon and prefix not in ("http", "https"):
        raise ReferenceProblem(row.problem(f"{name!r}: the prefix {prefix!r} is not one the ontology declares"))
    return thing(name if colon else "/".join(_scheme_and_id(row, name)))


def _source(text: str) -> Pair:
    return (
        DCT.source,
        thing(text) if text.startswith(("http://", "https://")) and " " not in text else english(text),
    )


def _unless_confirmed(row: Row) -> Pair:
    return (NEED.confirmed, flag(False) if row["confirmed"] == "false" else None)


def _scheme(row: Row, concepts: Iterable[Row]) -> list[Triple]:
    return describe(
        thing(row["id"]),
        [
            (RDF.type, SKOS.ConceptScheme),
            (SKOS.prefLabel, english(row["title"])),
            (SKOS.definition, english(row["definition"])),
            _source(row["source"]),
            (
                DCT.license,
                thing(row["licence"]) if row["licence"].startswith("http") else english(row["licence"]),
            ),
            (SKOS.hasTopConcept, [thing(f"{row['id']}/{each['id']}") for each in concepts if _is_top(each)]),
        ],
    )


def _is_top(row: Row) -> bool:
    """Tell whether nothing in its own scheme is broader than a concept."""
    return all(_scheme_and_id(row, name)[0] != row["scheme"] for name in row.several("broader"))


def _concept(row: Row) -> list[Triple]:
    parents = [thing("/".join(_scheme_and_id(row, name))) for name in row.several("broader")]
    pairs: list[Pair] = [
        (RDF.type, SKOS.Concept),
        (RDF.type, CLASSES.get(row["scheme"])),
        (SKOS.prefLabel, english(row["label"])),
        (SKOS.definition, english(row["definition"])),
        (SKOS.notation, plain(row["notation"] or row["id"])),
        (SKOS.inScheme, thing(row["scheme"])),
        (SKOS.broader, parents),
        (NEED.rank, number(row["rank"]) if row["rank"] else None),
    ]
    pairs += [(match, [_target(row, name) for name in row.several(column)]) for column, match in MATCHES.items()]
    if row["scheme"] == "concern":
        pairs += _hub(row)
    pairs += [
        (
            DCT.isReplacedBy,
            [thing("/".join(_scheme_and_id(row, name))) for name in row.several("replaced_by")],
        ),
        (OWL.deprecated, flag(True) if row["deprecated"] == "true" else None),
        _unless_confirmed(row),
        _source(row["source"]),
        (SKOS.note, english(row["note"])),
    ]
    return describe(thing(f"{row['scheme']}/{row['id']}"), pairs)


def _hub(row: Row) -> list[Pair]:
    """Return what only a concern of the hub says: what it negates, its national code, its triangle dimensions."""
    return [
        (SKOS.relatedMatch, [thing(f"assessment-dimension/{each}") for each in row.several("assessment_dimension")]),
        (NEED.negates, [thing(f"concern/{each}") for each in row.several("negates")]),
        (NEED.nationalCode, [Literal(code) for code in row.several("national_code")]),
    ]


def law_node(path: str) -> NamedNode:
    """Return the node of a provision: legislation.gov.uk's identifier, or ours where it has none."""
    return thing(path if path.startswith(("http", "law/")) else LEGISLATION + path)


def _law(row: Row) -> list[Triple]:
    states = {"in-force": "InForce-inForce", "prospective": "InForce-notInForce"}
    return describe(
        law_node(row["id"]),
        [
            (RDF.type, NEED.LegalSection),
            (RDF.type, LAW_TYPES.get(row["type"], ELI.LegalResource)),
            (SKOS.prefLabel, english(row["label"])),
            (ELI.is_part_of, law_node(row["part_of"]) if row["part_of"] else None),
            (
                ELI.in_force,
                NamedNode(PREFIXES["eli"] + states[row["in_force"]]) if row["in_force"] in states else None,
            ),
            _unless_confirmed(row),
            (SKOS.note, english(row["note"])),
        ],
    )


def _guidance(row: Row) -> list[Triple]:
    return describe(
        thing(f"guidance/{row['id']}"),
        [
            (RDF.type, NEED.GuidanceEdition),
            (SKOS.prefLabel, english(row["label"])),
            (DCT.title, english(row["label"])),
            (DCT.issued, plain(row["issued"])),
            (DCT.isVersionOf, thing(row["version_of"]) if row["version_of"] else None),
            (DCT.isReplacedBy, [thing(f"guidance/{each}") for each in row.several("replaced_by")]),
            (FOAF.page, thing(row["url"]) if row["url"] else None),
            _unless_confirmed(row),
            (SKOS.note, english(row["note"])),
        ],
    )


def _organisation(row: Row) -> list[Triple]:
    return describe(
        thing(f"organisation/{row['id']}"),
        [
            (RDF.type, ORGANISATION_TYPES.get(row["type"], ORG.Organization)),
            (SKOS.prefLabel, english(row["label"])),
            (DCT.identifier, plain(row["identifier"])),
            (SKOS.notation, plain(row["gss"])),
            (SKOS.notation, Literal(row["la_number"], datatype=LA_NUMBER) if row["la_number"] else None),
            (
                SCHEMA.areaServed,
                thing(row["area"]) if row["area"].startswith("http") else english(row["area"]),
            ),
            (ORG.hasMember, [thing(f"organisation/{each}") for each in row.several("members")]),
            (ORG.subOrganizationOf, thing(f"organisation/{row['part_of']}") if row["part_of"] else None),
            (FOAF.page, thing(row["url"]) if row["url"] else None),
            _unless_confirmed(row),
            (SKOS.note, english(row["note"])),
        ],
    )


def _curator(row: Row) -> list[Triple]:
    if row["kind"] not in AGENTS:
        raise ReferenceProblem(row.problem(f"kind is {row['kind']!r}; write person or software"))
    return describe(
        thing(f"curator/{row['id']}"),
        [
            (RDF.type, AGENTS[row["kind"]]),
            (SKOS.prefLabel, english(row["name"])),
            (SKOS.note, english(row["note"])),
        ],
    )
