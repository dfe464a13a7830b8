"""The decisions that people write down on divergences: one row a decision, read and checked row by row."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from needgraph.comparing.rows import KINDS
from needgraph.decisions.scheme import SCHEME
from needgraph.errors import NeedgraphError, nearest
from needgraph.files import shown
from needgraph.identifiers import is_slug
from needgraph.resources import Data
from needgraph.tables.tsv import Row, is_date, read_table_if_there

DECISIONS = "decisions.tsv"
COLUMNS = (
    "id", "kind", "concern", "subject", "object", "decision", "wording", "target_level", "reason", "consultees",
    "date", "status", "curator",
)  # fmt: skip
CHOICES = ("keep-both", "adopt-a", "adopt-b", "new-wording", "refer-upward")
STATUSES = ("open", "proposed", "agreed", "withdrawn")


class DecisionProblem(NeedgraphError):
    """Decisions that cannot be used; the message lists every place."""


class Decision(NamedTuple):
    """One decision about a divergence, and the row it stands in.

    ``subject`` and ``object`` are the ids on either side: statements or rules of one edition, or the edition
    alone where it does not say.
    """

    id: str
    kind: str
    concern: str
    subject: tuple[str, ...]
    object: tuple[str, ...]
    choice: str
    wording: str
    target: str
    status: str
    row: Row

    @property
    def live(self) -> bool:
        """Whether it still stands; a withdrawn decision is kept for the record only."""
        return self.status != "withdrawn"

    @property
    def decides(self) -> bool:
        """Whether it says how the divergence is to end, if only as a proposal."""
        return self.status in ("proposed", "agreed")

    @property
    def ends(self) -> frozenset[str]:
        """All ids it is about."""
        return frozenset((*self.subject, *self.object))

    @property
    def kept(self) -> tuple[str, ...]:
        """The ids whose words stand in the draft."""
        sides = {"keep-both": (*self.subject, *self.object), "adopt-a": self.subject, "adopt-b": self.object}
        return tuple(each for each in sides.get(self.choice, ()) if not names_edition(each)) if self.decides else ()

    @property
    def replaced(self) -> tuple[str, ...]:
        """The ids whose words do not stand in the draft because the other side, or new wording, does."""
        sides = {"adopt-a": self.object, "adopt-b": self.subject, "new-wording": (*self.subject, *self.object)}
        return tuple(each for each in sides.get(self.choice, ()) if not names_edition(each)) if self.decides else ()


def decision_names(data: Data) -> list[str]:
    """Return the names of the folders that hold decisions or a scheme."""
    folder = data.folder / "decisions"
    found = (path.parent.name for name in (DECISIONS, SCHEME) for path in folder.glob(f"*/{name}"))
    return sorted(set(found))


def decision_folder(data: Data, name: str) -> Path:
    """Return the folder of some decisions; raise DecisionProblem naming those there are."""
    names = decision_names(data)
    if name not in names:
        raise DecisionProblem(
            f"{name!r} is no folder of decisions{nearest(name, names)}; {shown(data.folder / 'decisions')} has: "
            f"{', '.join(names) or 'none'} (a folder holds {SCHEME} and {DECISIONS})"
        )
    return data.folder / "decisions" / name


def read_decisions(path: Path) -> list[Decision]:
    """Return the decisions of a table, none when it does not exist; raise TableProblem when it cannot be read."""
    return [
        Decision(
            row["id"], row["kind"], row["concern"], tuple(row.several("subject")), tuple(row.several("object")),
            row["decision"], row["wording"], row["target_level"], row["status"], row,
        )
        for row in read_table_if_there(path, COLUMNS)
    ]  # fmt: skip


def row_problems(decision: Decision) -> Iterator[str]:
    """Yield what is wrong with a decision by itself, whatever the graphs hold."""
    row = decision.row
    if not is_slug(decision.id):
        yield f"id {decision.id!r} is not a slug; use lower-case letters, digits, hyphens"
    for column, value, known in (
        ("kind", decision.kind, KINDS),
        ("decision", decision.choice, CHOICES),
        ("status", decision.status, STATUSES),
    ):
        if value not in known and not (column == "decision" and not value and decision.status == "open"):
            yield f"{column} is {value!r}{nearest(value, known)}; write one of: {', '.join(known)}"
    if row["date"] and not is_date(row["date"]):
        yield f"date is {row['date']!r}; write a date such as 2026-11-22"
    if decision.status == "open":
        for column, value in (("decision", decision.choice), ("target_level", decision.target)):
            if value:
                yield f"is open, but {column} is {value}; empty the cell, or set the status to proposed or agreed"
    if decision.choice == "new-wording" and not decision.wording.strip():
        yield "new-wording has no wording; write the words that are to stand in the draft"
    if decision.wording.strip() and decision.choice != "new-wording":
        yield f"wording is given, but the decision is {decision.choice or 'open'}; write new-wording, or empty the cell"
    if not decision.subject or not decision.object:
        yield "subject and object name both sides; where a document does not say, name its edition"
    if decision.decides:
        if not row["reason"].strip():
            yield "has no reason; say why in a few words"
        yield from _one_sided(decision)
    if decision.status == "agreed" and not row["date"]:
        yield "is agreed without a date; write the day on which it was agreed"


def names_edition(identifier: str) -> bool:
    """Tell whether an id names an edition as a whole, such as ``halton/2023``."""
    return identifier.count("/") == 1


def _one_sided(decision: Decision) -> Iterator[str]:
    needed = {"adopt-a": ("subject",), "adopt-b": ("object",), "keep-both": ("subject", "object")}
    for side in needed.get(decision.choice, ()):
        ids = getattr(decision, side)
        if ids and all(map(names_edition, ids)):
            yield (
                f"{decision.choice}, but the {side} names no statement: {ids[0]} does not say, and a silence cannot be "
                "adopted; adopt the other side, write new wording, or refer it upward"
            )
        elif not ids:
            article = "an" if side == "object" else "a"
            yield f"{decision.choice} needs {article} {side}; name the statements whose words are to stand"
