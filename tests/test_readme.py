"""The README's commands print what stands below them; `python tests/test_readme.py` writes it anew."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from needgraph.resources import ROOT
from served import Running, serving

README = Path(__file__).parents[1] / "README.md"
CONSOLE = re.compile(r"```console(?P<served> served)?\n\$ (?P<command>[^\n]+)\n(?P<output>.*?)```", re.DOTALL)
PYTHON = re.compile(r"```python\n(?P<code>.*?)```", re.DOTALL)
# The address that the README writes, and that a test replaces by the one its server has.
ADDRESS = "http://127.0.0.1:8000"


def printed(command: str, folder: Path = README.parent) -> str:
    """Return what a command prints, run by a shell as a reader of the README would run it."""
    scripts = str(Path(sys.executable).parent)
    environment = {**os.environ, "PATH": f"{scripts}:{os.environ['PATH']}", "COLUMNS": "120"}
    done = subprocess.run(  # noqa: S602 - the README pipes one command into another
        command, shell=True, capture_output=True, text=True, check=True, env=environment, cwd=folder
    )
    return done.stdout


def answered(command: str, site: Running, folder: Path) -> str:
    """Return what a command prints that asks the running server."""
    return printed(command.replace(ADDRESS, site.url), folder).replace(site.url, ADDRESS)


FOUND = list(CONSOLE.finditer(README.read_text(encoding="utf-8")))
BLOCKS = [(match["command"], match["output"]) for match in FOUND if not match["served"]]
SERVED = [(match["command"], match["output"]) for match in FOUND if match["served"]]


@pytest.fixture(scope="module")
def site() -> Iterator[Running]:
    with serving("--data", str(ROOT / "graphs")) as running:
        yield running


@pytest.mark.parametrize(("command", "output"), BLOCKS, ids=[command for command, _ in BLOCKS])
def test_command_prints_what_the_readme_shows(command: str, output: str) -> None:
    assert printed(command) == output


@pytest.mark.server
@pytest.mark.xdist_group("readme")
@pytest.mark.parametrize(("command", "output"), SERVED, ids=[command for command, _ in SERVED])
def test_server_answers_what_the_readme_shows(command: str, output: str, site: Running, tmp_path: Path) -> None:
    assert answered(command, site, tmp_path) == output


def test_readme_shows_commands_and_code() -> None:
    text = README.read_text(encoding="utf-8")
    assert len(BLOCKS) >= 5
    assert len(SERVED) >= 5
    assert PYTHON.search(text)


def test_python_of_the_readme_runs(capsys: pytest.CaptureFixture[str]) -> None:
    for match in PYTHON.finditer(README.read_text(encoding="utf-8")):
        exec(compile(match["code"], "README.md", "exec"), {})  # noqa: S102 - our own page
    assert "3 Level 3" in capsys.readouterr().out


def rewrite() -> None:
    """Write below every command what it prints now."""
    with serving("--data", str(ROOT / "graphs")) as site, tempfile.TemporaryDirectory() as folder:

        def block(match: re.Match[str]) -> str:
            command = match["command"]
            output = answered(command, site, Path(folder)) if match["served"] else printed(command)
            return f"```console{match['served'] or ''}\n$ {command}\n{output}```"

        README.write_text(CONSOLE.sub(block, README.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    rewrite()
