"""The lines of a harmonised draft: each divergence with its parents, and what people decided of it, if anything."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from needgraph.comparing.facts import edition_of
from needgraph.comparing.rows import KINDS, NOT_SAID
from needgraph.decisions.checks import CONCERNED
from needgraph.decisions.folder import Decided
from needgraph.decisions.moves import Placing
from needgraph.decisions.tables import Decision, names_edition
from needgraph.querying.answers import Answer, Value
from needgraph.querying.asking import Endpoint, ask
from needgraph.reports.model import Cell, Quote

NOT_DECIDED = "Not decided"
# What is written here is no record that a body was asked.
UPWARD = {
    "proposed": "Proposed to be referred upward; not done. Nothing stands here.",
    "agreed": "Agreed to be referred upward. Nothing stands here.",
}
# Headings of two documents are no divergence, and a sign at another level stands as a pair already.
LEFT_OUT_KINDS = ("projection",)
LEFT_OUT = ("skos:relatedMatch", "other-level", "missing-rung", "doubled-rung", "inverted-rung")
# A line that stands at no target level: why not, in the order in which the draft shows them.
BETWEEN, NOWHERE, UNPRINTED = "between", "nowhere", "unprinted"


class DraftLine(NamedTuple):
    """A line of the draft: where it stands, how it stands, the words, and the two sides it comes from.

    ``part`` is the number of a target level, or one of ``BETWEEN``, ``NOWHERE`` and ``UNPRINTED``. ``heading`` is a
    concern (``concern/…``) or a kind. A side is its quotes, or the sentence that the document does not say.
    """

    part: str
    heading: str
    order: tuple[object, ...]
    standing: str
    words: Cell
    sides: tuple[Cell, Cell]
    why: str


class Divergence(NamedTuple):
    """What two documents say of one matter: the ids on either side with their levels, and why it was compared.

    ``unsaid`` is for each side the sentence that stands where it has no quote.
    """

    kind: str
    concern: str
    sides: tuple[tuple[str, ...], tuple[str, ...]]
    levels: tuple[tuple[str, ...], tuple[str, ...]]
    unsaid: tuple[str, str]
    reason: str

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of both sides."""
        return self.sides[0] + self.sides[1]


