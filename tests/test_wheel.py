"""An installed needgraph works away from the checkout: the wheel carries graphs, ontology and queries."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", str(folder)]
    subprocess.run([*command, str(ROOT)], check=True, capture_output=True)
    wheel = next(folder.glob("needgraph-*.whl"))
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


@pytest.mark.slow
def test_installed_needgraph_answers_away_from_the_checkout(installed: Path, tmp_path: Path) -> None:
    # -P and PYTHONPATH put the unpacked wheel before the editable installation of the checkout.
    done = subprocess.run(
        [sys.executable, "-P", "-m", "needgraph.cli", "ask", "levels", "--format", "csv"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(installed), "XDG_CACHE_HOME": str(tmp_path / "cache")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "halton,2023,3," in done.stdout


@pytest.mark.slow
def test_wheel_holds_the_data_and_not_the_documents(installed: Path) -> None:
    data = installed / "needgraph" / "data"
    assert (data / "ontology" / "shapes" / "statements.ttl").is_file()
    assert (data / "graphs" / "editions" / "halton" / "2023" / "guidance.ttl").is_file()
    assert (data / "queries" / "levels" / "levels.rq").is_file()
    assert not list(installed.rglob("halton.txt"))
