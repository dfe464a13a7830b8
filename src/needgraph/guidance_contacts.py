"""Telephone numbers and e-mail addresses that look misprinted: count of digits, area code, syntax, near misses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from needgraph.guidance_rules import Hit, Record
from needgraph.guidance_tables import GuidanceTables

# Numbers of three to six digits that are given out nationally, and the two that have eight.
SHORT = frozenset({"999", "112", "101", "105", "111", "119", "123", "18000", "116000", "116111", "116123"})
EIGHT = frozenset({"08001111", "08454647"})
# Beginnings under which British numbers are given out, by the plan of the regulator: ten digits follow the 0.
_AREA = re.compile(r"0(?:1(?:1[3-8]|[2-69]1|2[0-9]|[3-9][0-9])|2[03489]|3[0347]|5[56]|7[0-9]|8[0478]|9[018])")
_EMAIL = re.compile(r"[A-Za-z0-9._%+'-]+@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}")
# A local part this like a piece of the name and not the same is a slip; "desk" for "Ashby Front Desk" is the same.
_ALIKE = 90
_LONG = 8


def misprinted(rows: Sequence[Record], _: GuidanceTables) -> Iterator[Hit]:
    """Yield a hit for each number or address of a contact that looks misprinted, with what is odd about it."""
    for row in rows:
        node, name, phone, email = (str(row[column]) for column in ("node", "name", "phone", "email"))
        odd = phone_fault(phone) if phone else ""
        if odd:
            yield Hit(node, f"The number {phone} of {name} {odd}.")
        odd = email_fault(email, name) if email else ""
        if odd:
            yield Hit(node, f"The address {email} of {name} {odd}.")


def phone_fault(phone: str) -> str:
    """Return what is wrong with a British number as printed, or nothing.

    >>> phone_fault("0151 907 8305"), phone_fault("999")
    ('', '')
    >>> phone_fault("0151 907 830")
    'has 10 digits where numbers that begin 0151 have 11'
    """
    digits = re.sub(r"[\s()./-]|^\+44|\(0\)", "", phone)
    if phone.strip().startswith("+44"):
        digits = "0" + digits.lstrip("0")
    if not digits.isdecimal():
        return "holds something other than digits"
    if digits in SHORT or digits in EIGHT:
        return ""
    if not digits.startswith("0"):
        return "does not begin with 0, so that it can be rung from the same town only"
    if not _AREA.match(digits):
        return f"begins {digits[:4]}, under which no number is given out"
    # A few towns have one digit fewer; where the area code is of a large city they have not.
    shorter = digits.startswith(("01", "0800", "0500")) and not re.match(r"01(?:1\d|\d1)", digits)
    if len(digits) == 11 or (len(digits) == 10 and shorter):
        return ""
    return f"has {len(digits)} digits where numbers that begin {digits[:4]} have 11"


def email_fault(email: str, name: str) -> str:
    """Return what is wrong with an address as printed, or nothing; it may be a near miss of the contact's name.

    >>> email_fault("contactandreferal@town.example", "Contact and Referral Team")
    'is nearly “contactandreferral”, as the name has it, and differs by a letter or two'
    >>> email_fault("desk@town.example", "Front Desk")
    ''
    """
    if not _EMAIL.fullmatch(email.strip()) or ".." in email:
        return "is not a well-formed address"
    local = re.sub(r"[^a-z]", "", email.partition("@")[0].lower())
    squeezed = re.sub(r"[^a-z]", "", name.lower())
    if len(local) < _LONG or local in squeezed:
        return ""
    from rapidfuzz import fuzz

    found = fuzz.partial_ratio_alignment(local, squeezed)
    if found is None or found.score < _ALIKE or len(squeezed) < len(local):
        return ""
    near = _nearest(local, squeezed, found.dest_start)
    return f"is nearly “{near}”, as the name has it, and differs by a letter or two"


def _nearest(local: str, squeezed: str, start: int) -> str:
    from rapidfuzz.distance import Levenshtein

    pieces = [
        squeezed[begin : begin + length]
        for begin in range(max(0, start - 2), start + 3)
        for length in range(len(local) - 2, len(local) + 3)
    ]
    return min(pieces, key=lambda piece: (Levenshtein.distance(local, piece), len(piece)))
