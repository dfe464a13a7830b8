"""What comparing needs to know of the editions: each question of the catalogue is asked once, whatever their number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from needgraph.querying.answers import Value
from needgraph.querying.asking import Endpoint, ask

COUNTERPARTS = ("skos:closeMatch", "skos:broadMatch", "skos:narrowMatch")
PROTECTION = "protection-from-harm"
Record = dict[str, Value]


class Passage(NamedTuple):
    """The words of one statement, with their place; levels are printed numbers."""

    id: str
    edition: str
    kinds: frozenset[str]
    levels: tuple[str, ...]
    heading: str
    quote: str
    start: int
    end: int


class Sign(NamedTuple):
    """An indicator with what we read from it; ``severity`` gives rank and word by family.

    ``national`` are the national concepts it touches: sides of the assessment triangle, outcomes of its concerns.
    """

    passage: Passage
    concerns: tuple[str, ...]
    subjects: frozenset[str]
    polarity: str
    severity: dict[str, tuple[int, str]]
    national: frozenset[str]


class Pair(NamedTuple):
    """An agreed pair of indicators with its three relations."""

    subject: str
    object: str
    relation: str
    severity: str
    level: str
    together: str
    reason: str


RULE_PARTS = ("topic", "act", "strength", "condition", "effect", "outcome", "duty")
# A rule on acceptance says what becomes of what others do, so it is compared with the rules on their acts.
_MET_BY = {"accept-referral": ("refer", "request-support")}


class Rule(NamedTuple):
    """A rule of one edition; no level means that the document prints none.

    ``outcomes`` is what its effects make of the act (the list ``consent-outcome``).
    """

    id: str
    edition: str
    label: str
    topics: frozenset[str]
    acts: frozenset[str]
    levels: tuple[str, ...]
    strengths: frozenset[str]
    conditions: frozenset[str]
    effects: frozenset[str]
    outcomes: frozenset[str]
    duties: frozenset[str]
    passages: tuple[str, ...]


class Facts:
    """Everything that was asked, indexed; editions are named ``authority/edition``.

    ``names`` gives their short names, ``tiers`` the tiers by edition and printed level, ``signs`` the
    indicators by edition and id, ``ladders`` those of concern by edition, concern and level, and ``inherited`` by
    edition and level the other levels that have its services, too.
    """

    def __init__(self, endpoint: Endpoint, editions: Sequence[str]) -> None:
        self.editions = tuple(editions)
        self._endpoint = endpoint
        known = {_edition(row): str(row["name"]) for row in self._answer("editions")}
        self.names = {edition: known[edition].partition(",")[0] for edition in editions}
        if len(set(self.names.values())) < len(self.names):
            self.names = {edition: edition for edition in editions}
        self.tier_names = {int(str(row["tier"])): str(row["name"]) for row in self._answer("tiers")}
        self.tiers: dict[str, dict[str, frozenset[int]]] = {edition: {} for edition in editions}
        for row in self._answer("levels"):
            if _edition(row) in self.tiers:
                placed = frozenset(int(tier) for tier in str(row["tiers"]).split(" | ") if tier)
                self.tiers[_edition(row)][str(row["level"])] = placed
        self.passages = self._read_passages()
        self.concerns, self.outcomes = self._read_concerns()
        self.safety = frozenset(name for name, touched in self.outcomes.items() if PROTECTION in touched)
        self.signs = self._read_signs()
        self.ladders = {edition: self._ladders(edition) for edition in editions}
        self.pairs = self._read_pairs()
        self.rules = self._read_rules()
        self.gaps = self._by_edition("gaps")
        self.silences = self._by_edition("silences", "authority")
        self._matters = {str(row["facet"]): str(row["name"]) for row in self._answer("silences-compared")}
        self.roles = self._by_edition("role-lines")
        self.inherited = self._read_inherited()
        self.quantities = self._by_edition("quantities")
        self.terms = self._by_edition("terms-explained")
        self.citations = self._by_edition("law-cited-by")
        self.headings = self._by_edition("heading-matches", "dimension")

    def _answer(self, name: str) -> list[Record]:
        return ask(self._endpoint, name).records()

    def tiers_of(self, ids: Iterable[str]) -> frozenset[int]:
        """Return the tiers of the levels at which passages stand."""
        passages = [self.passages[each] for each in ids if each in self.passages]
        return self.tiers_at((passage.edition, level) for passage in passages for level in passage.levels)

    def tiers_at(self, levels: Iterable[tuple[str, str]]) -> frozenset[int]:
        """Return the tiers of levels, each given by its edition and printed number."""
        return frozenset().union(*(self.tiers[edition].get(level, frozenset()) for edition, level in levels))

    def levels_of(self, ids: Sequence[str]) -> tuple[str, ...]:
        """Return the printed numbers of the levels at which passages of one edition stand, in its order."""
        passages = [self.passages[each] for each in ids]
        found = {level for passage in passages for level in passage.levels}
        return tuple(level for level in self.tiers[passages[0].edition] if level in found) if passages else ()

    def matter(self, facet: str) -> str:
        """Return what a silence is about, by the name of the vocabulary."""
        return self._matters.get(facet, facet.replace("-", " "))

    def of_kind(self, edition: str, kind: str) -> list[Passage]:
        """Return the passages of an edition that are of one kind, in the order of the document."""
        return self._by_kind.get((edition, kind), [])

    def counterparts(self, sign: str, edition: str) -> list[Pair]:
        """Return the agreed pairs of an indicator in another edition, related ones left out."""
        return [
            pair
            for pair in self._by_sign.get(sign, ())
            if edition_of(pair.object if pair.subject == sign else pair.subject) == edition
        ]

    def _by_edition(self, question: str, key: str = "id") -> dict[str, list[Record]]:
        found: dict[str, list[Record]] = {edition: [] for edition in self.editions}
        for row in self._answer(question):
            edition = _edition(row) if key == "authority" else edition_of(str(row[key]))
            if edition in found:
                found[edition].append(row)
        return found

    def _read_inherited(self) -> dict[str, dict[str, list[str]]]:
        """Return by edition and level which other levels have its services, too, as the edition says."""
        found: dict[str, dict[str, list[str]]] = {edition: {} for edition in self.editions}
        for row in ask(self._endpoint, "services", {"inherited": "true"}).records():
            level, stated = str(row["level"]), str(row["stated_at"])
            if _edition(row) in found and level != stated:
                others = found[_edition(row)].setdefault(stated, [])
                others += [level] if level not in others else []
        return found

    def _read_passages(self) -> dict[str, Passage]:
        grouped: dict[str, list[Record]] = defaultdict(list)
        for row in (row for rows in self._by_edition("passages").values() for row in rows):
            grouped[str(row["id"])].append(row)
        found = {}
        for name, rows in grouped.items():
            edition, row = edition_of(name), rows[0]
            levels = {str(each["level"]) for each in rows}
            found[name] = Passage(
                name,
                edition,
                frozenset(str(each["kind"]) for each in rows),
                tuple(level for level in self.tiers[edition] if level in levels),
                str(row["dimension"]),
                str(row["quote"]),
                int(str(row["start"])),
                int(str(row["end"])),
            )
        self._by_kind: dict[tuple[str, str], list[Passage]] = defaultdict(list)
        for passage in sorted(found.values(), key=lambda each: (each.start, each.id)):
            for kind in passage.kinds:
                self._by_kind[passage.edition, kind].append(passage)
        return found

    def _read_concerns(self) -> tuple[dict[str, str], dict[str, list[str]]]:
        rows = self._answer("concern-outcomes")
        names = {str(row["concern"]): str(row["name"]) for row in rows}
        touched: dict[str, list[str]] = defaultdict(list)
        for row in rows:
            touched[str(row["concern"])] += [str(row["outcome"])] if row["outcome"] else []
        return names, touched

    def _read_signs(self) -> dict[str, dict[str, Sign]]:
        read: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        words: dict[str, dict[str, tuple[int, str]]] = defaultdict(dict)
        for row in self._answer("sign-readings"):
            name, facet, value = str(row["id"]), str(row["facet"]), str(row["value"])
            if facet == "severity":
                family, graded = str(row["family"]), (int(str(row["rank"])), value)
                words[name][family] = max(graded, words[name].get(family, graded))
            else:
                read[name][facet].append(value)
        found: dict[str, dict[str, Sign]] = {edition: {} for edition in self.editions}
        for name, passage in self.passages.items():
            if "indicator" in passage.kinds:
                facets = read[name]
                outcomes = (f"outcome/{each}" for concern in facets["concern"] for each in self.outcomes[concern])
                found[passage.edition][name] = Sign(
                    passage,
                    tuple(facets["concern"]),
                    frozenset(facets["subject"]),
                    " ".join(facets["polarity"]),
                    words[name],
                    frozenset([*facets["dimension"], *outcomes]),
                )
        return found

    def _ladders(self, edition: str) -> dict[str, dict[str, list[Sign]]]:
        """Return the signs of concern by concern and level, from the lowest; strengths are left out."""
        found: dict[str, dict[str, list[Sign]]] = defaultdict(lambda: defaultdict(list))
        for level in self.tiers[edition]:
            for sign in self.signs[edition].values():
                if level in sign.passage.levels and sign.polarity != "strength":
                    for concern in sign.concerns:
                        found[concern][level].append(sign)
        return found

    def _read_pairs(self) -> dict[tuple[str, str], list[Pair]]:
        found: dict[tuple[str, str], list[Pair]] = defaultdict(list)
        self._by_sign: dict[str, list[Pair]] = defaultdict(list)
        for row in self._answer("pairs"):
            pair = Pair(
                str(row["subject"]),
                str(row["object"]),
                str(row["relation"]),
                str(row["severity_relation"]),
                str(row["level_relation"]),
                str(row["together"]),
                str(row["reason"]),
            )
            found[edition_of(pair.subject), edition_of(pair.object)].append(pair)
            if pair.relation in COUNTERPARTS:
                self._by_sign[pair.subject].append(pair)
                self._by_sign[pair.object].append(pair)
        return found

    def _read_rules(self) -> dict[str, list[Rule]]:
        parts: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for row in (row for rows in self._by_edition("rule-facts").values() for row in rows):
            parts[str(row["id"])][str(row["part"])].append(str(row["value"]))
        found: dict[str, list[Rule]] = {edition: [] for edition in self.editions}
        for name, of in parts.items():
            edition = edition_of(name)
            levels = tuple(level for level in self.tiers[edition] if level in of["level"])
            known = [each for each in of["passage"] if each in self.passages]
            passages = tuple(sorted(known, key=lambda each: (self.passages[each].start, each)))
            of["act"] += [act for known_act in of["act"] for act in _MET_BY.get(known_act, ())]
            topics, acts, *rest = (frozenset(of[part]) for part in RULE_PARTS)
            label, (strengths, conditions, effects, outcomes, duties) = of["label"][0], rest
            rule = Rule(name, edition, label, topics, acts, levels, strengths, conditions, effects, outcomes, duties,
                        passages)  # fmt: skip
            found[edition].append(rule)
        return found


def edition_of(identifier: str) -> str:
    """Return the edition of an id.

    >>> edition_of("halton/2023/h0001")
    'halton/2023'
    """
    return "/".join(identifier.split("/")[:2])


def _edition(row: Record) -> str:
    return f"{row['authority']}/{row['edition']}"
