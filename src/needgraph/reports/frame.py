"""What every report has: the editions it speaks of, their notices, the day it stands for, and the places of quotes."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from needgraph.edition_names import editions_named
from needgraph.querying.answers import Answer
from needgraph.querying.asking import Endpoint, ask
from needgraph.querying.notices import notices
from needgraph.reports.model import Block, EditionNote, Quote, Report, ReportProblem


class Frame(NamedTuple):
    """The editions of a report, the notices that stand in it, and the day it stands for."""

    editions: tuple[EditionNote, ...]
    notices: tuple[str, ...]
    as_at: datetime.date

    def short(self, identifier: str) -> str:
        """Return what the edition of a thing is called in a heading, or its id where it is none of these.

        An id of several things is that of the first.
        """
        edition = "/".join(identifier.split(" | ")[0].split("/")[:2])
        return next((note.short for note in self.editions if note.id == edition), edition)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the editions, such as ``halton/2023``."""
        return tuple(note.id for note in self.editions)


def frame(endpoint: Endpoint, names: Sequence[str] = (), date: datetime.date | None = None) -> Frame:
    """Return the frame of a report about the editions of these names, or about all.

    A name is an authority or ``authority/edition``. Without a date, the day is the one on which one of the editions
    was last checked: never the clock's. Raises EditionNameProblem for a name that is not in the graphs, ReportProblem
    for none at all in the graphs, and where neither the user nor the data give a day.
    """
    rows = ask(endpoint, "editions").records()
    authorities = [str(row["authority"]) for row in rows]
    known = [
        EditionNote(
            f"{row['authority']}/{row['edition']}",
            str(row["name"]),
            str(row["currency"]),
            str(row["checked"] or ""),
            _short(str(row["authority"]), str(row["edition"]) if authorities.count(str(row["authority"])) > 1 else ""),
        )
        for row in rows
    ]
    chosen: list[EditionNote] = []
    for name in names:
        found = editions_named(name, [note.id for note in known])
        chosen += [note for note in known if note.id in found and note not in chosen]
    chosen = chosen if names else known
    if not chosen:
        raise ReportProblem("these graphs hold no edition; a report needs one (`needgraph import` makes one)")
    checked = [note.checked for note in chosen if note.checked]
    if date is None and not checked:
        raise ReportProblem("no edition says when it was checked; give the day of the report with --date YYYY-MM-DD")
    answer = Answer(("authority", "edition"), tuple(tuple(note.id.split("/")) for note in chosen))
    as_at = date or datetime.date.fromisoformat(max(checked))
    return Frame(tuple(chosen), tuple(notices(endpoint, answer)), as_at)


def framed_report(frame: Frame, kind: str, title: str, blocks: Iterable[Block], *, landscape: bool = True) -> Report:
    """Return a report about the editions of a frame, named after its kind and them."""
    return Report(
        "-".join([kind, *(edition.replace("/", "-") for edition in frame.ids)]),
        title,
        "; ".join(note.name for note in frame.editions),
        frame.as_at,
        frame.editions,
        frame.notices,
        tuple(blocks),
        landscape=landscape,
    )


def places(endpoint: Endpoint, ids: Iterable[str] = ()) -> dict[str, Quote]:
    """Return the statements that are quoted, by id, with words and place; only those asked for where ids are given."""
    wanted = set(ids)
    return {
        str(row["id"]): Quote(str(row["id"]), str(row["quote"]), _offset(row["start"]), _offset(row["end"]))
        for row in ask(endpoint, "statements").records()
        if row["quote"] and (not wanted or row["id"] in wanted)
    }


def _short(authority: str, key: str) -> str:
    """Return the authority as a heading calls it, with the key of an edition where it has several.

    >>> _short("cheshire-west", ""), _short("ashby", "2024")
    ('Cheshire West', 'Ashby 2024')
    """
    return f"{authority.replace('-', ' ').title()} {key}".strip()


def _offset(value: object) -> int:
    return value if isinstance(value, int) else int(str(value))
