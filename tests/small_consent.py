"""Small consent rules of an invented edition, for the tests of their evaluation."""

from __future__ import annotations

from needgraph.consent.rules import Advice, EditionRules, Level, Quote, Rule, Term

# What each effect leads to for the act, as the vocabulary says.
LEADS = {
    "consent-required": "consent-first",
    "consent-recommended": "consent-first",
    "consent-to-be-sought": "consent-first",
    "implied-consent-accepted": "may-proceed",
    "may-share-without-consent": "may-proceed",
    "single-agency-only": "single-agency",
    "not-accepted": "not-accepted",
    "must-report": "required",
    "may-meet-enquiry-threshold": "conflicting",
}
OBTAINED = frozenset(("consent-obtained", "consent-sought"))
WIDER = {
    "consent-explicit": OBTAINED,
    "consent-implied": OBTAINED,
    "consent-obtained": frozenset(("consent-sought",)),
    "consent-not-sought": frozenset(("consent-not-obtained",)),
    "consent-refused": frozenset(("consent-not-obtained", "consent-sought")),
    "consent-withdrawn": frozenset(("consent-not-obtained", "consent-sought")),
    "ground-further-risk": frozenset(("override-ground",)),
    "ground-crime-detection": frozenset(("override-ground",)),
    "ground-unjustified-delay": frozenset(("override-ground",)),
    "immediately-dangerous": frozenset(("immediate-harm",)),
}
SHARE, HARM = frozenset(["share"]), frozenset(["immediate-harm"])
ADVICE = (
    Advice("advice/risk", "Share where there is risk", "", "may-proceed", "", SHARE, HARM),
    Advice("advice/explain", "Explain", "", "", "", SHARE | {"refer"}, frozenset()),
)


def rule(
    name: str,
    effect: str,
    strength: str = "obligation",
    *,
    act: str = "share",
    when: str = "",
    unless: str = "",
    forms: str = "",
    levels: str = "",
    duty: str = "",
    words: str = "",
) -> Rule:
    """Return a rule; several values in a text are separated by spaces. ``words`` is the statement it rests on."""
    place = sum(map(ord, words or name))
    return Rule(
        f"dunmore/2020/rule/{name}",
        f"Says {name}.",
        "",
        strength,
        tuple(levels.split()),
        tuple(act.split()),
        tuple(Term(each, each) for each in when.split()),
        tuple(Term(each, each) for each in unless.split()),
        (Term(effect, effect, LEADS.get(effect, "")),),
        tuple(forms.split()),
        tuple(Term(each, each) for each in duty.split()),
        (Quote(f"dunmore/2020/{words or name}", f"Printed {words or name}.", place, place + 9),),
    )


def edition(*rules: Rule, key: str = "dunmore/2020", tiers: str = "0 2") -> EditionRules:
    """Return an edition of levels 1, 2, …, one on each of these tiers, with these rules."""
    authority, _, name = key.partition("/")
    levels = tuple(Level(str(place), f"Level {place}", (tier,)) for place, tier in enumerate(tiers.split(), start=1))
    return EditionRules(authority, name, levels, rules, {}, WIDER, ADVICE)
