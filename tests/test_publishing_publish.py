"""A site is published whole or not at all, is the same each time, and is what the server answers."""

from __future__ import annotations

import fcntl
import gzip
import hashlib
import html
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from needgraph.identifiers import iri_of
from needgraph.publishing.documents import DocumentIndex, written_document
from needgraph.publishing.folder import MARKER, FolderProblem, replacing
from needgraph.publishing.pages import sitemaps, stated
from needgraph.publishing.publish import Published, publish
from needgraph.querying.asking import LocalEndpoint
from needgraph.querying.catalogue import question_named
from needgraph.querying.store import load_graphs
from needgraph.resources import ONTOLOGY, Data
from needgraph.site.documents import document_triples
from needgraph.site.http_answers import header
from needgraph.site.linked_data import document_answer
from needgraph.site.negotiation import PAGE_FORMS
from read_page import Page, problems
from served import FIXTURES, serving

pytestmark = pytest.mark.slow
DATA = Data(FIXTURES)
BASE = "https://data.example.org/needgraph"
GONE = "ashby/2024/a0055"


def tree(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every file below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published") / "site"
    publish(DATA, folder, base=BASE)
    return folder


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bare") / "site"
    publish(DATA, folder, base=BASE, quotes=False)
    return folder


@pytest.mark.parametrize("name", ["site", "bare"])
def test_iri_that_is_no_thing_leads_to_a_file_of_the_site(name: str, request: pytest.FixtureRequest) -> None:
    folder: Path = request.getfixturevalue(name)
    rules = (folder / "rules" / "nginx-http-documents.conf").read_text(encoding="utf-8")
    places = dict(re.findall(rf'^    "/needgraph/(.*)" "{re.escape(BASE)}/([^"#]*)', rules, re.MULTILINE))
    assert {"def/0.1.0", "shape/StatementQuote", "graph/reference/law", "mappings/agreed", "id/odrl-profile"} <= set(
        places
    )
    missing = [
        path
        for path in places.values()
        if not any((folder / "www" / each).is_file() for each in (path, f"{path}.html"))
    ]
    assert missing == []
    assert ("without-quotes" in "".join(re.findall(r'"/needgraph/graph/ashby/2024" "(.*)"', rules))) == (name == "bare")


def command(folder: Path, *options: str, **environment: str) -> subprocess.Popen[str]:
    """Start the command on the invented authorities."""
    arguments = [sys.executable, "-m", "needgraph.cli", "publish", str(folder), "--data", str(FIXTURES), *options]
    return subprocess.Popen(
        arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, **environment}
    )


# What is written


def test_everything_has_a_document_in_every_form(site: Path) -> None:
    index = DocumentIndex(load_graphs(DATA.graph_files()))
    expected = {f"{name}.{form.extension}" for name in index.identifiers() for form in PAGE_FORMS.values()}
    found = {
        str(path.relative_to(site / "www" / "doc")) for path in (site / "www" / "doc").rglob("*") if path.is_file()
    }
    assert {"ashby/2024.ttl", "ashby/2024/a0010.html", "tier/3.jsonld"} <= expected
    assert found == expected


def test_triples_of_a_document_are_those_that_the_question_finds() -> None:
    store = load_graphs(DATA.graph_files())
    index, endpoint = DocumentIndex(store), LocalEndpoint(store)
    for name in ("ashby/2024", "ashby/2024/a0010", GONE, "tier/3", "tier", "kind/indicator", "borwick/2021/level/2"):
        asked = endpoint.graph(question_named("document").filled({"thing": name}), "ntriples")
        assert index.triples(name) == document_triples(asked, name), name


def test_link_header_of_a_document_ends_in_what_is_kept_of_it() -> None:
    store = load_graphs(DATA.graph_files())
    index, notices = DocumentIndex(store), stated(store).notices
    for name in ("ashby/2024", "ashby/2024/a0010", "tier"):
        triples = index.triples(name)
        document = written_document(triples, name, BASE, notices)
        assert document.links.count(">; rel=") > 0
        for form in PAGE_FORMS.values():
            link = header(document_answer(triples, name, form, BASE, notices), b"link")
            assert link.endswith(document.links)
            assert 'rel="alternate"' in link.removesuffix(document.links)
        assert 'rel="alternate"' not in document.links


def test_files_are_byte_for_byte_what_the_server_answers(site: Path) -> None:
    paths = [f"/{path}" for path in tree(site / "www") if re.match(r"(?:doc|def|catalog|dump|context|\.well)", path)]
    assert len(paths) > 1_500
    same = {"/persistence": "persistence.html", "/release": "release.json", "/feed": "feed.atom"}
    with serving("--data", str(FIXTURES), "--base", BASE) as live:
        for path in [*paths[::7], *(path for path in paths if not path.startswith("/doc/"))]:
            assert live.get(path).body == (site / "www" / path[1:]).read_bytes(), path
        for path, name in {**same, "/openapi.json": "openapi.json"}.items():
            assert live.get(path).body == (site / "www" / name).read_bytes(), path


