"""The page and the list of what is published name every file, its size, and whether it holds quotes."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from needgraph.publication.graph import Publication, publication
from needgraph.publication.releases import Release
from needgraph.resources import Data
from needgraph.site.publication import catalogue_page, edition_notices, release_list


@pytest.fixture(scope="module")
def made() -> Publication:
    return publication(Data(Path(__file__).parent / "fixtures" / "graphs"), "1.2.3-abcdef01", "2026-12-24", "d5f1223")


def test_page_links_to_every_file_below_the_base(made: Publication) -> None:
    page = catalogue_page(made, "/base").decode()
    linked = set(re.findall(r'href="/base/dump/([^"]+)"', page))
    assert linked == {file.path for file in made.files}
    assert "1.2.3-abcdef01" in page
    assert "d5f1223" in page
    assert "Not endorsed by any authority" in page


def test_page_marks_files_with_quotes(made: Publication) -> None:
    page = catalogue_page(made, "").decode()
    for file in made.files:
        found = re.search(rf'<li><a href="/dump/{re.escape(file.path)}">.*</li>', page)
        if file.dataset:
            assert found
            assert (", quotes)" in found[0]) == bool(file.quoted)


def test_currency_of_every_edition_stands_beside_its_files(made: Publication) -> None:
    page = catalogue_page(made, "").decode()
    notices = edition_notices(made)
    assert [notice.edition for notice in notices] == ["ashby/2024", "borwick/2021"]
    for notice in notices:
        heading = page.index(f'<h2 id="edition-{notice.edition.replace("/", "-")}"')
        section = page[heading : page.index("<ul>", heading)]
        assert f"currency {notice.currency}." in section
        assert notice.reason in section


def test_list_gives_checksums_releases_and_the_notice(made: Publication) -> None:
    releases = (Release("1.2.3", "2026-12-01", ("A change.",)),)
    listed = json.loads(release_list(Publication(**{**vars(made), "releases": releases})))
    assert (listed["data_version"], listed["built"], listed["commit"]) == ("1.2.3-abcdef01", "2026-12-24", "d5f1223")
    assert listed["releases"] == [{"version": "1.2.3", "date": "2026-12-01", "changes": ["A change."]}]
    assert "Not endorsed" in listed["notice"]
    assert [(each["edition"], bool(each["currency"])) for each in listed["editions"]] == [
        ("ashby/2024", True),
        ("borwick/2021", True),
    ]
    assert {each["path"]: each["sha256"] for each in listed["files"]} == {file.path: file.sha256 for file in made.files}
