"""The notice and currency that stand beside every answer about an edition."""

from __future__ import annotations

from needgraph.answers import Answer
from needgraph.asking import Endpoint
from needgraph.files import read_text
from needgraph.resources import QUERIES

AS_PRINTED = "Numbers, addresses and hours are as printed in an undated document, not verified since."


def notices(endpoint: Endpoint, answer: Answer) -> list[str]:
    """Return the lines for the editions that an answer names: the notice once, then each one's currency.

    An answer with telephone numbers also says that they are as printed, and where the partnership's site is.
    """
    return notices_among(endpoint.select(notices_query()), answer)


def notices_query() -> str:
    """Return the query that finds the notice and currency of every edition."""
    return read_text(QUERIES / "build" / "notices.rq")


def notices_among(known: Answer, answer: Answer) -> list[str]:
    """Return the lines that belong beside an answer, of what ``notices_query`` found."""
    rows = answer.records()
    named = {(row.get("authority"), row.get("edition")) for row in rows}
    # A mapping has no authority of its own; its two ends have.
    ends = [str(row[end]).split("/") for row in rows for end in ("subject", "object") if row.get(end)]
    named |= {(parts[0], parts[1]) for parts in ends if len(parts) > 1}
    whole = {row.get("authority") for row in rows} if "edition" not in answer.columns else set()
    chosen = [
        row for row in known.records() if (row["authority"], row["edition"]) in named or row["authority"] in whole
    ]
    lines = list(dict.fromkeys(str(row["notice"]) for row in chosen))
    lines += [f"{row['name']}: currency {row['currency']}. {row['reason']}" for row in chosen]
    if "phone" in answer.columns:
        sites = " ".join(dict.fromkeys(str(row["site"]) for row in chosen if row["site"]))
        lines.append(f"{AS_PRINTED} See the partnership’s site: {sites}" if sites else AS_PRINTED)
    return lines
