"""A real browser shows the pages as they are meant: nothing is blocked, fetched from elsewhere or left unstyled."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from served import FIXTURES, Running, serving

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
pytestmark = [
    pytest.mark.server,
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(not CHROMIUM, reason="chromium is not installed (Debian: chromium)"),
]


@pytest.fixture(scope="module")
def site() -> Iterator[Running]:
    with serving("--data", str(FIXTURES)) as running:
        yield running


@pytest.mark.parametrize(
    ("path", "heading"),
    [("/", "needgraph"), ("/doc/ashby/2024/level/2", "Level 2"), ("/questions", "Questions"), ("/sparql", "SPARQL")],
)
def test_browser_shows_the_page_without_complaint(site: Running, path: str, heading: str, tmp_path: Path) -> None:
    quiet = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--enable-logging=stderr"]
    command = [CHROMIUM, *quiet, f"--user-data-dir={tmp_path}", "--dump-dom", f"{site.url}{path}"]
    shown = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    page = shown.stdout.partition("<h1")[2].partition("</h1>")[0]
    assert heading.lower() in page.lower()
    # What a page may not do, and what it cannot load, the browser says on its console.
    assert [line for line in shown.stderr.splitlines() if "CONSOLE" in line] == []
