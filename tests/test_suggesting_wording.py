"""A label is taken apart into topic, severity, subject and polarity by words of the field."""

from __future__ import annotations

from pathlib import Path

import pytest

from needgraph.resources import Data
from needgraph.suggesting.candidates import read_words
from needgraph.suggesting.wording import (
    KINDS,
    SeverityWord,
    WordingProblem,
    lexicon_of,
    read_lexicon,
    stem_of,
    wording_of,
)

REFERENCE = Path(__file__).parents[1] / "graphs" / "reference"
LEXICON, _ = read_words(Data(REFERENCE.parent))


def test_severity_words_are_taken_out_of_the_topic_and_kept_apart() -> None:
    wording = wording_of("Often missing from home", LEXICON)
    assert wording.topic == ("missing", "home")
    assert wording.severity == ("often",)


def test_printed_form_gives_up_only_what_grades() -> None:
    word = SeverityWord("regularly", "frequency", ("regular substance misuse",))
    wording = wording_of("Regular substance misuse", lexicon_of([], [word]))
    assert wording.topic == ("substance", "misuse")
    assert wording.severity == ("regularly",)


def test_word_that_is_the_matter_itself_stays() -> None:
    lexicon = lexicon_of([], [SeverityWord("at risk of", "onset", ("risk of",))])
    assert wording_of("Risk taking", lexicon).topic == ("risk", "taking")
    assert wording_of("At risk of eviction", lexicon).topic == ("eviction",)


def test_phrase_that_holds_a_severity_word_is_still_met() -> None:
    word = SeverityWord("poses a risk", "onset", ("posing a risk", "pose a risk"))
    lexicon = lexicon_of([("risk to children", "person posing risk", "synonym"), ("to", "to", "filler")], [word])
    wording = wording_of("Known to pose a risk to children", lexicon)
    assert wording.severity == ("poses a risk",)
    assert wording.meanings == ("person posing risk",)


def test_other_families_are_named_and_stay_in_the_topic() -> None:
    lexicon = lexicon_of([], [SeverityWord("court order", "agency-involvement")])
    wording = wording_of("Under a court order", lexicon)
    assert wording.severity == ("court order",)
    assert "court" in wording.topic


@pytest.mark.parametrize(
    ("label", "polarity"),
    [
        ("Good friendships", "strength"),
        ("Lack of good friendships", "concern"),
        ("Needs not being met", "concern"),
        ("Domestic abuse", "concern"),
        ("Able to cope", "strength"),
        ("Unable to cope", "concern"),
        ("", "concern"),
    ],
)
def test_one_bad_word_makes_a_concern(label: str, polarity: str) -> None:
    assert wording_of(label, LEXICON).polarity == polarity


def test_who_is_named_first_is_the_subject() -> None:
    assert wording_of("Parents of a child in care", LEXICON).subject == "parent"
    assert wording_of("Young people whose mother is ill", LEXICON).subject == "child"
    assert wording_of("Debt", LEXICON).subject == ""


def test_acronym_counts_only_in_capitals() -> None:
    lexicon = lexicon_of([("SEND", "special educational needs and disability", "acronym")])
    assert "disability" in wording_of("Child with SEND", lexicon).topic
    assert "disability" in wording_of("Two SENDs/EHCP", lexicon).topic
    assert "send" in wording_of("Parents send no lunch", lexicon).topic


def test_phrase_inside_a_longer_one_does_not_count() -> None:
    rows = [("excluded", "exclusion from school", "synonym"), ("socially excluded", "isolation", "synonym")]
    assert wording_of("Family socially excluded", lexicon_of(rows)).meanings == ("isolation",)


def test_forms_of_a_word_meet() -> None:
    for one, other in (
        ("exploited", "exploitation"),
        ("bullying", "bullied"),
        ("missing", "misses"),
        ("abusive", "abuse"),
    ):
        assert stem_of(one) == stem_of(other)


def test_table_holds_each_row_once_and_only_known_kinds() -> None:
    lines = (REFERENCE / "synonyms.tsv").read_text(encoding="utf-8").splitlines()[1:]
    rows = [tuple(line.split("\t")[:3]) for line in lines]
    assert len(set(rows)) == len(rows)
    assert [kind for *_, kind in rows] == sorted((kind for *_, kind in rows), key=KINDS.index)


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("DV\tdomestic violence\tacronim\t", "did you mean 'acronym'?"),
        ("DV\t\tacronym\t", "give the term and what it stands for"),
        ("\tdomestic violence\tacronym\t", "give the term and what it stands for"),
    ],
)
def test_spoilt_table_names_the_row(tmp_path: Path, row: str, says: str) -> None:
    path = tmp_path / "synonyms.tsv"
    path.write_text(f"term\texpansion\tkind\tnote\nCE\tchild exploitation\tacronym\t\n{row}\n", encoding="utf-8")
    with pytest.raises(WordingProblem) as problem:
        read_lexicon(path)
    assert "synonyms.tsv:3: " in str(problem.value)
    assert says in str(problem.value)
