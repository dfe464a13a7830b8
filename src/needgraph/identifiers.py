"""Identifiers: the path after ``/id/`` that people type, and the IRI that stands in the data."""

from __future__ import annotations

import re

from needgraph.errors import NeedgraphError

BASE = "https://w3id.org/needgraph/id/"
GRAPH = "https://w3id.org/needgraph/graph/"
LEGISLATION = "http://www.legislation.gov.uk/id/"
_PATH = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~-]*(?:/[A-Za-z0-9._~-]+)*")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class IdentifierProblem(NeedgraphError):
    """Something that is not an identifier of ours."""


def iri_of(identifier: str) -> str:
    """Return the IRI of an id, which may already be written as an IRI.

    >>> iri_of("halton/2023/h0001")
    'https://w3id.org/needgraph/id/halton/2023/h0001'
    >>> iri_of("http://www.legislation.gov.uk/id/ukpga/1989/41")
    'http://www.legislation.gov.uk/id/ukpga/1989/41'
    """
    if re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", identifier):
        return identifier
    if not _PATH.fullmatch(identifier):
        raise IdentifierProblem(
            f"{identifier!r} is not an id; write the path after /id/ (halton/2023/h0001) or a full IRI"
        )
    return BASE + identifier


def path_of(iri: str) -> str:
    """Return what stands after ``/id/`` of an IRI of ours, and any other IRI unchanged.

    >>> path_of("https://w3id.org/needgraph/id/tier/3")
    'tier/3'
    """
    return iri.removeprefix(BASE)


def is_slug(text: str) -> bool:
    """Tell whether a text is a slug: lower-case words and digits joined by hyphens.

    >>> is_slug("safe-from-harm"), is_slug("Safe From Harm")
    (True, False)
    """
    return bool(_SLUG.fullmatch(text))


def is_local(text: str) -> bool:
    """Tell whether a text can be one part of an id.

    >>> is_local("h0001"), is_local("h 1"), is_local("..")
    (True, False, False)
    """
    return bool(re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._~-]*", text))


def slug_of(text: str) -> str:
    """Return a slug made from a heading; empty when it holds no letter or digit.

    >>> slug_of("Child’s Environment")
    'childs-environment'
    """
    return re.sub(r"[^a-z0-9]+", "-", re.sub(r"['’]", "", text.lower())).strip("-")
