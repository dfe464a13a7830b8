"""The notice and currency that stand beside every answer about an edition."""

from __future__ import annotations

from needgraph.answers import Answer
from needgraph.asking import Endpoint
from needgraph.files import read_text
from needgraph.resources import QUERIES


def notices(endpoint: Endpoint, answer: Answer) -> list[str]:
    """Return the lines for the editions that an answer names: the notice once, then each one's currency."""
    rows = answer.records()
    named = {(row.get("authority"), row.get("edition")) for row in rows}
    whole = {row.get("authority") for row in rows} if "edition" not in answer.columns else set()
    found = endpoint.select(read_text(QUERIES / "build" / "notices.rq")).records()
    chosen = [row for row in found if (row["authority"], row["edition"]) in named or row["authority"] in whole]
    lines = list(dict.fromkeys(str(row["notice"]) for row in chosen))
    lines += [f"{row['name']}: {row['currency']}. {row['reason']}" for row in chosen]
    return lines
