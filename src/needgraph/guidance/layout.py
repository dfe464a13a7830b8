"""What stands in a document without its text: placeholders, dead links, empty headings, groups under no heading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from needgraph.guidance.rules import Hit, Record, noted
from needgraph.guidance.tables import GuidanceTables

NOTE, HEADING, LEVEL_NAME, INDICATOR = "note", "heading", "level-name", "indicator"
# A title may be broken after any word; "Hepatitis A" ends in no article, so that case counts below.
_TITLES = (HEADING, LEVEL_NAME)
_FILLER = re.compile(
    r"[\W_]*(?:(?:tb[acd]|xx+|lorem ipsum.*|to (?:be|follow)(?: (?:added|confirmed|completed|inserted|decided))?|"
    r"insert (?:text|here|details|name).*|text here)[\W_]*)?",
    re.IGNORECASE,
)
_BROKEN = re.compile(
    r"(?:(?P<mark>[,(\[{–—-]|…|\.\.\.)|\b(?P<word>and|or|and/or|nor|but|because|if|whether|unless|although|than|"
    r"the|an?|their|its|such as|including|e\.?g\.?|i\.e\.?))\s*$"
)
_LINK = re.compile(r"\]\(([^()]*)\)|\bhref\s*=\s*[\"']([^\"']*)[\"']", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s)>\]]+|[\w.-]+\.(?:gov|org|com|co|net|nhs)\b\S*", re.IGNORECASE)
_NOWHERE = re.compile(
    r"\s*(?:#|https?://|https?:|www\.|url|link|tb[acd]|xx+|about:blank|javascript:.*|file:.*|"
    r"(?:https?://)?(?:localhost|127\.0\.0\.1)(?:[:/].*)?|\W*(?:insert|add)\W.*)?\s*",
    re.IGNORECASE,
)
_PENDING = re.compile(r"[\[(<]\s*(?:insert|add)\s+(?:hyper)?(?:link|url|address)[^\])>]*[\])>]", re.IGNORECASE)
_CLICK = re.compile(r"\b(?:click (?:here|on this link)|follow this link)\b", re.IGNORECASE)
# Between a heading and what follows it: blank lines and marks of a list. More than that is words that nobody recorded.
_GAP = 8


@dataclass
class Passage:
    """One statement with its place, level, heading and words; ``divided`` where others are parts of it."""

    node: str
    document: str
    kind: str
    text: str
    start: int
    end: int
    divided: bool
    levels: set[str] = field(default_factory=set)
    dimensions: set[str] = field(default_factory=set)


Found = tuple[Hit, Sequence[Passage]]


def text_missing(rows: Sequence[Record], tables: GuidanceTables) -> Iterator[Hit]:
    """Yield a hit for each passage that holds a placeholder only or breaks off, and for each that a reader noted."""
    yield from _beside_notes(rows, tables, ("placeholder", "truncated-text"), _missing(rows))


def dead_link(rows: Sequence[Record], tables: GuidanceTables) -> Iterator[Hit]:
    """Yield a hit for each passage whose link has no address that leads anywhere, and for each that was noted."""
    yield from _beside_notes(rows, tables, ("dead-link",), _links(rows))


def group_without_heading(rows: Sequence[Record], tables: GuidanceTables) -> Iterator[Hit]:
    """Yield a hit for each run of signs under no heading at a level whose other signs have one, or that was noted."""
    yield from _beside_notes(rows, tables, ("unheaded-group",), _unheaded(rows))


def heading_without_text(rows: Sequence[Record], tables: GuidanceTables) -> Iterator[Hit]:
    """Yield a hit for each heading with nothing under it, and for each that a reader noted."""
    yield from _beside_notes(rows, tables, ("empty-heading",), _empty(rows))


def _beside_notes(
    rows: Sequence[Record], tables: GuidanceTables, defects: Sequence[str], found: Iterable[Found]
) -> Iterator[Hit]:
    """Yield what readers noted of some kinds, in their words, and of what was found the rest."""
    notes = [row for row in rows if row["defect"] in defects]
    yield from noted(notes, tables)
    told = {str(row["part"]) for row in notes}
    places = [(str(row["document"]), int(str(row["start"])), int(str(row["end"]))) for row in notes]
    for hit, about in found:
        covered = any(
            document == each.document and start < each.end and each.start < end
            for document, start, end in places
            for each in about
        )
        if not covered and told.isdisjoint(each.node for each in about):
            yield hit


def _missing(rows: Sequence[Record]) -> Iterator[Found]:
    for told in _documents(rows):
        for number, passage in enumerate(told):
            if passage.text and _FILLER.fullmatch(passage.text):
                held = f"“{_short(passage.text)}” holds the place of words that are not there."
                yield Hit(passage.node, held), [passage]
                continue
            broken = _BROKEN.search(passage.text)
            if not broken or passage.kind in _TITLES or passage.divided or _goes_on(told[number + 1 :], passage):
                continue
            last = f"“{broken['mark'] or broken['word']}”"
            yield Hit(passage.node, f"Breaks off after {last}: what was to follow is not there."), [passage]


def _links(rows: Sequence[Record]) -> Iterator[Found]:
    for told in _documents(rows):
        for passage in told:
            targets = [match[1] or match[2] or "" for match in _LINK.finditer(passage.text)]
            addresses = [match[0] for match in _ADDRESS.finditer(_LINK.sub("", passage.text))]
            dead = [target.strip() for target in (*targets, *addresses) if _NOWHERE.fullmatch(target)]
            if dead:
                address = f"the address “{dead[0]}”, which leads nowhere" if dead[0] else "no address"
                yield Hit(passage.node, f"The link has {address}."), [passage]
            elif pending := _PENDING.search(passage.text):
                yield Hit(passage.node, f"“{pending[0]}” stands where an address was to stand."), [passage]
            elif not targets and not addresses and (click := _CLICK.search(passage.text)):
                yield Hit(passage.node, f"Says “{click[0]}”; the text carries no address."), [passage]


def _unheaded(rows: Sequence[Record]) -> Iterator[Found]:
    for told in _documents(rows):
        headed = {level for each in told if each.kind == INDICATOR and each.dimensions for level in each.levels}
        listed = [each for each in told if each.kind in (INDICATOR, *_TITLES)]
        for level, run in groupby(listed, key=lambda each: _bare_at(each, headed)):
            group = list(run)
            if level:
                signs = "One sign" if len(group) == 1 else f"{len(group)} signs"
                verb = "stands" if len(group) == 1 else "stand"
                problem = f"{signs} of level {level} {verb} under none of the headings that group the others."
                yield Hit(group[0].node, problem, tuple(each.node for each in group[1:])), group


def _bare_at(passage: Passage, headed: set[str]) -> str:
    """Return the levels of a sign under no heading where others have one, of anything else nothing."""
    bare = passage.kind == INDICATOR and not passage.dimensions and passage.levels & headed
    return " and ".join(sorted(passage.levels)) if bare else ""


def _empty(rows: Sequence[Record]) -> Iterator[Found]:
    for told in _documents(rows):
        reached = False  # whether the titles at the top of the document are passed
        first = min((each.start for each in told if each.kind == LEVEL_NAME), default=-1)
        for number, passage in enumerate(told):
            reached = reached or passage.kind != HEADING
            after = next((each for each in told[number + 1 :] if each.start >= passage.end), None)
            if passage.kind != HEADING or not reached or after is None or after.kind not in _TITLES:
                continue
            if after.start - passage.end > _GAP or _stands_over(passage, after, first):
                continue
            what = "the next heading" if after.kind == HEADING else "the name of the next level"
            problem = f"Nothing stands under the heading before {what}, “{_short(after.text)}”."
            yield Hit(passage.node, problem, (after.node,), " | ".join(sorted(passage.levels))), [passage]


def _stands_over(heading: Passage, after: Passage, first: int) -> bool:
    """Tell whether a heading may be the title over what follows it: a list of headings, the levels, a numbered part."""
    if after.kind == LEVEL_NAME:
        return not heading.levels and not heading.dimensions and after.start == first
    number = re.match(r"\d+(?:\.\d+)*", heading.text)
    numbered = bool(number and re.match(rf"{re.escape(number[0])}\.\d", after.text))
    above = not heading.dimensions and (bool(after.dimensions) or (not heading.levels and bool(after.levels)))
    return numbered or above


def _goes_on(following: Sequence[Passage], passage: Passage) -> bool:
    """Tell whether the sentence of a passage goes on in the next one."""
    after = next((each for each in following if each.start >= passage.end), None)
    return after is not None and after.start - passage.end <= 2 and after.text[:1].islower()


def _documents(rows: Sequence[Record]) -> list[list[Passage]]:
    """Return the passages of each document with their words, in the order of the document."""
    found: dict[str, Passage] = {}
    for row in rows:
        if row["defect"]:
            continue
        start, end = int(str(row["start"])), int(str(row["end"]))
        passage = found.setdefault(
            str(row["node"]),
            Passage(str(row["node"]), str(row["document"]), str(row["kind"]), str(row["text"]), start, end,
                    bool(row["part"])),
        )  # fmt: skip
        passage.levels |= {str(row["level"])} - {""}
        passage.dimensions |= {str(row["dimension"])} - {""}
    told: dict[str, list[Passage]] = {}
    for passage in sorted(found.values(), key=lambda each: (each.start, -each.end, each.node)):
        told.setdefault(passage.document, []).append(passage)
    return list(told.values())


def _short(text: str) -> str:
    return " ".join(text.split())
