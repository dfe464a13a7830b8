"""The rules of one edition as data for evaluation, read from the graph by questions of the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from needgraph.edition_names import edition_named
from needgraph.errors import NeedgraphError
from needgraph.querying.answers import Value
from needgraph.querying.asking import Endpoint, ask

# An act that can be asked about, and the acts of rules that it covers.
ACTS = {
    "share": ("share",),
    "refer": ("refer", "report", "request-support", "accept-referral"),
    "assess": ("assess", "initiate-assessment"),
    "enquire": ("enquire",),
}
STATES = ("explicit", "implied", "not-sought", "refused", "withdrawn")
FLAGS = {
    "high-risk": "high-risk-indicators",
    "immediate-harm": "immediate-harm",
    "child-protection": "child-protection-concern",
    "escalation-risk": "escalation-by-approach",
}
GROUNDS = ("further-risk", "crime-detection", "unjustified-delay")
# Who asks whether to share or refer has a concern; rules that depend on no more than that apply.
PRESUPPOSED = ("wellbeing-concern", "safeguarding-concern", "worried-about-child")
# What a flag can establish; where no flag does, it is not established, and nothing follows from it.
ESTABLISHABLE = frozenset([*FLAGS.values(), "override-ground", *(f"ground-{ground}" for ground in GROUNDS)])
EMERGENCY = "call-emergency"


class ConsentProblem(NeedgraphError):
    """A case that cannot be looked up: an unknown authority, edition, level, act, state or ground."""


class Term(NamedTuple):
    """A concept of a list, by id and name; an effect also by the outcome it leads to, where it leads to one."""

    id: str
    name: str
    outcome: str = ""


class Quote(NamedTuple):
    """The words a rule rests on, and their place: code points of the source from 0, the end exclusive."""

    id: str
    text: str
    start: int
    end: int

    @property
    def place(self) -> str:
        """The statement and its place, as shown beside a quote."""
        return f"{self.id} {self.start}–{self.end}"


class Rule(NamedTuple):
    """One rule of an edition; without levels it holds at every level."""

    id: str
    label: str
    reason: str
    strength: str
    levels: tuple[str, ...]
    acts: tuple[str, ...]
    conditions: tuple[Term, ...]
    exceptions: tuple[Term, ...]
    effects: tuple[Term, ...]
    forms: tuple[str, ...]
    duties: tuple[Term, ...]
    quotes: tuple[Quote, ...]

    @property
    def outcomes(self) -> frozenset[str]:
        """What its effects lead to for the act."""
        return frozenset(effect.outcome for effect in self.effects if effect.outcome)

    @property
    def place(self) -> tuple[int, str]:
        """Where it stands in the document."""
        return min((quote.start for quote in self.quotes), default=0), self.id

    def shares_words_with(self, other: Rule) -> bool:
        """Whether both were read from the same statement, so that they are read together."""
        return not {quote.id for quote in self.quotes}.isdisjoint(quote.id for quote in other.quotes)


class Level(NamedTuple):
    """A level of need of the edition: its printed number and name, and the tiers it is placed on."""

    number: str
    name: str
    tiers: tuple[str, ...]


class Advice(NamedTuple):
    """What the national advice says of some acts, in any of some circumstances (in all, where none is named).

    ``outcome`` is what it says about doing the act there, where it says so; ``title`` is that of its source.
    """

    id: str
    text: str
    meaning: str
    outcome: str
    source: str
    acts: frozenset[str]
    circumstances: frozenset[str]
    title: str = ""


class EditionRules(NamedTuple):
    """All that evaluating the cases of one edition needs."""

    authority: str
    edition: str
    levels: tuple[Level, ...]
    rules: tuple[Rule, ...]
    names: Mapping[str, str]
    wider: Mapping[str, frozenset[str]]
    advice: tuple[Advice, ...]

    @property
    def path(self) -> str:
        """Authority and edition as one id."""
        return f"{self.authority}/{self.edition}"

    def level(self, number: str) -> Level:
        """Return a level by its printed number; raise ConsentProblem naming those there are."""
        for each in self.levels:
            if each.number == number:
                return each
        known = ", ".join(each.number for each in self.levels) or "none"
        raise ConsentProblem(f"{self.path} has no level {number!r}; its levels are: {known}")

    def about(self, level: str, act: str) -> tuple[Rule, ...]:
        """Return the rules that govern an act at a level, in the order of the document."""
        covered = set(ACTS[act])
        return tuple(each for each in self.at(level) if covered.intersection(each.acts))

    def at(self, level: str) -> tuple[Rule, ...]:
        """Return the rules that hold at a level, those without a level among them, in the order of the document."""
        return tuple(sorted((each for each in self.rules if not each.levels or level in each.levels), key=_place))

    def closure(self, facts: Iterable[str]) -> frozenset[str]:
        """Return the conditions that hold when these facts do: each with all that is wider."""
        given = set(facts)
        return frozenset(given.union(*(self.wider.get(fact, frozenset()) for fact in given)))

    @property
    def emergency(self) -> tuple[Quote, ...]:
        """The lines on calling 999, as the document prints them."""
        quotes = (quote for rule in self.rules if EMERGENCY in rule.acts for quote in rule.quotes)
        return tuple(sorted(dict.fromkeys(quotes), key=lambda quote: (quote.start, quote.id)))


def read_rules(endpoint: Endpoint, edition: str) -> EditionRules:
    """Return the rules of an edition, named ``halton/2023`` or, where an authority has only one, ``halton``.

    Raises EditionNameProblem naming the editions there are. An edition without rules is returned as such.
    """
    levels = ask(endpoint, "levels").records()
    path = edition_named(edition, list(dict.fromkeys(f"{row['authority']}/{row['edition']}" for row in levels)))
    authority, _, key = path.partition("/")
    return EditionRules(
        authority,
        key,
        tuple(
            Level(str(row["level"]), str(row["name"]), tuple(filter(None, str(row["tiers"] or "").split(" | "))))
            for row in levels
            if (row["authority"], row["edition"]) == (authority, key)
        ),
        _rules(ask(endpoint, "rule-parts", {"authority": authority, "edition": key}).records()),
        *_conditions(ask(endpoint, "circumstances").records()),
        _advice(ask(endpoint, "national-advice").records()),
    )


def _place(rule: Rule) -> tuple[int, str]:
    return rule.place


def _rules(rows: Iterable[Mapping[str, Value]]) -> tuple[Rule, ...]:
    parts: dict[str, dict[str, list[Mapping[str, Value]]]] = {}
    for row in rows:
        parts.setdefault(str(row["id"]), {}).setdefault(str(row["part"]), []).append(row)
    return tuple(_rule(name, found) for name, found in parts.items())


def _rule(name: str, parts: Mapping[str, list[Mapping[str, Value]]]) -> Rule:
    def values(part: str) -> tuple[str, ...]:
        return tuple(str(row["value"]) for row in parts.get(part, ()))

    def texts(part: str) -> str:
        return " ".join(str(row["name"]) for row in parts.get(part, ()))

    def terms(part: str) -> tuple[Term, ...]:
        rows = parts.get(part, ())
        return tuple(Term(str(row["value"]), str(row["name"]), str(row["leads_to"] or "")) for row in rows)

    quotes = (
        Quote(str(row["value"]), str(row["name"]), int(row["start"] or 0), int(row["end"] or 0))
        for row in parts.get("quote", ())
    )
    return Rule(
        name, texts("label"), texts("reason"), " ".join(values("strength")), values("level"), values("act"),
        terms("condition"), terms("exception"), terms("effect"), values("consent"), terms("duty"), tuple(quotes),
    )  # fmt: skip


def _conditions(rows: Iterable[Mapping[str, Value]]) -> tuple[dict[str, str], dict[str, frozenset[str]]]:
    """Return the name of each condition, and all the conditions that are wider, however far up."""
    names: dict[str, str] = {}
    parents: dict[str, set[str]] = {}
    for row in rows:
        names[str(row["condition"])] = str(row["name"])
        parents.setdefault(str(row["condition"]), set()).update([str(row["wider"])] if row["wider"] else [])
    wider: dict[str, frozenset[str]] = {}
    for name in parents:
        reached: set[str] = set()
        waiting = [name]
        # Each condition is taken up once, so that a loop in the vocabulary ends as well.
        while waiting:
            fresh = parents.get(waiting.pop(), set()) - reached
            reached |= fresh
            waiting += fresh
        wider[name] = frozenset(reached)
    return names, wider


def _advice(rows: Iterable[Mapping[str, Value]]) -> tuple[Advice, ...]:
    found: dict[str, Advice] = {}
    for row in rows:
        old = found.get(str(row["id"]))
        found[str(row["id"])] = Advice(
            str(row["id"]),
            str(row["advice"]),
            str(row["meaning"]),
            str(row["leads_to"] or ""),
            str(row["source"] or ""),
            (old.acts if old else frozenset()) | {str(row["act"])},
            (old.circumstances if old else frozenset())
            | ({str(row["circumstance"])} if row["circumstance"] else set()),
            str(row["source_title"] or ""),
        )
    return tuple(found.values())
