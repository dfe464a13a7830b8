"""Compare what the editions leave unsaid, where no rule, service or number of the other answers it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from needgraph.comparing_facts import Facts
from needgraph.comparing_rows import NOT_SAID, Line, sentence, side_of, silent, unknown
from needgraph.comparing_rules import ASSESSING, SILENCES

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


def silence_lines(facts: Facts, one: str, other: str) -> Iterator[Line]:
    """Yield a line for each matter on which both editions are silent at a tier, or one is and no other line says so."""
    said: dict[str, dict[str, tuple[str, str]]] = {}
    for edition in (one, other):
        for row in facts.silences[edition]:
            levels, basis = said.setdefault(str(row["facet"]), {}).get(edition, ("", ""))
            joined = " | ".join(each for each in (levels, str(row["level"])) if each)
            said[str(row["facet"])][edition] = (joined, basis or str(row["basis"]))
    for facet, found in sorted(said.items()):
        shared = _shared_tiers(facts, found) if len(found) == 2 else frozenset()
        if not shared and facet in ELSEWHERE:
            continue
        kind = next((kind for kind, facets in KINDS.items() if facet in facets), "rule")
        remark = [f"Matter: {facet.replace('-', ' ')}"]
        for edition, (levels, basis) in found.items():
            where = f" at Level {levels.replace(' | ', ', ')}" if levels else ""
            remark.append(f"{facts.names[edition]}: {NOT_SAID}{where}. Basis: {basis}")
        if shared and any(levels for levels, _ in found.values()):
            names = ", ".join(facts.tier_names[tier] for tier in sorted(shared))
            remark.append(f"Both are silent at the tiers: {names}")
        cited = {edition: _cited(facts, facet, edition) for edition in (one, other) if edition not in found}
        remark += [f"{facts.names[each]}: no such silence was recorded" for each, ids in cited.items() if not ids]
        sides = [
            silent(each, found[each][0])
            if each in found
            else side_of(facts, cited[each])
            if cited[each]
            else unknown(each)
            for each in (one, other)
        ]
        relation = "both-silent" if shared else "one-silent" if len(found) == 1 else "silent-at-other-levels"
        criterion = "neither-says" if shared else CRITERIA.get(kind, "access")
        yield Line(
            kind, facet, sides[0], relation, "", "", sides[1], criterion, sentence(remark), f"facet {facet}", 5
        )  # fmt: skip


def _shared_tiers(facts: Facts, found: Mapping[str, tuple[str, str]]) -> frozenset[int]:
    """Return the tiers at which all are silent; a silence without level holds at every tier."""
    reached = [
        facts.tiers_at((edition, level) for level in levels.split(" | ")) if levels else frozenset(facts.tier_names)
        for edition, (levels, _) in found.items()
    ]
    return frozenset(facts.tier_names).intersection(*reached)


def _cited(facts: Facts, facet: str, edition: str) -> list[str]:
    """Return the passages of an edition that cite the section on whose criteria the other is silent."""
    _, is_criteria, section = facet.partition("criteria-s")
    ids = [
        str(row["id"])
        for row in facts.citations[edition]
        if is_criteria and str(row["target"]).endswith(f"/section/{section}")
    ]
    return list(dict.fromkeys(ids))
