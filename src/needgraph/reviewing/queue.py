"""What a reviewer sees: the queue, both sides of a pair in context, and how far the work has come."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from needgraph.edition_names import edition_named
from needgraph.errors import NeedgraphError
from needgraph.resources import Data
from needgraph.tables.editions import Edition, read_edition
from needgraph.tables.mappings import COUNTERPARTS, DECIDED, STATES, MappingTable, curie_of, id_of, is_gap, stale_rows
from needgraph.tables.reference import CONCEPTS
from needgraph.tables.tsv import Row, read_table_if_there

WAITING = ("undecided", "suggested")
_PRINTED = re.compile(r"Printed forms: ([^.]*)\.")
# How many neighbours of the same level stand on either side.
_BESIDE = 2


class ReviewProblem(NeedgraphError):
    """A review that cannot begin, or a pair that cannot be shown."""


@dataclass(frozen=True)
class Span:
    """A severity word in a quote: where it stands and its concept."""

    start: int
    end: int
    word: str


@dataclass(frozen=True)
class Indicator:
    """An indicator with its place in the edition and the severity words of its quote."""

    curie: str
    quote: str
    level: str
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Side:
    """One end of a pair in context: its neighbours in document order under the same dimension."""

    indicator: Indicator
    edition: str
    level_name: str
    dimension: str
    before: tuple[Indicator, ...]
    after: tuple[Indicator, ...]
    level_below: tuple[Indicator, ...]
    level_above: tuple[Indicator, ...]


@dataclass(frozen=True)
class Candidate:
    """A pair to be judged, with the table it stands in and what was said of it there."""

    state: str
    subject: Side
    object: Side
    predicate: str
    severity: str
    confidence: str
    reason: str


@dataclass(frozen=True)
class Progress:
    """How far one concern, level or authority has come.

    ``decided`` of the ``indicators`` have a counterpart or a gap; ``waiting`` pairs are still to be judged.
    """

    by: str
    name: str
    indicators: int
    decided: int
    waiting: int


def two_editions(data: Data, first: str, second: str) -> tuple[Edition, Edition]:
    """Return two editions by ``authority`` or ``authority/edition``, the authority first in the alphabet first.

    Raises EditionNameProblem for what names no edition of the data folder, ReviewProblem when both are one
    authority's.
    """
    found = {"/".join(folder.parts[-2:]): folder for folder in data.edition_folders()}
    names = sorted(edition_named(name, found) for name in (first, second))
    if len({name.split("/")[0] for name in names}) < 2:
        raise ReviewProblem(f"{first} and {second} are of one authority; name the editions of two")
    subject, object_ = (read_edition(found[name]) for name in names)
    return subject, object_


def labels_of(editions: Iterable[Edition]) -> dict[str, str]:
    """Return the present labels of the indicators by CURIE."""
    return {_curie(edition, row): row["label"] for edition in editions for row in _indicators(edition)}


def waiting(tables: Mapping[str, MappingTable], subject: Edition, object_: Edition) -> list[tuple[str, Row]]:
    """Return the pairs of two editions that wait for a verdict, each with its state.

    First those decided on a wording that has changed since, then the undecided, then the suggested, the most
    confident suggestion first.
    """
    labels = labels_of((subject, object_))
    queue: list[tuple[str, Row]] = []
    for state in DECIDED:
        queue += [(state, row) for row in stale_rows(tables[state], labels) if not is_gap(row)]
    for state in WAITING:
        rows = sorted(tables[state].rows, key=lambda row: (-_number(row["confidence"]), *_pair(row)))
        queue += [(state, row) for row in rows]
    return [(state, row) for state, row in queue if between(row, subject, object_)]


def candidate(state: str, row: Row, subject: Edition, object_: Edition, forms: Mapping[str, str]) -> Candidate:
    """Return a pair with both sides in context; ``forms`` are those of ``severity_forms``.

    Raises ReviewProblem when an end is no indicator of its edition.
    """
    return Candidate(
        state,
        _side(row, "subject", subject, forms),
        _side(row, "object", object_, forms),
        row["predicate_id"],
        row["severity_relation"],
        row["confidence"],
        row["comment"],
    )


def severity_forms(data: Data) -> dict[str, str]:
    """Return the concept of each severity word by the forms in which the documents print it, in small letters."""
    forms: dict[str, str] = {}
    for row in read_table_if_there(data.reference / "severity.tsv", CONCEPTS):
        # A concept without a broader one is a family of words, not a word.
        if row["scheme"] == "severity" and row["broader"]:
            printed = _PRINTED.search(row["note"])
            for form in (row["label"], *(printed[1].split(",") if printed else ())):
                if form.strip():
                    forms.setdefault(form.strip().lower(), row["id"])
    return forms


def severity_spans(text: str, forms: Mapping[str, str]) -> tuple[Span, ...]:
    """Return where the severity words of a text stand, the longer form before the shorter.

    >>> severity_spans("At risk of frequent harm", {"risk of": "a", "at risk of": "b", "frequent": "c"})
    (Span(start=0, end=10, word='b'), Span(start=11, end=19, word='c'))
    """
    if not forms:
        return ()
    matches = _pattern(tuple(forms)).finditer(text)
    return tuple(Span(match.start(), match.end(), forms[" ".join(match[0].lower().split())]) for match in matches)


@cache
def _pattern(forms: tuple[str, ...]) -> re.Pattern[str]:
    longest = sorted(forms, key=lambda form: (-len(form), form))
    choices = "|".join(r"\s+".join(map(re.escape, form.split())) for form in longest)
    return re.compile(rf"(?<!\w)(?:{choices})(?!\w)", re.IGNORECASE)


def progress(tables: Mapping[str, MappingTable], subject: Edition, object_: Edition) -> list[Progress]:
    """Return how far two editions are decided against each other, by authority, level and concern."""
    decided: set[str] = set()
    pending: Counter[str] = Counter()
    for state in STATES:
        for row in tables[state].rows:
            ends = {row["subject_id"], row["object_id"]}
            if state in WAITING and between(row, subject, object_):
                pending.update(ends)
            elif state == "agreed" and _settles(row, subject, object_):
                decided |= ends
    found: dict[tuple[str, str], list[str]] = {}
    for edition in (subject, object_):
        concerns = _concerns(edition)
        for row in _indicators(edition):
            curie = _curie(edition, row)
            found.setdefault(("authority", edition.authority), []).append(curie)
            found.setdefault(("level", f"{edition.path} {row['level']}"), []).append(curie)
            for concern in concerns.get(row["id"], ("no concern",)):
                found.setdefault(("concern", concern), []).append(curie)
    order = ("authority", "level", "concern")
    return [
        Progress(by, name, len(curies), len(decided.intersection(curies)), sum(pending[curie] for curie in curies))
        for (by, name), curies in sorted(found.items(), key=lambda item: (order.index(item[0][0]), item[0][1]))
    ]


def _settles(row: Row, subject: Edition, object_: Edition) -> bool:
    """Tell whether an agreed row decides an indicator: a counterpart in the other edition, or a gap there."""
    if is_gap(row):
        sources = {f"needgraph:{edition.path}" for edition in (subject, object_)}
        return bool(sources & {row["subject_source"], row["object_source"]})
    return row["predicate_id"] in COUNTERPARTS and between(row, subject, object_)


def between(row: Row, subject: Edition, object_: Edition) -> bool:
    """Tell whether a row is a pair of these two editions."""
    prefixes = (curie_of(f"{edition.path}/") for edition in (subject, object_))
    return not is_gap(row) and all(name.startswith(prefix) for name, prefix in zip(_pair(row), prefixes, strict=True))


def _pair(row: Row) -> tuple[str, str]:
    return row["subject_id"], row["object_id"]


def _number(cell: str) -> float:
    try:
        return float(cell or 0)
    except ValueError:
        return 0.0


def _concerns(edition: Edition) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for row in edition.tables["readings"]:
        if row["facet"] == "concern":
            found[row["statement"]] = tuple(dict.fromkeys((*found.get(row["statement"], ()), row["value"])))
    return found


def _indicators(edition: Edition) -> list[Row]:
    return [row for row in edition.statements if row["kind"] == "indicator"]


def _curie(edition: Edition, row: Row) -> str:
    return curie_of(f"{edition.path}/{row['id']}")


def _side(row: Row, end: str, edition: Edition, forms: Mapping[str, str]) -> Side:
    name = id_of(row[f"{end}_id"]).rpartition("/")[2]
    ordered = sorted(_indicators(edition), key=lambda each: int(each["start"]))
    (place,) = [number for number, each in enumerate(ordered) if each["id"] == name] or [-1]
    if place < 0:
        raise ReviewProblem(row.problem(f"{end}_id {row[f'{end}_id']!r} is not an indicator of {edition.path}"))
    here = ordered[place]
    akin = [each for each in ordered if each["dimension"] == here["dimension"]]
    numbers = [level.number for level in edition.levels]
    rank = numbers.index(here["level"])

    def shown_rows(rows: Sequence[Row]) -> tuple[Indicator, ...]:
        return tuple(
            Indicator(_curie(edition, each), each["quote"], each["level"], severity_spans(each["quote"], forms))
            for each in rows
        )

    def at_level(number: int) -> tuple[Indicator, ...]:
        known = 0 <= number < len(numbers)
        return shown_rows([each for each in akin if known and each["level"] == numbers[number]])

    beside = [each for each in akin if each["level"] == here["level"]]
    middle = beside.index(here)
    headings = {dimension.id: dimension.heading for dimension in edition.dimensions}
    return Side(
        shown_rows([here])[0],
        edition.name,
        edition.levels[rank].name,
        headings.get(here["dimension"], ""),
        shown_rows(beside[max(0, middle - _BESIDE) : middle]),
        shown_rows(beside[middle + 1 : middle + 1 + _BESIDE]),
        at_level(rank - 1),
        at_level(rank + 1),
    )
