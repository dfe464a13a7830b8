"""Compare what the editions leave unsaid, where no rule, service or number of the other answers it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from needgraph.comparing.facts import Facts, Record
from needgraph.comparing.passages import ASSESSING, SILENCES
from needgraph.comparing.rows import NOT_SAID, Line, joined_basis, sentence, side_of, silent, unknown

# What a silence is about, where it is not a rule.
KINDS = {
    "term": ("glossary", "acronym-expansion", "term-definition", "immediate-risk-meaning", "risk-wording"),
    "definition": ("criteria-s17", "criteria-s47", "criteria-s31", "criteria-s20", "age-range"),
    "contact": ("non-emergency-number", "publisher-contact", "linked-document-address", "opening-hours"),
    "assessment": ("early-help-assessment-process", "assessment-timescale", "additional-assessment",
                   "lead-professional-role"),
    "service": ("services-by-level",),
    "gap": ("publication-date", "version", "review-date", "licence", "dimension-at-level", "protective-factors",
            "level-risk", "glossary"),
}  # fmt: skip
CRITERIA = {"rule": "rule", "gap": "wording", "term": "wording", "definition": "wording"}
# Other lines of the comparison say these where one edition speaks.
ELSEWHERE = {*SILENCES, ASSESSING, "response-time", "desired-outcome", "referral-form", "early-help-contact"}
# Each silence on one of these is about a word, a number or a heading of its own, so no two are the same silence.
PARTICULAR = {"term-definition", "acronym-expansion", "opening-hours", "dimension-at-level"}
# Where a document speaks of a matter that another leaves unsaid: the Act and, after it, the section that is cited.
ACT = "/ukpga/1989/41/"


class Silent(NamedTuple):
    """What one edition leaves unsaid: at which levels, none where it is silent throughout, and how that is known."""

    levels: tuple[str, ...]
    basis: str


def silence_lines(facts: Facts, one: str, other: str) -> Iterator[Line]:
    """Yield a line for each matter on which both editions are silent at a tier, or one is and no other line says so."""
    rows: dict[str, dict[str, list[Record]]] = {}
    for edition in (one, other):
        for row in facts.silences[edition]:
            rows.setdefault(str(row["facet"]), {}).setdefault(edition, []).append(row)
    for facet, by_edition in sorted(rows.items()):
        if facet in PARTICULAR:
            for edition, each in by_edition.items():
                for basis, levels in _by_basis(facts, edition, each):
                    yield _line(facts, one, other, facet, {edition: Silent(levels, basis)})
            continue
        found = {edition: _joined(facts, edition, each) for edition, each in by_edition.items()}
        shared = _shared_tiers(facts, found) if len(found) == 2 else frozenset()
        if shared or facet not in ELSEWHERE:
            yield _line(facts, one, other, facet, found, shared)


def _line(
    facts: Facts, one: str, other: str, facet: str, found: Mapping[str, Silent], shared: frozenset[int] = frozenset()
) -> Line:
    kind = next((kind for kind, facets in KINDS.items() if facet in facets), "rule")
    remark = [f"Matter: {facts.matter(facet)}"]
    for edition, (levels, basis) in found.items():
        where = f" at Level {', '.join(levels)}" if levels else ""
        # The document may well speak of hours or explain terms; what it leaves unsaid is one of them.
        point = ", on one point of this" if facet in PARTICULAR else ""
        remark.append(f"{facts.names[edition]}{point}: {NOT_SAID}{where}. Basis: {basis}")
    if shared and any(levels for levels, _ in found.values()):
        names = ", ".join(facts.tier_names[tier] for tier in sorted(shared))
        remark.append(f"Both are silent at the tiers: {names}")
    cited = {edition: _cited(facts, facet, edition) for edition in (one, other) if edition not in found}
    remark += [_unrecorded(facts, each, facet) for each, ids in cited.items() if not ids]
    sides = [
        silent(each, " | ".join(found[each].levels))
        if each in found
        else side_of(facts, cited[each])
        if cited[each]
        else unknown(each)
        for each in (one, other)
    ]
    relation = "both-silent" if shared else "one-silent" if len(found) == 1 else "silent-at-other-levels"
    criterion = "neither-says" if shared else CRITERIA.get(kind, "access")
    return Line(kind, facet, sides[0], relation, "", "", sides[1], criterion, sentence(remark), f"facet {facet}", 5)


def _unrecorded(facts: Facts, edition: str, facet: str) -> str:
    name = facts.names[edition]
    if facet in PARTICULAR and any(row["facet"] == facet for row in facts.silences[edition]):
        return f"What {name} leaves unsaid of this kind stands in lines of its own"
    return f"No silence on this was recorded of {name}; that alone does not show that it speaks of it"


def _by_basis(facts: Facts, edition: str, rows: Sequence[Record]) -> list[tuple[str, tuple[str, ...]]]:
    """Return each basis of some silences once, with the levels for which it was recorded."""
    bases = dict.fromkeys(str(row["basis"]) for row in rows)
    return [(basis, _joined(facts, edition, [row for row in rows if row["basis"] == basis]).levels) for basis in bases]


def _joined(facts: Facts, edition: str, rows: Sequence[Record]) -> Silent:
    """Return several silences of one edition on one matter as one, with all that they rest on."""
    printed = [{level for level in str(row["level"]).split(" | ") if level} for row in rows]
    # One silence without level holds throughout, whatever the others are limited to.
    known = set[str]().union(*printed) if all(printed) else set()
    return Silent(
        tuple(level for level in facts.tiers[edition] if level in known),
        joined_basis([(str(row["level"]), str(row["basis"])) for row in rows]),
    )


def _shared_tiers(facts: Facts, found: Mapping[str, Silent]) -> frozenset[int]:
    """Return the tiers at which all are silent; a silence without level holds at every tier."""
    reached = [
        facts.tiers_at((edition, level) for level in levels) if levels else frozenset(facts.tier_names)
        for edition, (levels, _) in found.items()
    ]
    return frozenset(facts.tier_names).intersection(*reached)


def _cited(facts: Facts, facet: str, edition: str) -> list[str]:
    """Return the passages of an edition that cite the section on whose criteria, or on age, the other is silent."""
    _, is_criteria, section = facet.partition("criteria-s")
    target = f"{ACT}section/{section}" if is_criteria else f"{ACT}section/105/1" if facet == "age-range" else ""
    ids = [str(row["id"]) for row in facts.citations[edition] if target and str(row["target"]).endswith(target)]
    return list(dict.fromkeys(ids))
