"""A source is held against its tables: every quote, every offset, every passage."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from needgraph.cli import main
from needgraph.resources import Data
from needgraph.tables.edition_checks import quote_hash
from needgraph.tables.editions import EditionProblem
from needgraph.transcribing.tracing import TraceProblem, summary, trace
from small import SOURCE, Table, change, edition_folder, small_data, tables, write_edition


def spoilt(folder: Path, rows: dict[str, Table]) -> Data:
    data = small_data(folder)
    write_edition(data.folder, rows)
    return data


def test_tables_and_source_agree(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = small_data(tmp_path)
    traced = trace(tmp_path / "dunmore.txt", data)
    assert not traced.fails
    assert traced.statements == 7
    assert main(["trace", str(tmp_path / "dunmore.txt"), "--data", str(data.folder)]) == 0
    printed = capsys.readouterr().out
    assert "dunmore.txt is the source of dunmore/2020; its checksum is right." in printed
    assert printed.endswith("Nothing is unaccounted for.\n")


def test_shares_are_those_counted_by_hand(tmp_path: Path) -> None:
    rows = tables()
    rows["notes"].append(
        {
            "id": "n02", "type": "defect", "kind": "placeholder", "start": str(SOURCE.index("Sleeps")),
            "end": str(SOURCE.index("Sleeps") + 11), "reason": "Kept to show that it is no quote.",
        }
    )  # fmt: skip
    rows["statements"] = [row for row in rows["statements"] if row["id"] not in ("d0003", "d0007")]
    rows["readings"] = rows["readings"][:1]
    data = spoilt(tmp_path, rows)
    traced = trace(tmp_path / "dunmore.txt", data)
    # Without white space and bullet: Dunmore 7, Level1 6, Sleepswell 10, Home 4, Latenowandthen 14, Ring… 41, DD… 11.
    total = 7 + 6 + 10 + 4 + 14 + 41 + 11
    assert traced.covered == pytest.approx((7 + 6 + 4 + 14 + 41) / total)
    assert traced.verbatim_share == pytest.approx((6 + 14 + 41) / total)
    assert [(rest.kind, SOURCE[rest.start : rest.end]) for rest in traced.rest] == [
        ("heading", "Dunmore"),
        ("source defect", "Sleeps well"),
        ("heading", "Home"),
        ("unaccounted", "DD: Duty Desk"),
    ]
    assert summary(traced) == [
        ("heading", 2, 11 / total),
        ("source defect", 1, 10 / total),
        ("unaccounted", 1, 11 / total),
    ]
    assert traced.fails


def test_unaccounted_passage_is_shown_and_exits_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = tables()
    del rows["statements"][2]
    data = spoilt(tmp_path, rows)
    assert main(["trace", str(tmp_path / "dunmore.txt"), "--data", str(data.folder)]) == 1
    printed = capsys.readouterr().out
    start = SOURCE.index("Sleeps well")
    assert f"unaccounted: {start}–{start + 11}: 'Sleeps well'" in printed
    assert printed.endswith("Account for these passages.\n")


def test_json_has_the_fields_of_the_design(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = small_data(tmp_path)
    assert main(["trace", str(tmp_path / "dunmore.txt"), "--format", "json", "--data", str(data.folder)]) == 0
    record = json.loads(capsys.readouterr().out)
    assert {"edition", "checksum_ok", "statements", "failed", "covered", "verbatim_share", "rest"} <= set(record)
    assert record["checksum_ok"] is True
    assert (record["statements"], record["failed"]) == (7, 0)
    assert set(record["rest"][0]) == {"kind", "start", "end"}


@pytest.mark.parametrize("name", ["ashby", "borwick"])
def test_invented_documents_are_transcribed_whole(name: str) -> None:
    fixtures = Path(__file__).parent / "fixtures"
    traced = trace(fixtures / "sources" / f"{name}.txt", Data(fixtures / "graphs"))
    assert (traced.failures, traced.unaccounted) == ((), ())


def test_one_changed_character_of_the_source_exits_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = small_data(tmp_path)
    change(tmp_path / "dunmore.txt", "Sleeps well", "Sleeps wall")
    assert main(["trace", str(tmp_path / "dunmore.txt"), "--data", str(data.folder)]) == 2
    printed = capsys.readouterr()
    assert "dunmore.txt: is not the file that dunmore/2020 was transcribed from (its SHA-256 is " in printed.err
    assert printed.out == ""


def test_source_under_another_name_is_known_by_its_checksum(tmp_path: Path) -> None:
    data = small_data(tmp_path)
    (tmp_path / "copy.txt").write_text(SOURCE, encoding="utf-8")
    assert trace(tmp_path / "copy.txt", data).edition == "2020"


def test_source_that_no_edition_names_is_refused(tmp_path: Path) -> None:
    data = small_data(tmp_path)
    (tmp_path / "other.txt").write_text("x", encoding="utf-8")
    with pytest.raises(TraceProblem, match="no edition names this file as its source; check the name, or"):
        trace(tmp_path / "other.txt", data)


@pytest.mark.parametrize("moved", [1, -1])
def test_quote_moved_by_one_fails_with_its_right_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], moved: int
) -> None:
    rows = tables()
    start = SOURCE.index("Sleeps well")
    rows["statements"][2].update(start=str(start + moved), end=str(start + 11 + moved))
    data = spoilt(tmp_path, rows)
    assert main(["trace", str(tmp_path / "dunmore.txt"), "--data", str(data.folder)]) == 1
    assert (
        f"statements.tsv:4: the quote stands at {start}–{start + 11}, not at {start + moved}–{start + 11 + moved}; "
        "mend start and end"
    ) in capsys.readouterr().out


def test_nearest_of_several_places_is_named(tmp_path: Path) -> None:
    rows = tables()
    # The letter e has many places: the nearest to the offset given is meant.
    start = SOURCE.index("Home") + 3
    rows["statements"][3].update(quote="e", hash=quote_hash("e"), start=str(start + 1), end=str(start + 2))
    (failure,) = trace(tmp_path / "dunmore.txt", spoilt(tmp_path, rows)).failures
    assert f"the quote stands at {start}–{start + 1}, not at" in failure


def test_words_that_the_source_does_not_hold_are_named_with_what_stands_there(tmp_path: Path) -> None:
    rows = tables()
    rows["statements"][2].update(quote="Sleeps hard", hash=quote_hash("Sleeps hard"))
    (failure,) = trace(tmp_path / "dunmore.txt", spoilt(tmp_path, rows)).failures
    assert "statements.tsv:4: the quote does not stand in the source; at" in failure
    assert failure.endswith("it reads 'Sleeps well'")


def test_summarised_passage_is_held_to_its_hash(tmp_path: Path) -> None:
    rows = tables()
    rows["statements"][2].update(quote="", kind="narrative", summary="Ours.", hash=quote_hash("other"))
    (failure,) = trace(tmp_path / "dunmore.txt", spoilt(tmp_path, rows)).failures
    assert "has another hash; mend start, end or hash" in failure


def test_offset_that_is_no_number_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = tables()
    rows["statements"][2]["start"] = "iv"
    data = spoilt(tmp_path, rows)
    with pytest.raises(EditionProblem, match=r"statements\.tsv:4: start is 'iv'; give the character offset"):
        trace(tmp_path / "dunmore.txt", data)


def test_uses_of_a_glossary_term_are_counted_again(tmp_path: Path) -> None:
    rows = tables()
    rows["readings"][2]["value"] = "4"
    (failure,) = trace(tmp_path / "dunmore.txt", spoilt(tmp_path, rows)).failures
    assert "readings.tsv:4: the term 'DD' is used 1 times in the source, not 4" in failure


def test_offsets_count_code_points_and_keep_line_endings(tmp_path: Path) -> None:
    data = small_data(tmp_path)
    text = "😀\r\n" + SOURCE
    (tmp_path / "dunmore.txt").write_bytes(text.encode())
    toml = edition_folder(data) / "edition.toml"
    change(toml, hashlib.sha256(SOURCE.encode()).hexdigest(), hashlib.sha256(text.encode()).hexdigest())
    (first, *_) = trace(tmp_path / "dunmore.txt", data).failures
    assert "the quote stands at 3–10, not at 0–7" in first
