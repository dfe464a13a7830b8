"""The tables of a draft that are no lines of it: what people decided, and what each edition says of its levels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from needgraph.decisions.folder import Decided
from needgraph.decisions.moves import Placing
from needgraph.decisions.tables import Decision, names_edition
from needgraph.querying.asking import Endpoint, ask
from needgraph.reports.draft_lines import BETWEEN, NOT_DECIDED, NOWHERE
from needgraph.reports.frame import Frame
from needgraph.reports.model import Block, Column, Heading, Paragraph, Quote, Table
from needgraph.tables.tsv import Row

# What an edition says of a level as a whole, in the order in which it is shown.
LEVEL_KINDS = ("level-name", "level-description", "response", "risk-wording", "statutory-basis", "critical-factor")
CHOICES = {
    "keep-both": "keep both", "adopt-a": "adopt the subject’s words", "adopt-b": "adopt the object’s words",
    "new-wording": "new wording", "refer-upward": "refer upward", "": "none yet",
}  # fmt: skip
_DECISIONS = (
    Column("Id", 0.6), Column("About"), Column("Subject"), Column("Object"), Column("Decision"), Column("Status"),
    Column("Who"), Column("Date"),
)  # fmt: skip
_LEVELS = (Column("Standing"), Column("Document and level"), Column("Kind"), Column("Words"))


def decisions_table(
    decided: Decided, curators: Sequence[Row], concerns: Mapping[str, str], around: Frame
) -> Iterator[Block]:
    """Yield the decisions of a draft, each with who entered it and when, withdrawn ones among them."""
    if not decided.decisions:
        yield Paragraph("No decision has been written down: every line shows the documents side by side.")
        return
    who = {row["id"]: f"{row['name']} ({row['kind']})" for row in curators}
    rows = tuple(
        (
            each.id, _about(each, concerns), _side(each.subject, around), _side(each.object, around),
            CHOICES.get(each.choice, each.choice), each.status,
            _who(each, who.get(each.row["curator"], each.row["curator"])), each.row["date"] or "not stated",
        )
        for each in sorted(decided.decisions, key=lambda each: each.id)
    )  # fmt: skip
    yield Table("decisions", "The decisions, and who entered them", _DECISIONS, rows)


class LevelTexts:
    """What the joined editions say of each of their levels, by the part of the draft on which the level lands."""

    def __init__(self, endpoint: Endpoint, decided: Decided, around: Frame) -> None:
        self._names = {
            str(row["code"]): str(row["name"]) for row in ask(endpoint, "code-list", {"scheme": "kind"}).records()
        }
        placing = Placing(endpoint, decided)
        found: dict[tuple[str, str], list[tuple[str, Quote]]] = {}
        for row in ask(endpoint, "statements").records():
            edition, kind = f"{row['authority']}/{row['edition']}", str(row["kind"])
            if edition in decided.editions and kind in LEVEL_KINDS and row["quote"]:
                quote = Quote(str(row["id"]), str(row["quote"]), int(str(row["start"])), int(str(row["end"])))
                for level in str(row["level"] or "").split(" | "):
                    found.setdefault((edition, level), []).append((kind, quote))
        self._rows: dict[str, list[tuple[str, str, str, tuple[Quote, ...]]]] = {}
        for each in placing.levels:
            key = (f"{each['authority']}/{each['edition']}", str(each["level"]))
            landing = placing.of_level(*key)
            part = landing.target or NOWHERE
            name = f"{around.short(key[0])}, Level {key[1]}"
            self._rows.setdefault(part, []).extend(self._texts(name, found.get(key, ()), decided.decisions))

    def _texts(
        self, name: str, found: Sequence[tuple[str, Quote]], decisions: Sequence[Decision]
    ) -> Iterator[tuple[str, str, str, tuple[Quote, ...]]]:
        for kind in LEVEL_KINDS:
            by_standing: dict[str, list[Quote]] = {}
            for each, quote in found:
                if each == kind:
                    by_standing.setdefault(_standing(quote.id, decisions), []).append(quote)
            for standing, quotes in by_standing.items():
                yield standing, name, self._names.get(kind, kind.replace("-", " ")), tuple(quotes)

    def blocks(self, part: str, title: str) -> Iterator[Block]:
        """Yield what the documents say of the levels that land on a target level, or on none or several."""
        rows = tuple(self._rows.get(part, ()))
        if not rows:
            if part not in (BETWEEN, NOWHERE):
                yield Paragraph("No printed level lands here, so no document describes this target level.")
            return
        where = "on none or several" if part == NOWHERE else "here"
        yield Heading(3, f"What the documents say of their levels that land {where}")
        yield Table("level-words", f"Draft: {title}, levels in the documents’ words", _LEVELS, rows)


def _standing(identifier: str, decisions: Sequence[Decision]) -> str:
    """Return how a passage on a level stands: it is decided only where a decision names it."""
    named = [each for each in decisions if each.live and identifier in each.ends]
    if not named:
        return NOT_DECIDED
    return "; ".join(
        f"{NOT_DECIDED}; open as {each.id}" if not each.decides
        else f"Agreed on {each.row['date']} ({each.id})" if each.status == "agreed"
        else f"Proposed, not agreed ({each.id})"
        for each in named
    )  # fmt: skip


def _about(decision: Decision, concerns: Mapping[str, str]) -> str:
    names = (each.removeprefix("concern/") for each in decision.concern.split(" | ") if each)
    return ", ".join([decision.kind, *(concerns.get(each, each.replace("-", " ")) for each in names)])


def _side(ids: Sequence[str], around: Frame) -> str:
    if ids and all(map(names_edition, ids)):
        return f"{', '.join(map(around.short, ids))}: does not say"
    return ", ".join(ids)


def _who(decision: Decision, name: str) -> str:
    consulted = ", ".join(decision.row.several("consultees"))
    return f"entered by {name}; consulted: {consulted or 'nobody is named'}"
