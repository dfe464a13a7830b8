"""The words of a document: abbreviations, terms, spellings, bare figures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from needgraph.guidance.rules import Hit, Record
from needgraph.guidance.tables import GuidanceTables

ENTRY = "glossary-entry"
_ACRONYM = re.compile(r"(?<![\w&])(?:[A-Z]&[A-Z]|[A-Za-z]*[A-Z][a-z]?[A-Z][A-Za-z]*)(?![\w&])")
# Everyone reads these without their words.
_EVERYDAY = frozenset({"a&e", "b&b", "gp", "nhs", "uk", "tv", "id", "pdf", "dvd", "gps"})
_INTRODUCED = re.compile(r"\(([A-Za-z&]+)\)")
_WORD = re.compile(r"[A-Za-z’']+")
_HYPHENED = re.compile(r"(?<![\w-])([a-z]{2,}) ?-([a-z]{2,})(?![\w-])", re.IGNORECASE)
_FIGURE = re.compile(r"(?<![\w.£])(\d+(?:\s?[/–-]\s?\d+)?)(?![\w.])")
_UNIT = re.compile(
    r"\s*(?:%|per ?cent|[a-z-]*\s?(?:year|month|week|day|hour|minute|child|service|agenc|time|occasion|point|session))",
    re.IGNORECASE,
)
_AGED = re.compile(r"\b(?:aged?|age of)\s+(?:over |under |below )?$", re.IGNORECASE)
# Nobody takes "children under 16" for anything but years.
_UNDER = re.compile(r"\b(?:under|over|below|post|pre)[ -]$", re.IGNORECASE)
_PEOPLE = re.compile(r"\b(?:child|young|people|pupil|adult|employment|education)", re.IGNORECASE)
_OLDEST = 25
_NUMBERING = re.compile(
    r"\b(?:levels?|sections?|ss?\.?|paragraphs?|parts?|steps?|articles?|schedules?|stages?|tiers?)\s*"
    r"(?:\d+\w*\s*(?:,|/|and|or)\s*)*$",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"\bnumber of \w+ \([^)]*$", re.IGNORECASE)
# "More than 4 house moves" says what is counted; "under 16 lives alone" does not.
_NOUN = re.compile(
    r"(?:\+| or (?:more|fewer|less))?\s+(?:(?!(?:and|at|for|from|in|is|of|on|or|the|to|who|with)\b)[a-z’'-]+\s+)?"
    r"(?!(?:across|always|as|does|goes|has|his|is|its|less|lives|misses|needs|perhaps|plus|remains|sleeps|stays|this|"
    r"thus|towards|unless|uses|was)\b)(?:[a-z’'-]{2,}[^\Ws]s|people)\b",
    re.IGNORECASE,
)


def acronym_unexplained(rows: Sequence[Record], _: GuidanceTables) -> Iterator[Hit]:
    """Yield a hit for each abbreviation that the document uses and nowhere spells out."""
    for texts in documents(rows).values():
        explained = [str(row["term"]) for row in texts if row["term"]]
        known = {form for term in explained for form in (_bare(term), _form(term), _bare(term.split()[0]))}
        used: dict[str, list[str]] = {}
        for row in texts:
            known |= {_bare(short) for short in _introduced(str(row["text"]))}
        for row in outermost(texts):
            text = str(row["text"])
            if row["kind"] in (ENTRY, "heading") or _shouted(text):
                continue
            for short in dict.fromkeys(_acronyms(text)):
                used.setdefault(_singular(short), []).append(str(row["node"]))
        for short, nodes in used.items():
            if _bare(short) not in known | _EVERYDAY:
                yield Hit(
                    nodes[0],
                    f"“{short}” {_times(len(nodes))} and is spelt out neither there nor in a glossary.",
                    tuple(nodes[1:3]),
                )


def acronym_varies(rows: Sequence[Record], _: GuidanceTables) -> Iterator[Hit]:
    """Yield a hit for each explained abbreviation that the text writes in another form."""
    for texts in documents(rows).values():
        for entry in texts:
            term = str(entry["term"])
            if not term or not _acronyms(term):
                continue
            found: dict[str, str] = {}
            # Of statements one in another, the smallest shows the abbreviation best.
            for row in sorted(texts, key=lambda row: len(str(row["text"]))):
                for short in _acronyms(str(row["text"])) if row["kind"] != ENTRY else ():
                    if _singular(short) != _singular(term) and _form(short) == _form(term):
                        found.setdefault(_singular(short), str(row["node"]))
            for short, node in found.items():
                yield Hit(node, f"Writes “{short}” where the glossary explains “{term}”.", (str(entry["node"]),))


def term_never_used(rows: Sequence[Record], tables: GuidanceTables) -> Iterator[Hit]:
    """Yield a hit for each explained term that stands nowhere else, in whatever form."""
    varied = {other for hit in acronym_varies(rows, tables) for other in hit.others}
    for row in rows:
        if row["kind"] == ENTRY and row["term"] and row["used"] == 0 and row["node"] not in varied:
            yield Hit(str(row["node"]), f"“{row['term']}” is explained here and stands nowhere else in the document.")


def spelling_varies(rows: Sequence[Record], _: GuidanceTables) -> Iterator[Hit]:
    """Yield a hit for each word with a hyphen that the document also writes joined or apart."""
    for texts in documents(rows).values():
        plain = [(str(row["node"]), straight(str(row["text"]))) for row in outermost(texts)]
        pairs = {
            (match[1].lower(), match[2].lower()): node for node, text in plain for match in _HYPHENED.finditer(text)
        }
        for (first, second), node in sorted(pairs.items()):
            shapes: dict[str, str] = {f"{first}-{second}": node}
            for shape in (f"{first}{second}", f"{first} {second}"):
                search = re.compile(rf"(?<![\w-]){shape}(?![\w-])", re.IGNORECASE)
                shown = next((each for each, text in plain if search.search(text)), "")
                if shown:
                    shapes[shape] = shown
            if len(shapes) > 1:
                written = ", ".join(f"“{shape}”" for shape in shapes)
                yield Hit(node, f"The same word is written {written}.", tuple(list(shapes.values())[1:]))


def quantity_without_unit(rows: Sequence[Record], _: GuidanceTables) -> Iterator[Hit]:
    """Yield a hit for each sign with a figure that counts nothing by its words."""
    for row in rows:
        if row["kind"] not in ("indicator", "response", "level-description"):
            continue
        text = str(row["text"])
        bare = [
            match[1]
            for match in _FIGURE.finditer(text)
            if not _UNIT.match(text[match.end() :])
            and not _NOUN.match(text[match.end() :])
            and not _NUMBERING.search(text[: match.start()])
            and not _AGED.search(text[: match.start()])
            and not _is_age(match[1], text, match.start())
            and not _COUNTED.search(text[: match.start()])
            and not re.fullmatch(r"(?:19|20)\d\d", match[1])
        ]
        if bare:
            figures = " and ".join(f"“{figure}”" for figure in dict.fromkeys(bare))
            yield Hit(str(row["node"]), f"Prints {figures} without saying what is counted.", level=str(row["level"]))


def documents(rows: Sequence[Record]) -> Mapping[str, list[Record]]:
    """Return the rows of each document."""
    return {key[0]: found for key, found in by(rows, "document").items()}


def by(rows: Iterable[Record], *columns: str) -> dict[tuple[str, ...], list[Record]]:
    """Return the rows by the values of some columns."""
    found: dict[tuple[str, ...], list[Record]] = {}
    for row in rows:
        found.setdefault(tuple(str(row[column]) for column in columns), []).append(row)
    return found


def outermost(rows: Sequence[Record]) -> list[Record]:
    """Return the rows whose passage lies in no other, so that no word is counted twice."""
    found: list[Record] = []
    reached = -1
    for row in sorted(rows, key=lambda row: (int(str(row["start"])), -int(str(row["end"])))):
        if int(str(row["end"])) > reached:
            reached = int(str(row["end"]))
            found.append(row)
    return found


def _acronyms(text: str) -> list[str]:
    """Return the abbreviations of a text; a name such as McKay has two capitals and is mostly small letters.

    >>> _acronyms("iCART, A&E and Dr McKay's CiN plan")
    ['iCART', 'A&E', 'CiN']
    """
    return [word for word in _ACRONYM.findall(text) if 2 * sum(letter.islower() for letter in word) < len(word)]


def _introduced(text: str) -> Iterator[str]:
    """Yield the abbreviations in brackets whose letters begin the words before them, and those that are spelt after."""
    for match in _INTRODUCED.finditer(text):
        letters = [letter for letter in match[1].lower() if letter.isalpha()]
        before = [word[0].lower() for word in _WORD.findall(text[: match.start()])][-2 * len(letters) - 2 :]
        places = iter(before)
        if len(letters) > 1 and letters[0] in before and all(letter in places for letter in letters):
            yield match[1]


def _shouted(text: str) -> bool:
    words = [word for word in _WORD.findall(text) if len(word) > 1]
    return len(words) > 1 and sum(word.isupper() for word in words) > len(words) / 2


def straight(text: str) -> str:
    """Return a text with straight apostrophes and without spaces beside hyphens."""
    return text.replace("’", "'").replace(" -", "-").replace("- ", "-")


def _singular(short: str) -> str:
    return short[:-1] if len(short) > 2 and short.endswith("s") and short[-2].isupper() else short


def _bare(short: str) -> str:
    return _singular(short).lower()


def _form(short: str) -> str:
    """Return an abbreviation without what its forms differ in: "EHC Plan" and "EHCP" are both "ehcp".

    >>> _form("EHC Plan"), _form("CiN"), _form("CIN")
    ('ehcp', 'cin', 'cin')
    """
    first, *rest = _singular(short).split()
    return (first + "".join(word[0] for word in rest)).lower()


def _is_age(figure: str, text: str, start: int) -> bool:
    """Tell whether a figure is plainly an age.

    >>> _is_age("16", "Children under 16", 15), _is_age("80", "Children under 80", 15)
    (True, False)
    """
    small = figure.isdecimal() and int(figure) <= _OLDEST
    return small and bool(_UNDER.search(text[:start]) and _PEOPLE.search(text))


def _times(count: int) -> str:
    return {1: "is used once", 2: "is used twice"}.get(count, f"is used in {count} passages")


def passages(count: int) -> str:
    """Return a number of passages in words."""
    return "one passage" if count == 1 else f"{count} passages"
