"""Telephone numbers and e-mail addresses that look misprinted: count of digits, area code, syntax, near misses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from needgraph.findings.places import edition_of
from needgraph.guidance.rules import Hit, Record
from needgraph.guidance.tables import GuidanceTables

# Numbers of three to six digits that are given out nationally, and the two that have eight.
SHORT = frozenset({"999", "112", "101", "105", "111", "119", "123", "18000", "116000", "116111", "116123"})
EIGHT = frozenset({"08001111", "08454647"})
# Beginnings under which British numbers are given out, by the plan of the regulator: ten digits follow the 0.
_AREA = re.compile(r"0(?:1(?:1[3-8]|[2-69]1|2[0-9]|[3-9][0-9])|2[03489]|3[0347]|5[56]|7[0-9]|8[0478]|9[018])")
_EMAIL = re.compile(r"[A-Za-z0-9._%+'-]+@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}")
# An address this like some words of the name, or a domain this like the authority, and not the same is a slip.
_ALIKE = 90
_LONG, _SLIP = 8, 2
_SHORT_DOMAIN = 5
# What stands in domains beside the name of a place.
_BESIDE = re.compile(r"(?:council|borough|mbc|cc|lscb|lscp|scp|safeguarding|children|partnership|online|direct)s?$")


def misprinted(rows: Sequence[Record], _: GuidanceTables) -> Iterator[Hit]:
    """Yield a hit for each number or address of a contact that looks misprinted, with what is odd about it."""
    for row in rows:
        node, name, phone, email = (str(row[column]) for column in ("node", "name", "phone", "email"))
        odd = phone_fault(phone) if phone else ""
        if odd:
            yield Hit(node, f"The number {phone} of {name} {odd}.")
        odd = email_fault(email, name, edition_of(node)[0]) if email else ""
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


def email_fault(email: str, name: str, authority: str = "") -> str:
    """Return what is wrong with an address as printed, or nothing.

    It may be a near miss of words of the contact's name, its domain one of the authority's.

    >>> email_fault("contactandreferal@town.example", "Contact and Referral Team")
    'is nearly “contactandreferral”, as the name has it, and differs by a letter or two'
    >>> email_fault("desk@twon.example", "Front Desk"), email_fault("desk@wesby.example", "Front Desk", "westby")
    ('', 'has the domain “wesby”, which is nearly “westby” and differs by a letter or two')
    """
    if not _EMAIL.fullmatch(email.strip()) or ".." in email:
        return "is not a well-formed address"
    local, _, domain = email.strip().lower().partition("@")
    near = _near(re.sub(r"[^a-z]", "", local), re.findall(r"[a-z]+", re.sub(r"['’]", "", name.lower())))
    if near:
        return f"is nearly “{near}”, as the name has it, and differs by a letter or two"
    place = re.sub(r"[^a-z]", "", authority)
    for label in domain.split(".") if len(place) >= _SHORT_DOMAIN else ():
        if _is_slip(_bare(label), place, 1 if len(place) < _LONG else _SLIP):
            return f"has the domain “{label}”, which is nearly “{place}” and differs by a letter or two"
    return ""


def _near(local: str, words: Sequence[str]) -> str:
    """Return the whole words of a name that a local part nearly is; what is one of them, or begins so, is no slip."""
    from rapidfuzz import fuzz

    if len(local) < _LONG or local in "".join(words):
        return ""
    runs = ("".join(words[first:last]) for first in range(len(words)) for last in range(first + 1, len(words) + 1))
    alike = [run for run in runs if _is_slip(local, run, _SLIP) and fuzz.ratio(local, run) >= _ALIKE]
    return max(alike, key=lambda run: (fuzz.ratio(local, run), -len(run)), default="")


def _is_slip(printed: str, meant: str, most: int) -> bool:
    from rapidfuzz.distance import DamerauLevenshtein

    # A plural is another word, not a slip.
    return printed.removesuffix("s") != meant.removesuffix("s") and (
        DamerauLevenshtein.distance(printed, meant) <= most
    )


def _bare(label: str) -> str:
    """Return a part of a domain without what stands beside the name of a place: "westby-council" is "westby"."""
    letters = re.sub(r"[^a-z]", "", label)
    shorter = _BESIDE.sub("", letters)
    return shorter or letters
