"""The sentences at the head of an answer: what is taken as given, and what the document says of the act."""

from __future__ import annotations

from needgraph.consent.collisions import local
from needgraph.consent.evaluation import DIFFERS, TO_BE_SOUGHT, ConsentAnswer, leading_advice
from needgraph.consent.rules import Rule

# What PRESUPPOSED says in words: without it “nothing” established would look as if nothing were needed.
TAKEN_AS_GIVEN = (
    "Taken as given: that there is a concern about the child (a safeguarding concern, a concern about welfare or "
    "well-being, or worry about the child). “Established” is what holds beyond that."
)
LOOKED_AT = (
    "Only what is said of sharing, referring, assessing and enquiring is compared here; rules on other acts, such as "
    "giving support, may collide as well."
)
CONSENT_FIRST = "consent first: asked for, recommended or required"
PHRASES = {
    "required": "It has to be done; the words name no condition of consent.",
    "may-proceed": "It may go ahead: what the document asks for is met, or it permits this without consent.",
    "consent-first": "Consent comes first: it is asked for, recommended or required, as the quotes say.",
    "not-accepted": "It will not be accepted.",
    "single-agency": "Help is limited to what one agency can give alone.",
    "conflicting": "The document conflicts with itself here, and does not say which of its rules holds.",
    "not-stated": "This document does not say.",
}
UNMET = "This document does not say what follows: what it asks for is not met, and it names no consequence."
NO_CONSEQUENCE = "This document does not say what follows: it asks that consent be sought, and names no consequence."
BESIDES = "This document does not say; what it says besides about the act stands below."
IN_FORM = "It may not begin until consent of the form asked for has been obtained."
WITHOUT = "It may not begin without consent."
SOUGHT = "The document asks that consent be sought first."
RECOMMENDED = "The document recommends consent first."
BEST_PRACTICE = "The document calls consent best practice, and asks for a ground to act without it."
OVERRIDE = "override-ground"
DOING = {
    "share": "sharing information",
    "refer": "referring, reporting or requesting support",
    "assess": "assessing",
    "enquire": "making enquiries",
}
ADVISED = {
    DIFFERS: "The national advice differs here",
    "this document does not say": "The national advice does say something here",
}
# Outcomes by which an act, or the act in full, does not go ahead.
BARRING = ("not-accepted", "single-agency", "consent-first")


def headline(answer: ConsentAnswer) -> str:
    """Return the outcome in a sentence that is no stricter and no laxer than the rules that lead to it."""
    statuses = {status for _, status in answer.rules}
    if answer.outcome == "consent-first":
        return _consent_first([rule for rule, status in answer.rules if status == "unmet"])
    if answer.outcome != "not-stated" or not statuses & {"fires", "met", "unmet"}:
        return PHRASES[answer.outcome]
    if "unmet" in statuses:
        return UNMET
    return NO_CONSEQUENCE if "met" in statuses else BESIDES


def beside_headline(answer: ConsentAnswer) -> list[str]:
    """Return what has to be read with the headline: what single agency leaves open, and advice that differs."""
    lines = []
    if answer.outcome == "single-agency":
        lines.append(_besides_single_agency(answer))
    if answer.beside_advice in ADVISED:
        lines.append(f"{ADVISED[answer.beside_advice]}: {leading_advice(answer.advice)[0]}.")
    elif answer.outcome in BARRING and answer.advice and answer.advice[0].circumstances:
        # Made for these circumstances, as after a refusal, though it names no outcome: a bar is not read without it.
        lines.append(f"The national advice says of this: {leading_advice(answer.advice)[0]}.")
    return lines


def _consent_first(unmet: list[Rule]) -> str:
    effects = [(rule, effect.id) for rule in unmet for effect in rule.effects if effect.outcome == "consent-first"]
    strict = [rule for rule, effect in effects if effect != TO_BE_SOUGHT and rule.strength != "recommendation"]
    if strict:
        return IN_FORM if any(rule.forms for rule in strict) else WITHOUT
    if any(effect == TO_BE_SOUGHT for _, effect in effects):
        return SOUGHT
    overridden = any(term.id == OVERRIDE for rule in unmet for term in rule.exceptions)
    return BEST_PRACTICE if overridden else RECOMMENDED


def _besides_single_agency(answer: ConsentAnswer) -> str:
    """Return which rules would let the act be done without consent if more held than is established here."""
    doing = DOING[answer.case.act]
    open_rules = [
        rule for rule, status in answer.rules if status in ("not-established", "if") and "may-proceed" in rule.outcomes
    ]
    if not open_rules:
        return f"On {doing} itself without consent it says nothing that has been read."
    said = " ".join(f"{rule.label} ({local(rule)})" for rule in open_rules)
    return f"On {doing} itself without consent it says only this, which is not established here: {said}"
