"""Valid SSSOM files pass, broken ones are refused with the line, and hostile ones do no harm."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from needgraph.checking.formats import FINDING_FORMATS
from needgraph.errors import NeedgraphError
from needgraph.files import FileProblem
from needgraph.resources import data_at
from needgraph.sssom import judging as sssom_judging
from needgraph.sssom.judging import as_checked, judge_sssom, rules
from needgraph.sssom.reading import MOST_BYTES, SssomProblem
from needgraph.sssom.rows import REQUIRED
from needgraph.tables.sssom_slots import CARDINALITIES, ENTITY_TYPES, JUSTIFICATIONS, VERSIONS, slots

FIXTURES = Path(__file__).parent / "fixtures" / "sssom"
EMBEDDED = FIXTURES / "embedded.sssom.tsv"
VALID = sorted(FIXTURES.glob("*.sssom.tsv"))
OURS = sorted(data_at().mappings.glob("*.sssom.tsv"))
TEXT = EMBEDDED.read_text("utf-8")
COLUMNS = 8  # the line that names the columns
LAST = "borwick:2024\tNot listed\n"
PLAIN = "subject_id\tpredicate_id\tobject_id\tmapping_justification"
DEFINED = "#extension_definitions:\n#  - slot_name: {}\n#    property: ashby:p\n#subject_type"


def found(folder: Path, text: str | bytes) -> list[tuple[str, int | None]]:
    """Judge a text; return the rule and line of each finding."""
    path = folder / "their.sssom.tsv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return [(finding.rule.removeprefix("sssom:"), finding.row) for finding in judge_sssom(path).findings]


def changed(old: str, new: str, times: int = 1) -> str:
    assert old in TEXT
    return TEXT.replace(old, new, times)


# What is changed in the valid file, the rule that breaks, and the line of the file.
BROKEN = [
    ("ashby:a2\t", "ashbi:a2\t", "undeclared-prefix", 11),
    ("curator:ab|curator:cd", "curator:ab|nobody:cd", "undeclared-prefix", 9),
    ("\tskos:broadMatch", "\t", "required", 11),
    ("semapv:ManualMappingCuration\tcurator:ab\t2025-02", "\tcurator:ab\t2025-02", "required", 11),
    ("mapping_justification", "mapping_justificatoin", "required", COLUMNS),
    ("borwick:b2", "http://example.org/b2", "reference", 11),
    ("borwick:b2", "b2", "reference", 11),
    ("borwick:b2", "borwick:b 2", "reference", 11),
    ("\t0.9\t", "\t1.7\t", "number", 9),
    ("\t0.9\t", "\t-0.1\t", "number", 9),
    ("\t0.9\t", "\tNaN\t", "number", 9),
    ("\t0.9\t", "\thigh\t", "number", 9),
    ("\t0.9\t", "\t0,9\t", "number", 9),
    ("2025-01-31", "31/01/2025", "date", 9),
    ("2025-01-31", "2025-02-30", "date", 9),
    ("\tNot\t", "\tnot\t", "modifier", 11),
    ("skos concept", "skos:Concept", "entity-type", 7),
    ("object_source\t", "object_type\t", "entity-type", 12),
    ("object_source\t", "mapping_cardinality\t", "cardinality", 12),
    ("curator:ab\t2025-02-28\t1", "sssom:NoTermFound\t2025-02-28\t1", "not-found", 11),
    ("\tborwick:b2\tHome\t", "\tborwick:b2\t", "cells", 11),
    (LAST, "borwick:2024", "cells", 12),
    (LAST, 'borwick:2024\t"Not li', "cells", 12),
    ("Home is cold", 'Home is "cold"', "cells", 11),
    ("Home is cold", '"Home" is cold', "cells", 11),
    ("Home is cold", "Home\x00is cold", "cells", 11),
    ("Home is cold", "Home is cold" * 10_000, "cells", 11),
    ("subject_label", "subject_id", "columns", COLUMNS),
    ("subject_label", "", "columns", COLUMNS),
    ("#license: https", "#licence: https", "required-metadata", 1),
    ("https://example.org/mappings/ashby-borwick", '""', "required-metadata", 5),
    ("https://example.org/mappings/ashby-borwick", "{a: b}", "metadata", 5),
    ("https://creativecommons.org/licenses/by/4.0/", "[https://a.org/, https://b.org/]", "metadata", 6),
    ("https://creativecommons.org/licenses/by/4.0/", "CC BY", "uri", 6),
    ("https://creativecommons.org/licenses/by/4.0/", "CC-BY-4.0", "uri", 6),
    ("https://creativecommons.org/licenses/by/4.0/", "https://example.org/100%", "uri", 6),
    ("https://example.org/mappings/ashby-borwick", "ashby-borwick", "uri", 5),
    ("#subject_type", "#issue_tracker: issues\n#subject_type", "uri", 7),
    ("#subject_type", "#mapping_provider: panel\n#subject_type", "uri", 7),
    ("#subject_type", "#mapping_set_source: [a.tsv]\n#subject_type", "uri", 7),
    ("semapv:ManualMappingCuration\tcurator:ab\t2025-02", "semapv:Nope\tcurator:ab\t2025-02", "justification", 11),
    ("semapv:ManualMappingCuration\tcurator:ab\t2025-02", "nobody:a\tcurator:ab\t2025-02", "undeclared-prefix", 11),
    ("#curie_map:", "#sssom_version: '9'\n#curie_map:", "version-number", 1),
    ("https://example.org/ashby/", "ashby", "prefix-map", 2),
    ("https://example.org/ashby/", "borwick:b/", "prefix-map", 2),
    ("https://example.org/ashby/", "{a: b}", "prefix-map", 2),
    ("https://example.org/ashby/", "https://example.org/{ashby}", "prefix-map", 2),
    ("https://example.org/ashby/", "https://example.org/" + "a" * 2000, "prefix-map", 2),
    ("#  ashby", "#  skos: https://example.org/\n#  ashby", "prefix-map", 2),
    ("#  ashby", "#  1 2: https://example.org/\n#  ashby", "prefix-map", 2),
    ("#subject_type", DEFINED.format("confidence"), "extension", 8),
    ("#subject_type", DEFINED.format("a:b"), "extension", 8),
    ("#subject_type", DEFINED.format("ext_a\n#    colour: red"), "extension", 8),
    ("#subject_type", DEFINED.format("ext_a").replace("ashby:", "nobody:"), "extension", 8),
]


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.name)
def test_valid_file_passes(path: Path) -> None:
    verdict = judge_sssom(path)
    expected = ["sssom:sssom-pydantic"] if path.name == "literals.sssom.tsv" else []
    assert [finding.rule for finding in verdict.findings] == expected
    assert verdict.rows
    assert not as_checked(verdict).fails()


@pytest.mark.parametrize(("old", "new", "rule", "line"), BROKEN)
def test_broken_file_is_refused_with_the_line(tmp_path: Path, old: str, new: str, rule: str, line: int) -> None:
    assert (rule, line) in found(tmp_path, changed(old, new))
    assert rules()[rule]["severity"] == "violation"


@pytest.mark.parametrize("name", REQUIRED)
def test_missing_column_is_named_once_and_also_without_rows(tmp_path: Path, name: str) -> None:
    text = changed(f"{name}\t", "comment_2\t")
    assert found(tmp_path, text).count(("required", COLUMNS)) == 1
    assert ("required", COLUMNS) in found(tmp_path, text.split("ashby:a1")[0])


@pytest.mark.parametrize(
    ("old", "new", "rule", "line"),
    [
        (LAST, "\tNot listed\n", "no-source", 12),
        ("\tcomment", "\tremark", "unknown-slot", COLUMNS),
        ("#subject_type", "#colour: red\n#subject_type", "unknown-slot", 7),
        ("#subject_type", "#see_also: a page\n#subject_type", "relative-uri", 7),
        ("#license: https://creativecommons.org/licenses/by/4.0/", "#license: https://a.org/\t\t\t", "spreadsheet", 6),
        ("#subject_type", "#mapping_date: 2025-01-01\n#subject_type", "not-propagated", 9),
        ("skos concept", "composed entity expression\n#predicate_type: rdf property", "version", 8),
        ("ashby:a3", "\nashby:a3", "empty-line", 12),
    ],
)
def test_what_readers_pass_over_is_a_warning(tmp_path: Path, old: str, new: str, rule: str, line: int) -> None:
    findings = found(tmp_path, changed(old, new))
    assert [finding for finding in findings if finding[0] != "sssom-pydantic"] == [(rule, line)]
    assert rules()[rule]["severity"] == "warning"


def test_slots_patterns_and_ranges_are_those_of_the_schema() -> None:
    """What the published schema asks of a slot is what we ask of it."""
    schema = pytest.importorskip("sssom_schema")
    import yaml

    content = yaml.safe_load((Path(schema.__file__).parent / "schema" / "sssom_schema.yaml").read_text("utf-8"))
    ranges = {
        "string": "text", "EntityReference": "reference", "NonRelativeURI": "uri", "date": "date", "double": "number",
        "entity_type_enum": "entity type", "mapping_cardinality_enum": "cardinality",
        "predicate_modifier_enum": "modifier", "sssom_version_enum": "version number",
        "prefix": "prefixes", "extension definition": "extensions",
    }  # fmt: skip
    own = {"mapping_justification": "justification", "reviewer_agreement": "agreement"}
    wanted = {name for kind in ("mapping", "mapping set") for name in content["classes"][kind]["slots"]} - {"mappings"}
    assert wanted - slots().keys() == set()
    for name in wanted:
        slot = content["slots"][name]
        assert slots()[name].kind == own.get(name, ranges[slot.get("range", "string")])
        assert slots()[name].several == bool(slot.get("multivalued"))
    patterned = [name for name in wanted if content["slots"][name].keys() & {"pattern", "any_of", "equals_string"}]
    assert patterned == ["mapping_justification"]
    allowed = {each["equals_string"] for each in content["slots"]["mapping_justification"]["any_of"]}
    assert allowed == set(JUSTIFICATIONS)
    enumerated = {"entity_type": ENTITY_TYPES, "mapping_cardinality": CARDINALITIES, "sssom_version": VERSIONS}
    for name, values in enumerated.items():
        assert set(content["enums"][f"{name}_enum"]["permissible_values"]) == set(values)


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        (f"sep=\t\n{TEXT}", 1, "names its separator"),
        (TEXT.replace("#subject_type: skos concept", '"#comment: a, b"\t\t'), 7, "between quotation marks"),
        (TEXT.replace("#curie_map:", '"#comment: a, b"\t\t\n#curie_map:'), 1, "between quotation marks"),
        ("#curie_map:,,,\n#  ashby: https://example.org/,,,\n" + PLAIN.replace("\t", ","), 1, "filled up with"),
    ],
)
def test_metadata_mangled_by_a_spreadsheet_is_told_as_such(tmp_path: Path, text: str, line: int, what: str) -> None:
    with pytest.raises(SssomProblem, match=f"their.sssom.tsv:{line}: is a .*spreadsheet.*{what}.*tab-separated"):
        found(tmp_path, text)


def test_tabs_after_metadata_lines_are_read_past_and_told(tmp_path: Path) -> None:
    lines = [line + "\t" * 11 if line.startswith("#") else line for line in TEXT.split("\n")]
    assert found(tmp_path, "\n".join(lines)) == [("spreadsheet", 1)]


def test_refusal_by_the_library_is_told_in_our_own_words(tmp_path: Path) -> None:
    path = FIXTURES / "literals.sssom.tsv"
    (finding,) = judge_sssom(path).findings
    assert finding.message == "the library refuses the row; it wants subject_id"
    text = (FIXTURES / "extensions.sssom.tsv").read_text("utf-8").replace("\t2\t", "\ttwo\t")
    path = tmp_path / "their.sssom.tsv"
    path.write_text(text, "utf-8")
    assert judge_sssom(path).findings[-1].message == "the library refuses the row"


def test_windows_line_endings_are_a_warning(tmp_path: Path) -> None:
    assert found(tmp_path, TEXT.replace("\n", "\r\n")) == [("line-endings", 1)]


def test_record_that_stands_twice_is_named_with_the_first_line(tmp_path: Path) -> None:
    row = TEXT.split("\n")[-2]
    assert found(tmp_path, f"{TEXT}{row}\n") == [("duplicate", 13)]


def test_rows_of_a_newer_version_are_judged_by_it(tmp_path: Path) -> None:
    text = (FIXTURES / "newer.sssom.tsv").read_text("utf-8")
    assert found(tmp_path, text.replace("ashby:r2", "ashby:r1")) == [("record-id", 10)]
    assert found(tmp_path, text.replace("ashby:r2", "")) == [("record-id", 10)]
    assert found(tmp_path, text.replace("-0.5", "-1.5")) == [("agreement", 9)]
    assert found(tmp_path, text.replace("curator:cd", "")) == [("reviewer", 9), ("reviewer", 9)]
    assert ("uri", 7) in found(tmp_path, text.replace("https://creativecommons.org/licenses/by/4.0/", "by"))
    undeclared = text.replace('#sssom_version: "1.1"\n', "")
    assert {rule for rule, _ in found(tmp_path, undeclared)} == {"version"}


def test_extension_values_are_judged_by_their_type(tmp_path: Path) -> None:
    text = (FIXTURES / "extensions.sssom.tsv").read_text("utf-8")
    # The library goes further than SSSOM asks and refuses the row.
    assert found(tmp_path, text.replace("\t2\t", "\ttwo\t")) == [("type-hint", 17), ("sssom-pydantic", 17)]
    assert found(tmp_path, text.replace("\tashby:panel", "\tnobody:panel")) == [("undeclared-prefix", 16)]
    assert ("extension", 14) in found(tmp_path, text.replace("#ext_origin: ashby:panel", "#ext_origin: [a, b]"))
    assert ("extension", 11) in found(tmp_path, text.replace("ext_origin", "ext_rank"))


def test_literal_needs_its_label_instead_of_an_id(tmp_path: Path) -> None:
    text = (FIXTURES / "literals.sssom.tsv").read_text("utf-8")
    assert ("required", 9) in found(tmp_path, text.replace("Often late", ""))
    assert ("required", 8) in found(tmp_path, text.replace("#subject_type: rdfs literal", "#comment: none"))


def test_metadata_beside_the_table_is_read_unless_the_table_has_its_own(tmp_path: Path) -> None:
    rows = (FIXTURES / "external.sssom.tsv").read_text("utf-8")
    assert {rule for rule, _ in found(tmp_path, rows)} == {"required-metadata", "undeclared-prefix"}
    beside = tmp_path / "their.sssom.yml"
    beside.write_text((FIXTURES / "external.sssom.yml").read_text("utf-8").replace("https://example.org/ashby/", "x"))
    assert found(tmp_path, rows) == [("prefix-map", 2)]
    assert judge_sssom(tmp_path / "their.sssom.tsv").findings[0].file.endswith("their.sssom.yml")
    assert found(tmp_path, TEXT) == [("two-headers", 1)]


BOMB = "#a: &a [x, x]\n#b: &b [*a, *a]\n#c: [*b, *b]\n"


@pytest.mark.parametrize(
    ("header", "line", "reason"),
    [
        (BOMB, 1, "an anchor"),
        ("#a: b\n#c: *a\n", 2, "an alias"),
        ("#a: b\n#c: !!python/object:os.system x\n", 2, "a tag"),
        ("#a: b\n#<<: {c: d}\n", 2, "a merge key"),
        ("#%YAML 1.1\n#---\n#a: b\n", 1, "a directive"),
        ("#a: b\n#---\n#c: d\n", 2, "a second document"),
        ("#a: " + "[" * 40_000 + "\n", 1, "more than 10 levels"),
        ("#a: b\n#a: c\n", 2, "stands twice"),
        ("#a: b\n#[c]: d\n", 2, "no plain text"),
        ("#a: b: c\n", 1, "is not YAML"),
        ("# A remark.\n#a: b\n", 2, "is not YAML"),
        ("#- a\n", 1, "no `slot: value` lines"),
        ("#a: \x01\n", 1, "control character"),
        ('#a: "\\UFFFFFFFF"\n', 1, "is not YAML"),
        ("#a: " + "b" * 100_001 + "\n", 1, "longer than"),
    ],
)
def test_metadata_that_is_not_plain_yaml_is_refused(tmp_path: Path, header: str, line: int, reason: str) -> None:
    with pytest.raises(SssomProblem) as caught:
        found(tmp_path, f"{header}{PLAIN}\n")
    assert f"their.sssom.tsv:{line}: " in str(caught.value)
    assert reason in str(caught.value)


@pytest.mark.parametrize(
    ("text", "line"),
    [(b"", 1), (b"#a: b\n", 2), (TEXT.encode().replace(b"Home", b"H\xf6me"), 11), (b"\xef\xbb\xbfa", 1)],
)
def test_file_without_a_table_or_not_utf_8_is_refused(tmp_path: Path, text: bytes, line: int) -> None:
    with pytest.raises(NeedgraphError, match=f"their.sssom.tsv:{line}: "):
        found(tmp_path, text)


def test_file_that_is_too_large_or_missing_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "large.sssom.tsv"
    with pytest.raises(FileProblem):
        judge_sssom(path)
    with path.open("wb") as stream:
        stream.truncate(MOST_BYTES + 1)
    with pytest.raises(SssomProblem, match="larger than 50,000,000 bytes; split it"):
        judge_sssom(path)


@pytest.mark.parametrize("size", [len(TEXT) * part // 40 for part in range(1, 40)])
def test_file_cut_off_anywhere_is_refused_or_lacks_rows(tmp_path: Path, size: int) -> None:
    path = tmp_path / "cut.sssom.tsv"
    path.write_bytes(TEXT.encode()[:size])
    try:
        verdict = judge_sssom(path)
    except NeedgraphError as problem:
        assert "cut.sssom.tsv:" in str(problem)  # noqa: PT017  # either outcome is right
    else:
        assert as_checked(verdict).fails() or verdict.rows < 3


def test_findings_are_listed_up_to_a_limit(tmp_path: Path) -> None:
    findings = found(tmp_path, TEXT + "x\n" * 3000)
    assert len(findings) == sssom_judging.MOST_FINDINGS + 1
    assert findings[-1][0] == "more"


def test_library_is_not_asked_about_more_rows_than_it_reads_in_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sssom_judging, "MOST_ROWS", 2)
    assert found(tmp_path, TEXT) == [("not-asked", 1)]


def test_refusal_by_the_library_names_the_line_below_a_cell_of_two_lines(tmp_path: Path) -> None:
    text = changed("object_source\t", "object_category\t").replace("borwick:2024", "clothes")
    assert found(tmp_path, text) == [("no-source", 12), ("sssom-pydantic", 12)]


@pytest.mark.parametrize("name", FINDING_FORMATS)
def test_verdict_is_written_in_every_format(tmp_path: Path, name: str) -> None:
    path = tmp_path / "their.sssom.tsv"
    path.write_text(changed("\t0.9\t", "\t1.7\t"), "utf-8")
    checked = as_checked(judge_sssom(path))
    written = FINDING_FORMATS[name](checked)
    assert checked.fails()
    assert "number from 0 to 1" in written
    assert name != "json" or json.loads(written)[0]["row"] == 9


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_our_tables_pass_our_judge_and_the_library(path: Path) -> None:
    assert judge_sssom(path).findings == ()


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("path", [*VALID, *OURS], ids=lambda path: path.name)
def test_reference_implementation_reads_every_row_and_validates_it(path: Path) -> None:
    parsers = pytest.importorskip("sssom.parsers")
    from sssom.constants import SchemaValidationType
    from sssom.validators import validate

    beside = path.with_suffix(".yml")
    table = io.StringIO(path.read_text("utf-8"))
    meta = None
    if beside.exists():
        import yaml

        meta = yaml.safe_load(beside.read_text("utf-8"))
    parsed = parsers.parse_sssom_table(table, meta=meta, prefix_map=meta and meta["curie_map"])
    assert len(parsed.df) == judge_sssom(path).rows
    reports = validate(parsed, [SchemaValidationType.JsonSchema], fail_on_error=False)
    assert [result.message for report in reports.values() for result in report.results] == []
