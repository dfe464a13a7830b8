"""Suggest, for the indicators of one edition, what in another may speak of the same concern.

A suggestion is a place to look, with its reasons; nothing is accepted by it. The level of an indicator is
never used, because how far the levels of the same concern lie apart is what the mapping is there to show.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from needgraph.edition_names import edition_named
from needgraph.errors import NeedgraphError
from needgraph.querying.answers import Answer, Value
from needgraph.resources import ROOT, Data
from needgraph.suggesting.scoring import Compared, Concern, Vectors, compare, scores
from needgraph.suggesting.wording import Lexicon, SeverityWord, Wording, read_lexicon, stems_of
from needgraph.tables.editions import Edition, read_edition
from needgraph.tables.reference import Reference, read_reference

if TYPE_CHECKING:
    from needgraph.suggesting.similarity import Matrix

COLUMNS = ("subject", "object", "score", "rank", "reasons")
_PRINTED = re.compile(r"Printed forms: ([^.]*)")


class SuggestionProblem(NeedgraphError):
    """Editions that cannot be compared; the message names those there are."""


@dataclass(frozen=True)
class Suggestions:
    """Two editions compared: the ids of their indicators, the score of every pair, and why."""

    left: tuple[str, ...]
    right: tuple[str, ...]
    scores: Matrix
    compared: Compared
    lexicon: Lexicon
    concerns: tuple[Concern, ...]

    def reasons(self, row: int, column: int) -> str:
        """Return in words what speaks for and against a pair."""
        a, b = self.compared.left[row], self.compared.right[column]
        concern = self.compared.left_concern[row]
        parts = [f"shares: {', '.join(shared)}"] if (shared := _shared(a, b)) else []
        parts += [f"same meaning: {', '.join(alike)}"] if (alike := _alike(a, b, self.lexicon)) else []
        if concern >= 0 and concern == self.compared.right_concern[column]:
            parts.append(f"concern: {self.concerns[concern].label}")
        if a.severity or b.severity:
            parts.append(f"severity: {_both(', '.join(a.severity), ', '.join(b.severity))}")
        if a.subject or b.subject:
            parts.append(f"subject: {_both(a.subject, b.subject)}")
        if a.polarity != b.polarity:
            parts.append("opposite polarity")
        return "; ".join(parts) or "nothing in common but letters"


def suggest_rows(
    data: Data,
    a: str,
    b: str,
    *,
    top: int = 5,
    decided: Collection[str] = (),
    decided_pairs: Collection[tuple[str, str]] = (),
    vectors: bool = False,
) -> Answer:
    """Return, for each indicator of A that is not decided, its best candidates in B, best first.

    ``a`` and ``b`` are ``authority`` or ``authority/edition``. ``decided`` are ids of indicators to leave out
    of A, ``decided_pairs`` pairs of ids (either way round) not to offer again. ``vectors`` adds sentence
    vectors (extra ``embeddings``). Scores lie between 0 and 1 and fall with the rank; ties go by id.
    Raises EditionNameProblem for an edition that is not there, SuggestionProblem for a ``top`` below 1.
    """
    if top < 1:
        raise SuggestionProblem(f"--top is {top}; give how many candidates to show, 1 or more")
    found = suggestions(data, a, b, vectors=vectors)
    settled = {frozenset(pair) for pair in decided_pairs}
    rows: list[tuple[Value, ...]] = []
    for row, subject in enumerate(found.left):
        if subject in decided:
            continue
        line = found.scores[row].tolist()
        order = sorted(range(len(found.right)), key=lambda column: (-line[column], found.right[column]))
        open_pairs = [column for column in order if frozenset((subject, found.right[column])) not in settled]
        for rank, column in enumerate(open_pairs[:top], start=1):
            rows.append((subject, found.right[column], line[column], rank, found.reasons(row, column)))
    return Answer(COLUMNS, tuple(rows))


def suggestions(data: Data, a: str, b: str, *, vectors: bool = False) -> Suggestions:
    """Return every pair of two editions with its score, as ``suggest_rows`` and the best assignment need it."""
    left, right = edition_of(data, a), edition_of(data, b)
    if left.path == right.path:
        raise SuggestionProblem(f"{left.path} is given twice; name two editions")
    lexicon, concerns = read_words(data)
    return suggestions_between(indicators(left), indicators(right), lexicon, concerns, vectors=vectors)


def suggestions_between(
    left: Sequence[tuple[str, str]],
    right: Sequence[tuple[str, str]],
    lexicon: Lexicon,
    concerns: Sequence[Concern],
    *,
    vectors: bool = False,
) -> Suggestions:
    """Return the scores of two lists of id and label."""
    labels = [label for _, label in left], [label for _, label in right]
    compared = compare(*labels, lexicon, concerns, _vectors(*labels, concerns) if vectors else None)
    return Suggestions(
        tuple(identifier for identifier, _ in left),
        tuple(identifier for identifier, _ in right),
        scores(compared.measures),
        compared,
        lexicon,
        tuple(concerns),
    )


def indicators(edition: Edition) -> list[tuple[str, str]]:
    """Return id and label of the indicators of an edition, in the order of the document."""
    return [
        (f"{edition.path}/{row['id']}", row["label"] or row["quote"])
        for row in edition.statements
        if row["kind"] == "indicator"
    ]


def edition_of(data: Data, name: str) -> Edition:
    """Return the edition of ``authority`` or ``authority/edition``.

    Raises EditionNameProblem when there is none, or when an authority has several and none is named.
    """
    folders = {"/".join(folder.parts[-2:]): folder for folder in data.edition_folders()}
    return read_edition(folders[edition_named(name, folders)])


def read_words(data: Data) -> tuple[Lexicon, tuple[Concern, ...]]:
    """Return the lexicon and the concerns of a data folder, or the lexicon of this installation."""
    reference = read_reference(data)
    own = data.reference / "synonyms.tsv"
    table = own if own.is_file() else ROOT / "graphs" / "reference" / "synonyms.tsv"
    return read_lexicon(table, _severity_words(reference)), hub_concerns(reference)


def hub_concerns(reference: Reference) -> tuple[Concern, ...]:
    """Return the concerns of the hub, in the order of their table."""
    rows = reference.vocabulary.get("concern", {}).values()
    return tuple(Concern(row["id"], row["label"], row["definition"], tuple(row.several("broader"))) for row in rows)


def _severity_words(reference: Reference) -> list[SeverityWord]:
    found = []
    for row in reference.vocabulary.get("severity", {}).values():
        if row["broader"]:
            printed = _PRINTED.search(row["note"])
            forms = tuple(form.strip() for form in printed[1].split(",")) if printed else ()
            found.append(SeverityWord(row["label"], row["broader"], forms))
    return found


def _vectors(left: list[str], right: list[str], concerns: Sequence[Concern]) -> Vectors:
    from needgraph.suggesting.vectors import sentence_vectors  # an optional extra, and slow to import

    found = sentence_vectors([*left, *right, *(concern.text for concern in concerns)])
    return Vectors(found[: len(left)], found[len(left) : len(left) + len(right)], found[len(left) + len(right) :])


def _shared(a: Wording, b: Wording) -> list[str]:
    return list(dict.fromkeys(word for word, stem in zip(a.topic, a.stems, strict=True) if stem in b.stems))


def _alike(a: Wording, b: Wording, lexicon: Lexicon) -> list[str]:
    """Return the meanings that both labels have, leaving out those that stand in both as words."""
    found = []
    for meaning in dict.fromkeys(a.meanings + b.meanings):
        stems = set(stems_of(meaning, lexicon))
        both = all(stems <= {*wording.stems, *wording.senses} for wording in (a, b))
        if stems and both and not all(stems <= set(wording.stems) for wording in (a, b)):
            found.append(meaning)
    return found


def _both(a: str, b: str) -> str:
    return a if a == b else f"{a or 'none named'} ↔ {b or 'none named'}"