class Parents:
    """The quotes of everything that a line can come from: statements, and the statements that rules rest on."""

    def __init__(self, endpoint: Endpoint) -> None:
        statements = ask(endpoint, "statements").records()
        self.quotes = {
            str(row["id"]): Quote(str(row["id"]), str(row["quote"]), int(str(row["start"])), int(str(row["end"])))
            for row in statements
            if row["quote"]
        }
        self.levels = {str(row["id"]): _split(row["level"]) for row in statements}
        self.rests_on: dict[str, list[str]] = {}
        for row in ask(endpoint, "rule-facts").records():
            if row["part"] == "passage":
                self.rests_on.setdefault(str(row["id"]), []).append(str(row["value"]))
            elif row["part"] == "level":
                self.levels[str(row["id"])] = (*self.levels.get(str(row["id"]), ()), str(row["value"]))

    def statements(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Return the statements behind ids, those of a rule in their place."""
        return tuple(dict.fromkeys(each for name in ids for each in self.rests_on.get(name, [name])))

    def side(self, ids: Iterable[str], unsaid: str = NOT_SAID) -> Cell:
        """Return the quotes of one side, or the sentence that stands where there are none."""
        return tuple(self.quotes[each] for each in self.statements(ids) if each in self.quotes) or unsaid

    def levels_of(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Return the printed levels of statements and rules, each once."""
        return tuple(dict.fromkeys(level for each in ids for level in self.levels.get(each, ())))

    def first(self, ids: Iterable[str]) -> tuple[tuple[str, int, str], ...]:
        """Return where ids stand, to order lines by."""
        names = (each for each in self.statements(ids) if each in self.quotes)
        return tuple((edition_of(each), self.quotes[each].start, each) for each in names)


def draft_lines(endpoint: Endpoint, decided: Decided, compared: Answer) -> list[DraftLine]:
    """Return the lines of the draft in order, for the comparison of the editions that the scheme joins.

    A divergence that no decision covers, or only an open one, stands as both quotes side by side and is not decided.
    A decision makes one line of all that it covers, and one of its own where the comparison has no such line.
    """
    parents, placing = Parents(endpoint), Placing(endpoint, decided)
    deciding = [each for each in decided.decisions if each.decides]
    waiting = [each for each in decided.decisions if each.status == "open"]
    found = []
    covered: dict[str, list[Divergence]] = {each.id: [] for each in deciding}
    for row in _divergences(compared):
        by = [each for each in deciding if covers(each, row, parents)]
        for each in by:
            covered[each.id].append(row)
        if by:
            continue
        open_ = [each.id for each in waiting if covers(each, row, parents)]
        standing = f"{NOT_DECIDED}; open as {', '.join(open_)}" if open_ else NOT_DECIDED
        found.append(_line(row, _part(placing, row), standing, NOT_DECIDED, parents, placing))
    for each in deciding:
        row = _decided_row(each, covered[each.id], parents)
        found.append(
            _line(row, _decided_part(placing, each, row), _standing(each), _words(each, parents), parents, placing)
        )
    return sorted(found, key=lambda line: line.order)


def covers(decision: Decision, row: Divergence, parents: Parents) -> bool:
    """Tell whether a decision is about a divergence: all of its ids are among those of the decision.

    Where a decision names an edition as not saying, it covers whatever gap was found in that edition.
    """
    if decision.kind != row.kind and not {decision.kind, row.kind} <= set(CONCERNED):
        return False
    ends = {*decision.ends, *parents.statements(decision.ends)}
    whole = {each for each in decision.ends if names_edition(each)} if row.kind == "gap" else set()
    return bool(row.ids) and all(each in ends or edition_of(each) in whole for each in row.ids)


def _divergences(compared: Answer) -> list[Divergence]:
    found = dict.fromkeys(
        Divergence(
            str(row["kind"]), str(row["concern"] or ""), (_split(row["subject"]), _split(row["object"])),
            (_split(row["subject_level"]), _split(row["object_level"])),
            (str(row["subject_place"]), str(row["object_place"])), str(row["reason"]),
        )
        for row in compared.records()
        if row["kind"] not in LEFT_OUT_KINDS and row["relation"] not in LEFT_OUT
        and (row["subject_quote"] or row["object_quote"])
    )  # fmt: skip
    return list(found)


def _decided_row(decision: Decision, covered: Sequence[Divergence], parents: Parents) -> Divergence:
    """Return a decision as the divergence it is about, at the levels at which the comparison has it."""
    sides = (decision.subject, decision.object)
    levels, unsaid = [], []
    for side in sides:
        of = {edition_of(each) for each in side}
        same = [(each, place) for each in covered for place in (0, 1) if {*map(edition_of, each.sides[place])} == of]
        own = parents.levels_of(each for each in side if not names_edition(each))
        levels.append(own or tuple(dict.fromkeys(level for each, place in same for level in each.levels[place])))
        unsaid.append(next((each.unsaid[place] for each, place in same if each.unsaid[place]), NOT_SAID))
    return Divergence(
        decision.kind, decision.concern, sides, (levels[0], levels[1]), (unsaid[0], unsaid[1]), _why(decision)
    )


def _line(
    row: Divergence, part: tuple[str, str], standing: str, words: Cell, parents: Parents, placing: Placing
) -> DraftLine:
    place, reason = part
    heading = f"concern/{row.concern.split(' | ')[0].removeprefix('concern/')}"
    if row.kind not in CONCERNED or not row.concern:
        heading = row.kind
    order = [0, 1]
    first = {edition_of(each) for each in row.sides[0]}
    if len(placing.editions) == 2 and placing.editions[0] not in first:
        order.reverse()
    ends = [parents.side(row.sides[each], row.unsaid[each]) for each in order]
    ids = [row.sides[each] for each in order]
    rank = (KINDS.index(row.kind), parents.first((*ids[0], *ids[1]))[:1], ids, row.concern, row.reason)
    why = f"{row.reason} Placement: {reason}." if reason else row.reason
    return DraftLine(place, heading, rank, standing, words, (ends[0], ends[1]), why)


def _part(placing: Placing, row: Divergence) -> tuple[str, str]:
    """Return where an undecided line stands: at the one target level that both sides land on, or at none."""
    landed: dict[str, list[str]] = {}
    whys = []
    for side, levels in zip(row.sides, row.levels, strict=True):
        if not side or all(map(names_edition, side)):
            continue
        edition = edition_of(side[0])
        landing = placing.of_levels(edition, levels)
        if landing.target:
            landed.setdefault(landing.target, []).append(edition)
        else:
            whys.append((levels, f"{edition}: {landing.why}"))
    if not whys and len(landed) == 1:
        return next(iter(landed)), ""
    if not whys and landed:
        return BETWEEN, "; ".join(f"{' and '.join(of)} lands on {placing.scheme.name(to)}" for to, of in landed.items())
    part = NOWHERE if landed or any(levels for levels, _ in whys) else UNPRINTED
    return part, "; ".join(why for _, why in whys)


def _decided_part(placing: Placing, decision: Decision, row: Divergence) -> tuple[str, str]:
    """Return where a decided line stands: where people put it, or else where the words that are kept land."""
    if decision.target:
        return decision.target, ""
    if not decision.kept:
        return _part(placing, row)
    own = [tuple(each for each in side if each in decision.kept) for side in row.sides]
    return _part(placing, row._replace(sides=(own[0], own[1])))


def _standing(decision: Decision) -> str:
    choice = {
        "keep-both": "keep both", "adopt-a": f"adopt the words of {_whose(decision.subject)}",
        "adopt-b": f"adopt the words of {_whose(decision.object)}", "new-wording": "new wording",
        "refer-upward": "refer upward",
    }[decision.choice]  # fmt: skip
    if decision.status == "agreed":
        return f"Agreed on {decision.row['date']} ({decision.id}): {choice}"
    return f"Proposed, not agreed ({decision.id}): {choice}"


def _words(decision: Decision, parents: Parents) -> Cell:
    if decision.choice == "new-wording":
        return decision.wording
    return parents.side(decision.kept) if decision.kept else UPWARD[decision.status]


def _why(decision: Decision) -> str:
    row: Mapping[str, str] = decision.row
    who = [f"Consulted: {', '.join(decision.row.several('consultees'))}."] if row["consultees"] else []
    reason = row["reason"].strip()
    return " ".join([reason if reason.endswith(".") else f"{reason}.", *who, f"Entered by {row['curator']}."])


def _whose(ids: Sequence[str]) -> str:
    return ", ".join(dict.fromkeys(map(edition_of, ids)))


def _split(cell: Value) -> tuple[str, ...]:
    return tuple(str(cell).split(" | ")) if cell else ()
