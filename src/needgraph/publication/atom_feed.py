"""The change feed: an Atom entry for every release of the data."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from needgraph.identifiers import BASE
from needgraph.publication.releases import Release

# Under which name the feed and its entries are known wherever they are served.
_FEED = BASE.removesuffix("id/") + "feed"
ATOM = "http://www.w3.org/2005/Atom"
TITLE = "needgraph: changes of the data"
RIGHTS = (
    "What this project wrote is under CC BY 4.0. The wording of the documents belongs to the authorities. "
    "Not endorsed by any authority."
)


def atom_feed(releases: Sequence[Release], base: str, version: str, date: str) -> bytes:
    """Return the feed of some releases, the newest first, whose links begin with ``base``.

    ``version`` and ``date`` are those of the data being served; Atom wants a date, and it is
    that of the data or of a later release.
    """
    feed = Element("feed", {"xmlns": ATOM, "xml:lang": "en"})
    _text(feed, "id", _FEED)
    _text(feed, "title", TITLE)
    _text(feed, "subtitle", f"The data being served are version {version}, of {date or 'no stated date'}.")
    _text(feed, "updated", _moment(max([date, *(release.date for release in releases)])))
    _text(SubElement(feed, "author"), "name", "needgraph contributors")
    _text(feed, "rights", RIGHTS)
    _link(feed, "self", f"{base}/feed", "application/atom+xml")
    _link(feed, "alternate", f"{base}/", "text/html")
    _link(feed, "related", f"{base}/catalog.ttl", "text/turtle")
    for release in releases:
        entry = SubElement(feed, "entry")
        _text(entry, "id", f"{_FEED}#{release.version}")
        _text(entry, "title", f"needgraph {release.version}")
        _text(entry, "updated", _moment(release.date))
        _link(entry, "alternate", f"{base}/release", "application/json")
        _text(entry, "content", "\n".join(release.changes)).set("type", "text")
    indent(feed)
    written: bytes = tostring(feed, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _moment(date: str) -> str:
    return f"{date or '1970-01-01'}T00:00:00Z"


def _text(parent: Element, name: str, text: str) -> Element:
    element = SubElement(parent, name)
    element.text = text
    return element


def _link(parent: Element, relation: str, address: str, media_type: str) -> None:
    SubElement(parent, "link", {"rel": relation, "href": address, "type": media_type})
