"""Read a page as a browser and a screen reader would, as far as its rules can be checked without one."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = {"meta", "link", "input", "br", "img", "hr", "col"}


class Page(HTMLParser):
    """A page taken apart: headings, ids, links, labels, text, and tags that are not closed."""

    def __init__(self, body: bytes) -> None:
        super().__init__()
        self.headings: list[int] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.attributes: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.faults: list[str] = []
        self._open: list[str] = []
        self.feed(body.decode())
        self.close()
        self.faults += [f"<{tag}> is not closed" for tag in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.attributes.append((tag, values))
        if tag not in VOID:
            self._open.append(tag)
        if tag in {"h1", "h2", "h3", "h4"}:
            self.headings.append(int(tag[1]))
        if "id" in values:
            self.ids.append(values["id"])
        if "href" in values:
            self.links.append(values["href"])

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1] != tag:
            self.faults.append(f"</{tag}> closes {self._open[-1:]}")
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] not in ("style", "script"):
            self.text += data

    def all(self, tag: str) -> list[dict[str, str]]:
        """Return the attributes of every tag of that name."""
        return [values for name, values in self.attributes if name == tag]


def problems(body: bytes) -> list[str]:
    """Return what is wrong with a page that everybody has to be able to use."""
    page = Page(body)
    found = list(page.faults)
    if page.all("html") != [{"lang": "en-GB"}]:
        found.append("the language of the page is not stated")
    for tag in ("main", "header", "footer", "title"):
        if len(page.all(tag)) != 1:
            found.append(f"<{tag}> stands {len(page.all(tag))} times")
    if page.headings.count(1) != 1 or page.headings[:1] != [1]:
        found.append("the first heading, and only the first, is an h1")
    found += [
        f"h{later} follows h{earlier}"
        for earlier, later in zip(page.headings, page.headings[1:], strict=False)
        if later > earlier + 1
    ]
    found += [f"the id {name} stands twice" for name in {name for name in page.ids if page.ids.count(name) > 1}]
    found += [f"the link {link} leads nowhere" for link in page.links if link[:1] == "#" and link[1:] not in page.ids]
    labelled = {values.get("for") for values in page.all("label")}
    for tag in ("input", "select", "textarea"):
        found += [
            f"<{tag} name={values.get('name')}> has no label"
            for values in page.all(tag)
            if values.get("type") != "hidden" and values.get("id") not in labelled
        ]
    found += [f"a table heading has no scope: {values}" for values in page.all("th") if "scope" not in values]
    for tag in ("script", "img", "iframe", "object", "base"):
        found += [f"there is a <{tag}>"] * len(page.all(tag))
    fetched = [values["href"] for values in page.all("link") if values.get("rel") in ("stylesheet", "preload", "icon")]
    found += [f"the page fetches {address}" for address in fetched if not address.startswith("data:")]
    for _, values in page.attributes:
        found += [f"there is a script in {name}" for name in values if name.startswith("on")]
        found += [f"a link is {values['href']}" for name in values if name == "href" and "script:" in values["href"]]
    if "ot endorsed by" not in page.text:
        found.append("the page does not say that no authority endorsed it")
    return found
