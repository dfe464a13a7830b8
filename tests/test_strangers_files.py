"""Files from strangers are refused or read within limits: one message, no traceback, nothing fetched, nothing left."""

from __future__ import annotations

import gzip
import io
import os
import socket
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from needgraph import cli
from needgraph.errors import NeedgraphError
from needgraph.querying.store import load_files, read_quads
from needgraph.sssom import strangers_child
from needgraph.sssom.judging import judge_here, judge_sssom
from needgraph.strangers import files as strangers
from needgraph.strangers.files import SMALL, StrangerProblem, is_small, read_apart
from needgraph.strangers.rdf import check_rdf
from needgraph.strangers.workbook import MOST_PARTS, MOST_ROWS, MOST_SHEETS, read_workbook
from needgraph.transcribing.importing import import_csv

RDF = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">'
ENTITY = '<!DOCTYPE rdf [<!ENTITY a "http://e/">]>'
THING = f'{RDF}<rdf:Description rdf:about="http://e/a"><e:b>c</e:b></rdf:Description></rdf:RDF>'
SHAPE = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://e/> .
e:S a sh:NodeShape ; sh:targetClass e:C ; """
SSSOM = (
    "#mapping_set_id: https://example.org/set\n#license: https://example.org/license\n"
    "subject_id\tpredicate_id\tobject_id\tmapping_justification\n"
)
ROW = "skos:a\tskos:closeMatch\tskos:b\tsemapv:ManualMappingCuration\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """Listen where a file sends its reader; a connection waits here even if nobody accepts it."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


def address(server: socket.socket) -> str:
    return f"http://127.0.0.1:{server.getsockname()[1]}/file"


def connected(server: socket.socket) -> bool:
    try:
        server.accept()[0].close()
    except BlockingIOError:
        return False
    return True


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def refusal(path: Path) -> str:
    with pytest.raises(NeedgraphError) as caught:
        load_files([path])
    message = str(caught.value)
    assert "\n" not in message
    return message


def padded(text: str) -> str:
    """Return Turtle that is no longer small, so that a process of its own reads it."""
    return "# " + "x" * SMALL + "\n" + text


# --- what is a file ---------------------------------------------------------------------------------------------------


def no_file(folder: Path, kind: str) -> Path:
    path = folder / f"their.{'sssom.tsv' if kind == 'socket' else 'ttl'}"
    if kind == "a pipe":
        os.mkfifo(path)
    elif kind == "a socket":
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(path.name)
    elif kind == "a folder":
        path.mkdir()
    else:
        path.symlink_to({"a device": "/dev/zero", "more or less than its size": "/proc/self/maps"}[kind])
    return path