def test_dumps_match_their_checksums(site: Path, bare: Path) -> None:
    for folder in (site, bare):
        lines = (folder / "www" / "dump" / "SHA256SUMS").read_text().splitlines()
        listed = dict(line.split("  ")[::-1] for line in lines)
        dumps = tree(folder / "www" / "dump")
        assert dumps.keys() == {*listed, "SHA256SUMS"}
        for name, expected in listed.items():
            assert hashlib.sha256(dumps[name]).hexdigest() == expected, name


def test_every_page_can_be_used_by_everybody_and_bears_the_notice(site: Path, bare: Path) -> None:
    for folder in (site, bare):
        pages = sorted((folder / "www").rglob("*.html"))
        for path in [*pages[::11], *(folder / "www").glob("*.html")]:
            assert problems(path.read_bytes()) == [], path
    text = Page((bare / "www" / "doc" / "borwick" / "2021.html").read_bytes()).text
    assert "replaced" in text
    assert "Borwick, edition of 2021" in text


# Links


def targets(site: Path) -> Iterator[tuple[str, str]]:
    """Yield every link into the site, with the file that it stands in: of pages, Link headers, feed and sitemap."""
    for name, content in tree(site).items():
        if name.endswith(".html"):
            for link in Page(content).links:
                if link.startswith((BASE, "/")):
                    yield name, link
        elif name.endswith((".atom", ".xml", "documents.conf", "catalog.nt", "void.nt")):
            for link in re.findall(rf"{re.escape(BASE)}[^\s<>\"']*", content.decode()):
                yield name, link


def resolved(site: Path, link: str) -> Path:
    """Return the file that the rules answer a link with."""
    path, _, query = html.unescape(link).removeprefix(BASE).partition("#")[0].partition("?")
    named = {"": "index.html", "feed": "feed.atom", "release": "release.json", "dump": "release.json"}
    inside = path.strip("/")
    if query:
        return site / "www" / f"{inside}@{query}"
    exact = site / "www" / named.get(inside, inside)
    return exact if exact.is_file() else exact.with_name(f"{exact.name}.{'ttl' if 'void' in inside else 'html'}")


def test_every_link_leads_to_a_file_and_every_anchor_to_its_place(site: Path, bare: Path) -> None:
    for folder in (site, bare):
        anchors: dict[Path, set[str]] = {}
        checked = 0
        for name, link in targets(folder):
            if re.search(r"/(?:sparql|query(?:/[a-z-]*)?)$", link) and not name.endswith(".html"):
                # The catalogue names the services of a server at the same address.
                continue
            target = resolved(folder, link)
            assert target.is_file(), f"{name}: {link}"
            anchor = link.partition("#")[2]
            if anchor and target.suffix == ".html":
                if target not in anchors:
                    anchors[target] = set(Page(target.read_bytes()).ids)
                assert anchor in anchors[target], f"{name}: {link}"
            checked += 1
        assert checked > 5_000


def test_links_begin_with_a_slash_where_no_address_is_given(tmp_path: Path) -> None:
    publish(DATA, tmp_path / "site")
    page = Page((tmp_path / "site" / "www" / "index.html").read_bytes())
    assert "/doc/ashby/2024" in page.links
    assert "/dump/SHA256SUMS" in page.links
    assert not (tmp_path / "site" / "rules" / "w3id.htaccess").exists()
    assert not (tmp_path / "site" / "www" / "sitemap.xml").exists()
    # What is no page has to name its host.
    assert 'href="https://w3id.org/needgraph/feed"' in (tmp_path / "site" / "www" / "feed.atom").read_text()


def test_many_pages_have_several_sitemaps() -> None:
    files = {file.path: file.content.decode() for file in sitemaps([f"x/{n}" for n in range(60_000)], BASE, "")}
    assert sorted(files) == ["robots.txt", "sitemap-1.xml", "sitemap-2.xml", "sitemap.xml"]
    assert f"<loc>{BASE}/doc/x/59999</loc>" in files["sitemap-2.xml"]
    assert files["sitemap-1.xml"].count("<loc>") == 50_000
    assert f"<loc>{BASE}/sitemap-2.xml</loc>" in files["sitemap.xml"]


# Without the authorities' wording


def wording() -> set[str]:
    """Return what the authorities print, where it is long enough to be known again."""
    store = load_graphs(DATA.graph_files())
    rows = LocalEndpoint(store).select(question_named("statements").filled({}))
    texts = {str(row[column]) for row in rows.records() for column in ("quote", "summary")}
    ours = "".join(path.read_text(encoding="utf-8") for path in (*DATA.reference.glob("*.ttl"), ONTOLOGY))
    return {text for text in texts if len(text) > 20 and text not in ours}


