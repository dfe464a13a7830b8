"""The notice and currency that stand beside every answer about an edition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from needgraph.errors import nearest
from needgraph.files import read_text
from needgraph.querying.answers import Answer, Value
from needgraph.querying.asking import Endpoint, QueryProblem
from needgraph.resources import QUERIES

EMPTY = (
    "No row: the data hold nothing for this, or a value does not occur in them. That never means “not required”; "
    "the question `silences` lists what a document does not say."
)
AS_PRINTED = "Numbers, addresses and hours are as printed in an undated document, not verified since."


def notices(endpoint: Endpoint, answer: Answer, values: Mapping[str, str] | None = None) -> list[str]:
    """Return the lines for the editions that an answer names: the notice once, then each one's currency.

    An answer with telephone numbers also says that they are as printed, and where the partnership's site is. An
    answer without rows gets the lines of the editions asked for (``values``), and one that says what it does not mean.
    Raises QueryProblem when the authority asked for is unknown.
    """
    return notices_among(endpoint.select(notices_query()), answer, values)


def notices_query() -> str:
    """Return the query that finds the notice and currency of every edition."""
    return read_text(QUERIES / "build" / "notices.rq")


def notices_among(known: Answer, answer: Answer, values: Mapping[str, str] | None = None) -> list[str]:
    """Return the lines that belong beside an answer, of what ``notices_query`` found."""
    if not answer.rows:
        return _of_nothing(known, values or {})
    rows = answer.records()
    named = {(row.get("authority"), row.get("edition")) for row in rows}
    # A mapping has no authority of its own; its two ends have.
    ends = [str(row[end]).split("/") for row in rows for end in ("subject", "object") if row.get(end)]
    named |= {(parts[0], parts[1]) for parts in ends if len(parts) > 1}
    whole = {row.get("authority") for row in rows} if "edition" not in answer.columns else set()
    chosen = [
        row for row in known.records() if (row["authority"], row["edition"]) in named or row["authority"] in whole
    ]
    lines = _lines(chosen)
    if "phone" in answer.columns:
        sites = " ".join(dict.fromkeys(str(row["site"]) for row in chosen if row["site"]))
        lines.append(f"{AS_PRINTED} See the partnership’s site: {sites}" if sites else AS_PRINTED)
    return lines


def _of_nothing(known: Answer, values: Mapping[str, str]) -> list[str]:
    """Return what belongs beside an answer without rows, which a reader could take for "not required"."""
    rows = known.records()
    authorities = sorted({str(row["authority"]) for row in rows})
    authority = (values.get("authority", "") or values.get("edition", "").rpartition("/")[0]).lower()
    if authority and authorities and authority not in authorities:
        authority = authority[:80]  # as much as a message needs, whatever a client sends
        guess = nearest(authority, authorities)
        raise QueryProblem(f"there is no authority {authority!r}{guess} (authorities: {', '.join(authorities)})")
    return [EMPTY, *_lines([row for row in rows if authority in ("", row["authority"])])]


def _lines(chosen: Sequence[Mapping[str, Value]]) -> list[str]:
    lines = list(dict.fromkeys(str(row["notice"]) for row in chosen))
    return lines + [f"{row['name']}: currency {row['currency']}. {row['reason']}" for row in chosen]


def notices_beside(endpoint: Endpoint, answer: Answer, values: Mapping[str, str]) -> list[str]:
    """Return what stands beside an answer about editions; beside any other, nothing."""
    about_editions = {"authority", "subject"} & {*answer.columns, *values}
    return notices(endpoint, answer, values) if about_editions else []