@pytest.mark.parametrize("kind", ["a pipe", "a socket", "a folder", "a device", "more or less than its size"])
def test_what_is_no_ordinary_file_is_refused_by_every_command(
    here: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    name = no_file(here, kind).name
    shapes = written(here, "shapes.ttl", SHAPE + "sh:nodeKind sh:IRI .").name
    query = written(here, "q.rq", "ASK {}").name
    (here / "their.sssom.tsv").symlink_to(name)
    for arguments in (
        ["query", query, "--load", name],
        ["serve", "--port", "0", "--load", name],
        ["check", "--shapes", shapes, "--", name],
        ["check", "--shapes", name, "--", shapes],
        ["check", "their.sssom.tsv"],
        ["import", name, "--authority", "elm", "--edition", "2024", "--to", "made"],
    ):
        assert cli.main(arguments) == 2, arguments
        said = capsys.readouterr()
        assert kind in said.err, arguments
        assert said.err.count("\n") == 1
        assert said.out == ""
    assert not (here / "made").exists()


def test_link_to_a_file_is_read_and_one_that_leads_nowhere_is_named(here: Path) -> None:
    written(here, "a.ttl", "<http://e/a> <http://e/b> 1 .")
    (here / "link.ttl").symlink_to("a.ttl")
    assert len(load_files([here / "link.ttl"])) == 1
    (here / "circle.ttl").symlink_to("circle.ttl")
    assert "circle.ttl: cannot be read" in refusal(here / "circle.ttl")
    (here / "nowhere.ttl").symlink_to("gone")
    assert "there is no such file" in refusal(here / "nowhere.ttl")


@pytest.mark.parametrize("name", [b"caf\xe9.ttl", b"\x1b[2J.ttl", b"a\nb.ttl"])
def test_name_that_cannot_be_printed_is_told_in_one_line(
    here: Path, capsys: pytest.CaptureFixture[str], name: bytes
) -> None:
    path = os.fsdecode(name)
    Path(path).write_text("oops", encoding="utf-8")
    written(here, "q.rq", "ASK {}")
    assert cli.main(["query", "q.rq", "--load", path]) == 2
    said = capsys.readouterr().err
    assert ".ttl:1: is not valid Turtle" in said
    assert said.rstrip("\n").isprintable()
    Path(path).write_text(padded("<http://e/a> <http://e/b> 1 ."), encoding="utf-8")
    assert len(load_files([Path(path)])) == 1


def test_file_that_grows_while_it_is_read_is_refused(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, state = written(here, "a.ttl", "<http://e/a> <http://e/b> 1 ."), os.fstat

    def growing(handle: int) -> os.stat_result:
        found = state(handle)
        with path.open("ab") as stream:
            stream.write(b"# more\n")
        return found

    monkeypatch.setattr("needgraph.strangers.files.os.fstat", growing)
    assert "is being written; copy it" in refusal(path)


def test_pipe_that_takes_the_place_of_a_file_is_refused(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, opened = written(here, "a.ttl", "<http://e/a> <http://e/b> 1 ."), os.open

    def swapping(name: Path, flags: int) -> int:
        name.unlink()
        os.mkfifo(name)
        return opened(name, flags)

    monkeypatch.setattr("needgraph.strangers.files.os.open", swapping)
    assert refusal(path).startswith("a.ttl: is a pipe")


def test_file_beyond_the_limit_of_bytes_is_not_even_read(here: Path) -> None:
    path = written(here, "a.ttl", "")
    os.truncate(path, strangers.MOST_BYTES + 1)
    assert refusal(path) == "a.ttl: is larger than 100,000,000 bytes; split it"


def test_files_count_together(here: Path) -> None:
    sizes = (strangers.MOST_BYTES - 1, 2)
    paths = [written(here, f"{number}.ttl", "") for number in range(2)]
    for path, size in zip(paths, sizes, strict=True):
        path.write_bytes(b" " * size)
    with pytest.raises(StrangerProblem, match=r"^1\.ttl: is larger than 1 bytes"):
        load_files(paths)


@pytest.mark.parametrize("name", ["their.ttl", "their.rdf", "their.jsonld", "their.tar.gz", "their.sssom.tsv"])
def test_compressed_file_is_refused_with_what_to_do(here: Path, name: str) -> None:
    path = written(here, name, gzip.compress(b"<http://e/a> <http://e/b> 1 ."))
    with pytest.raises(NeedgraphError, match=r"is compressed \(gzip\); unpack it|is not an RDF file I know"):
        judge_sssom(path) if "sssom" in name else load_files([path])


@pytest.mark.parametrize("name", ["their.nq.gz", "their.trig.gz", "their.ttl.gz", "THEIR.NT.GZ"])
def test_packed_rdf_is_read_as_what_it_holds(here: Path, name: str) -> None:
    path = written(here, name, gzip.compress(b"<http://e/a> <http://e/b> <http://e/c> ."))
    assert [quad.object.value for quad in load_files([path])] == ["http://e/c"]
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(StrangerProblem, match="is not whole as gzip; get it again"):
        load_files([path])


def test_small_file_that_unpacks_to_more_than_the_limit_is_refused(here: Path) -> None:
    path = written(here, "bomb.nq.gz", gzip.compress(b"#" * 100_000_001))
    with pytest.raises(StrangerProblem, match=r"bomb\.nq\.gz: holds more than 100,000,000 bytes; split it"):
        load_files([path])


# --- RDF/XML ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        ENTITY + THING,
        '<!doctype rdf SYSTEM "http://127.0.0.1:9/dtd">' + THING,
        "<!-- hello --><?style sheet?>\n" + ENTITY + THING,
        '<?xml version="1.0"?>' + ENTITY + THING,
        '<!DOCTYPE rdf SYSTEM "http://127.0.0.1:9/dtd">' + THING,
        THING.replace("<e:b>", ENTITY + "<e:b>"),
        '<a b="<!--">' + ENTITY + '<c d="-->"/></a>',
        ("\ufeff" + ENTITY + THING).encode(),
        ('<?xml version="1.0" encoding="UTF-16"?>' + ENTITY + THING).encode("utf-16"),
        ('<?xml version="1.0" encoding="UTF-16"?>' + ENTITY + THING).encode("utf-16-be"),
        (ENTITY + THING).encode("utf-32"),
    ],
)
def test_xml_with_a_doctype_is_refused_however_it_is_written(here: Path, content: str | bytes) -> None:
    path = written(here, "a.rdf", content)
    assert refusal(path) == "a.rdf: has a DOCTYPE; remove it, entities are not expanded"


@pytest.mark.parametrize("name", ["UTF-7", "utf-16", "IBM037"])
def test_xml_in_an_encoding_in_which_a_doctype_could_hide_is_refused(here: Path, name: str) -> None:
    hidden = "+ADwAIQ-DOCTYPE rdf +AFs-]>"
    path = written(here, "a.rdf", f'<?xml version="1.0" encoding="{name}"?>{hidden}{THING}')
    assert refusal(path) == f"a.rdf: says that its encoding is '{name}'; save it as UTF-8"


def test_xml_in_utf_8_is_read(here: Path) -> None:
    for declared in ("", '<?xml version="1.0"?>', '<?xml version="1.0" encoding="utf-8"?>'):
        assert len(load_files([written(here, "a.rdf", declared + THING)])) == 1


# --- nothing is fetched -----------------------------------------------------------------------------------------------

CONTEXTS = {
    "alone": '{{"@context": "{0}", "@id": "http://e/a", "http://e/b": 1}}',
    "in a list": '{{"@context": [{{}}, "{0}"], "@id": "http://e/a", "http://e/b": 1}}',
    "import": '{{"@context": {{"@version": 1.1, "@import": "{0}"}}, "@id": "http://e/a", "http://e/b": 1}}',
    "of a term": '{{"@context": {{"p": {{"@id": "http://e/p", "@context": "{0}"}}}}, "@id": "http://e/a"}}',
    "of a type, in a list": '{{"@context": {{"T": {{"@id": "http://e/T", "@context": [null, "{0}"]}}}}}}',
    "of a node inside": '{{"@id": "http://e/a", "http://e/b": [{{"@context": "{0}", "@id": "http://e/c"}}]}}',
    "escaped": '{{"\\u0040context": "{0}", "@id": "http://e/a"}}',
    "first of two": '{{"@context": "{0}", "@context": {{}}, "@id": "http://e/a"}}',
    "relative": '{{"@context": "context.jsonld", "@id": "http://e/a"}}',
}


@pytest.mark.parametrize("pad", [0, SMALL])
@pytest.mark.parametrize("kind", CONTEXTS)
def test_context_from_elsewhere_is_refused_and_not_fetched(
    here: Path, listener: socket.socket, kind: str, pad: int
) -> None:
    written(here, "context.jsonld", '{"@context": {}}')
    path = written(here, "a.jsonld", CONTEXTS[kind].format(address(listener)) + " " * pad)
    where = "context.jsonld" if kind == "relative" else address(listener)
    assert refusal(path) == (
        f"a.jsonld: takes its context from '{where}', and nothing is fetched; "
        "write what stands there in place of that address"
    )
    assert not connected(listener)


def test_context_of_its_own_is_fine(here: Path) -> None:
    text = '{"@context": [{"b": "http://e/b"}, null, {"c": {"@id": "http://e/c", "@context": {}}}], "http://e/b": 1}'
    assert len(load_files([written(here, "a.jsonld", text)])) == 1


def test_imports_are_not_fetched(here: Path, listener: socket.socket, capsys: pytest.CaptureFixture[str]) -> None:
    imports = f"<http://e/o> <http://www.w3.org/2002/07/owl#imports> <{address(listener)}> ."
    for text in (imports, padded(imports)):
        assert len(load_files([written(here, "a.ttl", text)])) == 1
    shapes = written(here, "s.ttl", SHAPE + "sh:nodeKind sh:IRI . " + imports)
    assert cli.main(["check", "--shapes", str(shapes), "--", "a.ttl"]) == 2
    assert "which is never fetched" in capsys.readouterr().err
    assert not connected(listener)


@pytest.mark.parametrize(
    "rule",
    [
        'sh:sparql [ sh:select "SELECT $this { SERVICE <URL> { $this ?p ?o } }" ]',
        'sh:sparql [ sh:select "SELECT $this { \\\\u0053ERVICE <URL> { $this ?p ?o } }" ]',
        'sh:sparql [ sh:select "SELECT $this { $this ?p ?o FILTER EXISTS { SERVICE SILENT <URL> {} } }" ]',
        'sh:sparql [ sh:select "SELECT $this FROM <URL> { $this ?p ?o }" ]',
        'sh:sparql [ sh:select "LOAD <URL>" ]',
        'sh:sparql [ sh:select "SELECT $this { $this ?p ?o }; LOAD <URL>" ]',
        'sh:rule [ a sh:SPARQLRule ; sh:construct "CONSTRUCT { $this a $this } { SERVICE <URL> { ?s ?p ?o } }" ]',
        'sh:target [ a sh:SPARQLTarget ; sh:select "SELECT ?this { SERVICE <URL> { ?this ?p ?o } }" ]',
        'sh:sparql [ sh:prefixes e: ; sh:select "SELECT $this { $this ?p ?o }" ] . e: sh:declare '
        '[ sh:prefix "x" ; sh:namespace "http://x> SELECT $this { SERVICE <URL> {} } #" ]',
        "sh:js [ sh:jsLibrary [ sh:jsLibraryURL <URL> ] ]",
    ],
)
def test_shape_that_asks_another_server_is_refused(
    here: Path, listener: socket.socket, capsys: pytest.CaptureFixture[str], rule: str
) -> None:
    written(here, "s.ttl", SHAPE + rule.replace("URL", address(listener)) + " .")
    written(here, "d.ttl", "<http://e/a> a <http://e/C> ; <http://e/b> 1 .")
    assert cli.main(["check", "--shapes", "s.ttl", "--", "d.ttl"]) == 2
    said = capsys.readouterr()
    assert said.err.startswith("s.ttl")
    assert said.out == ""
    assert not connected(listener)


# --- nesting ----------------------------------------------------------------------------------------------------------

# What opens and closes one level, around what, in a file that opens so and closes so.
NESTED = {
    "list": ("a.ttl", "<a:a> <a:b> ", "(", "1", ")", " ."),
    "blank node": ("a.ttl", "<a:a> <a:b> ", "[<a:b> ", "1", "]", " ."),
    "triple term": ("a.nt", "<a:a> <a:b> ", "<<(<a:a> <a:b> ", "<a:c>", ")>>", " .\n"),
    "quoted triple": ("a.trig", "", "<<", "<a:a> <a:b> <a:c>", ">> <a:b> <a:c>", " ."),
    "hidden by an escape": ("a.ttl", r"<a:\u0041#> <a:b> ", "<<(<a:a> <a:b> ", "<a:c>", ")>>", " ."),
    "array": ("a.jsonld", '{"http://e/b":', "[", "1", "]", "}"),
    "object": ("a.jsonld", "", '{"http://e/b":', "1", "}", ""),
    "object past an odd string": ("a.jsonld", "", "{\"http://e/'#b\":", "1", "}", ""),
    "element": ("a.rdf", RDF, "<rdf:Description><e:b>", "1", "</e:b></rdf:Description>", "</rdf:RDF>"),
    "element of a literal": ("a.rdf", f'{RDF}<rdf:Description><e:b rdf:parseType="Literal">', "<e:b>", "1", "</e:b>",
                             "</e:b></rdf:Description></rdf:RDF>"),
}  # fmt: skip


@pytest.mark.parametrize("levels", [120, 200_000])
@pytest.mark.parametrize("kind", NESTED)
def test_deep_nesting_is_refused_before_it_is_parsed(here: Path, kind: str, levels: int) -> None:
    name, before, opening, inside, closing, after = NESTED[kind]
    path = written(here, name, before + opening * levels + inside + closing * levels + after)
    assert "nested deeper than 100; write it flatter" in refusal(path)


@pytest.mark.parametrize("kind", [kind for kind in NESTED if kind != "quoted triple"])
def test_nesting_that_people_write_is_read(here: Path, kind: str) -> None:
    name, before, opening, inside, closing, after = NESTED[kind]
    path = written(here, name, before + opening * 20 + inside + closing * 20 + after)
    assert len(load_files([path])) > 0


def test_string_that_is_never_closed_hides_no_nesting() -> None:
    with pytest.raises(NeedgraphError, match="nested deeper"):
        check_rdf(('{"a' + "[" * 200).encode(), "json", "a.jsonld")


# --- time, memory and amount ------------------------------------------------------------------------------------------


def test_small_files_are_read_here_and_others_by_a_process_of_their_own(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = written(here, "a.ttl", "<http://e/a> <http://e/b> 1 .")
    large = written(here, "b.ttl", padded("<http://e/a> <http://e/b> 2 ."))
    assert is_small([small])
    assert not is_small([small, large])
    assert not is_small([written(here, f"{n}.ttl", " " * (SMALL // 2 + 1)) for n in range(2)])
    assert len(load_files([small, large])) == 2
    monkeypatch.setattr("needgraph.querying.store.read_apart", None)
    assert len(load_files([small])) == 1
    with pytest.raises(TypeError):
        load_files([large])


@pytest.mark.parametrize("size", [0, SMALL])
def test_blank_nodes_of_two_files_stay_apart(here: Path, size: int) -> None:
    text = "_:a <http://e/b> 1 .\n#" + "x" * size
    assert len(load_files([written(here, name, text) for name in ("a.ttl", "b.ttl")])) == 2


def test_process_that_takes_too_long_is_ended_and_the_limit_named(here: Path) -> None:
    path = written(here, "a.nt", "<http://e/a> <http://e/b> <http://e/c> .\n" * 500_000)
    with pytest.raises(StrangerProblem, match=r"^a\.nt: takes longer than 0\.2 seconds to read; split or simplify it$"):
        read_apart("rdf", [path], seconds=0.2)


def test_process_can_be_kept_from_opening_anything(here: Path) -> None:
    code = (
        "import socket\n"
        "from needgraph.strangers.limits import open_nothing_more\n"
        "open_nothing_more()\n"
        "for attempt in (lambda: open('a.ttl'), socket.socket, socket.socketpair):\n"
        "    try:\n        attempt()\n    except OSError as error:\n        print(error.strerror)\n"
    )
    written(here, "a.ttl", "")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "Too many open files\n" * 3


def test_process_that_fails_says_so_in_one_line(here: Path) -> None:
    with pytest.raises(StrangerProblem, match=r"^a: its reader failed \(KeyError: 'none'\); see that needgraph is"):
        read_apart("none", [Path("a")])


LONG = "http://e/" + "x" * 500_000
SWOLLEN = {
    "prefix": ("a.ttl", f"@prefix a: <{LONG}> . a: a: a:" + ",a:" * 3000 + " ."),
    "base": ("a.ttl", f"@base <{LONG}> . <#> <#> <#>" + ",<#>" * 3000 + " ."),
    "namespace": ("a.rdf", RDF.replace("http://e/", LONG) + "<rdf:Description>" + "<e:b/>" * 3000
                  + "</rdf:Description></rdf:RDF>"),
    "vocabulary": ("a.jsonld", f'{{"@context":{{"@vocab":"{LONG}"}},'
                   + ",".join(f'"a{number}":1' for number in range(3000)) + "}"),
}  # fmt: skip


@pytest.mark.parametrize("kind", ["prefix", "vocabulary"])
def test_process_that_takes_too_much_memory_is_ended_and_the_limit_named(here: Path, kind: str) -> None:
    name, text = SWOLLEN[kind]
    path = written(here, name, text)
    with pytest.raises(StrangerProblem, match=rf"^{name}: needs more than 200 MB of memory to read; split or simplify"):
        read_apart("rdf", [path], megabytes=200)


@pytest.mark.parametrize("kind", SWOLLEN)
def test_small_file_that_swells_when_written_out_is_refused(here: Path, kind: str) -> None:
    name, text = SWOLLEN[kind]
    said = refusal(written(here, name, text))
    # JSON-LD is written out in memory before the first statement is there.
    limit = "needs more than 2,048 MB of memory" if kind == "vocabulary" else "holds more than 250,000,000 bytes"
    assert limit in said


def test_number_of_statements_is_limited(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "".join(f"<http://e/a> <http://e/b> <http://e/{number}> .\n" for number in range(5))
    path = written(here, "a.nt", text)
    monkeypatch.setattr(strangers_child, "MOST_QUADS", 5)
    shut: list[object] = []
    monkeypatch.setattr(strangers_child, "stay_inside", shut.append)
    monkeypatch.setattr(strangers_child, "open_nothing_more", lambda: shut.append("all"))
    assert strangers_child.rdf([path])[0] == {"quads": 5}
    assert shut == [[str(path)], "all"]
    monkeypatch.setattr(strangers_child, "MOST_QUADS", 4)
    with pytest.raises(StrangerProblem, match="holds more than 4 statements; split it, or load it into a server"):
        strangers_child.rdf([path])


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.nt", '<http://e/a> <http://e/b> "{}" .\n'),
        ("a.ttl", '<http://e/a> <http://e/b> """{}""" .'),
        ("a.ttl", "<http://e/{}> <http://e/b> 1 ."),
        ("a.ttl", "# {}"),
        ("a.jsonld", '{{"http://e/b": "{}"}}'),
    ],
)
def test_text_that_no_parser_takes_is_refused(here: Path, name: str, text: str) -> None:
    path = written(here, name, text.format("x" * 17_000_000))
    assert refusal(path) == f"{name}: holds a text longer than 16 MB, which no parser takes; shorten it"
    assert len(load_files([written(here, name, text.format("x" * 1_000_000))])) == (0 if "#" in text[:1] else 1)


def test_many_prefixes_and_one_long_line_are_read(here: Path) -> None:
    prefixes = "".join(f"@prefix a{number}: <http://e/{number}/> .\n" for number in range(100_000))
    line = " ".join(f"a{number}:a a{number}:b {number} ." for number in range(20_000))
    assert len(load_files([written(here, "a.ttl", prefixes + line)])) == 20_000
    line = "<http://e/a> <http://e/b> <http://e/c> . " * 20_000
    assert "a.nt:1: is not valid N-Triples: " in refusal(written(here, "a.nt", line))


def test_many_strings_with_brackets_are_looked_at_in_time(here: Path) -> None:
    # Looked at one by one in Python, these take half a minute.
    text = "<http://e/a> <http://e/b> " + ",\n".join('"(((é [1] \\" {"' for _ in range(500_000)) + " ."
    assert len(load_files([written(here, "a.ttl", text)])) == 1


@pytest.mark.parametrize("text", ["<http://e/a> <http://e/b> 1 .", padded("<http://e/a> <http://e/b> 1 .")])
def test_process_and_store_read_the_same(here: Path, text: str) -> None:
    path = written(here, "a.trig", text + "<http://e/g> { <relative> <http://e/b> 3, 'é\\n'@en-GB }")
    assert {str(quad) for quad in load_files([path])} == {str(quad) for quad in read_quads(path)}


def test_what_a_file_says_does_not_steer_the_terminal(here: Path) -> None:
    assert "\x1b" not in refusal(written(here, "a.ttl", "<http://e/a> \x1b[2J <http://e/b> 1 ."))
    assert "\x1b" not in refusal(written(here, "a.jsonld", '{"@context": "\\u001b[2J"}'))


# --- SSSOM ------------------------------------------------------------------------------------------------------------


def test_process_judges_mappings_as_it_is_done_here(here: Path) -> None:
    path = written(here, "their.sssom.tsv", SSSOM + ROW + "".join(f"x{n}\n" for n in range(900)) + ROW * 300)
    assert not is_small([path])
    found = judge_sssom(path)
    assert found == judge_here(path)
    assert len(found.findings) > 900


def test_metadata_beside_a_table_are_read_by_the_process_too(here: Path) -> None:
    header, table = SSSOM.split("subject_id")
    written(here, "their.sssom.yml", header.replace("#", ""))
    path = written(
        here, "their.sssom.tsv", "subject_id" + table + "".join(ROW.replace("b", f"b{n}") for n in range(900))
    )
    assert judge_sssom(path) == judge_here(path)
    (here / "their.sssom.yml").unlink()
    os.mkfifo(here / "their.sssom.yml")
    with pytest.raises(NeedgraphError, match=r"their\.sssom\.yml: is a pipe"):
        judge_sssom(path)


@pytest.mark.parametrize(
    "header",
    [
        "#a: " + "[" * 90_000,
        "#" + "- " * 45_000,
        "#" + "? " * 45_000,
        "#a: &a [*a]",
        '#a: "' + "\\U0001F600" * 9000 + '"',
    ],
    ids=["flow", "block", "keys", "alias", "escapes"],
)
def test_metadata_block_is_judged_or_refused_in_time(here: Path, header: str) -> None:
    path = written(here, "their.sssom.tsv", f"{header}\n{SSSOM}{ROW}")
    try:
        assert judge_sssom(path).findings
    except NeedgraphError as problem:
        assert str(problem).startswith("their.sssom.tsv:")  # noqa: PT017  # either outcome is right


# --- workbooks --------------------------------------------------------------------------------------------------------


def workbook(cells: list[list[str]]) -> bytes:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    assert book.active is not None
    book.active.title = "Review"
    for row in cells:
        book.active.append(row)
    book.save(stream)
    return stream.getvalue()


def changed(content: bytes, parts: dict[str, bytes], drop: str = "") -> bytes:
    """Return an archive with some parts set anew."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts and name != drop:
                new.writestr(name, old.read(name))
        for name, part in parts.items():
            new.writestr(name, part)
    return stream.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def sheet(inside: str, after: str = "") -> bytes:
    return f"<worksheet {MAIN}><sheetData>{inside}</sheetData>{after}</worksheet>".encode()


def test_cells_come_as_texts_and_formulas_are_told_but_not_worked_out(here: Path) -> None:
    path = written(here, "a.xlsx", workbook([["a", "=1+1"], [], ["", "b"]]))
    found = read_workbook(path, ["Review", "other"])
    assert found.keys() == {"Review"}
    assert found["Review"].rows == ((1, ("a", "=1+1")), (3, ("", "b")))
    assert found["Review"].formulas == {(1, 2)}


def test_macros_and_links_to_other_files_are_passed_over(here: Path) -> None:
    link = f"<externalLink {MAIN}><externalBook/></externalLink>".encode()
    parts = {"xl/vbaProject.bin": b"\0" * 1000, "xl/externalLinks/externalLink1.xml": link}
    path = written(here, "a.xlsx", changed(workbook([["a"]]), parts))
    assert read_workbook(path, ["Review"])["Review"].rows == ((1, ("a",)),)


ROWS = "".join(f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>x</t></is></c></row>' for n in range(1, MOST_ROWS + 2))
LAUGHS = f'<!DOCTYPE a [<!ENTITY a "{"x" * 999}"><!ENTITY b "{"&a;" * 999}">]><a>&b;</a>'
BOMBS = {
    "zeros": ({"xl/media/a.bin": b"\0" * 100_000_001}, "unpacks to more than 100,000,000 bytes"),
    "zeros in parts": ({f"xl/{n}": b"\0" * 30_000_000 for n in range(4)}, "unpacks to more than 100,000,000 bytes"),
    "parts": ({f"xl/a{n}": b"" for n in range(MOST_PARTS)}, "more than 1,000 parts"),
    "way up": ({"../../etc/a.xml": b"<a/>"}, "with the part '../../etc/a.xml'"),
    "from the root": ({"/etc/a.xml": b"<a/>"}, "with the part '/etc/a.xml'"),
    "doctype": ({SHEET: ENTITY.encode() + sheet("")}, "has a DOCTYPE"),
    "doctype in UTF-16": ({"xl/sharedStrings.xml": (ENTITY + "<a/>").encode("utf-16")}, "has a DOCTYPE"),
    "laughs": ({"docProps/app.xml": LAUGHS.encode()}, "has a DOCTYPE"),
    "deep": ({SHEET: sheet("<row>" * 300_000)}, "elements are nested deeper than 100"),
    "rows": ({SHEET: sheet(ROWS)}, "has more than 20,000 rows"),
    "last row": ({SHEET: sheet('<row r="1048576"><c r="A1048576"><v>1</v></c></row>')}, "has more than 20,000 rows"),
    "last column": ({SHEET: sheet('<row r="1"><c r="XFD1"><v>1</v></c></row>')}, "has more than 100 columns"),
    "no XML": ({SHEET: b"<worksheet"}, "is not valid XML"),
}  # fmt: skip


@pytest.mark.parametrize("kind", BOMBS)
def test_workbook_that_is_too_much_is_refused_with_the_limit(here: Path, kind: str) -> None:
    parts, message = BOMBS[kind]
    path = written(here, "a.xlsx", changed(workbook([["a"]]), parts))
    with pytest.raises(StrangerProblem) as caught:
        read_workbook(path, ["Review"])
    assert str(caught.value).startswith("a.xlsx: ")
    assert message in str(caught.value)


def test_archive_that_lies_about_its_sizes_is_refused(here: Path) -> None:
    content = changed(workbook([["a"]]), {"xl/media/a.bin": b"\0" * 150_000_000})
    true, false = (150_000_000).to_bytes(4, "little"), (1000).to_bytes(4, "little")
    assert content.count(true) == 2
    path = written(here, "a.xlsx", content.replace(true, false))
    with pytest.raises(StrangerProblem, match=r"^a\.xlsx: is not a workbook of Excel .*CRC"):
        read_workbook(path, ["Review"])


def test_archive_whose_parts_are_one_and_the_same_is_refused(here: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/a.bin", b"\0" * 20_000_000)
        first = archive.infolist()[0]
        for number in range(9):
            copy = zipfile.ZipInfo(f"xl/{number}.bin")
            for name in ("compress_type", "CRC", "compress_size", "file_size", "header_offset"):
                setattr(copy, name, getattr(first, name))
            archive.filelist.append(copy)
    path = written(here, "a.xlsx", stream.getvalue())
    with pytest.raises(StrangerProblem, match="unpacks to more than 100,000,000 bytes"):
        read_workbook(path, ["Review"])


def test_workbook_that_is_locked_or_has_too_many_sheets_is_refused(here: Path) -> None:
    content = workbook([["a"]])
    flags = content.index(b"PK\x01\x02") + 8
    path = written(here, "a.xlsx", content[:flags] + b"\x01\x00" + content[flags + 2 :])
    with pytest.raises(StrangerProblem, match=r"^a\.xlsx: is locked with a password; save it without one$"):
        read_workbook(path, ["Review"])
    book = openpyxl.Workbook()
    for _ in range(MOST_SHEETS):
        book.create_sheet()
    book.save(path)
    with pytest.raises(StrangerProblem, match=r"^a\.xlsx: has more than 50 sheets; save the one that is meant alone$"):
        read_workbook(path, ["Review"])


def test_archive_with_two_parts_of_one_name_is_refused(here: Path) -> None:
    path = written(here, "a.xlsx", workbook([["a"]]))
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr(SHEET, sheet(""))
    with pytest.raises(StrangerProblem, match=r"^a\.xlsx: is an archive with two parts of one name; save it anew$"):
        read_workbook(path, ["Review"])


@pytest.mark.parametrize(
    "after",
    [
        '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>',
        '<dataValidations count="1"><dataValidation sqref="A1:XFD1048576"/></dataValidations>',
        '<conditionalFormatting sqref="A1:XFD1048576"/>',
    ],
)
def test_range_over_a_whole_sheet_costs_nothing(here: Path, after: str) -> None:
    inside = '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row>'
    dimension = b'<dimension ref="A1:XFD1048576"/><sheetData>'
    content = sheet(inside, after).replace(b"<sheetData>", dimension)
    path = written(here, "a.xlsx", changed(workbook([]), {SHEET: content}))
    assert read_workbook(path, ["Review"])["Review"].rows == ((1, ("a",)),)


def test_pipe_is_no_workbook(here: Path) -> None:
    os.mkfifo(here / "pack.xlsx")
    with pytest.raises(StrangerProblem, match=r"^pack\.xlsx: is a pipe"):
        read_workbook(Path("pack.xlsx"), ["Review"])


# --- CSV --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("level,dimension,quote\n" + "1,,a\n" * 10_001, "has more than 10,000 rows"),
        ("level,dimension,quote\n1,," + "a" * 5_000_000, "is larger than 5,000,000 bytes"),
        ('level,dimension,quote\n1,,"' + '""' * 2_400_000, "never closed"),
        ('level,dimension,quote\n1,,"' + "a" * 4_800_000, "never closed"),
        ("level,dimension,quote\n" + "," * 4_900_000, "has more than 100 cells in a row"),
        ("a," * 2_400_000 + "\n", "has more than 100 cells in a row"),
        ("\x1f\x8b", "is compressed"),
    ],
)
def test_table_that_is_too_much_is_refused_and_nothing_is_made(here: Path, text: str, message: str) -> None:
    path = written(here, "a.csv", text.encode("latin-1"))
    with pytest.raises(NeedgraphError, match=message):
        import_csv(path, "elm", "2024", here / "made")
    assert not (here / "made").exists()
