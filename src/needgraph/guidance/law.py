"""A document beside the law and the national guidance: elements of provisions, expected content, changes since."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from needgraph.guidance.rules import Hit, Record
from needgraph.guidance.tables import GuidanceTables, pattern
from needgraph.querying.answers import Value
from needgraph.tables.tsv import Row

# A passage paraphrases a provision when at least so many of its elements are in it; a bare mention has none.
PARAPHRASE = 2
_SHOWN = 4
_SAME_REASON = 85
_EFFECTS: dict[frozenset[str], str] = {
    frozenset({"narrower"}): "narrower than the Act",
    frozenset({"wider"}): "wider than the Act",
    frozenset({"narrower", "wider"}): "narrower than the Act in one way and wider in another",
}
_SENTENCE = re.compile(r'(?<=[.]) (?=[A-Z“"])')


def provision_paraphrased(rows: Sequence[Record], tables: GuidanceTables) -> Iterator[Hit]:
    """Yield a hit for each passage that gives a provision's test with elements left out or changed."""
    provisions: dict[str, list[Row]] = {}
    for element in tables.elements:
        provisions.setdefault(element["provision"], []).append(element)
    done = set()
    for row in rows:
        cited = str(row["cited"])
        if not cited:
            continue
        node, text = _passage(row, rows)
        for provision, elements in provisions.items():
            if not _is_part(cited, provision) or (node, provision) in done:
                continue
            done.add((node, provision))
            found = [element for element in elements if pattern(element["words"]).search(text)]
            changed = {
                element["id"]: match[0]
                for element in elements
                if element not in found and (match := pattern(element["instead"]).search(text))
            }
            missing = [element for element in elements if element not in found and element["id"] not in changed]
            left = [_element(element) for element in missing]
            if len(found) + len(changed) < min(PARAPHRASE, len(elements)) or not (missing or changed):
                continue
            name = tables.labels.get(provision, provision).partition(":")[0]
            parts = [f"leaves out {'; '.join(left)}"] if left else []
            parts += [
                f"prints “{' '.join(changed[element['id']].split())}” where the Act says {_element(element)}"
                for element in elements
                if element["id"] in changed
            ]
            effects = [element["left_out"] for element in missing]
            effects += [element["changed"] for element in elements if element["id"] in changed]
            yield Hit(node, f"Paraphrases {name} and {'; it '.join(parts)}.{_effect(effects)}")


def content_missing(rows: Sequence[Record], tables: GuidanceTables) -> Iterator[Hit]:
    """Yield a hit for each content that an edition of Working Together asks for and a document leaves out.

    What several editions of that guidance ask for in the same words is one hit that names them all.
    """
    yield from _contents(rows, tables, [row for row in tables.contents if row["asked_by"]])


def matter_left_open(rows: Sequence[Record], tables: GuidanceTables) -> Iterator[Hit]:
    """Yield a hit for each further matter of the table on which a document is recorded as silent."""
    yield from _contents(rows, tables, [row for row in tables.contents if not row["asked_by"]])


def law_changed(rows: Sequence[Record], tables: GuidanceTables) -> Iterator[Hit]:
    """Yield a hit for each change of law or advice since the guidance a document cites, with passages it touches."""
    documents: dict[str, list[Record]] = {}
    for row in rows:
        documents.setdefault(str(row["document"]), []).append(row)
    for told in documents.values():
        for change in tables.changes:
            values = change.several("values")
            touching = [row for row in told if row["facet"] == change["facet"] and str(row["value"]) in values]
            # Words about this act alone show the matter better than those about several.
            about: dict[Value, set[Value]] = {}
            for row in told:
                if row["facet"] == change["facet"]:
                    about.setdefault(row["node"], set()).add(row["value"])
            touching.sort(key=lambda row: len(about[row["node"]]))
            touched = dict.fromkeys(str(row["node"]) for row in touching if str(row["issued"]) < change["since"])
            # A line between two tiers is there only where the document has both.
            tiers = {str(row["value"]) for row in told if row["facet"] == "tier"}
            if not touched or (change["facet"] == "tier" and not set(values) <= tiers):
                continue
            nodes = list(touched)
            sure = "" if change["confirmed"] != "false" else f" To confirm: {change['note']}"
            problem = f"Written to {told[0]['written']}; since {change['since']}: {change['what']}.{sure}"
            if len(nodes) > _SHOWN:
                problem += f" {_SHOWN} of {len(nodes)} passages are shown."
            levels = sorted({str(row.get("level") or "") for row in touching if row["node"] in touched} - {""})
            yield Hit(nodes[0], problem, tuple(nodes[1:_SHOWN]), " | ".join(levels), change["grade"])