def test_nothing_of_a_site_without_quotes_holds_wording(site: Path, bare: Path) -> None:
    texts = wording()
    assert len(texts) > 50

    def printed(folder: Path) -> set[str]:
        found = set()
        for name, content in tree(folder).items():
            text = (gzip.decompress(content) if name.endswith(".gz") else content).decode()
            plain = html.unescape(text)
            found |= {each for each in texts if each in plain or json.dumps(each)[1:-1] in text}
        return found

    assert len(printed(site)) > 50
    assert printed(bare) == set()
    assert not [name for name in tree(bare) if name.startswith("www/dump/ashby")]
    document = (bare / "www" / "doc" / "ashby" / "2024" / "a0010.ttl").read_text()
    assert "need:start" in document
    assert "need:quote" not in document


def test_linked_answer_without_quotes_keeps_its_rows_and_says_why_cells_are_empty(site: Path, bare: Path) -> None:
    name = Path("www", "query", "levels.json@authority=ashby")
    whole, without = (json.loads((folder / name).read_text()) for folder in (site, bare))
    assert len(whole["rows"]) == len(without["rows"]) > 2
    assert [row["level"] for row in whole["rows"]] == [row["level"] for row in without["rows"]]
    assert any(row["name"] for row in whole["rows"])
    assert not any(row["name"] for row in without["rows"])
    assert "holds none of the authorities’ wording" in without["notice"][-1]


# The same each time


def test_same_data_give_the_same_bytes_and_times_whatever_the_order_of_sets(site: Path, tmp_path: Path) -> None:
    for seed in ("1", "77"):
        process = command(tmp_path / seed, "--base", BASE, PYTHONHASHSEED=seed)
        _, said = process.communicate()
        assert process.returncode == 0, said
    one, other = tree(tmp_path / "1"), tree(tmp_path / "77")
    assert one == other
    assert one == tree(site)
    for name in one:
        if name != MARKER:
            assert (tmp_path / "1" / name).stat().st_mtime == (tmp_path / "77" / name).stat().st_mtime


def test_date_is_the_one_given_or_the_latest_of_the_data(site: Path, tmp_path: Path) -> None:
    publish(DATA, tmp_path / "site", base=BASE, day="2031-02-03")
    assert "<lastmod>2031-02-03</lastmod>" in (tmp_path / "site" / "www" / "sitemap.xml").read_text()
    assert json.loads((tmp_path / "site" / "www" / "release.json").read_text())["built"] == "2031-02-03"
    assert json.loads((site / "www" / "release.json").read_text())["built"] == "2026-11-21"


# Whole or not at all


def left(folder: Path) -> list[str]:
    """Return what stands in a folder, hidden files too."""
    return sorted(path.name for path in folder.iterdir())


def test_second_run_takes_the_place_of_the_first(tmp_path: Path) -> None:
    publish(DATA, tmp_path / "site", base=BASE)
    (tmp_path / "site" / "www" / "old.txt").write_text("x")
    assert publish(DATA, tmp_path / "site") == Published(346, *_counted(tmp_path / "site"))
    assert not (tmp_path / "site" / "www" / "old.txt").exists()
    assert left(tmp_path) == ["site"]


def _counted(folder: Path) -> tuple[int, int]:
    files = tree(folder)
    return len(files), sum(map(len, files.values()))


def test_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.txt").write_text("x")
    with pytest.raises(FolderProblem, match="did not write; name an empty or a new folder"):
        publish(DATA, tmp_path / "thesis")
    (tmp_path / "file").write_text("x")
    with pytest.raises(FolderProblem, match="is a file; name a folder"):
        publish(DATA, tmp_path / "file")
    assert left(tmp_path) == ["file", "thesis"]
    assert left(tmp_path / "thesis") == ["chapter.txt"]


def test_empty_folder_and_link_to_a_folder_are_filled(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    with replacing(tmp_path / "link") as new:
        (new / MARKER).write_text("x")
    assert (tmp_path / "link").is_symlink()
    assert left(tmp_path / "real") == [MARKER]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--base", "ftp://x"), "--base 'ftp://x': is no address of a site"),
        (("--base", "http://x/a b"), "is no address of a site"),
        (("--base", 'https://x/";'), "is no address of a site"),
        (("--date", "yesterday"), "--date 'yesterday': is no day; write it as 2026-11-21"),
    ],
)
def test_wrong_option_is_one_line(tmp_path: Path, options: tuple[str, ...], message: str) -> None:
    process = command(tmp_path / "site", *options)
    said, wrong = process.communicate()
    assert (process.returncode, said) == (2, "")
    assert message in wrong
    assert wrong.count("\n") == 1
    assert left(tmp_path) == []


