"""Sort the triples about a thing into what a page shows: name, quote, properties, and what refers to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Triple

from needgraph.identifiers import BASE, iri_of, path_of
from needgraph.querying.showing import curie
from needgraph.site.frame import Notice, Surroundings, document_address, link_to, written_day
from needgraph.site.terms import known_terms, label_of
from needgraph.terms import DCT, NEED, PROV, RDF, SCHEMA, SKOS, SSSOM, XSD

# A list that is longer than this is folded away, and split by kind of thing.
LONG = 12
_NAMES = (SKOS.prefLabel, DCT.title, SCHEMA.name)
_QUOTED = (NEED.quote, NEED.start, NEED.end)
_FIRST = (
    SSSOM.subject_id, SSSOM.predicate_id, SSSOM.object_id, NEED.hasSeverityRelation, NEED.hasLevelRelation,
    DCT.title, SKOS.definition, NEED.isAtLevel, NEED.isInDimension, NEED.isPlacedOnTier, NEED.appliesAtLevel,
    NEED.hasKind, NEED.hasConcern, NEED.hasSubject,
)  # fmt: skip
_MATCHES = (SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch)
# How the wording of what is matched grades the concern; nothing here says how far apart two thresholds are.
_GRADED = {
    "same": "severity worded alike", "milder": "worded more mildly", "stronger": "worded more severely",
    "mixed": "more severe in one respect, milder in another", "ungraded": "severity not graded by both",
}  # fmt: skip
_LAST = (NEED.reason, DCT.source, SKOS.inScheme, SCHEMA.sha256)
# What is called a rule by its short name in the reason of another: h0, h4b, h9-1.
_RULE = re.compile(r"\b([a-z]\d+[a-z]?(?:-\d+)?)\b")
_PLURALS = {"criterion": "criteria", "history": "histories"}


class Shown(NamedTuple):
    """One value: its text, where it links (empty: nowhere), its id or IRI beside it, and its language.

    ``standing`` says at which level of which edition a match stands, and how its severity is worded; ``pieces`` are
    those of a text that has links inside, each with its link.
    """

    text: str
    link: str = ""
    name: str = ""
    language: str = ""
    standing: str = ""
    pieces: tuple[tuple[str, str], ...] = ()


class Group(NamedTuple):
    """Values that belong together, under a heading that may be empty."""

    heading: str
    values: tuple[Shown, ...]


class Property(NamedTuple):
    """A property with its values: label, link and meaning of the property, origin of the values, and the groups."""

    iri: str
    label: str
    link: str
    meaning: str
    origin: str
    groups: tuple[Group, ...]

    @property
    def size(self) -> int:
        """How many values there are."""
        return sum(len(group.values) for group in self.groups)

    @property
    def is_match(self) -> bool:
        """Whether it matches what editions say, which is never the same."""
        return any(value.standing for group in self.groups for value in group.values)


class Parts(NamedTuple):
    """What a page about a thing shows."""

    name: str
    kinds: tuple[Shown, ...]
    quote: str
    place: str
    source: Shown | None
    withdrawn: str
    reason: str
    properties: tuple[Property, ...]
    incoming: tuple[Property, ...]


def parts_of(
    triples: Sequence[Triple],
    identifier: str,
    base: str,
    known: Surroundings | None = None,
    notices: Sequence[Notice] = (),
) -> Parts:
    """Return the parts of the page about a thing; ``base`` stands before links to pages of ours.

    ``known`` is what is known of other things, and ``notices`` name editions.
    """
    known = known or Surroundings()
    editions = {notice.edition: notice.name for notice in notices}
    node = NamedNode(iri_of(identifier))
    labels: dict[object, str] = {
        triple.subject: triple.object.value
        for triple in triples
        if triple.predicate == SKOS.prefLabel and isinstance(triple.object, Literal)
    }
    about = [triple for triple in triples if triple.subject == node]
    of = [triple for triple in triples if triple.object == node]
    one = {triple.predicate: triple.object for triple in about}

    def shown(term: object) -> Shown:
        return _shown(term, labels, base)

    def valued(predicate: NamedNode, term: object) -> Shown:
        value = shown(term)
        if predicate in _MATCHES:
            return value._replace(standing=_standing(identifier, value.name, known, editions))
        if predicate == NEED.reason and identifier in known.rules:
            return value._replace(pieces=_with_rules(value.text, identifier, known, base))
        return value

    kinds = [shown(triple.object) for triple in about if triple.predicate == RDF.type]
    name = next((_text(one[each]) for each in _NAMES if each in one), identifier)
    quote = _text(one.get(NEED.quote))
    hidden = {SKOS.prefLabel, RDF.type} | (set(_QUOTED) if quote else set())
    place = (
        f"characters {_text(one[NEED.start])} to {_text(one[NEED.end])}" if {NEED.start, NEED.end} <= set(one) else ""
    )
    return Parts(
        name,
        tuple(sorted(kinds, key=lambda kind: (not kind.name.startswith("need:"), kind.text))),
        quote,
        place,
        shown(one[DCT.source]) if DCT.source in one else None,
        _text(one.get(PROV.invalidatedAtTime)) if (RDF.type, NEED.WithdrawnStatement) in _pairs(about) else "",
        _text(one.get(NEED.reason)),
        _properties(
            ((each.predicate, valued(each.predicate, each.object)) for each in about if each.predicate not in hidden),
            base,
        ),
        _properties(
            ((each.predicate, valued(each.predicate, each.subject)) for each in of), base, inside=_edition(identifier)
        ),
    )


def _standing(identifier: str, name: str, known: Surroundings, editions: Mapping[str, str]) -> str:
    """Return level and edition of what is matched, and how its severity is worded; nothing outside of editions."""
    edition = _edition(name)
    if not edition:
        return ""
    levels = known.levels.get(name, ())
    called = editions.get(edition, edition)
    standing = f"level {' and '.join(levels)}, {called}" if levels else called
    graded = _GRADED.get(known.severities.get((identifier, name), ""))
    return f"{standing}; {graded}" if graded else standing


def _with_rules(text: str, identifier: str, known: Surroundings, base: str) -> tuple[tuple[str, str], ...]:
    """Return a reason in pieces, in which the short names of other rules of the same edition have links."""
    before = identifier.rpartition("/")[0]
    pieces = []
    for place, piece in enumerate(_RULE.split(text)):
        rule = f"{before}/{piece}"
        is_named = place % 2 and rule != identifier and rule in known.rules
        pieces.append((piece, document_address(rule, base) if is_named else ""))
    return tuple(piece for piece in pieces if piece[0])


def _properties(pairs: Iterable[tuple[NamedNode, Shown]], base: str, inside: str | None = None) -> tuple[Property, ...]:
    """Return the properties with their values; where ``inside`` names an edition (or none), many are split."""
    found: dict[NamedNode, list[Shown]] = {}
    for predicate, value in pairs:
        found.setdefault(predicate, []).append(value)
    rows = []
    for predicate, values in found.items():
        values.sort(key=_natural)
        groups = _split(values, inside) if inside is not None else (Group("", tuple(values)),)
        term = known_terms().get(predicate.value)
        meaning, origin = (term.meaning, term.origin) if term else ("", "")
        link = f"{base}/def#{term.anchor}" if term else link_to(predicate.value, base)
        rows.append(Property(predicate.value, label_of(predicate.value), link, meaning, origin, groups))
    order = {term.value: place - len(_FIRST) for place, term in enumerate(_FIRST)}
    order |= {term.value: place + 1 for place, term in enumerate(_LAST)}
    return tuple(sorted(rows, key=lambda row: (order.get(row.iri, 0), row.label, row.iri)))


def _split(values: Sequence[Shown], inside: str) -> tuple[Group, ...]:
    """Return values by the kind of thing that their ids name, where there are many."""
    groups: dict[str, list[Shown]] = {}
    for value in values:
        groups.setdefault(_heading(value.name, inside), []).append(value)
    if len(values) <= LONG:
        return (Group("", tuple(values)),)
    return tuple(Group(heading, tuple(each)) for heading, each in sorted(groups.items()))


def _heading(name: str, inside: str) -> str:
    """Return what things with such an id are called together on the page about a thing of an edition.

    >>> _heading("halton/2023/h0001", "halton/2023"), _heading("halton/2023/rule/h1", "")
    ('statements', 'halton/2023: rules')
    """
    if ":" in name:
        return "others"
    edition = _edition(name)
    parts = name.split("/")
    if not edition:
        return _plural(parts[0])
    kinds = "statements" if len(parts) == 3 else "editions" if len(parts) == 2 else _plural(parts[2])
    return kinds if edition == inside else f"{edition}: {kinds}"


def _edition(name: str) -> str:
    """Return authority and edition of an id that begins with them, else an empty text."""
    found = re.match(r"[a-z][a-z-]*/\d{4}[^/]*(?=/|$)", path_of(name))
    return found[0] if found else ""


def _plural(word: str) -> str:
    return _PLURALS.get(word, f"{word.replace('-', ' ')}s")


def _shown(term: object, labels: dict[object, str], base: str) -> Shown:
    if isinstance(term, Literal):
        text = term.value
        if term.datatype == XSD.boolean:
            text = {"true": "yes", "1": "yes", "false": "no", "0": "no"}.get(text, text)
        elif term.datatype == XSD.date:
            text = written_day(text)
        address = text if term.datatype.value.endswith("#anyURI") and text.startswith(("https://", "http://")) else ""
        return Shown(text, address, "", "" if term.language in (None, "en") else str(term.language))
    if not isinstance(term, NamedNode):
        return Shown("a thing without an identifier")
    iri = term.value
    known = known_terms().get(iri)
    name = path_of(iri) if iri.startswith(BASE) else curie(iri)
    link = f"{base}/def#{known.anchor}" if known else link_to(iri, base)
    return Shown(labels.get(term) or (known.label if known else name), link, name)


def _natural(value: Shown) -> list[tuple[bool, int, str]]:
    """Order ids as people count: level/2 before level/10."""
    parts = re.split(r"(\d+)", value.name or value.text)
    return [(part.isdecimal(), int(part) if part.isdecimal() else 0, part) for part in parts]


def _pairs(triples: Iterable[Triple]) -> set[tuple[object, object]]:
    return {(triple.predicate, triple.object) for triple in triples}


def _text(term: object) -> str:
    return term.value if isinstance(term, Literal) else ""
