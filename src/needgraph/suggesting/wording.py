"""Take the wording of an indicator apart: topic, severity words, subject and polarity.

What the field says in several ways stands in ``graphs/reference/synonyms.tsv``; nothing here knows an edition.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from needgraph.errors import NeedgraphError, nearest
from needgraph.tables.tsv import read_table

COLUMNS = ("term", "expansion", "kind", "note")
KINDS = ("acronym", "synonym", "stem", "subject", "positive", "negative", "filler")
# A rung of these families says how much, not what; the other families name a matter of their own.
GRADES = ("onset", "frequency", "evidence-standard", "impact", "sufficiency")
_WORD = re.compile(r"[a-z0-9]+")
_ACRONYM = re.compile(r"\b([A-Z][A-Z&]+)s?\b")
_ENDINGS = (
    "isation", "ation", "ition", "ement", "iness", "ional", "ance", "ence", "ness", "ment", "ingly", "edly",
    "ion", "ing", "ied", "ies", "ive", "ity", "ed", "ly", "al", "er", "es", "s",
)  # fmt: skip

Phrases = dict[tuple[str, ...], tuple[str, ...]]


class WordingProblem(NeedgraphError):
    """A table of words that cannot be used."""


class SeverityWord(NamedTuple):
    """A rung of the severity lexicon: its label, its family and the forms printed for it."""

    label: str
    family: str
    forms: tuple[str, ...] = ()


class Lexicon(NamedTuple):
    """The words of the field, ready for looking up; make one with ``lexicon_of``."""

    acronyms: dict[str, str]
    synonyms: Phrases
    stems: dict[str, str]
    subjects: Phrases
    positive: Phrases
    negative: Phrases
    fillers: frozenset[str]
    grades: Phrases
    severity: Phrases


class Wording(NamedTuple):
    """What one label says, each part on its own.

    ``topic`` are the words left when severity words and fillers are taken out, ``stems`` their stems in
    order, ``meanings`` what its words mean by the synonyms and ``senses`` the stems of that, ``severity``
    the severity words found, ``subject`` who is named first (empty when nobody is), and ``polarity``
    ``strength`` or ``concern``.
    """

    topic: tuple[str, ...]
    stems: tuple[str, ...]
    meanings: tuple[str, ...]
    senses: tuple[str, ...]
    severity: tuple[str, ...]
    subject: str
    polarity: str


def read_lexicon(path: Path, severity: Iterable[SeverityWord] = ()) -> Lexicon:
    """Return the words of a table like ``synonyms.tsv`` with the rungs of the severity lexicon.

    Raises WordingProblem naming the row for an unknown kind, an empty term or a missing expansion.
    """
    rows = read_table(path, COLUMNS)
    for row in rows:
        if row["kind"] not in KINDS:
            known = ", ".join(KINDS)
            what = f"kind {row['kind']!r} is unknown{nearest(row['kind'], KINDS)} (kinds: {known})"
            raise WordingProblem(row.problem(what))
        if not row["term"] or not (row["expansion"] or row["kind"] == "filler"):
            raise WordingProblem(row.problem("a cell is empty; give the term and what it stands for"))
    return lexicon_of([(row["term"], row["expansion"], row["kind"]) for row in rows], severity)


def lexicon_of(rows: Sequence[tuple[str, str, str]], severity: Iterable[SeverityWord] = ()) -> Lexicon:
    """Return a lexicon from rows of term, expansion and kind.

    >>> words = lexicon_of([("CSE", "child sexual exploitation", "acronym")])
    >>> wording_of("Victim of CSE", words).stems
    ('victim', 'of', 'child', 'sexu', 'exploit')
    """

    stems = {term: expansion for term, expansion, kind in rows if kind == "stem"}

    def phrases(kind: str) -> Phrases:
        found: dict[tuple[str, ...], list[str]] = {}
        for term, expansion, row_kind in rows:
            if row_kind == kind:
                found.setdefault(_split(term), []).append(expansion)
        return {key: tuple(dict.fromkeys(values)) for key, values in found.items()}

    # Synonyms go by stems, so that "absconds" needs no row beside "abscond". A meaning also means itself:
    # "missing" has to meet "absconds", and words that the field knows weigh more than others.
    synonyms: dict[tuple[str, ...], list[str]] = {}
    for term, expansion, kind in rows:
        if kind == "synonym":
            for text in (term, expansion):
                key = tuple(stem_of(word, stems) for word in _split(text))
                synonyms.setdefault(key, []).append(expansion)
    grades: Phrases = {}
    rungs: Phrases = {}
    for word in severity:
        for key in _severity_keys(word):
            rungs.setdefault(key, (word.label,))
            if word.family in GRADES:
                grades.setdefault(key, (word.label,))
    return Lexicon(
        acronyms={term: expansion for term, expansion, kind in rows if kind == "acronym"},
        synonyms={key: tuple(dict.fromkeys(values)) for key, values in synonyms.items()},
        stems=stems,
        subjects=phrases("subject"),
        positive=phrases("positive"),
        negative=phrases("negative"),
        fillers=frozenset(term for term, _, kind in rows if kind == "filler"),
        grades=grades,
        severity=rungs,
    )


def wording_of(label: str, lexicon: Lexicon) -> Wording:
    """Return the parts of a label.

    >>> rows = [("often", "often", "filler"), ("young person", "child", "subject"), ("absconds", "missing", "synonym")]
    >>> wording_of("Young person absconds", lexicon_of(rows)).senses
    ('miss',)
    """
    words = _split(_ACRONYM.sub(lambda match: lexicon.acronyms.get(match[1], match[0]), label))
    severe, graded = _matches(words, lexicon.severity), _matches(words, lexicon.grades)
    spent = {place for start, key in graded for place in range(start, start + len(key))}
    kept = [word for place, word in enumerate(words) if place not in spent]
    topic = tuple(word for word in kept if word not in lexicon.fillers)
    stems = tuple(stem_of(word, lexicon.stems) for word in words)
    # A grade may stand inside a phrase that names the matter: "poses a risk" in "poses a risk to children".
    phrases = [(start, key) for start, key in _matches(stems, lexicon.synonyms) if len(key) > 1 or start not in spent]
    meanings = tuple(dict.fromkeys(sense for _, key in _outermost(phrases) for sense in lexicon.synonyms[key]))
    return Wording(
        topic=topic,
        stems=tuple(stem_of(word, lexicon.stems) for word in topic),
        meanings=meanings,
        senses=tuple(dict.fromkeys(stem for meaning in meanings for stem in stems_of(meaning, lexicon))),
        severity=tuple(dict.fromkeys(lexicon.severity[key][0] for _, key in severe)),
        subject=next((lexicon.subjects[key][0] for _, key in _matches(words, lexicon.subjects)), ""),
        polarity=_polarity(words, lexicon),
    )


def stem_of(word: str, irregular: dict[str, str] | None = None) -> str:
    """Return a word without its endings, so that the forms of one word meet.

    >>> stem_of("exploitation") == stem_of("exploited")
    True
    """
    return _bare(irregular.get(word, word) if irregular else word)


@cache
def _bare(word: str) -> str:
    for _ in range(2):
        for ending in _ENDINGS:
            if word.endswith(ending) and len(word) - len(ending) >= 4 and not word.endswith("ss"):
                word = word[: -len(ending)]
                break
    return word[:-1] if len(word) > 4 and word[-1] in "eyi" else word


def stems_of(text: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Return the stems of a text; fillers stay, for "young" is part of what "young carer" means."""
    return tuple(stem_of(word, lexicon.stems) for word in _split(text))