def _writing(process: subprocess.Popen[str], parent: Path, name: str = "site") -> Path:
    """Return the folder that a run writes, as soon as there are documents in it."""
    while process.poll() is None:
        for new in parent.glob(f".{name}.publishing-*"):
            if len(list(new.glob("www/doc/*.html"))) > 3:
                return new
    raise AssertionError(process.communicate())


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_run_that_is_ended_leaves_the_old_output_whole(tmp_path: Path, number: signal.Signals) -> None:
    publish(DATA, tmp_path / "site", base=BASE)
    before = tree(tmp_path / "site")
    process = command(tmp_path / "site")
    new = _writing(process, tmp_path)
    process.send_signal(number)
    process.communicate()
    assert process.returncode != 0
    assert tree(tmp_path / "site") == before
    # Only a run that was killed could not tidy up.
    assert new.exists() <= (number == signal.SIGKILL)
    if new.exists():
        # Nothing goes on writing there, and it does not look like an output.
        held = os.open(new, os.O_RDONLY)
        fcntl.flock(held, fcntl.LOCK_EX)
        os.close(held)
        assert not (new / MARKER).exists()
    publish(DATA, tmp_path / "site", base=BASE)
    assert left(tmp_path) == ["site"]
    assert tree(tmp_path / "site") == before


def test_two_runs_do_not_write_the_same_folder(tmp_path: Path) -> None:
    with replacing(tmp_path / "site") as new:
        with pytest.raises(FolderProblem, match="is being published by another run"), replacing(tmp_path / "site"):
            pass
        (new / MARKER).write_text("x")
    assert left(tmp_path) == ["site"]


def test_old_output_is_found_again_after_a_run_that_ended_between_two_renames(tmp_path: Path) -> None:
    old = tmp_path / ".site.publishing-old"
    old.mkdir()
    (old / MARKER).write_text("old")
    with pytest.raises(RuntimeError), replacing(tmp_path / "site"):
        raise RuntimeError
    assert (tmp_path / "site" / MARKER).read_text() == "old"
    assert left(tmp_path) == ["site"]


def test_file_that_is_too_large_for_the_system_leaves_the_old_output_whole(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / MARKER).write_text("old")

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    arguments = [sys.executable, "-m", "needgraph.cli", "publish", str(tmp_path / "site"), "--data", str(FIXTURES)]
    done = subprocess.run(arguments, capture_output=True, text=True, check=False, preexec_fn=limit)
    assert done.returncode == 2
    assert "cannot be written (File too large); what was there before is as it was" in done.stderr
    assert done.stderr.count("\n") == 1
    assert left(tmp_path) == ["site"]
    assert (tmp_path / "site" / MARKER).read_text() == "old"


UNSHARE = shutil.which("unshare")
DISK = """\
mount -t tmpfs -o size=6m tmpfs "$1" || exit 77
mkdir "$1/site" && echo old >"$1/site/.needgraph-publish" && echo old >"$1/site/page"
"$2" -m needgraph.cli publish "$1/site" --data "$3"
code=$?
cat "$1/site/page" && ls -A "$1"
exit $code
"""


def test_full_disk_leaves_the_old_output_whole(tmp_path: Path) -> None:
    if UNSHARE is None:
        pytest.skip("unshare is not installed, which gives a small disk to fill")
    arguments = [
        UNSHARE,
        "--mount",
        "--map-root-user",
        "sh",
        "-c",
        DISK,
        "sh",
        str(tmp_path),
        sys.executable,
        str(FIXTURES),
    ]
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    if done.returncode in (1, 77):
        pytest.skip(f"a small disk cannot be mounted here: {done.stderr.strip()}")
    assert done.returncode == 2
    assert "cannot be written (No space left on device); what was there before is as it was" in done.stderr
    assert done.stdout.split() == ["old", "site"]


def test_documents_of_withdrawn_ids_are_named_in_the_rules(site: Path) -> None:
    assert f'"doc/{GONE}" gone;' in (site / "rules" / "nginx-http-documents.conf").read_text()
    assert iri_of(GONE) in (site / "www" / "doc" / f"{GONE}.nt").read_text()


def test_command_says_what_it_wrote(tmp_path: Path) -> None:
    said, noted = (process := command(tmp_path / "site")).communicate()
    assert process.returncode == 0
    assert re.search(r"site: 346 documents in 1,\d{3} files, \d+\.\d MB, \d+\.\d s\n$", said)
    assert "README.md says how it is served" in noted
    assert "no rules for w3id.org are written: they need the public address (--base)" in noted
    assert "those of w3id.org need `--base`" in (tmp_path / "site" / "README.md").read_text()
    # Not a terminal: no progress.
    assert "\r" not in noted
