"""Hold decisions against the comparison: each is about a line of it, or else it decides what nobody compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from needgraph.comparing.rows import KINDS
from needgraph.decisions.tables import Decision, names_edition
from needgraph.querying.answers import Answer, Value
from needgraph.querying.asking import Endpoint, ask


class Compared(NamedTuple):
    """A line of the comparison as decisions name it."""

    kind: str
    concern: str
    subject: tuple[str, ...]
    object: tuple[str, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of both sides."""
        return self.subject + self.object

    @property
    def concerns(self) -> frozenset[str]:
        """Its concerns, each alone."""
        return frozenset(_slugs(self.concern))

    def __str__(self) -> str:
        """Return the line as a row of decisions names it."""
        sides = f"subject {' | '.join(self.subject)}, object {' | '.join(self.object)}"
        return f"kind {self.kind}, concern {self.concern or '(empty)'}, {sides}"


class Comparison:
    """The lines that decisions can be about, and the statements that rules rest on."""

    def __init__(self, endpoint: Endpoint, compared: Answer) -> None:
        self.lines = list(
            dict.fromkeys(
                Compared(
                    str(row["kind"]), str(row["concern"] or ""), _split(row["subject"]), _split(row["object"])
                )
                for row in compared.records()
            )
        )  # fmt: skip
        self._passages: dict[str, list[str]] = {}
        for row in ask(endpoint, "rule-facts").records():
            if row["part"] == "passage":
                self._passages.setdefault(str(row["id"]), []).append(str(row["value"]))

    def problem(self, decision: Decision) -> str:
        """Return why a decision is about no line, with the nearest one; nothing where it is about one."""
        ends = {each: {each, *self._passages.get(each, ())} for each in decision.ends}
        about = [line for line in self.lines if _is_about(line, ends)]
        same = [line for line in about if line.kind == decision.kind]
        concerns = {each for line in same for each in line.concerns}
        wanted = {*_slugs(decision.concern)}
        loose = sorted(each for each in ends if not any(_names(line, each, ends[each]) for line in same))
        if same and not loose and (wanted <= concerns and (wanted or not concerns)):
            return ""
        if same and not loose:
            return f"concern is {decision.concern!r}, which no line about these has; {_named(same[0])}"
        if about and not same:
            first = min(about, key=lambda line: KINDS.index(line.kind))
            return f"kind is {decision.kind!r}, which no line about these has; {_named(first)}"
        nearest = max(self.lines, key=lambda line: _likeness(line, decision, ends), default=None)
        what = f"speaks of {' and '.join(loose)}" if same else "sets these two sides against each other"
        return (
            f"`needgraph compare` has no line of kind {decision.kind} that {what}; "
            f"{_named(nearest) if nearest else 'it has no line at all'}"
        )


def unmatched(decisions: Sequence[Decision], comparison: Comparison) -> Iterator[tuple[Decision, str]]:
    """Yield each live decision that is about no line of the comparison, and what to do."""
    for each in decisions:
        if each.live and (problem := comparison.problem(each)):
            yield each, problem


def _named(line: Compared) -> str:
    return f"the nearest line is: {line}"


def _is_about(line: Compared, ends: Mapping[str, set[str]]) -> bool:
    """Tell whether all that a line speaks of is named by a decision, a silent edition by its own id."""
    return bool(line.ids) and all(any(_is(line, name, end, ends[end]) for end in ends) for name in line.ids)


def _names(line: Compared, end: str, behind: set[str]) -> bool:
    return any(_is(line, name, end, behind) for name in line.ids)


def _is(line: Compared, name: str, end: str, behind: set[str]) -> bool:
    # A gap that is covered elsewhere, or at another level, names what was found of the edition that does not say.
    silent = line.kind == "gap" and names_edition(end) and name.startswith(f"{end}/")
    return name in behind or silent


def _likeness(line: Compared, decision: Decision, ends: Mapping[str, set[str]]) -> tuple[int, bool, int]:
    shared = sum(_names(line, end, behind) for end, behind in ends.items())
    return shared, line.kind == decision.kind, len(line.concerns & {*_slugs(decision.concern)})


def _slugs(concern: str) -> list[str]:
    return [each.removeprefix("concern/") for each in concern.split(" | ") if each]


def _split(cell: Value) -> tuple[str, ...]:
    return tuple(str(cell).split(" | ")) if cell else ()
