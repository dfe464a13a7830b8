"""Compare what one edition has and another has not: typed gaps, in both directions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from needgraph.comparing.facts import Facts, edition_of
from needgraph.comparing.pairs import is_across
from needgraph.comparing.ranking import criterion_missing, level_relation
from needgraph.comparing.rows import NOT_SAID, Line, sentence, side_of, silent, unknown

# The local part of a statement id, as curators write it in their reasons.
_NAMED = re.compile(r"\b[a-z]\d{4}\b")
ELSEWHERE = ("broader-elsewhere", "other-section")
NOT_YET = "not-yet-mapped"


def gap_lines(facts: Facts, one: str, other: str) -> Iterator[Line]:
    """Yield a line for each indicator without a counterpart at its tier, either edition searched for the other's.

    ``relation`` is what a curator established (``absent``, ``broader-elsewhere``, ``other-section``,
    ``out-of-scope``), ``other-level`` where all counterparts stand at other tiers, and ``not-yet-mapped``
    where nobody has decided. The passages that a curator names as the near ones are quoted beside it.
    """
    shown: set[tuple[str, str]] = set()
    for here, there in ((one, other), (other, one)):
        decided = set()
        for row in facts.gaps[here]:
            if row["searched"] == there:
                decided.add(str(row["id"]))
                yield _established(facts, one, str(row["id"]), there, str(row["gap_reason"]), str(row["reason"]))
        for name in facts.signs[here]:
            pairs = facts.counterparts(name, there)
            if pairs:
                line = _elsewhere(facts, one, name, there)
                # A pair without other counterparts is the same line from either side.
                if line and (line.subject.id, line.object.id) not in shown:
                    shown.add((line.subject.id, line.object.id))
                    yield line
            elif name not in decided:
                remark = f"Nobody has decided yet whether {facts.names[there]} has a counterpart; that is no finding"
                yield _line(facts, one, name, [], there, NOT_YET, remark)


def _established(facts: Facts, one: str, name: str, there: str, why: str, reason: str) -> Line:
    named = [f"{there}/{each}" for each in dict.fromkeys(_NAMED.findall(reason))] if why in ELSEWHERE else []
    near = [each for each in named if each in facts.passages]
    found = NOT_SAID if why == "absent" else why.replace("-", " ")
    remark = f"{facts.names[there]}, searched whole: {found}. {reason}"
    return _line(facts, one, name, near, there, why, remark)


def _elsewhere(facts: Facts, one: str, name: str, there: str) -> Line | None:
    """Return the line of a sign whose counterparts all stand at other tiers, or nothing."""
    pairs = facts.counterparts(name, there)
    far = [pair.object if pair.subject == name else pair.subject for pair in pairs]
    tiers = facts.tiers_of([name])
    if not tiers or any(tiers & facts.tiers_of([each]) for each in far):
        return None
    local = name.rpartition("/")[2]
    remark = f"What {facts.names[there]} has like {local} stands at other tiers only"
    if is_across(facts, name, there):
        remark += ", across a statutory line"
    return _line(facts, one, name, sorted(far), there, "other-level", remark)


def _line(facts: Facts, one: str, name: str, near: list[str], there: str, relation: str, remark: str) -> Line:
    sign = facts.signs[edition_of(name)][name]
    sides = (side_of(facts, [name]), side_of(facts, near) if near else silent(there))
    left, right = sides if sign.passage.edition == one else sides[::-1]
    if relation == NOT_YET:
        left, right = (unknown(each.id) if each.place == NOT_SAID else each for each in (left, right))
    tiers = facts.tiers_of([name])
    criterion = criterion_missing(tiers, [facts.tiers_of([each]) for each in near])
    if relation == "out-of-scope":
        criterion = "agreement"
    if relation == NOT_YET:
        criterion = "undecided"
    safe = any(concern in facts.safety for concern in sign.concerns)
    first, second = (tiers, facts.tiers_of(near)) if sign.passage.edition == one else (facts.tiers_of(near), tiers)
    weight = (0 if safe else 4) + (0 if relation == "absent" else 2)
    return Line(
        "gap", " | ".join(sign.concerns), left, relation, "", level_relation(first, second), right, criterion,
        sentence([remark]), sign.concerns[0] if sign.concerns else "", weight,
    )  # fmt: skip
