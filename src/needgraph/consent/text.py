"""What the consent rules say, in words for people, as an object for programs, and as rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from textwrap import fill
from typing import Any

from needgraph.consent.cases import BETWEEN, NOTHING
from needgraph.consent.collisions import local
from needgraph.consent.evaluation import ConsentAnswer
from needgraph.consent.headline import BESIDES, DOING, PHRASES, TAKEN_AS_GIVEN, beside_headline, headline
from needgraph.consent.other_acts import TITLE, as_plain, sentences
from needgraph.consent.rules import FLAGS, Advice, EditionRules, Quote, Rule, Term
from needgraph.querying.answers import Answer, Value
from needgraph.querying.formats import WIDTH
from needgraph.querying.notices import AS_PRINTED

NOTICE = "What the document says; not advice on a case."
ASKED = {
    "explicit": "informed and explicit consent",
    "implied": "informed consent; implied consent is accepted",
    "sought": "consent, in no stated form",
    "recommended": "consent, as a recommendation",
    "not-stated": "this document does not say",
}
SAID = {
    "fires": "applies",
    "met": "is met",
    "unmet": "is not met",
    "lifted": "is lifted by its exception",
    "not-established": "depends on what is not established here",
}
COLUMNS = (
    "authority", "edition", "level", "act", "consent", "established", "outcome", "asks", "id", "status", "strength",
    "condition", "exception", "effect", "duty", "rule", "quote", "place",
)  # fmt: skip


def no_rules(rules: EditionRules) -> str:
    """Return what has to be said of an edition without rules, and nothing of any other."""
    return "" if rules.rules else f"No rule of {rules.path} has been read yet; this shows nothing of what it says."


def as_object(answer: ConsentAnswer, notices: Sequence[str]) -> dict[str, Any]:
    """Return the answer as plain values for JSON; the notices come first."""
    case, lines = answer.case, _with_notice(notices)
    return {
        "notice": lines[0],
        "notices": lines,
        "message": no_rules(answer.edition),
        "authority": answer.edition.authority,
        "edition": answer.edition.edition,
        "level": case.level,
        "act": case.act,
        "case": {
            "consent": case.consent,
            **{flag.replace("-", "_"): "established" if flag in case.flags else "" for flag in FLAGS},
            "ground": case.ground,
        },
        "presupposed": TAKEN_AS_GIVEN,
        "outcome": answer.outcome,
        "headline": " ".join([headline(answer), *beside_headline(answer)]),
        "beside_advice": answer.beside_advice,
        "consent": answer.consent,
        "rules": [_rule(rule, status) for rule, status in answer.rules],
        "duties": [
            {"id": rule.id, "duty": duty.id, "label": duty.name, "quotes": _quotes(rule.quotes)}
            for rule in answer.applying
            for duty in rule.duties
        ],
        "unless": [
            {
                "id": rule.id,
                "if": _names(rule.conditions, " and "),
                "label": rule.label,
                "effect": _ids(rule.effects),
                "quotes": _quotes(rule.quotes),
            }
            for rule in answer.unless
        ],
        "collisions": [
            {"rules": [each.allows.id, *(bar.id for bar in each.bars)], "why": each.why, "reading": each.reading}
            for each in answer.collisions
        ],
        "emergency": _quotes(answer.emergency),
        "national_advice": [
            {
                "id": each.id,
                "advice": each.text,
                "meaning": each.meaning,
                "source": each.source,
                "source_title": each.title,
            }
            for each in answer.advice
        ],
        **as_plain(answer),
    }


def as_rows(answer: ConsentAnswer) -> Answer:
    """Return one row a rule; where no rule is about the act, one row that says only the outcome."""
    case = answer.case
    head: tuple[Value, ...] = (
        answer.edition.authority, answer.edition.edition, case.level, case.act, case.consent,
        established_in(answer), answer.outcome, answer.consent,
    )  # fmt: skip
    rows = [
        (
            *head, rule.id, status, rule.strength, _ids(rule.conditions), _ids(rule.exceptions), _ids(rule.effects),
            _ids(rule.duties), rule.label, BETWEEN.join(quote.text for quote in rule.quotes),
            BETWEEN.join(quote.place for quote in rule.quotes),
        )
        for rule, status in answer.rules
    ]  # fmt: skip
    return Answer(COLUMNS, tuple(rows or [(*head, *[None] * (len(COLUMNS) - len(head)))]))


def as_text(answer: ConsentAnswer, notices: Sequence[str]) -> str:
    """Return the answer for people: the notices, the outcome in words with its code, and what it rests on."""
    case, edition = answer.case, answer.edition
    level = edition.level(case.level)
    ringing = "\n".join(emergency(answer.emergency))
    urgent = "immediate-harm" in case.flags
    blocks = [
        opening(notices),
        *([ringing] if urgent else []),
        "\n".join(
            [
                _line(f"{edition.path}, {level.name}: {DOING[case.act]}"),
                _line(f"Consent: {case.consent}. Established: {established_in(answer) or 'nothing more'}."),
                _line(TAKEN_AS_GIVEN),
                "",
                _line(f"{headline(answer)} [{answer.outcome}]"),
                *map(_line, beside_headline(answer)),
                _line(f"Asked for before it: {ASKED[answer.consent]}. [{answer.consent}]"),
                *([_line(no_rules(edition))] if no_rules(edition) else []),
            ]
        ),
    ]
    if answer.collisions:
        found = [_bullet(" ".join(filter(None, (each.why, each.reading)))) for each in answer.collisions]
        blocks.append("\n".join(["The collision, which nothing here resolves:", *found]))
    blocks.append("\n".join([TITLE, *map(_bullet, sentences(answer))]))
    known = [(rule, status) for rule, status in answer.rules if status in SAID]
    for title, statuses in (("What it rests on:", ("fires", "met", "unmet", "lifted")), ("", ("not-established",))):
        shown = [_shown(rule, SAID[status]) for rule, status in known if status in statuses]
        if shown:
            blocks.append("\n".join([title or "What depends on something not established here:", *shown]))
    if answer.unless:
        shown = [_shown(rule, f"if {_names(rule.conditions, ' and ')}") for rule in answer.unless]
        blocks.append("\n".join(["If more holds than can be said here:", *shown]))
    duties = [_bullet(f"{duty.name} ({local(rule)})") for rule in answer.applying for duty in rule.duties]
    if duties:
        blocks.append("\n".join(["What it makes someone do besides:", *duties]))
    if answer.advice:
        blocks.append("\n".join([_line(_advice_heading(answer.advice)), *map(_advice, answer.advice)]))
    return "\n\n".join([*blocks, *([] if urgent else [ringing])]) + "\n"


def opening(notices: Sequence[str]) -> str:
    """Return the notices with which every text begins."""
    return "\n".join(map(_line, _with_notice(notices)))


def emergency(quotes: Iterable[Quote]) -> list[str]:
    """Return the 999 line as it is printed, or that there is none."""
    lines = [_quote(quote) for quote in quotes]
    if not lines:
        return ["On calling 999 this document prints no rule that has been read."]
    return ["In an emergency, as the document prints it:", *lines, _line(AS_PRINTED)]


def as_blocks(found: Answer, notices: Sequence[str], sides: Sequence[str], nothing: str) -> str:
    """Return rows for people, one block a row: what the case is, then each side with its quotes.

    ``sides`` are the columns that name a rule or edition; the columns of a side begin with its name.
    """
    blocks = [opening(notices)]
    for row in found.records():
        lines = [_line(_heading(row))]
        for side in sides:
            lines += _side(row, side)
        lines += [_bullet(str(row[name])) for name in ("why", "reading") if row.get(name)]
        lines += [_bullet(f"National advice: {row['advice']}.")] if row.get("advice") else []
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks if found.rows else [*blocks, nothing]) + "\n"


def established_in(answer: ConsentAnswer) -> str:
    """Return what a case has established, in one cell."""
    case = answer.case
    ground = [f"ground {case.ground}"] if case.ground else []
    return BETWEEN.join([*(flag for flag in FLAGS if flag in case.flags), *ground, *sorted(case.assumed)])


def _with_notice(notices: Sequence[str]) -> list[str]:
    return list(notices) if notices and notices[0].startswith(NOTICE) else [NOTICE, *notices]


def _heading(row: Mapping[str, Value]) -> str:
    where = f"level {row['level']}" if row.get("level") else _beside(row)
    differing = {
        "differs": ": they differ",
        "subject silent": f": {row.get('subject')} does not say",
        "object silent": f": {row.get('object')} does not say",
        "no level of subject": f": {row.get('subject')} has no such level",
        "no level of object": f": {row.get('object')} has no such level",
    }
    more = "" if row["established"] == NOTHING else f", established {row['established']}"
    said = differing.get(str(row.get("difference")), "")
    return f"{str(row['act']).capitalize()}, {where}, consent {row['consent']}{more}{said}"


def _beside(row: Mapping[str, Value]) -> str:
    """Return which levels stand beside each other, by number; they share a tier."""
    levels = [str(row[f"{side}_level"]) for side in ("subject", "object") if row[f"{side}_level"]]
    return f"level {levels[0]} beside level {levels[1]}" if len(levels) > 1 else f"level {''.join(levels)}"


def _side(row: Mapping[str, Value], side: str) -> list[str]:
    if f"{side}_outcome" not in row:
        name = f"{side}: {str(row[side]).replace('/rule/', ' ')}"
    elif not row[f"{side}_level"]:
        name = f"{row[side]}: no level of this tier"
    else:
        outcome = str(row[f"{side}_outcome"])
        silent = outcome == "not-stated" and row[f"{side}_quote"]
        name = f"{row[side]}, level {row[f'{side}_level']}: {BESIDES if silent else PHRASES[outcome]} [{outcome}]"
    quotes = str(row[f"{side}_quote"] or "").split(BETWEEN) if row[f"{side}_quote"] else []
    places = str(row[f"{side}_place"] or "").split(BETWEEN)
    return [_bullet(name), *(_printed(text, place) for text, place in zip(quotes, places, strict=False))]


def _rule(rule: Rule, status: str) -> dict[str, Any]:
    return {
        "id": rule.id,
        "label": rule.label,
        "status": status,
        "strength": rule.strength,
        "condition": _ids(rule.conditions),
        "exception": _ids(rule.exceptions),
        "effect": _ids(rule.effects),
        "duty": _ids(rule.duties),
        "quotes": _quotes(rule.quotes),
        "reason": rule.reason,
    }


def _quotes(quotes: Iterable[Quote]) -> list[dict[str, Any]]:
    return [quote._asdict() for quote in quotes]


def _ids(terms: Iterable[Term]) -> str:
    return BETWEEN.join(term.id for term in terms)


def _names(terms: Iterable[Term], between: str) -> str:
    return between.join(term.name for term in terms)


def _shown(rule: Rule, said: str) -> str:
    unless = f" Unless: {_names(rule.exceptions, ' or ')}." if rule.exceptions else ""
    lines = [_bullet(f"{local(rule)} ({rule.strength}) {said}: {rule.label}{unless}")]
    return "\n".join([*lines, *map(_quote, rule.quotes)])


def _advice_heading(advice: Sequence[Advice]) -> str:
    titles = "; ".join(dict.fromkeys(each.title for each in advice if each.title))
    return f"Beside it, the national advice, in our words{f' (from {titles})' if titles else ''}:"


def _advice(advice: Advice) -> str:
    return _bullet(f"{advice.text}.")


def _quote(quote: Quote) -> str:
    return _printed(quote.text, quote.place)


def _printed(text: str, place: str) -> str:
    return _filled(f"“{' '.join(text.split())}” [{place}]", "    ")


def _bullet(text: str) -> str:
    return _filled(text, "  - ")


def _line(text: str) -> str:
    return _filled(text, "")


def _filled(text: str, start: str) -> str:
    # A code or an id is kept whole, so that it can be found and copied.
    return fill(text, WIDTH, initial_indent=start, subsequent_indent=" " * len(start), break_on_hyphens=False)
