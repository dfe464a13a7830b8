"""The review in a terminal: every key, and nothing that was saved is lost."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from needgraph.edition_names import EditionNameProblem
from needgraph.resources import Data
from needgraph.reviewing.queue import ReviewProblem
from needgraph.reviewing.review import review, review_again
from needgraph.reviewing.second_review import disagreements
from needgraph.reviewing.terminal import Sitting
from needgraph.reviewing.verdicts import VerdictProblem
from small_review import (
    ASHBY,
    AWAY,
    BORWICK,
    DATE,
    LATE,
    LEARNS,
    OUT,
    cells_of,
    decided,
    mapping_files,
    places,
    review_data,
    write_tables,
)  # fmt: skip

# The undecided pair comes first, then the suggestions by confidence.
ORDER = (LEARNS, AWAY, OUT, LATE)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def data(tmp_path: Path) -> Data:
    return review_data(tmp_path)


def run(data: Data, keys: str, curator: str = "bee") -> tuple[int, str]:
    out = io.StringIO()
    return review(Sitting(data, BORWICK, ASHBY, curator, DATE, io.StringIO(keys), out)), out.getvalue()


@pytest.mark.parametrize(
    ("line", "state", "predicate", "severity"),
    [
        ("c1 Same.", "agreed", "skos:closeMatch", "same"),
        ("b2 Broader.", "agreed", "skos:broadMatch", "milder"),
        ("n3 Narrower.", "agreed", "skos:narrowMatch", "stronger"),
        ("r4 Akin.", "agreed", "skos:relatedMatch", "mixed"),
        ("c 5 No words.", "agreed", "skos:closeMatch", "ungraded"),
        ("x Opposite.", "rejected", "skos:closeMatch", ""),
        ("u", "undecided", "skos:mappingRelation", ""),
        ("c\n2\nAsked for.", "agreed", "skos:closeMatch", "milder"),
        ("2\nc Before.", "agreed", "skos:closeMatch", "milder"),
        ("c2\nReason after.", "agreed", "skos:closeMatch", "milder"),
        ("x\nReason after.", "rejected", "skos:closeMatch", ""),
        ("c2\r", "suggested", "skos:mappingRelation", ""),
    ],
)
def test_key_gives_its_verdict(data: Data, line: str, state: str, predicate: str, severity: str) -> None:
    given, _ = run(data, f"s\n{line}\n")
    cells = cells_of(data, AWAY)
    assert places(data)[AWAY] == [state]
    assert (cells["predicate_id"], cells["severity_relation"]) == (predicate, severity)
    assert given == (0 if state == "suggested" else 1)


def test_candidate_shows_both_quotes_neighbours_severity_words_and_reasons(data: Data) -> None:
    _, text = run(data, "s\nq\n")
    shown = text.split("2 of 4")[1]
    assert "FIRST  Ashby, edition of 2024, Level 3: Joined-up Help  ashby-2024:a0036" in shown
    assert "» [Often] away overnight without word" in shown
    assert "» Does not come home and nobody knows why" in shown
    assert "Stands as suggested, confidence 0.9\nReason: Shared word: home." in shown
    first = text.split("2 of 4")[0]
    assert "Level 1: Everyday Help, Learning" in first
    assert "a level above:\n    Late for school [now and then]" in first


def test_severity_words_are_bold_on_a_terminal_and_quotes_cannot_steer_it(data: Data) -> None:
    path = data.mappings / "suggested.sssom.tsv"
    path.write_bytes(path.read_bytes().replace(b"Shared word", b"\x1b[2JShared word"))
    out = Terminal()
    review(Sitting(data, ASHBY, BORWICK, "bee", DATE, io.StringIO("s\nq\n"), out))
    assert "\x1b[1mOften\x1b[0m away" in out.getvalue()
    assert "\x1b[2J" not in out.getvalue()


def test_skip_changes_nothing_and_the_queue_ends(data: Data) -> None:
    before = mapping_files(data)
    given, text = run(data, "s\n" * 4)
    assert (given, mapping_files(data)) == (0, before)
    assert "No pair is left.\n" in text


def test_undo_goes_back_one_step_at_a_time(data: Data) -> None:
    before = mapping_files(data)
    given, text = run(data, "x Not so.\nc1 Yes.\ns\nz\nz\nz\nz\nq\n")
    assert (given, mapping_files(data)) == (0, before)
    assert text.count("Undone.") == 3
    assert "There is nothing to undo" in text


def test_verdict_after_undo_stands(data: Data) -> None:
    given, _ = run(data, "x Not so.\nz\nc1 Yes.\nq\n")
    assert given == 1
    assert places(data)[LEARNS] == ["agreed"]


def test_help_and_what_is_not_a_key_show_the_keys(data: Data) -> None:
    before = mapping_files(data)
    _, text = run(data, "?\nhello\nc9 x\n\n1 c\nq\n")
    assert text.count("c close") == 5
    assert mapping_files(data) == before


@pytest.mark.parametrize("keys", ["c\n9\n", "c1\n\n", "x\n \n", "c\n", "c1"])
def test_verdict_that_is_not_completed_saves_nothing(data: Data, keys: str) -> None:
    before = mapping_files(data)
    given, text = run(data, keys)
    assert (given, mapping_files(data)) == (0, before)
    assert "Nothing was saved." in text


def test_review_that_breaks_off_keeps_what_was_given_and_the_next_goes_on(data: Data) -> None:
    class Broken(io.StringIO):
        def readline(self, size: int | None = -1) -> str:  # type: ignore[override]
            line = super().readline()
            if not line:
                raise KeyboardInterrupt
            return line

    with pytest.raises(KeyboardInterrupt):
        review(Sitting(data, ASHBY, BORWICK, "bee", DATE, Broken("x One.\nc1 Two.\n"), io.StringIO()))
    assert [places(data)[pair] for pair in ORDER] == [["rejected"], ["agreed"], ["suggested"], ["suggested"]]
    given, text = run(data, "x Three.\nx Four.\n")
    assert given == 2
    assert text.startswith("Pairs that wait: 2.")


def test_withdrawn_gap_and_progress_are_told(data: Data) -> None:
    _, text = run(data, "s\nc1 Both.\nq\n")
    assert "ashby-2024:a0036 was noted as having no counterpart; the note is withdrawn." in text
    assert "ashby: 2 of 8 indicators decided, 3 pairs wait" in text
    assert "borwick: 1 of 5 indicators decided, 3 pairs wait" in text


def test_pair_that_went_meanwhile_is_told_and_can_be_skipped(data: Data) -> None:
    class Meddling(io.StringIO):
        def readline(self, size: int | None = -1) -> str:  # type: ignore[override]
            write_tables(data, {})
            return super().readline()

    out = io.StringIO()
    assert review(Sitting(data, ASHBY, BORWICK, "bee", DATE, Meddling("x No.\ns\nq\n"), out)) == 0
    assert "stand in no table" in out.getvalue()


@pytest.mark.parametrize(
    ("first", "second", "curator", "message"),
    [
        ("ashby/2042", BORWICK, "bee", "there is no edition 'ashby/2042'; did you mean 'ashby/2024'"),
        (ASHBY, ASHBY, "bee", "are of one authority"),
        (ASHBY, BORWICK, "dee", "'dee' is not in .*curators.tsv"),
    ],
)
def test_wrong_edition_or_curator_is_named(data: Data, first: str, second: str, curator: str, message: str) -> None:
    with pytest.raises((EditionNameProblem, ReviewProblem, VerdictProblem), match=message):
        review(Sitting(data, first, second, curator, DATE, io.StringIO(), io.StringIO()))


def test_second_review_shows_nothing_of_the_first_and_leaves_the_tables(data: Data) -> None:
    write_tables(
        data,
        {"agreed": [decided(OUT, "skos:closeMatch", "same")], "rejected": [decided(LEARNS, "skos:closeMatch", "")]},
    )
    before = mapping_files(data)
    out = io.StringIO()
    given = review_again(Sitting(data, ASHBY, BORWICK, "cee", DATE, io.StringIO("c1 A.\nz\nr2 B.\nr2 C.\n"), out))
    assert given == 2
    for hidden in ("As read", "closeMatch", "agreed", "rejected", "Stands as"):
        assert hidden not in out.getvalue()
    after = mapping_files(data)
    assert after.pop("second-review.tsv")
    assert after == before
    assert len(disagreements(data)) == 2
