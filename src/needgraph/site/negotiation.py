"""Choose the media type of an answer from what a client accepts, says in the address, or names as a format."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import mimeparse


class Form(NamedTuple):
    """A way to write an answer: its short name, media type, extension, other names of the media type and of itself."""

    name: str
    media_type: str
    extension: str
    aliases: tuple[str, ...] = ()
    called: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """What the form is called in ``?format=``.

        >>> GRAPH_FORMS["rdfxml"].names
        ('rdfxml', 'rdf', 'xml')
        """
        return (self.name, self.extension, *self.called)

    @property
    def content_type(self) -> str:
        """The media type with the character set where the type does not fix it.

        >>> ROW_FORMS["csv"].content_type
        'text/csv; charset=utf-8'
        """
        return f"{self.media_type}; charset=utf-8" if self.media_type.startswith("text/") else self.media_type


def _by_name(*forms: Form) -> Mapping[str, Form]:
    return {form.name: form for form in forms}


# In the order of our own preference: the first is sent to who accepts anything.
ROW_FORMS = _by_name(
    Form("json", "application/sparql-results+json", "srj", ("application/json",)),
    Form("xml", "application/sparql-results+xml", "srx", ("application/xml", "text/xml")),
    Form("csv", "text/csv", "csv"),
    Form("tsv", "text/tab-separated-values", "tsv"),
)
GRAPH_FORMS = _by_name(
    Form("turtle", "text/turtle", "ttl", ("application/x-turtle",)),
    Form("ntriples", "application/n-triples", "nt"),
    Form("rdfxml", "application/rdf+xml", "rdf", ("application/xml",), ("xml",)),
    Form("jsonld", "application/ld+json", "jsonld", ("application/json",), ("json",)),
)
HTML = Form("html", "text/html", "html", ("application/xhtml+xml",))
PAGE_FORMS = {"html": HTML, **GRAPH_FORMS}


# Reading 64 KB of ranges takes a tenth of a second; what stands further behind is not looked at.
LONGEST = 4_000


def accepted(header: str | None, forms: Mapping[str, Form]) -> Form | None:
    """Return the form that an Accept header asks for, or None when it takes none of them.

    Ranges, wildcards and qualities follow RFC 9110; of equals the first form is chosen. No header, an
    empty one and one that cannot be read accept anything.

    >>> accepted("text/csv;q=0.5, application/*", ROW_FORMS).name
    'json'
    >>> accepted("image/png", ROW_FORMS) is None
    True
    """
    choices = list(forms.values())
    if not header or not header.strip():
        return choices[0]
    # Another name of a media type counts only where it is written out: `application/*` asks for no page.
    header = header[:LONGEST].lower()
    lowered = header.lower()
    known = {
        name: form
        for form in reversed(choices)
        for name in (*(alias for alias in form.aliases if alias in lowered), form.media_type)
    }
    # The library prefers the last of equals.
    offers: Sequence[str] = list(known)
    try:
        best = mimeparse.best_match(offers, header)
    except mimeparse.MimeTypeParseException:
        return choices[0]
    if not best:
        return None
    form = known[best]
    return form._replace(media_type=best) if best in form.aliases and best.startswith("application/json") else form


def form_called(name: str, forms: Mapping[str, Form]) -> Form | None:
    """Return the form that a client of the SPARQL protocol means by a name, extension or media type, else None.

    >>> [form_called(name, GRAPH_FORMS).name for name in ("json-ld", "rdf+xml", "n3", "text/turtle")]
    ['jsonld', 'rdfxml', 'turtle', 'turtle']
    """
    name = name.strip().lower()
    # Turtle is written for who reads N3, which holds it.
    short = {"n3": "turtle"}.get(name, re.sub("[^a-z]", "", name))
    for form in forms.values():
        if name in (form.media_type, *form.aliases) or ("/" not in name and short in form.names):
            return form
    return None


def offered(forms: Mapping[str, Form]) -> str:
    """Return the sentence that a refusal (406) gives.

    >>> offered({"html": HTML})
    'this comes as text/html; ask for one of these in the Accept header'
    """
    names = ", ".join(form.media_type for form in forms.values())
    return f"this comes as {names}; ask for one of these in the Accept header"
