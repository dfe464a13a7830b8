"""Decisions that write the draft: a folder with a target scheme and the decisions people took on divergences."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from needgraph.checking.check import Checked
from needgraph.comparing.compare import compare
from needgraph.decisions.checks import Problem, known_things, problems
from needgraph.decisions.matches import Comparison, unmatched
from needgraph.decisions.scheme import SCHEME, Scheme, read_scheme
from needgraph.decisions.tables import (
    DECISIONS,
    Decision,
    DecisionProblem,
    decision_folder,
    decision_names,
    read_decisions,
)
from needgraph.edition_names import EditionNameProblem, edition_named
from needgraph.files import shown
from needgraph.findings.finding import Finding, RuleRun
from needgraph.graphs.graph_builder import read_tables
from needgraph.querying.answers import Answer
from needgraph.querying.asking import Endpoint, LocalEndpoint, ask
from needgraph.querying.store import open_graphs
from needgraph.resources import Data
from needgraph.tables.reference import CURATORS
from needgraph.tables.tsv import read_table

CHECK = "check:decision"


class Decided(NamedTuple):
    """A target scheme, the editions it joins by id, and the decisions, checked."""

    name: str
    scheme: Scheme
    editions: tuple[str, ...]
    decisions: tuple[Decision, ...]


def read_decided(
    data: Data, endpoint: Endpoint, name: str, scheme_file: Path | None = None, compared: Answer | None = None
) -> Decided:
    """Return the decisions of that name, under their own scheme or another one to try.

    ``compared`` is the comparison of the editions that the scheme joins, made anew where it is not given.

    Raises DecisionProblem listing every row that cannot be used, with file, row and fix; SchemeProblem for the
    scheme. Nothing is decided here: what people left open stays open. Under another scheme than their own, the
    target levels that decisions name do not hold and are left out. Raises WithdrawnProblem as ``read_tables`` does:
    graphs that were built before a statement was withdrawn would write a draft of its words.
    """
    read_tables(data)
    decided, found = _read(data, endpoint, name, scheme_file, compared)
    if found:
        raise DecisionProblem("\n".join(each.decision.row.problem(each.what) for each in found))
    return decided


def scheme_editions(data: Data, endpoint: Endpoint, name: str) -> tuple[str, ...]:
    """Return the ids of the editions that the scheme of some decisions joins; raises as ``read_decided`` does."""
    return _editions(endpoint, _scheme(endpoint, decision_folder(data, name) / SCHEME))


def check_decisions(checked: Checked, data: Data) -> Checked:
    """Return what a check found, with what is wrong with the decisions, where a data folder has any."""
    names = decision_names(data)
    if not names:
        return checked
    endpoint = LocalEndpoint(open_graphs(data))
    found = decision_findings(data, endpoint)
    asks = "Which decisions contradict each other, or are about what is not there?"
    return checked.also(found, RuleRun(CHECK, "violation", asks, len(names), len(found)))


def decision_findings(data: Data, endpoint: Endpoint) -> list[Finding]:
    """Return what is wrong with the decisions of a data folder, one finding a row and fault.

    Raises SchemeProblem, TableProblem or DecisionProblem for a folder that cannot be read at all.
    """
    return [
        Finding(
            CHECK, "violation", None, "computed", "", "", "", f"decision/{name}/{each.decision.id}", (),
            each.what, "Mend the row, or set its status to withdrawn.", shown(each.decision.row.file),
            each.decision.row.line,
        )
        for name in decision_names(data)
        for each in _read(data, endpoint, name, None)[1]
    ]  # fmt: skip


def _read(
    data: Data, endpoint: Endpoint, name: str, scheme_file: Path | None, compared: Answer | None = None
) -> tuple[Decided, list[Problem]]:
    folder = decision_folder(data, name)
    scheme = _scheme(endpoint, scheme_file or folder / SCHEME)
    editions = _editions(endpoint, scheme)
    decisions = read_decisions(folder / DECISIONS)
    if scheme_file:
        decisions = [each._replace(target="") for each in decisions]
    known = known_things(endpoint, read_table(data.curators, CURATORS))
    found = problems(decisions, scheme, editions, known)
    # What is wrong by itself needs no comparison, which would only say the same in other words.
    sound = [each for each in decisions if each.live and not any(each is problem.decision for problem in found)]
    if sound and len(editions) > 1:
        rows = compare(endpoint, editions) if compared is None else compared
        found += (Problem(*each) for each in unmatched(sound, Comparison(endpoint, rows)))
    found.sort(key=lambda each: each.decision.row.line)
    return Decided(name, scheme, editions, tuple(decisions)), found


def _scheme(endpoint: Endpoint, path: Path) -> Scheme:
    return read_scheme(path, [str(row["tier"]) for row in ask(endpoint, "tiers").records()])


def _editions(endpoint: Endpoint, scheme: Scheme) -> tuple[str, ...]:
    """Return the ids of the editions that a scheme names as ``authority`` or ``authority/edition``."""
    known = [f"{row['authority']}/{row['edition']}" for row in ask(endpoint, "editions").records()]
    chosen: list[str] = []
    for name in scheme.editions:
        try:
            edition = edition_named(name, known)
        except EditionNameProblem as problem:
            raise DecisionProblem(f"{shown(scheme.path)}: editions: {problem}") from None
        if edition in chosen:
            raise DecisionProblem(f"{shown(scheme.path)}: editions: {name!r} is named twice; name it once")
        chosen.append(edition)
    return tuple(chosen)
