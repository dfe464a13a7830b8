"""The contents asked of a document on which nothing was recorded: neither what shows them nor a silence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from needgraph.guidance.law import askers
from needgraph.guidance.rules import Hit, Record
from needgraph.guidance.tables import GuidanceTables, pattern
from needgraph.tables.tsv import Row

# The scheme of what a document is silent on.
SILENCE = "facet"
WORDS = "words"


def content_unrecorded(rows: Sequence[Record], tables: GuidanceTables) -> Iterator[Hit]:
    """Yield for each document a hit with the contents on which nobody recorded anything, and one for our further ones.

    What a citation would show is left out: whether a section is cited is known without a reader.
    """
    documents: dict[str, list[Record]] = {}
    for row in rows:
        documents.setdefault(str(row["document"]), []).append(row)
    for document, told in documents.items():
        silent = {str(row["value"]) for row in told if row["facet"] == SILENCE}
        known: dict[str, dict[str, set[str]]] = {}
        for row in told:
            if row["value"] and row["facet"] != SILENCE:
                known.setdefault(str(row["node"]), {}).setdefault(str(row["facet"]), set()).add(str(row["value"]))
        for asked, grade in ((True, "law"), (False, "clarity")):
            left = [
                item
                for item in tables.contents
                if bool(item["asked_by"]) is asked
                and not item["law"]
                and silent.isdisjoint(item.several("facets"))
                and not any(_shows(said, item) for said in known.values())
            ]
            if left:
                labels = dict.fromkeys(item["label"] for item in left)
                who = askers([item for item in left if item["label"] == left[0]["label"]], "", tables.labels)
                problem = (
                    f"Nobody has recorded yet whether this document says: {'; '.join(labels)}. {who}"
                    "That is no finding about the document."
                )
                yield Hit(document, problem, grade=grade)


def _shows(said: Mapping[str, set[str]], item: Row) -> bool:
    """Tell whether a passage or rule is one of the cases by which a content is shown: each part of the case holds."""
    return any(all(_holds(said, part.strip()) for part in case.split("&")) for case in item.several("shown_by"))


def _holds(said: Mapping[str, set[str]], part: str) -> bool:
    facet, _, value = part.partition(":")
    values = said.get(facet, set())
    if facet == WORDS:
        return any(pattern(value.strip()).search(text) for text in values)
    return value.strip() in values