def _polarity(words: tuple[str, ...], lexicon: Lexicon) -> str:
    # "Not being met" and "no support network" hold a good word: one bad word is enough for a concern.
    if _matches(words, lexicon.negative) or not _matches(words, lexicon.positive):
        return "concern"
    return "strength"


def _severity_keys(word: SeverityWord) -> Iterable[tuple[str, ...]]:
    """Yield the label, and what of each printed form repeats it: "regular" of "regular substance misuse"."""
    label = _split(word.label)
    yield label
    stems = {stem_of(part)[:6] for part in label}
    for form in word.forms:
        parts = _split(form)
        if word.family not in GRADES:
            yield parts
            continue
        found = tuple(part for part in parts if stem_of(part)[:6] in stems)
        # "Risk" alone would also be struck from "risk taking", where it is the matter itself.
        if len(found) >= min(2, len(label)):
            yield found


def _matches(words: tuple[str, ...], phrases: Phrases) -> list[tuple[int, tuple[str, ...]]]:
    """Return the phrases that stand in the words, with their places."""
    longest = max(map(len, phrases), default=0)
    return [
        (start, words[start : start + length])
        for start in range(len(words))
        for length in range(min(longest, len(words) - start), 0, -1)
        if words[start : start + length] in phrases
    ]


def _outermost(found: list[tuple[int, tuple[str, ...]]]) -> list[tuple[int, tuple[str, ...]]]:
    """Return the phrases that do not stand inside a longer one: in "social exclusion" is no exclusion from school."""
    return [
        (start, key)
        for start, key in found
        if not any(
            len(other) > len(key) and begin <= start and start + len(key) <= begin + len(other)
            for begin, other in found
        )
    ]


def _split(text: str) -> tuple[str, ...]:
    plain = text.lower().replace("’", "'").replace("'s ", " ").replace("'", "")
    return tuple(_WORD.findall(plain))
