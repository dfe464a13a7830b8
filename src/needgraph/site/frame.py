"""What every page has: its frame, its style, addresses of our documents, and what needgraph is not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from needgraph.errors import NeedgraphError
from needgraph.identifiers import BASE, iri_of, path_of
from needgraph.site.terms import NAMESPACE

if TYPE_CHECKING:
    from jinja2 import Environment

NOT_ENDORSED = (
    "What documents say; not advice on a case, and nothing here says which level a child is. Where a document is "
    "silent, nothing follows. Not endorsed by any authority."
)
_SAFE = "/-._~"
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


class Notice(NamedTuple):
    """What stands beside everything of an edition: its id and name, its currency and why, and the notice."""

    edition: str
    name: str
    currency: str
    reason: str
    text: str


class Surroundings(NamedTuple):
    """What pages need to know of other things, each by its id.

    ``levels`` are the printed numbers of the levels of what is matched, ``rules`` all rules, and ``slugs`` lead from
    the short name of an authority to the organisation. ``severities`` say for two matched things how the wording of
    the second grades the concern against that of the first, from either side.
    """

    levels: Mapping[str, tuple[str, ...]] = {}
    rules: frozenset[str] = frozenset()
    slugs: Mapping[str, str] = {}
    severities: Mapping[tuple[str, str], str] = {}


class Frame:
    """What the frame of every page that this process makes says of the site: whether it has a catalogue to lead to."""

    has_catalogue: bool = True


FRAME = Frame()


def rendered(template: str, base: str, **values: Any) -> bytes:
    """Return a page; ``base`` stands before every link to a page of ours, and is empty for the host's own root."""
    page = _environment().get_template(template)
    return page.render(base=base, frame=FRAME, not_endorsed=NOT_ENDORSED, **values).encode()


def document_address(identifier: str, base: str) -> str:
    """Return the address of the document about a thing of ours.

    >>> document_address("tier/3", "")
    '/doc/tier/3'
    """
    return f"{base}/doc/{quote(identifier, safe=_SAFE)}"


def link_to(iri: str, base: str) -> str:
    """Return where a page links for an IRI: to our document, into the ontology, or outside; empty where nowhere.

    >>> link_to("https://w3id.org/needgraph/def#Level", ""), link_to("javascript:alert(1)", "")
    ('/def#Level', '')
    """
    if iri.startswith(BASE):
        return document_address(path_of(iri), base) if is_id(path_of(iri)) else ""
    if iri.startswith(NAMESPACE):
        return f"{base}/def#{quote(iri.removeprefix(NAMESPACE), safe=_SAFE)}"
    if iri == NAMESPACE.rstrip("#"):
        return f"{base}/def"
    return iri if iri.startswith(("https://", "http://")) else ""


def is_id(identifier: str) -> bool:
    """Tell whether a text is the path of an id, short enough to be one.

    >>> is_id("halton/2023/h0001"), is_id("<b>"), is_id("http://example.org/")
    (True, False, False)
    """
    if len(identifier) > 500:
        return False
    try:
        return iri_of(identifier).startswith(BASE)
    except NeedgraphError:
        return False


def written_day(text: str) -> str:
    """Return a day as people write it, and what is no day as it is.

    >>> written_day("2026-05-01")
    '1 May 2026'
    """
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


@lru_cache(maxsize=1)
def _environment() -> Environment:
    import jinja2  # a server that is only asked queries needs no templates

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("needgraph"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters["day"] = written_day
    return environment
