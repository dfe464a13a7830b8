"""What a person may break in the tables: build and check say the same, one message a cause, and write nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from needgraph.cli import main
from needgraph.resources import Data
from small import change, everything_in

FIXTURES = Path(__file__).parent / "fixtures" / "graphs"
EDITION = "editions/ashby/2024"
STATEMENTS, READINGS = f"{EDITION}/statements.tsv", f"{EDITION}/readings.tsv"
AGREED = "mappings/agreed.sssom.tsv"
# The file to break, what stands there, what a person makes of it, and how the one message begins and goes on.
CASES = {
    "unknown object": (
        AGREED, "borwick-2021:b0027\t", "borwick-2021:b0072\t",
        ":33: object_id 'borwick-2021:b0072' is not an indicator; the nearest ids are borwick-2021:b0027, ",
    ),
    "unknown level": (
        STATEMENTS, "indicator\t3\t\t\tOften away", "indicator\t7\t\t\tOften away",
        ":37: level '7' is not a level of ashby/2024; write one of: 1, 2, 3, 4",
    ),
    "level in letters": (
        STATEMENTS, "indicator\t3\t\t\tOften away", "indicator\tiii\t\t\tOften away",
        ":37: level 'iii' is not a level of ashby/2024; write one of: 1, 2, 3, 4",
    ),
    "mistyped kind": (
        STATEMENTS, "indicator\t3\t\t\tOften away", "indicatr\t3\t\t\tOften away",
        ":37: kind 'indicatr' is not in the scheme kind; did you mean 'indicator'?",
    ),
    "repeated id of a mapped indicator": (
        STATEMENTS, "\na0036\t", "\na0035\t",
        ":37: id a0035 stands already in row 36; give this row an id never used (and",
    ),
    "unknown dimension": (
        STATEMENTS, "indicator\t1\thealth\t", "indicator\t1\thaelth\t",
        ":11: dimension 'haelth' is not a dimension of ashby/2024; did you mean 'health'?",
    ),
    "changed quote": (
        STATEMENTS, "Often away overnight without word\tO", "Often away overnight without wrod\tO",
        (
            ":37: the quote of a0036 is no longer what was recorded from the document (hash is not the SHA-256 of the "
            "quote); undo the change, or, if the document itself changed, copy the quote exactly from the source (and "
        ),
    ),
    "nul": (STATEMENTS, "Often away overnight without word\tO", "Often away\0\tO", ":37: holds a NUL character"),
    "unknown concern": (
        READINGS, "concern\tmissing\taway", "concern\tmisssing\taway",
        ":4: value 'misssing' is not in the scheme concern; did you mean 'missing'?",
    ),
    "unknown statement": (READINGS, "r0003\ta0036", "r0003\ta9999", ":4: statement 'a9999' is not a statement of ash"),
    "words not in the quote": (
        READINGS, "\taway overnight without word\t", "\taway by day\t",
        ":4: the words 'away by day' do not stand in the quote of a0036; copy them from it",
    ),
    "missing title": (f"{EDITION}/edition.toml", "\ntitle = ", "\ntilte = ", ': title is missing; write title = "…"'),
    "renamed curator": (
        "mappings/curators.tsv", "\nbee\t", "\nbea\t",
        ":26: author_id 'curator:bee' is not in curators.tsv; did you mean 'curator:bea'? (also in rows 27, 28, ",
    ),
}  # fmt: skip


@pytest.fixture
def data(tmp_path: Path) -> Data:
    shutil.copytree(FIXTURES, tmp_path / "graphs")
    return Data(tmp_path / "graphs")


def printed(data: Data, capsys: pytest.CaptureFixture[str], *command: str) -> list[str]:
    """Return the lines of a command that is refused."""
    assert main([*command, "--data", str(data.folder)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    return err.splitlines()


@pytest.mark.parametrize("case", CASES)
def test_build_and_check_refuse_it_alike(data: Data, capsys: pytest.CaptureFixture[str], case: str) -> None:
    file, old, new, message = CASES[case]
    change(data.folder / file, old, new)
    before = everything_in(data.folder)
    lines = printed(data, capsys, "build")
    # Agreed and rejected pairs by one curator are two tables.
    assert len(lines) == (2 if case == "renamed curator" else 1)
    judged = AGREED if case == "renamed curator" else file
    assert lines[0].startswith(f"{data.folder / judged}{message}")
    assert printed(data, capsys, "check") == lines
    assert everything_in(data.folder) == before


def test_wrong_place_is_told_once(data: Data, capsys: pytest.CaptureFixture[str]) -> None:
    path = data.folder / STATEMENTS
    row = next(line for line in path.read_text(encoding="utf-8").split("\n") if line.startswith("a0036\t"))
    _, start, *_ = row.split("\t")
    for written, message in (
        ("iv", "start is 'iv'; give the character offset in the source"),
        (str(int(start) + 1), "the quote has 33 characters but start and end span 32; mend the offsets"),
    ):
        path.write_bytes((FIXTURES / STATEMENTS).read_bytes())
        change(path, f"\na0036\t{start}\t", f"\na0036\t{written}\t")
        assert printed(data, capsys, "check") == [f"{path}:37: {message}"]


def test_unknown_tier_names_the_table_of_this_folder(data: Data, capsys: pytest.CaptureFixture[str]) -> None:
    toml = data.folder / EDITION / "edition.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace('tiers = ["3"]', 'tiers = ["9"]', 1), encoding="utf-8")
    (line,) = printed(data, capsys, "check")
    assert f"'9' is not a tier of {data.reference / 'tiers.tsv'}; write one of: 0, 1, 2, 3, 4" in line
