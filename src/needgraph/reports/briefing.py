"""The briefing of a partnership board: on two pages what crosses a statutory line, and what is to be decided."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from needgraph.querying.answers import Answer, Value
from needgraph.reports.compare import concern_names, relation_in_words, shown_level
from needgraph.reports.frame import Frame, framed_report
from needgraph.reports.model import (
    Block,
    Bullets,
    Cell,
    Column,
    Heading,
    Paragraph,
    Report,
    ReportProblem,
    SignOff,
    Table,
)
from needgraph.reports.tables import NOT_SAID, criterion_of, said

MOST = 5
# A line of these ranks stands on both sides of a statutory line, or sets consent against a statutory duty.
CROSSING = 2
DECISIONS = "keep both, adopt one of the two, write new words, or refer it upward"
# How the second side of a divergence stands to the first, in whole words.
_TOPICS = {
    "skos:closeMatch": "the topic is close",
    "skos:broadMatch": "the topic in {other} is broader",
    "skos:narrowMatch": "the topic in {other} is narrower",
}
_WORDINGS = {
    "same": "both word it as severely",
    "milder": "the words of {other} ask for less",
    "stronger": "the words of {other} ask for more",
    "mixed": "the words of {other} ask for more in one respect and for less in another",
    "ungraded": "severity is not worded by both",
}
_TIERS = {
    "same": "the tier is the same",
    "higher": "{other} places it on a higher tier",
    "lower": "{other} places it on a lower tier",
    "spans": "the tiers overlap",
}

Row = Mapping[str, Value]


def briefing(
    frame: Frame,
    comparison: Answer,
    ranking: Answer,
    silences: Answer,
    concerns: Mapping[str, str],
    remarks: Sequence[str] = (),
) -> Report:
    """Return the briefing from a comparison in its order, its ranking, and the answer to ``silences-compared``.

    Of one concern only the first line is taken, so that five different matters come to the board. Raises
    ReportProblem when fewer than two editions are compared, or none of the lines crosses a statutory line.
    """
    if len(frame.ids) < 2:
        raise ReportProblem(f"a briefing compares editions; {', '.join(frame.ids)} is one: name another")
    chosen = _first_of_each(
        [
            row
            for row in comparison.records()
            if isinstance(row["rank"], int)
            and row["rank"] <= CROSSING
            and _edition(row, "subject") != _edition(row, "object")
        ]
    )
    if not chosen:
        unread = [row for row in comparison.records() if row["relation"] in ("no-rules", "not-yet-mapped")]
        why = (
            "but rules are not read or signs not mapped yet: nothing can be said of what a board would have to decide; "
            "see `needgraph suggest` and `needgraph review`"
            if unread
            else "so there is nothing for a board to decide; `needgraph report compare` shows what else differs"
        )
        raise ReportProblem(f"{', '.join(frame.ids)}: no line of the comparison crosses a statutory line, {why}")
    count = {1: "One divergence", 2: "Two divergences", 3: "Three divergences", 4: "Four divergences"}.get(
        len(chosen), "Five divergences"
    )
    blocks: list[Block] = [
        Heading(2, f"{count} at or across a statutory line"),
        Paragraph(
            "In each, the same matter opens another legal route, or another answer on consent, in another area. For "
            f"each the board decides: {DECISIONS}. Nothing is decided here."
        ),
    ]
    blocks += [Paragraph(remark) for remark in remarks]
    for number, row in enumerate(chosen, start=1):
        blocks += _divergence(number, row, frame, ranking, concerns)
    names = _silent_throughout(frame, silences)
    blocks += [Heading(2, "What none of the documents says" if len(frame.ids) > 2 else "What neither document says")]
    if names:
        blocks.append(Paragraph("; ".join(names) + "."))
        blocks.append(Paragraph("A silence is not a rule: nothing is required, allowed or ruled out by it."))
    else:
        blocks.append(Paragraph("No silence that all documents share was recorded."))
    blocks += [
        Heading(2, "For the board"),
        Bullets(
            (
                f"Decide on each of the {len(chosen)}: {DECISIONS}; say why, and whom to consult.",
                "Take legal advice where the words touch a statutory duty: no decision here changes what the law asks.",
                "Say who writes the words for what neither document says, or why it stays open.",
                "Confirm with each authority that the edition read is the one in force.",
            )
        ),
        SignOff(("Local authority", "Police", "Integrated care board")),
    ]
    return framed_report(
        frame, "briefing", "Briefing for the partnership board: where thresholds part", blocks, landscape=False
    )


def _first_of_each(rows: Sequence[Row]) -> list[Row]:
    """Return at most five rows, the first of each concern."""
    first: dict[str, Row] = {}
    for row in rows:
        first.setdefault(str(row["concern"] or row["subject"]), row)
    return list(first.values())[:MOST]


def _divergence(number: int, row: Row, frame: Frame, ranking: Answer, concerns: Mapping[str, str]) -> Iterator[Block]:
    about = concern_names(row["concern"], concerns) or str(row["kind"])
    if row["kind"] == "rule":
        act = re.search(r"What both bear on: ([^.]+)", str(row["reason"]))
        about = f"rule on {about}" + (f" ({act[1]})" if act else "")
    yield Heading(3, f"{number}. {about[:1].upper()}{about[1:]}")
    sides: tuple[tuple[Cell, ...], ...] = tuple(
        (
            frame.short(str(row[end])),
            shown_level(row[f"{end}_level"], row[f"{end}_quote"]),
            said(row[f"{end}_quote"], row[f"{end}_place"]),
        )
        for end in ("subject", "object")
    )
    columns = (Column("Edition", 1), Column("Level", 1.2), Column("Words", 8))
    yield Table("divergences", f"Divergence {number}: {_standing(row, frame) or about}", columns, sides)
    yield Paragraph(f"{_why(row, ranking)} To decide: {_decision(row, frame)}")


def _standing(row: Row, frame: Frame) -> str:
    """Return how the two sides stand to each other, for readers who have seen no other line of the comparison."""
    relation, other = str(row["relation"] or ""), frame.short(str(row["object"]))
    topic = _TOPICS.get(relation, relation_in_words({**row, "severity_relation": "", "level_relation": ""}))
    parts = (topic, _WORDINGS.get(str(row["severity_relation"]), ""), _TIERS.get(str(row["level_relation"]), ""))
    return "; ".join(part.format(other=other) for part in parts if part)


def _why(row: Row, ranking: Answer) -> str:
    """Return why the line stands at the top; of a pair also between which tiers it runs, and what is like a sign."""
    criterion, remark = criterion_of(row["reason"], ranking)
    first = remark.partition(". ")[0].rstrip(".")
    if not criterion:
        return f"{first}."
    # What a sign has on its own side stands before the reason of the pair; its quotes may hold full stops.
    near = re.search(r"(?<=\. )\w+ has (?:one|\d+)\b.*", remark.partition(" Why they are paired:")[0])
    pair = " ".join(
        filter(
            None,
            (
                f"{first}." if first else "",
                re.sub(r" has (one|\d+): ", r" has \1 like it on its own side: ", near[0]) if near else "",
            ),
        )
    )
    told = _silence(remark) if row["kind"] == "rule" else pair
    return " ".join(filter(None, (f"{criterion['title']}: {criterion['why']}.", told)))


def _silence(remark: str) -> str:
    """Return the sentence of a remark in which one document does not say, without how that was established."""
    found = re.search(rf"[^.:]+: {NOT_SAID}(?=\.)", remark)
    return f"{found[0].strip()}." if found else ""


def _edition(row: Row, end: str) -> str:
    return "/".join(str(row[end]).split("/")[:2])


def _decision(row: Row, frame: Frame) -> str:
    one, other = (frame.short(str(row[end])) for end in ("subject", "object"))
    level, other_level = row["subject_level"], row["object_level"]
    if row["kind"] == "ladder" and level and other_level:
        return (
            f"whether this sign stands at Level {level} as in {one} or at Level {other_level} as in {other}, or in "
            "which words it stands at both."
        )
    if not row["subject_quote"] or not row["object_quote"]:
        return (
            f"whether what {one if row['subject_quote'] else other} says is to hold in both places, and in which words."
        )
    return f"which of the two holds for a family known in both areas, {one}'s or {other}'s, or what replaces both."


def _silent_throughout(frame: Frame, silences: Answer) -> list[str]:
    silent: dict[str, set[str]] = {}
    for row in silences.records():
        if row["silent"] == "throughout":
            silent.setdefault(str(row["name"]), set()).add(f"{row['authority']}/{row['edition']}")
    return sorted(name for name, editions in silent.items() if set(frame.ids) <= editions)
