"""The feed is Atom: it has what the standard asks for, an entry a release, and links that begin where it is served."""

from __future__ import annotations

from xml.etree import ElementTree

from needgraph.publication.atom_feed import atom_feed
from needgraph.publication.releases import Release

ATOM = {"a": "http://www.w3.org/2005/Atom"}
RELEASES = [
    Release("0.2.0", "2026-12-01", ("A level was placed on another tier.", 'Less than "one" <b> & more.')),
    Release("0.1.0", "2026-11-21", ("The first data.",)),
]


def feed(*releases: Release, date: str = "2026-12-24") -> ElementTree.Element:
    return ElementTree.fromstring(atom_feed(releases, "https://example.org", "0.2.0-abc", date))


def texts(root: ElementTree.Element, path: str) -> list[str | None]:
    return [element.text for element in root.findall(path, ATOM)]


def test_feed_has_what_the_standard_asks_for() -> None:
    root = feed(*RELEASES)
    assert root.tag == "{http://www.w3.org/2005/Atom}feed"
    for name in ("id", "title", "updated", "author/a:name", "entry/a:id", "entry/a:title", "entry/a:updated"):
        assert all(texts(root, f"a:{name}")), name
    assert len(set(texts(root, "a:entry/a:id"))) == 2
    assert texts(root, "a:updated") == ["2026-12-24T00:00:00Z"]
    assert texts(feed(*RELEASES, date="2026-11-21"), "a:updated") == ["2026-12-01T00:00:00Z"]
    assert texts(root, "a:entry/a:updated") == ["2026-12-01T00:00:00Z", "2026-11-21T00:00:00Z"]


def test_entry_holds_every_change_as_it_was_written() -> None:
    contents = texts(feed(*RELEASES), "a:entry/a:content")
    assert contents == ["\n".join(release.changes) for release in RELEASES]


def test_ids_stay_while_links_follow_the_address() -> None:
    root = feed(*RELEASES)
    assert texts(root, "a:id") == ["https://w3id.org/needgraph/feed"]
    links = {link.get("rel"): link.get("href") for link in root.findall("a:link", ATOM)}
    assert links["self"] == "https://example.org/feed"
    assert links["related"] == "https://example.org/catalog.ttl"
    assert all(str(address).startswith("https://example.org/") for address in links.values())


def test_feed_without_releases_bears_the_date_of_the_data() -> None:
    assert texts(feed(), "a:updated") == ["2026-12-24T00:00:00Z"]
    assert texts(feed(), "a:entry") == []


def test_feed_says_that_no_authority_endorsed_it() -> None:
    assert "Not endorsed by any authority" in str(texts(feed(*RELEASES), "a:rights")[0])
