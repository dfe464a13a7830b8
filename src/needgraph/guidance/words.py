"""Words of a document that a table names: several terms for one thing, and words to review."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from needgraph.guidance.rules import Hit, Record
from needgraph.guidance.tables import GuidanceTables, pattern
from needgraph.guidance.terms import ENTRY, documents, outermost, passages
from needgraph.tables.tsv import Row


def several_words(rows: Sequence[Record], tables: GuidanceTables) -> Iterator[Hit]:
    """Yield a hit for each thing of the table for which a document uses more than one term."""
    for texts in map(outermost, documents(rows).values()):
        for row in tables.terms:
            found, forms = _of_thing(texts, row)
            if len(found) > 1:
                counts = ", ".join(
                    f"{_either(forms[number].values())} in {passages(len(nodes))}" for number, nodes in found.items()
                )
                # Whoever chooses one term has to change the others wherever they stand.
                nodes = list(dict.fromkeys(node for each in found.values() for node in each))
                reason = f" {row['reason']}" if row["reason"] else ""
                problem = f"Has {len(found)} terms for {row['thing']}: {counts}.{reason}"
                entries = {str(each["node"]) for each in texts if each["kind"] == ENTRY}
                explained = entries.intersection(*found.values())
                fix = "The glossary explains one term by the other. Choose one of them." if explained else ""
                yield Hit(nodes[0], problem, tuple(nodes[1:]), fix=fix)


def review_words(rows: Sequence[Record], tables: GuidanceTables) -> Iterator[Hit]:
    """Yield a hit for each word of the table, advice only; what is one of several terms for a thing is told there."""
    for document in map(outermost, documents(rows).values()):
        varied = [row for row in tables.terms if len(_of_thing(document, row)[0]) > 1]
        told = [pattern(re.sub("[;=]", "|", row["terms"])) for row in varied]
        for row in tables.words:
            search = pattern(row["words"])
            found = [
                (str(each["node"]), match[0])
                for each in document
                for match in search.finditer(str(each["text"]))
                if not any(each.fullmatch(match[0]) for each in told)
            ]
            if found:
                nodes = list(dict.fromkeys(node for node, _ in found))
                forms: dict[str, str] = {}
                for _, words in found:
                    forms.setdefault(_plain(words), " ".join(words.split()))
                instead = f" Some write instead: {row['instead']}." if row["instead"] else ""
                problem = f"{_either(forms.values())}, in {passages(len(nodes))}: {row['reason']}{instead}"
                yield Hit(nodes[0], problem, tuple(nodes[1:]))


def _of_thing(texts: Sequence[Record], row: Row) -> tuple[dict[int, list[str]], dict[int, dict[str, str]]]:
    """Return for each term of a row the passages that have it, and the forms in which they print it."""
    searches = [pattern(term.replace(";", "|")) for term in row["terms"].split("=")]
    found: dict[int, list[str]] = {}
    forms: dict[int, dict[str, str]] = {}
    for each in texts:
        spans = [
            (match.start(), match.end(), number, match[0])
            for number, search in enumerate(searches)
            for match in search.finditer(str(each["text"]))
        ]
        for start, end, number, words in sorted(spans):
            # "Pre MAP" is not also a MAP.
            if not any(a <= start and end <= b and (a, b) != (start, end) for a, b, _, _ in spans):
                forms.setdefault(number, {}).setdefault(_plain(words), " ".join(words.split()))
                nodes = found.setdefault(number, [])
                nodes += [str(each["node"])] if str(each["node"]) not in nodes else []
    return found, forms


def _plain(words: str) -> str:
    return " ".join(re.split(r"[\s-]+", words.lower())).removesuffix("s")


def _either(forms: Iterable[str]) -> str:
    """Return forms of a word as a sentence names them.

    >>> _either(["a"]), _either(["a", "b", "c"])
    ('“a”', '“a”, “b” or “c”')
    """
    *first, last = (f"“{form}”" for form in forms)
    return f"{', '.join(first)} or {last}" if first else last
