"""The tables of the profile are read with the place of every fault, and words are looked for as people write them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from needgraph.guidance.tables import pattern, read_guidance_tables
from needgraph.resources import Data, data_at
from needgraph.tables.tsv import TableProblem
from small import change

CONTENTS = "id\tasked_by\tgrade\tlabel\tfacets\tlaw\tshown_by\twhy\tfix\tconfirmed\tnote\n"
ELEMENTS = "id\tprovision\telement\twords\tinstead\tleft_out\tchanged\tconfirmed\tnote\n"
CHANGES = "id\tsince\tgrade\tfacet\tvalues\twhat\tlaw\tconfirmed\tnote\n"
WORDS = "id\twords\tinstead\treason\tsource\n"


def own(folder: Path, name: str, text: str) -> Data:
    """Return a data folder with the reference tables of this installation and one of its own."""
    shutil.copytree(data_at().reference, folder / "reference")
    (folder / "reference" / name).write_text(text, encoding="utf-8")
    return Data(folder)


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        ("achiev*", "achieving a standard", True),
        ("health or development", "health  or\ndevelopment", True),
        ("reach", "a breach", False),
        ("one | two words", "has Two words", True),
        ("", "anything", False),
        ("s.31(2)", "under s.31(2) of", True),
    ],
)
def test_words_are_found_as_people_write_them(words: str, text: str, found: bool) -> None:
    assert bool(pattern(words).search(text)) is found


def test_own_table_is_read_instead_of_that_of_the_installation(tmp_path: Path) -> None:
    data = own(tmp_path, "review-words.tsv", f"{WORDS}w1\tnaughty\t\tIt judges.\tours\n")
    assert [row["id"] for row in read_guidance_tables(data).words] == ["w1"]
    assert read_guidance_tables(data).elements


def test_label_of_law_and_guidance_is_known() -> None:
    labels = read_guidance_tables(data_at()).labels
    assert labels["ukpga/1989/41/section/47"].startswith("Children Act 1989, s.47")
    assert labels["guidance/wt/2018"] == "Working Together to Safeguard Children 2018"


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("review-words.tsv", f"{WORDS}w1\t\t\tIt judges.\tours\n", r"review-words\.tsv:2: words is empty"),
        ("review-words.tsv", f"{WORDS}w1\ta\t\tb\tc\nw1\ta\t\tb\tc\n", r":3: id 'w1' stands already in row 2"),
        (
            "guidance-contents.tsv",
            f"{CONTENTS}a\t\tgrave\tx\tglossary\t\t\ty\t\t\t\n",
            r":2: grade 'grave' is none; choose",
        ),
        (
            "provision-elements.tsv",
            f"{ELEMENTS}a\tukpga/1\tx\ty\t\tless\t\t\t\n",
            r":2: left_out is 'less'; write narrower or wider",
        ),
        ("guidance-contents.tsv", f"{CONTENTS}a\t\tlaw\tx\t\t\t\ty\t\t\t\n", r":2: names neither facets nor law"),
        (
            "guidance-contents.tsv",
            f"{CONTENTS}a\t\tlaw\tx\tglossary\t\tkind:scope & word:y\ty\t\t\t\n",
            r":2: shown_by has 'word:y'; write one of kind, ",
        ),
        (
            "law-changes.tsv",
            f"{CHANGES}a\t2026-13\tlaw\tact\tshare\tx\t\t\t\n",
            r":2: since is '2026-13'; write a month",
        ),
        ("law-changes.tsv", f"{CHANGES}a\t2026-01\tlaw\tword\tshare\tx\t\t\t\n", r":2: facet 'word' is none; choose"),
    ],
)
def test_fault_is_told_with_file_row_and_remedy(name: str, text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(TableProblem, match=message):
        read_guidance_tables(own(tmp_path, name, text))


def test_table_with_a_missing_column_is_refused(tmp_path: Path) -> None:
    data = own(tmp_path, "review-words.tsv", WORDS)
    change(data.reference / "review-words.tsv", "\tsource", "")
    with pytest.raises(TableProblem, match="column 'source' is missing"):
        read_guidance_tables(data)
