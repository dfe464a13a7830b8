"""The rules of the guidance profile: one query each, some with a judge in Python that weighs its rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from needgraph.files import shown
from needgraph.findings.finding import GRADES, SEVERITIES
from needgraph.guidance.tables import GuidanceTables
from needgraph.querying.answers import Value
from needgraph.querying.catalogue import Question, QuestionProblem, read_question
from needgraph.resources import QUERIES

PREFIX = "guidance:"
_HEADER = re.compile(r"^# (severity|grade|fix|judge|unless): *(.+)$", re.MULTILINE)
# The parts of a note, and those that say what was done with the words in our tables.
_CLAUSE = re.compile(r"; |(?<=\.) ")
_HOUSEKEEPING = re.compile(
    r"(?:and |which is )?(?:(?:each is |both are |both )?(?:quoted|kept) as |both (?:are )?kept|kept as |mended in |"
    r"(?:the )?label |quoted as|read as |the marks are left|taken as |not corrected|not an indicator|"
    r"so the label|the last is taken|it belongs to no sign and is quoted|its text is kept|the copy in the lines|"
    r"the two others agree|divided |they were divided|each sign keeps|their dimension is left|the times are taken|"
    r"whose [a-z]+ is meant is taken)",
    re.IGNORECASE,
)
_AFTERWORD = re.compile(
    r",? (?:as the label reads|so the label keeps it|and it is read so|and are recorded as rules)(?=[.;]|$)"
)

Record = Mapping[str, Value]


class Hit(NamedTuple):
    """What a rule found: the node, what is the matter, the other nodes whose words show it.

    ``level`` is set where it is not that of all these nodes, and empty where it is none; ``grade`` and ``fix`` where
    they differ from the rule's. ``basis`` is curated where a person wrote the problem.
    """

    node: str
    problem: str
    others: tuple[str, ...] = ()
    level: str | None = None
    grade: str = ""
    fix: str = ""
    basis: str = "computed"


Judge = Callable[[Sequence[Record], GuidanceTables], Iterable[Hit]]


@dataclass(frozen=True)
class GuidanceRule:
    """A rule of the profile: its query, how findings are graded, what would settle them, who weighs the rows.

    It keeps quiet about a statement on which one of the rules of ``unless``, computed or curated, found something.
    """

    question: Question
    severity: str
    grade: str
    fix: str
    judge: str
    unless: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name under which its findings stand."""
        return PREFIX + self.question.name


def read_rules(queries: Path = QUERIES) -> list[GuidanceRule]:
    """Return the rules in the order of their names.

    Raises QuestionProblem when a query lacks its header or says a severity or grade there is not.
    """
    rules = []
    for path in sorted((queries / "guidance").glob("*.rq")):
        question = read_question(path)
        header = dict(_HEADER.findall(question.text))
        severity, grade, fix = (header.get(key, "") for key in ("severity", "grade", "fix"))
        if severity not in SEVERITIES or grade not in GRADES or not fix or not question.examines:
            raise QuestionProblem(
                f"{shown(path)}: a rule of the guidance profile says `# examines:`, `# severity:` "
                f"({', '.join(SEVERITIES)}), `# grade:` ({', '.join(GRADES)}) and `# fix:`"
            )
        lines = (value for key, value in _HEADER.findall(question.text) if key == "unless")
        names = [name.strip() for line in lines for name in line.split(",") if name.strip()]
        unless = tuple(name if ":" in name else PREFIX + name for name in names)
        rules.append(GuidanceRule(question, severity, grade, fix, header.get("judge", ""), unless))
    known = {rule.name for rule in rules}
    for rule in rules:
        unknown = [name for name in rule.unless if name.startswith(PREFIX) and name not in known]
        if unknown:
            raise QuestionProblem(f"{shown(rule.question.path)}: `# unless:` names no rule: {', '.join(unknown)}")
    return rules


def rows_as_hits(rows: Sequence[Record]) -> Iterable[Hit]:
    """Yield one hit for each node and problem; rows that differ only in ``other`` are one hit with several."""
    found: dict[tuple[str, str, str | None, str], list[str]] = {}
    for row in rows:
        level, grade = str(row["level"]) if row.get("level") else None, str(row.get("grade") or "")
        others = found.setdefault((str(row["node"]), str(row["problem"]), level, grade), [])
        if row.get("other") and str(row["other"]) not in others:
            others.append(str(row["other"]))
    for (node, problem, level, grade), others in found.items():
        yield Hit(node, problem, tuple(others), level, grade)


def noted(rows: Sequence[Record], _: GuidanceTables) -> Iterable[Hit]:
    """Yield a hit for each defect a reader noted, without what the note says of our own tables."""
    for hit in rows_as_hits(rows):
        text, ended = "", True
        for part in (part.strip() for part in _CLAUSE.split(_AFTERWORD.sub("", hit.problem))):
            if not _HOUSEKEEPING.match(part):
                text += ("" if not text else " " if ended else "; ") + part
            ended = part.endswith(".")
            text = f"{text}." if text and ended and not text.endswith(".") else text
        text = text.rstrip(".")
        yield hit._replace(problem=f"{text[:1].upper()}{text[1:]}." if text else hit.problem, basis="curated")
