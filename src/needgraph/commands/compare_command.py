"""The command ``compare``: its options, and the view that they choose."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING

from needgraph.comparing.compare import compared, read_facts, unmapped_pairs
from needgraph.comparing.editions import ComparisonProblem
from needgraph.comparing.facts import Facts
from needgraph.comparing.headings import projection
from needgraph.comparing.ladders import ladders
from needgraph.comparing.matrix import matrix
from needgraph.comparing.ranking import explained
from needgraph.comparing.rows import KINDS
from needgraph.errors import nearest
from needgraph.outcome import FINE, Outcome
from needgraph.querying.answers import Answer
from needgraph.querying.formats import FORMATS, WIDTH

if TYPE_CHECKING:
    import argparse

    from needgraph.resources import Data

HELP = "Compare editions line by line, ranked by what to look at first; both quotes with their places."
EXAMPLES = (
    "  needgraph compare halton tameside --top 3",
    "  needgraph compare halton tameside --concern missing-from-home --view ladders",
    "  needgraph compare halton tameside --kind gap --format csv > gaps.csv",
    "  needgraph compare halton tameside --view matrix      indicators by concern, tier and edition",
    "  needgraph compare halton tameside --explain          why the lines stand in this order",
)
VIEWS = ("all", "ladders", "matrix", "projection")


def add_options(command: argparse.ArgumentParser) -> None:
    """Add the options of the command to its parser."""
    command.add_argument(
        "editions", nargs="*", metavar="EDITION", help="an authority, or authority/edition; two or more"
    )
    command.add_argument("--view", choices=VIEWS, default="all", help="default: all lines, ranked")
    command.add_argument("--concern", metavar="SLUG", default="", help="this concern, topic or role only")
    command.add_argument("--kind", choices=KINDS, default="", help="this kind of line only")
    command.add_argument("--top", type=int, metavar="N", help="the first N lines")
    command.add_argument("--explain", action="store_true", help="print the ranking instead")
    command.add_argument("--format", choices=FORMATS, default="table")


def run(data: Data, options: argparse.Namespace) -> Outcome:
    """Return the chosen view as text, with notes on what the comparison rests on."""
    if options.explain:
        return Outcome(FORMATS[options.format].write(explained()), FINE)
    if options.top is not None and options.top < 1:
        raise ComparisonProblem(f"--top is {options.top}; give the number of lines to show, 1 or more")
    if options.kind and options.view != "all":
        raise ComparisonProblem(f"--kind chooses lines; the view {options.view} has none, leave one of them out")
    from needgraph.querying.asking import LocalEndpoint
    from needgraph.querying.notices import notices
    from needgraph.querying.store import open_graphs

    endpoint = LocalEndpoint(open_graphs(data))
    facts = read_facts(endpoint, options.editions)
    found = _chosen(facts, options)
    total = len(found.rows)
    if options.top:
        found = found._replace(rows=found.rows[: options.top])
    marked = Answer(("authority", "edition"), tuple(tuple(edition.split("/")) for edition in facts.editions))
    notes = [_unmapped_note(facts, *pair) for pair in unmapped_pairs(facts)]
    if len(found.rows) < total:
        notes.append(f"{len(found.rows)} of {total} lines; leave out --top for all.")
    text = as_blocks(found) if options.format == "table" and options.view == "all" else ""
    return Outcome(text or FORMATS[options.format].write(found), FINE, (*notes, *notices(endpoint, marked)))


def as_blocks(found: Answer) -> str:
    """Return lines for people: what it is about, then each side with its quote and place, then why to look."""
    blocks = []
    for row in found.records():
        relations = (
            row["relation"],
            row["severity_relation"],
            row["level_relation"] and f"level {row['level_relation']}",
        )
        head = (
            f"{row['rank']:>2}  {row['kind']}  {row['concern']}  [{', '.join(str(each) for each in relations if each)}]"
        )
        sides = []
        for end in ("subject", "object"):
            level = f" Level {str(row[f'{end}_level']).replace(' | ', ', ')}" if row[f"{end}_level"] else ""
            edition = "/".join(str(row[end]).split(" | ")[0].split("/")[:2])
            quotes = str(row[f"{end}_quote"]).split(" | ") if row[f"{end}_quote"] else []
            places = str(row[f"{end}_place"]).split(" | ") if row[f"{end}_place"] else []
            if quotes and len(quotes) == len(places):
                sides += [f"    {edition}{level}: “{_flat(q)}” ({p})" for q, p in zip(quotes, places, strict=True)]
            else:
                said = (
                    f"“{_flat(' | '.join(quotes))}” ({'; '.join(places)})" if quotes else places[0] if places else "—"
                )
                sides.append(f"    {edition}{level}: {said}")
        texts = [head, *sides, f"    {row['reason']}"]
        blocks.append("\n".join(fill(text, WIDTH, subsequent_indent=" " * 6) for text in texts))
    return "\n\n".join(blocks) + "\n" if blocks else "No line fits this choice.\n"


def _chosen(facts: Facts, options: argparse.Namespace) -> Answer:
    if options.concern:
        _known(facts, options.concern)
    if options.view == "matrix":
        return matrix(facts, options.concern)
    if options.view == "ladders":
        return ladders(facts, options.concern)
    if options.view == "projection":
        ways = [projection(facts, one, other) for one in facts.editions for other in facts.editions if one != other]
        signs = {name: sign.concerns for found in facts.signs.values() for name, sign in found.items()}
        rows = tuple(
            row for each in ways for row in each.rows if not options.concern or options.concern in signs[str(row[0])]
        )
        return Answer(ways[0].columns, rows)
    found = compared(facts)
    rows = tuple(
        row
        for row in found.rows
        if (not options.kind or row[0] == options.kind)
        and (not options.concern or options.concern in str(row[1]).split(" | "))
    )
    return Answer(found.columns, rows)


def _known(facts: Facts, concern: str) -> None:
    known = {*facts.concerns, *(str(row["role"]) for rows in facts.roles.values() for row in rows), "deadline"}
    known |= {topic for rules in facts.rules.values() for rule in rules for topic in rule.topics}
    known |= {str(row["facet"]) for rows in facts.silences.values() for row in rows}
    if concern not in known:
        raise ComparisonProblem(
            f"there is no concern {concern!r}{nearest(concern, known)}; `needgraph ask concerns` lists them"
        )


def _unmapped_note(facts: Facts, one: str, other: str) -> str:
    return (
        f"{one} and {other}: no mapping is agreed between these editions yet, so nothing is said of what their signs "
        "have in common; a gap “not-yet-mapped” is no finding. "
        f"Begin with `needgraph suggest {one} {other}` and `needgraph review`."
    )


def _flat(text: str) -> str:
    return " ".join(text.split())
