"""The command ``diff``: two editions of one authority, and what changed between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needgraph.outcome import FINE, Outcome
from needgraph.querying.answers import Answer
from needgraph.querying.formats import FORMATS

if TYPE_CHECKING:
    import argparse

    from needgraph.resources import Data

HELP = "Say in policy words what changed between two editions of one authority, and what that makes stale."
EXAMPLES = (
    "  needgraph diff halton/2023 halton/2026                        two editions of this folder",
    "  needgraph diff old-graphs/editions/halton/2023 halton/2023    the same edition, transcribed twice",
    "  needgraph diff halton/2023 halton/2026 --format csv > changes.csv",
)


def add_options(command: argparse.ArgumentParser) -> None:
    """Add the two editions and the format."""
    what = "authority/edition, or the folder of an edition, or a folder laid out like graphs/"
    command.add_argument("old", metavar="OLD", help=f"the older edition: {what}")
    command.add_argument("new", metavar="NEW", help="the newer edition, named in the same way")
    command.add_argument("--format", choices=FORMATS, default="table")


def run(data: Data, options: argparse.Namespace) -> Outcome:
    """Return what changed; that something changed is no fault, so the exit code is 0.

    Raises DiffProblem for editions that are not there or are not of one authority.
    """
    from needgraph.diff.changes import difference
    from needgraph.diff.editions import two_editions
    from needgraph.querying.notices import notices

    old, new = two_editions(data, options.old, options.new)
    found = difference(old, new)
    notes = list(found.notes)
    for edition in (old, new):
        named = Answer(("authority", "edition"), (tuple(edition.id.split("/")),))
        notes += [line for line in notices(edition.endpoint, named) if line not in notes]
    if options.format == "table":
        return Outcome(as_blocks(found.answer), FINE, tuple(notes))
    return Outcome(FORMATS[options.format].write(found.answer), FINE, tuple(notes))


def as_blocks(found: Answer) -> str:
    """Return changes for people: what changed, how it stood and stands, why, and what to look at again."""
    blocks = []
    for row in found.records():
        lines = [f"{row['change']}  {row['id']}"]
        lines += [f"    {end}: {row[end]}" for end in ("old", "new") if row[end]]
        lines.append(f"    {row['reason']}")
        if row["stale"]:
            lines.append(f"    stale: {str(row['stale']).replace(' | ', ', ')}")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n" if blocks else "No change was found.\n"
