"""The names under which a document prints its front door: forms of one name, and names printed as its equal."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from needgraph.guidance.rules import Hit, Record
from needgraph.guidance.tables import GuidanceTables
from needgraph.guidance.terms import by, outermost, passages, straight

# What the query says of rows that are no passages: a name of a contact of the front door, and one of another service.
NAME, APART = "name", "apart"
WHOM_TO_ASK = ("contact", "referral-rule", "pathway", "duty")
_NAMES = re.compile(r"(?:[A-Z][\w’'-]*)(?:[ -](?:and |of |the )?[A-Z][\w’'-]*)*")
_LEADING = re.compile(
    r"^(?:[A-Z][a-z]+ )?(?:the|The|A|An) |"
    r"^(?:Ring|Call|Phone|Telephone|Email|Ask|Tell|Use|Visit|Contact(?! (?:Centre|Point|Team|Hub|Desk|Service))) "
)
_EQUAL = re.compile(
    r"\s*(?:/|,?\s*or|[,(]?\s*(?:also|formerly|previously|otherwise|now)?\s*(?:called|known as|named)|,?\s*formerly)"
    r"\s*(?:(?:the|our|your|its)\s+)?",
)
_TEAM = re.compile(r"\b(?:Teams?|Hub|Desk|Door|Services?|Line|Helpline|Point|Gateway|Unit|Centre|Access|MASH)$")


def front_door_names(rows: Sequence[Record], _: GuidanceTables) -> Iterator[Hit]:
    """Yield a hit for each front door that the document prints under more than one name.

    A name is another form of the registered one, that of a contact of the front door, or one that a passage about
    whom to ask prints as an equal beside it ("the Access Team or the Front Door").
    """
    for (service, _document), told in by(rows, "service", "document").items():
        full = " ".join(straight(service.partition("(")[0]).split())
        registered = [full]
        for row in told:
            name = " ".join(straight(str(row["text"]).partition("(")[0]).split())
            if row["kind"] == NAME and not any(
                name.lower() in other.lower() or other.lower() in name.lower() for other in registered
            ):
                registered.append(name)
        apart = {straight(str(row["text"])).lower() for row in told if row["kind"] == APART}
        names: dict[str, list[str]] = {}
        for row in outermost([row for row in told if row["kind"] not in (NAME, APART)]):
            text = straight(str(row["text"]))
            asked = row["kind"] in WHOM_TO_ASK
            found = list(_beside(text, _is_form(full, registered), apart)) if asked else []
            # "Castle Hub Service" is not also "Castle Hub".
            rest = re.sub("|".join(map(re.escape, found)) or r"(?!)", "", text)
            for name in dict.fromkeys([*_printed(rest, full, registered), *found]):
                names.setdefault(name, []).append(str(row["node"]))
        if len(names) > 1:
            counts = ", ".join(f"“{name}” in {passages(len(nodes))}" for name, nodes in names.items())
            firsts = list(dict.fromkeys(nodes[0] for nodes in names.values()))
            yield Hit(firsts[0], f"The front door has {len(names)} printed names: {counts}.", tuple(firsts[1:]))


def _printed(text: str, full: str, registered: Sequence[str]) -> Iterator[str]:
    """Yield the registered names in a text, and other forms of the first of them."""
    for name in registered:
        # Whole, in whatever case, a name is one name: what is left of it would look like another.
        text, whole = re.subn(re.escape(name), "", text, flags=re.IGNORECASE)
        if whole:
            yield name
    is_form = _is_form(full, ())
    yield from (name for name in map(_named, _NAMES.findall(text)) if is_form(name))


def _is_form(full: str, registered: Sequence[str]) -> Callable[[str], bool]:
    """Return what tells whether a name is a registered one or ends as the full name does and shares its words."""
    words, head = set(_content(full)), (_content(full) or [""])[-1]
    exact = {name.lower() for name in registered}

    def is_form(name: str) -> bool:
        parts = _content(name)
        shared = bool(parts) and parts[-1] == head and len(set(parts) & words) >= min(2, len(words))
        return name.lower() in exact or shared

    return is_form


def _beside(text: str, is_form: Callable[[str], bool], apart: set[str]) -> Iterator[str]:
    """Yield the names of teams that a text prints as equals of the front door and that are no other service."""
    found = [(match.start(), match.end(), _named(match[0])) for match in _NAMES.finditer(text)]
    for (_, end, one), (start, _, other) in pairwise(found):
        if _EQUAL.fullmatch(text[end:start]):
            for name, neighbour in ((one, other), (other, one)):
                if is_form(neighbour) and not is_form(name) and _TEAM.search(name) and name.lower() not in apart:
                    yield name


def _named(words: str) -> str:
    """Return capitalised words without the verb and article before a name.

    >>> _named("Ring the Castle Hub"), _named("Contact Point")
    ('Castle Hub', 'Contact Point')
    """
    return _LEADING.sub("", words)


def _content(name: str) -> list[str]:
    words = [word.lower().strip("'") for word in re.findall(r"[\w'-]+", straight(name))]
    return [word for word in words if word not in ("and", "of", "the", "for")]
