"""Real servers answer as the local store does; whatever else listens gets one message and exit code 2."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from pyoxigraph import NamedNode, QueryResultsFormat, QuerySolutions, RdfFormat, Triple, parse, parse_query_results

import servers
from needgraph.cli import main
from needgraph.querying.answers import Answer
from needgraph.querying.asking import LocalEndpoint, answer
from needgraph.querying.catalogue import Parameter, Question, questions
from needgraph.querying.remote import RemoteEndpoint, push_graphs
from needgraph.querying.sending import PASSWORD, RemoteProblem
from needgraph.querying.store import graph_name, load_graphs
from needgraph.resources import data_at
from needgraph.strangers.query_text import makes_graph
from servers import OXIGRAPH, OXIGRAPH_MISSING, VIRTUOSO, VIRTUOSO_MISSING, Reply, Request, Server, web

# More than all triples of the data: `document` without a value gives every one.
MOST_ROWS = 100_000
FORMATS = {"turtle": RdfFormat.TURTLE, "ntriples": RdfFormat.N_TRIPLES, "jsonld": RdfFormat.JSON_LD}


def started(name: str, program: object, missing: str) -> list[pytest.MarkDecorator]:
    """Return the marks of tests that need a server; it starts once, for one worker runs all tests of its group."""
    needs = pytest.mark.skipif(program is None, reason=missing)
    return [pytest.mark.server, pytest.mark.xdist_group(name), needs]


ON_OXIGRAPH = pytest.param("oxigraph", marks=started("oxigraph", OXIGRAPH, OXIGRAPH_MISSING))
# Its default graph is empty, as that of most servers.
ON_PLAIN_OXIGRAPH = pytest.param("plain oxigraph", marks=started("plain oxigraph", OXIGRAPH, OXIGRAPH_MISSING))
ON_VIRTUOSO = pytest.param("virtuoso", marks=started("virtuoso", VIRTUOSO, VIRTUOSO_MISSING))
only_virtuoso = pytest.mark.parametrize("server", [ON_VIRTUOSO], indirect=True)

PREFIXES = """\
PREFIX need: <https://w3id.org/needgraph/def#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
# The second comment holds "add", which a client may take for an update.
LEVELS = f"""\
# Which levels are there?
# keywords: additional
{PREFIXES}
SELECT ?level ?label ?rank
WHERE {{ ?level a need:Level ; skos:prefLabel ?label ; need:rank ?rank }}
ORDER BY ?level
"""
GRAPH_SIZES = """\
SELECT ?graph (COUNT(*) AS ?triples)
WHERE {
  GRAPH ?graph { ?subject ?predicate ?object }
  FILTER(STRSTARTS(STR(?graph), "https://w3id.org/needgraph/graph/"))
}
GROUP BY ?graph
ORDER BY ?graph
"""
# Graphs that a server has of its own: Virtuoso has three.
OWN_GRAPHS = """\
SELECT DISTINCT ?graph
WHERE {
  GRAPH ?graph { ?subject ?predicate ?object }
  FILTER(!STRSTARTS(STR(?graph), "https://w3id.org/needgraph/graph/"))
}
ORDER BY ?graph
"""
LABELS = PREFIXES + "CONSTRUCT { ?level skos:prefLabel ?label } WHERE { ?level a need:Level ; skos:prefLabel ?label }"
ANY_LEVEL = PREFIXES + "ASK { ?level a need:Level }"
ANY_UNICORN = PREFIXES + "ASK { ?unicorn a need:Unicorn }"
# More rows than MOST_ROWS, whatever the documents hold: a pair of every two indicators.
PAIRS = PREFIXES + "SELECT ?one ?other WHERE { ?one a need:Indicator . ?other a need:Indicator }"
GRAPH_OF_PAIRS = PAIRS.replace("SELECT ?one ?other", "CONSTRUCT { ?one skos:related ?other }")


