"""What a reviewer sees: the queue in its order, each pair in context, and the progress."""

from __future__ import annotations

from pathlib import Path

import pytest

from needgraph.resources import Data
from needgraph.reviewing.queue import (
    Progress,
    ReviewProblem,
    candidate,
    labels_of,
    progress,
    severity_forms,
    severity_spans,
    two_editions,
    waiting,
)  # fmt: skip
from needgraph.tables.editions import Edition
from needgraph.tables.mappings import read_mappings
from needgraph.tables.tsv import Row
from small_review import (
    ASHBY,
    AWAY,
    BORWICK,
    LATE,
    LEARNS,
    OUT,
    decided,
    review_data,
    row,
    write_tables,
)  # fmt: skip


@pytest.fixture
def data(tmp_path: Path) -> Data:
    return review_data(tmp_path)


@pytest.fixture
def editions(data: Data) -> tuple[Edition, Edition]:
    return two_editions(data, BORWICK, ASHBY)


def test_editions_are_given_in_either_order(editions: tuple[Edition, Edition]) -> None:
    assert [edition.path for edition in editions] == [ASHBY, BORWICK]


def test_queue_begins_with_changed_wording_then_undecided_then_the_surest(
    data: Data, editions: tuple[Edition, Edition]
) -> None:
    write_tables(
        data,
        {
            "agreed": [
                decided(OUT, "skos:closeMatch", "same") | {"object_label": "Away for 9 days"},
                decided(LATE, "skos:relatedMatch", "milder"),
            ],
            "undecided": [row(LEARNS)],
            "suggested": [
                row(("ashby-2024:a0010", "borwick-2021:b0008"), confidence="0.1"),
                row(AWAY, confidence="0.9"),
                row(("ashby-2024:a0010", "camley-2020:c0001"), confidence="1"),
            ],
        },
    )
    queue = waiting(read_mappings(data), *editions)
    assert [(state, each["subject_id"]) for state, each in queue] == [
        ("agreed", OUT[0]), ("undecided", LEARNS[0]), ("suggested", AWAY[0]), ("suggested", "ashby-2024:a0010"),
    ]  # fmt: skip


def shown_side(data: Data, editions: tuple[Edition, Edition], subject: str) -> tuple[list[str], ...]:
    cells = Row(Path("t.tsv"), 2, row((subject, "borwick-2021:b0017"), comment="", severity_relation=""))
    cells = Row(cells.file, cells.line, {**dict.fromkeys(("confidence",), ""), **cells.cells})
    side = candidate("suggested", cells, *editions, severity_forms(data)).subject
    around = (side.before, side.after, side.level_below, side.level_above)
    return tuple([each.curie.partition(":")[2] for each in neighbours] for neighbours in around)


def test_neighbours_share_the_dimension_and_stand_in_document_order(
    data: Data, editions: tuple[Edition, Edition]
) -> None:
    assert shown_side(data, editions, "ashby-2024:a0024") == ([], [], ["a0012"], ["a0035"])
    assert shown_side(data, editions, "ashby-2024:a0012") == ([], [], [], ["a0024"])
    # Without a dimension, the neighbours are those without one.
    assert shown_side(data, editions, "ashby-2024:a0008") == ([], [], [], [])


def test_neighbours_of_the_same_level_are_those_next_to_it(data: Data, editions: tuple[Edition, Edition]) -> None:
    path = editions[0].folder / "statements.tsv"
    path.write_bytes(path.read_bytes().replace(b"\t3\tlearning\t", b"\t2\tlearning\t"))
    again = two_editions(data, ASHBY, BORWICK)
    assert shown_side(data, again, "ashby-2024:a0024") == ([], ["a0035"], ["a0012"], [])
    assert shown_side(data, again, "ashby-2024:a0035") == (["a0024"], [], ["a0012"], [])


def test_pair_of_an_unknown_indicator_is_named_with_its_row(data: Data, editions: tuple[Edition, Edition]) -> None:
    with pytest.raises(ReviewProblem, match=r"t\.tsv:2: subject_id 'ashby-2024:a9999' is not an indicator of ashby"):
        shown_side(data, editions, "ashby-2024:a9999")


def test_severity_forms_are_labels_and_printed_forms_of_words_not_of_families(data: Data) -> None:
    assert severity_forms(data) == {
        "often": "often", "now and then": "now-and-then", "long": "long", "more than": "long", "for more than": "long",
    }  # fmt: skip


def test_reference_without_severity_words_highlights_nothing(data: Data) -> None:
    (data.reference / "severity.tsv").unlink()
    assert severity_forms(data) == {}
    assert severity_spans("often", {}) == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Out of school for more  than six weeks", ["for more  than"]),
        ("OFTEN, often; oftener, soft-often", ["OFTEN", "often", "often"]),
        ("now\nand then", ["now\nand then"]),
        ("nothing", []),
    ],
)
def test_severity_words_are_whole_words_in_any_case_and_spacing(data: Data, text: str, words: list[str]) -> None:
    assert [text[span.start : span.end] for span in severity_spans(text, severity_forms(data))] == words


def test_progress_counts_counterparts_and_gaps_by_authority_level_and_concern(
    data: Data, editions: tuple[Edition, Edition]
) -> None:
    found = progress(read_mappings(data), *editions)
    assert Progress("authority", "ashby", 8, 2, 4) in found
    assert Progress("authority", "borwick", 5, 0, 4) in found
    assert Progress("level", "ashby/2024 1", 3, 1, 1) in found
    assert Progress("concern", "missing", 3, 1, 2) in found
    assert Progress("concern", "no concern", 7, 1, 3) in found
    assert [each.by for each in found] == sorted(
        (each.by for each in found), key=("authority", "level", "concern").index
    )


def test_related_or_rejected_pair_decides_nothing(data: Data, editions: tuple[Edition, Edition]) -> None:
    write_tables(
        data,
        {"agreed": [decided(OUT, "skos:relatedMatch", "same")], "rejected": [decided(LATE, "skos:closeMatch", "")]},
    )
    assert [each.decided for each in progress(read_mappings(data), *editions)[:2]] == [0, 0]
    write_tables(data, {"agreed": [decided(OUT, "skos:broadMatch", "same")]})
    assert [each.decided for each in progress(read_mappings(data), *editions)[:2]] == [1, 1]


def test_labels_are_those_of_the_indicators(editions: tuple[Edition, Edition]) -> None:
    labels = labels_of(editions)
    assert len(labels) == 13
    assert labels[OUT[0]] == "Out of school for more than six weeks"
