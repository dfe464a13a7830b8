"""The README's commands print what stands below them; `python tests/test_readme.py` writes it anew."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

README = Path(__file__).parents[1] / "README.md"
CONSOLE = re.compile(r"```console\n\$ (?P<command>[^\n]+)\n(?P<output>.*?)```", re.DOTALL)
PYTHON = re.compile(r"```python\n(?P<code>.*?)```", re.DOTALL)


def printed(command: str) -> str:
    """Return what a command prints, run by a shell as a reader of the README would run it."""
    scripts = str(Path(sys.executable).parent)
    environment = {**os.environ, "PATH": f"{scripts}:{os.environ['PATH']}", "COLUMNS": "120"}
    done = subprocess.run(  # noqa: S602 - the README pipes one command into another
        command, shell=True, capture_output=True, text=True, check=True, env=environment, cwd=README.parent
    )
    return done.stdout


BLOCKS = [(match["command"], match["output"]) for match in CONSOLE.finditer(README.read_text(encoding="utf-8"))]


@pytest.mark.parametrize(("command", "output"), BLOCKS, ids=[command for command, _ in BLOCKS])
def test_command_prints_what_the_readme_shows(command: str, output: str) -> None:
    assert printed(command) == output


def test_readme_shows_commands_and_code() -> None:
    text = README.read_text(encoding="utf-8")
    assert len(BLOCKS) >= 5
    assert PYTHON.search(text)


def test_python_of_the_readme_runs(capsys: pytest.CaptureFixture[str]) -> None:
    for match in PYTHON.finditer(README.read_text(encoding="utf-8")):
        exec(compile(match["code"], "README.md", "exec"), {})  # noqa: S102 - our own page
    assert "3 Level 3" in capsys.readouterr().out


def rewrite() -> None:
    """Write below every command what it prints now."""
    text = README.read_text(encoding="utf-8")
    README.write_text(
        CONSOLE.sub(lambda match: f"```console\n$ {match['command']}\n{printed(match['command'])}```", text),
        encoding="utf-8",
    )


if __name__ == "__main__":
    rewrite()