def _contents(rows: Sequence[Record], tables: GuidanceTables, asked: Sequence[Row]) -> Iterator[Hit]:
    documents: dict[str, list[Record]] = {}
    for row in rows:
        documents.setdefault(str(row["document"]), []).append(row)
    merged: dict[tuple[str, str, str], list[Row]] = {}
    for row in asked:
        merged.setdefault((row["label"], row["facets"], row["law"]), []).append(row)
    for document, told in documents.items():
        written = str(told[0]["written"])
        for (label, _, law), items in merged.items():
            facets = items[0].several("facets")
            silences = [row for row in told if row["kind"] == "silence" and row["value"] in facets]
            cites = not law or any(row["kind"] == "law" and _is_part(str(row["value"]), law) for row in told)
            if not silences and cites:
                continue
            who = askers(items, written, tables.labels)
            reason = _reasons(silences) or f"The document nowhere cites {tables.labels.get(law, law)}."
            limited = sorted({str(row["level"]) for row in silences})
            levels = limited if limited and limited[0] else []
            # "At which level" is not asked of one level.
            at = f", at {_levels(levels)}," if levels and not law else ""
            nodes = list(dict.fromkeys(str(row["node"]) for row in silences)) or [document]
            problem = f"This document does not say{at} {label}. {who}{items[0]['why']} How that was found: {reason}"
            yield Hit(nodes[0], problem, tuple(nodes[1:]), " | ".join(levels), items[0]["grade"], items[0]["fix"])


def askers(items: Sequence[Row], written: str, labels: Mapping[str, str]) -> str:
    """Return the sentence that says which editions of guidance ask for a content, and how sure that is."""
    asked = [item for item in items if item["asked_by"]]
    if not asked:
        return ""
    full = [labels.get(f"guidance/{item['asked_by']}", item["asked_by"]) for item in asked]
    # "Working Together to Safeguard Children" is said once, then the years.
    common = full[0].rpartition(" ")[0]
    names: list[str] = []
    for item, title in zip(asked, full, strict=True):
        name = title.removeprefix(common).strip() if names else title
        notes = ["the edition it cites"] if item["asked_by"] == written else []
        notes += ["to confirm"] if item["confirmed"] == "false" else []
        names.append(name + (f" ({', '.join(notes)})" if notes else ""))
    return f"Asked for by {', '.join(names)}. "


def _passage(citing: Record, rows: Sequence[Record]) -> tuple[str, str]:
    """Return the longest statement that holds the words of a citing clause, with its text."""
    start, end = int(str(citing["start"])), int(str(citing["end"]))
    around = [
        (int(str(row["end"])) - int(str(row["start"])), str(row["node"]), str(row["text"]))
        for row in rows
        if row["text"]
        and row["document"] == citing["document"]
        and int(str(row["start"])) <= start
        and end <= int(str(row["end"]))
    ]
    _, node, text = max(around, default=(0, str(citing["node"]), ""))
    return node, text


def _levels(numbers: Sequence[str]) -> str:
    """Return levels as a sentence names them.

    >>> _levels(["1"]), _levels(["1", "2", "4"])
    ('level 1', 'levels 1, 2 and 4')
    """
    *first, last = numbers
    return f"levels {', '.join(first)} and {last}" if first else f"level {last}"


def _reasons(silences: Sequence[Record]) -> str:
    """Return how silences were established; what is said of several levels in nearly the same words is said once.

    Which level it was said of first is nothing to the reader: of several, "at level 1" becomes "at any of them".
    """
    from rapidfuzz import fuzz

    several = len({str(silence["level"]) for silence in silences}) > 1
    said: list[str] = []
    for silence in silences:
        reason = str(silence["reason"])
        if several and silence["level"]:
            reason = re.sub(rf"\bat level {silence['level']}\b", "at any of them", reason, flags=re.IGNORECASE)
        for sentence in _SENTENCE.split(reason):
            if all(fuzz.ratio(sentence, other) < _SAME_REASON for other in said):
                said.append(sentence)
    return " ".join(said)


def _effect(effects: Sequence[str]) -> str:
    """Return the sentence on what differences do to a test; of several not each has to do something.

    >>> _effect(["narrower", ""]), _effect(["wider"]), _effect([""])
    (' Part of that makes it narrower than the Act.', ' That makes it wider than the Act.', '')
    """
    known = frozenset(effects) - {""}
    return f" {'That' if all(effects) else 'Part of that'} makes it {_EFFECTS[known]}." if known else ""


def _element(row: Row) -> str:
    """Return what the Act says, marked where it was not checked."""
    return row["element"] + (" (to be confirmed)" if row["confirmed"] == "false" else "")


def _is_part(cited: str, provision: str) -> bool:
    """Tell whether a cited provision is this one, a part of it, or the section it belongs to; an Act is none of these.

    >>> _is_part("ukpga/1989/41/section/20", "ukpga/1989/41/section/20/1")
    True
    >>> _is_part("ukpga/1989/41", "ukpga/1989/41/section/20/1")
    False
    """
    inside = cited == provision or cited.startswith(f"{provision}/")
    return inside or ("/section/" in cited and provision.startswith(f"{cited}/"))