@pytest.fixture(scope="module", autouse=True)
def environment() -> Iterator[None]:
    """Keep a proxy and a password of the machine out of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("no_proxy", "127.0.0.1")
        patch.delenv(PASSWORD, raising=False)
        yield


@pytest.fixture(scope="module")
def local() -> LocalEndpoint:
    return LocalEndpoint(load_graphs(data_at().graph_files()))


@pytest.fixture(scope="module", params=[ON_OXIGRAPH, ON_PLAIN_OXIGRAPH, ON_VIRTUOSO])
def server(request: pytest.FixtureRequest, environment: None) -> Iterator[Server]:
    """A server that holds the graphs, put there by ``needgraph push``."""
    starts: dict[str, Callable[[], AbstractContextManager[Server]]] = {
        "oxigraph": servers.oxigraph,
        "plain oxigraph": partial(servers.oxigraph, union=False),
        "virtuoso": partial(servers.virtuoso, MOST_ROWS),
    }
    with starts[request.param]() as running:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv(PASSWORD, running.password)
            assert main(push_command(running)) == 0
        yield running


@pytest.fixture
def remote(server: Server) -> RemoteEndpoint:
    return RemoteEndpoint(server.query_url, graphs=None)


@pytest.fixture(scope="module")
def same(server: Server) -> LocalEndpoint:
    """A local store that holds what the server does: some questions count all its graphs, its own among them."""
    store, remote = load_graphs(data_at().graph_files()), RemoteEndpoint(server.query_url, graphs=None)
    for (name,) in remote.select(OWN_GRAPHS).rows:
        everything = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{name}> {{ ?s ?p ?o }} }}"
        found = remote.graph(everything, "ntriples")
        store.load(found, format=RdfFormat.N_TRIPLES, to_graph=NamedNode(str(name)))
    return LocalEndpoint(store)


def push_command(server: Server) -> list[str]:
    return ["push", server.store_url, "--user", server.user]


def typed(found: Answer) -> list[list[tuple[type, object]]]:
    """Return the rows with the type of every value: to Python, 1 and True are the same."""
    return [[(type(value), value) for value in row] for row in found.rows]


def triples(data: bytes | str, form: str = "ntriples") -> set[Triple]:
    return {Triple(quad.subject, quad.predicate, quad.object) for quad in parse(data, format=FORMATS[form])}


def solutions(text: str) -> list[list[object]]:
    found = parse_query_results(text, format=QueryResultsFormat.JSON)
    assert isinstance(found, QuerySolutions)
    return [list(solution) for solution in found]


class TestPush:
    def test_every_graph_arrives_whole(self, remote: RemoteEndpoint, local: LocalEndpoint) -> None:
        ours = local.select(GRAPH_SIZES)
        assert [row[0] for row in ours.rows] == sorted(graph_name(path).value for path in data_at().graph_files())
        assert remote.select(GRAPH_SIZES) == ours

    def test_every_triple_arrives_as_it_is(self, remote: RemoteEndpoint, local: LocalEndpoint) -> None:
        for path in data_at().graph_files():
            everything = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {graph_name(path)} {{ ?s ?p ?o }} }}"
            there, here = (triples(each.graph(everything, "ntriples")) for each in (remote, local))
            assert there == here, path

    def test_twice_is_as_once(
        self,
        server: Server,
        remote: RemoteEndpoint,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        monkeypatch.setenv(PASSWORD, server.password)
        before = remote.select(GRAPH_SIZES)
        assert main(push_command(server)) == 0
        assert capsys.readouterr().out == f"{server.store_url}: {len(before.rows)} graphs are up\n"
        assert remote.select(GRAPH_SIZES) == before

    @only_virtuoso
    @pytest.mark.parametrize("user", ["dba", "nobody", ""])
    def test_wrong_login_is_refused(
        self, server: Server, user: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setenv(PASSWORD, "wrong")
        fails(["push", server.store_url, "--user", user], "answers 401; give --user", capsys)

    @only_virtuoso
    def test_long_graph_without_login_is_refused_in_the_same_words(self, server: Server) -> None:
        # Virtuoso closes the connection while the graph is still on its way.
        long = b"".join(b"<http://127.0.0.1/%d> a <http://127.0.0.1/Long> .\n" % number for number in range(100_000))
        with pytest.raises(RemoteProblem, match="answers 401; give --user"):
            push_graphs(server.store_url, [("http://127.0.0.1/long", long)])

    @only_virtuoso
    def test_digest_opens_a_closed_endpoint(
        self, server: Server, local: LocalEndpoint, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv(PASSWORD, server.password)
        closed = RemoteEndpoint(f"{server.query_url}-auth", server.user)
        assert closed.select(LEVELS) == local.select(LEVELS)


CATALOGUE = questions()


def values_of(question: Question) -> list[dict[str, str]]:
    """Return no value, then the example of each parameter, then all examples together."""
    examples = {each.name: example_of(each) for each in question.parameters}
    together = [examples] if len(examples) > 1 else []
    return [{}, *({name: value} for name, value in examples.items()), *together]


def example_of(parameter: Parameter) -> str:
    return parameter.example.strip('"<>')


@pytest.mark.parametrize("name", CATALOGUE)
def test_question_has_the_same_answer(name: str, remote: RemoteEndpoint, same: LocalEndpoint) -> None:
    question = CATALOGUE[name]
    for values in values_of(question):
        if makes_graph(question.text):
            text = question.filled(values)
            assert triples(remote.graph(text, "ntriples")) == triples(same.graph(text, "ntriples")), values
            continue
        there, here = answer(remote, question, values), answer(same, question, values)
        assert there.columns == here.columns == question.columns
        assert typed(there) == typed(here), values


class TestQuery:
    @pytest.mark.parametrize("text", [LEVELS, ANY_LEVEL, ANY_UNICORN], ids=["select", "yes", "no"])
    def test_rows_are_the_same(
        self, text: str, server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        command = ["query", written(tmp_path, text), "--format", "csv"]
        assert printed([*command, "--endpoint", server.query_url], capsys) == printed(command, capsys)

    def test_results_json_is_the_same(self, server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        command = ["query", written(tmp_path, LEVELS), "--format", "json"]
        there = printed([*command, "--endpoint", server.query_url], capsys)
        assert solutions(there) == solutions(printed(command, capsys))
        assert "typed-literal" not in there

    @pytest.mark.parametrize("form", FORMATS)
    def test_graph_is_the_same(
        self, form: str, server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        command = ["query", written(tmp_path, LABELS), "--format", form]
        here = triples(printed(command, capsys), form)
        assert triples(printed([*command, "--endpoint", server.query_url], capsys), form) == here
        assert any("@en" in str(triple.object) for triple in here)

    def test_query_that_cannot_be_read_is_refused_in_the_words_of_the_server(
        self, server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        command = ["query", written(tmp_path, "SELECT WHERE {}"), "--endpoint", server.query_url]
        fails(command, "refuses the query: ", capsys)

    @only_virtuoso
    def test_rows_that_are_not_all_are_refused(self, remote: RemoteEndpoint) -> None:
        with pytest.raises(RemoteProblem, match=f"in part .more than {MOST_ROWS} rows are not given"):
            remote.select(PAIRS)

    @only_virtuoso
    @pytest.mark.xfail(
        strict=True,
        raises=pytest.fail.Exception,
        reason="Virtuoso ends a graph at ResultSetMaxRows triples and says so nowhere",
    )
    def test_graph_that_is_not_whole_is_refused(self, remote: RemoteEndpoint) -> None:
        with pytest.raises(RemoteProblem):
            remote.graph(GRAPH_OF_PAIRS, "ntriples")


def asks(text: str) -> Callable[[str, Path], list[str]]:
    return lambda url, folder: ["query", written(folder, text), "--endpoint", url, "--timeout", "1"]


def pushes(url: str, _: Path) -> list[str]:
    return ["push", url, "--timeout", "1"]


def written(folder: Path, text: str) -> str:
    path = folder / "query.rq"
    path.write_text(text, encoding="utf-8")
    return str(path)


def printed(command: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    assert main(command) == 0
    return capsys.readouterr().out


def fails(command: list[str], expected: str, capsys: pytest.CaptureFixture[str]) -> str:
    """Run a command that must end with exit code 2 and one line that a person can read."""
    capsys.readouterr()
    assert main(command) == 2
    found = capsys.readouterr()
    assert found.out == ""
    assert expected in found.err
    assert found.err.count("\n") == 1
    assert found.err.rstrip("\n").isprintable()
    assert "fault of its own" not in found.err
    return found.err


PAGE = b"<!DOCTYPE html><html><body>Welcome</body></html>"
CUT = b'{"head": {"vars": ["level"]}, "results": {"bindings": ['
TEXT = {"Content-Type": "text/plain"}
COMMANDS = {"rows": asks(LEVELS), "graph": asks(LABELS), "push": pushes}
# What a server answers, the commands that must refuse it, and what they say.
BAD_REPLIES = {
    "page": (Reply(PAGE), "rows graph", "answers '<!DOCTYPE html>"),
    "nothing": (Reply(), "rows", "answers '', not SPARQL results"),
    "other text": (Reply(b"down for maintenance"), "rows graph", "answers 'down for maintenance', not"),
    "not utf-8": (Reply(b"\xff\xfe\xfa"), "rows graph", "not "),
    "control characters": (Reply(b"\x1b[2J\n\n"), "rows graph", r"answers '\x1b[2J'"),
    "cut json": (Reply(CUT), "rows", "not SPARQL results"),
    "other json": (Reply(b"[1, 2]"), "rows", "not SPARQL results"),
    "json text": (Reply(b'"boolean"'), "rows", "not SPARQL results"),
    "yes in words": (Reply(b'{"head": {}, "boolean": "yes"}'), "rows", "not SPARQL results"),
    "row that is none": (Reply(CUT + b"1]}}"), "rows", "not SPARQL results"),
    "value that is none": (Reply(CUT + b'{"level": {"type": "literal", "value": 3}}]}}'), "rows", "not SPARQL"),
    "deep json": (Reply(b"[" * 100_000), "rows", "not SPARQL results"),
    "deep turtle": (Reply(b"<a:a> <a:a> " + b"(" * 100_000), "graph", "nested deeper than"),
    "broken off": (Reply(CUT, missing=100), "rows graph push", "breaks its answer off"),
    "slow": (Reply(before=60), "rows graph push", "does not answer within 1 s"),
    "slow from byte to byte": (Reply(PAGE * 10, between=0.2), "rows push", "does not answer within 1 s"),
    "login": (Reply(status=401), "rows graph push", "answers 401; give --user"),
    "forbidden": (Reply(status=403), "rows push", "answers 403; give --user"),
    "not found": (Reply(PAGE, 404), "rows push", "answers 404 Not Found; check the address"),
    "fault": (Reply(PAGE, 500), "rows graph push", "answers 500 Internal Server Error; check"),
    "fault that says why": (Reply(b"out of\x1b memory\nat 0x0", 500, TEXT), "rows push", "Error (out of  memory);"),
    "bad request": (Reply(b"no such function", 400, TEXT), "rows", "refuses the query: no such function"),
    "part": (Reply(PAGE, headers={"X-SQL-State": "S1TAT"}), "rows graph", "in part (its own time limit"),
}


@pytest.mark.parametrize(
    ("command", "case"),
    [(command, case) for case, (_, commands, _) in BAD_REPLIES.items() for command in commands.split()],
)
def test_bad_reply_is_one_message(command: str, case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reply, _, expected = BAD_REPLIES[case]
    with web(lambda _: reply) as bad:
        message = fails(COMMANDS[command](bad.url, tmp_path), expected, capsys)
    assert bad.url in message


@pytest.mark.parametrize("command", COMMANDS)
def test_server_that_is_down_is_one_message(command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    port, _ = servers.free_ports()
    fails(COMMANDS[command](f"http://127.0.0.1:{port}/", tmp_path), "nothing listens there; start the server", capsys)


NO_ADDRESSES = [
    "localhost",
    "127.0.0.1:7878/query",
    "ftp://127.0.0.1/",
    "file:///etc/hosts",
    "http://",
    "http://:80/",
    "http://[::1",
    "http://127.0.0.1:port/",
    "http://127.0.0.1:99999/",
    "http://exämple.org/",
]


# An empty --endpoint means the graphs of this installation; an empty address to push to means nothing.
@pytest.mark.parametrize(
    ("command", "url"), [*((command, url) for command in COMMANDS for url in NO_ADDRESSES), ("push", "")]
)
def test_what_is_no_address_is_one_message(
    command: str, url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fails(COMMANDS[command](url, tmp_path), f"{url!r} is not the address of a server", capsys)


@pytest.mark.parametrize("command", COMMANDS)
def test_password_in_an_address_is_refused_and_not_repeated(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    message = fails(COMMANDS[command]("http://dba:secret@127.0.0.1/", tmp_path), "give the user by --user", capsys)
    assert "secret" not in message


class TestLogin:
    ROWS = Reply(
        b'{"head": {"vars": ["level"]}, "results": {"bindings": []}}',
        headers={"Content-Type": "application/sparql-results+json"},
    )

    @staticmethod
    def guarded(challenge: str) -> Callable[[Request], Reply]:
        """Return a server that wants user and password by Basic, and says so in these words."""
        right = "Basic " + base64.b64encode(b"ann:p\xc3\xa4ss:word").decode()
        no = Reply(status=401, headers={"WWW-Authenticate": challenge})
        return lambda request: TestLogin.ROWS if request.headers.get("Authorization") == right else no

    @pytest.mark.parametrize("challenge", ['Basic realm="graphs"', 'basic realm="graphs", charset="UTF-8"'])
    @pytest.mark.parametrize("command", ["rows", "push"])
    def test_basic(self, command: str, challenge: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv(PASSWORD, "päss:word")
        with web(self.guarded(challenge)) as closed:
            assert main([*COMMANDS[command](closed.url, tmp_path), "--user", "ann"]) == 0
        assert [bool(request.body) for request in closed.requests[:2]] == [False, True]
        assert ["Authorization" in request.headers for request in closed.requests[:2]] == [False, True]

    @pytest.mark.parametrize("command", ["rows", "push"])
    def test_wrong_password(
        self, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setenv(PASSWORD, "wrong")
        with web(self.guarded('Basic realm="graphs"')) as closed:
            fails([*COMMANDS[command](closed.url, tmp_path), "--user", "ann"], "answers 401; give --user", capsys)

    def test_missing_password(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        with web(self.guarded('Basic realm="graphs"')) as closed:
            fails(
                [*pushes(closed.url, tmp_path), "--user", "ann"],
                f"set it in the environment variable {PASSWORD}",
                capsys,
            )

    def test_login_of_another_kind(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setenv(PASSWORD, "right")
        with web(self.guarded("Bearer")) as closed:
            fails([*pushes(closed.url, tmp_path), "--user", "ann"], "neither Basic nor Digest", capsys)

    def test_password_stays_at_home_where_nobody_asks(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv(PASSWORD, "right")
        with web(lambda _: self.ROWS) as open_to_all:
            assert main([*asks(LEVELS)(open_to_all.url, tmp_path), "--user", "ann"]) == 0
        assert not any("Authorization" in request.headers for request in open_to_all.requests)

    @pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
    @pytest.mark.parametrize("command", COMMANDS)
    def test_redirect_is_told_and_not_followed(
        self, command: str, status: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        with web(lambda _: self.ROWS) as other:
            moved = Reply(status=status, headers={"Location": other.url})
            with web(lambda _: moved) as old:
                fails(COMMANDS[command](old.url, tmp_path), f"has moved to {other.url}; give that address", capsys)
        assert other.requests == []


def test_graphs_are_told_to_a_server_whose_default_graph_is_empty_and_asked_for_once() -> None:
    ours = ("https://w3id.org/needgraph/graph/a/1", "https://w3id.org/needgraph/graph/b/1")
    listed = b",".join(b'{"graph": {"type": "uri", "value": "%s"}}' % name.encode() for name in ("http://e/x", *ours))
    answers = {
        "ASK": b'{"head": {}, "boolean": false}',
        "DISTINCT": b'{"head": {"vars": ["graph"]}, "results": {"bindings": [' + listed + b"]}}",
    }

    def reply(request: Request) -> Reply:
        return next((Reply(body) for word, body in answers.items() if word.encode() in request.body), TestLogin.ROWS)

    with web(reply) as listening:
        endpoint = RemoteEndpoint(listening.url, graphs=None)
        for _ in range(2):
            endpoint.select(LEVELS)
        endpoint.select(LEVELS.replace("WHERE", "FROM <http://e/x> WHERE"))
        elsewhere = RemoteEndpoint(f"{listening.url}?default-graph-uri=http://e/x", graphs=None)
        elsewhere.select(LEVELS)
    assert endpoint.asked_graphs() == (ours, ("http://e/x", *ours))
    sent = [sorted(parse_qs(request.body.decode())) for request in listening.requests]
    told = ["default-graph-uri", "named-graph-uri", "query"]
    assert sent[:5] == [["query"], ["query"], told, told, ["query"]]
    assert len(sent) == 6
    values = parse_qs(listening.requests[2].body.decode())
    assert (values["default-graph-uri"], values["named-graph-uri"]) == ([*ours], ["http://e/x", *ours])


def test_graphs_of_a_server_that_has_none_of_ours_are_all_asked() -> None:
    listed = (
        b'{"head": {"vars": ["graph"]}, "results": {"bindings": [{"graph": {"type": "uri", "value": "http://e/x"}}]}}'
    )
    with web(lambda request: Reply(listed if b"DISTINCT" in request.body else b'{"boolean": false}')) as listening:
        assert RemoteEndpoint(listening.url, graphs=None).asked_graphs() == (("http://e/x",), ("http://e/x",))


def test_query_is_posted_as_the_protocol_says(tmp_path: Path) -> None:
    with web(lambda _: TestLogin.ROWS) as listening:
        assert main(asks(LEVELS)(listening.url, tmp_path)) == 0
    probe, sent = listening.requests
    assert b"ASK" in probe.body
    assert sent.method == "POST"
    assert sent.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert sent.headers["Accept"] == "application/sparql-results+json"
    assert sent.body.startswith(b"query=%23+Which+levels")
    assert b"&" not in sent.body


def test_graph_is_put_under_its_name() -> None:
    with web(lambda _: Reply(status=201)) as listening:
        assert main(["push", listening.url]) == 0
    names = [graph_name(path).value for path in data_at().graph_files()]
    assert [request.method for request in listening.requests] == ["PUT"] * len(names)
    assert [request.path for request in listening.requests] == [
        "/sparql?graph=" + name.replace(":", "%3A").replace("/", "%2F") for name in names
    ]
    assert all(request.headers["Content-Type"] == "application/n-triples" for request in listening.requests)


@pytest.mark.parametrize(
    ("reply", "what"), [(Reply(PAGE), "answers a page"), (Reply(status=202), "answers 202")], ids=["page", "accepted"]
)
def test_server_that_is_no_graph_store_is_told_from_one(
    reply: Reply, what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with web(lambda _: reply) as listening:
        fails(["push", listening.url], f"{what}, as no graph store does; give the address of the server's", capsys)
    assert len(listening.requests) == 1
