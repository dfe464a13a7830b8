"""The description of the API is valid, names every question, and the running server keeps to it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from needgraph.querying.catalogue import questions
from needgraph.serving.openapi import openapi
from needgraph.serving.question_request import COMMON
from served import FIXTURES, Running, serving

SECONDS = 300
EXAMPLES = "4"


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(openapi("", "1.0-abc"))
    return found


def test_description_is_valid_openapi(described: dict[str, Any]) -> None:
    from openapi_spec_validator import OpenAPIV31SpecValidator

    assert [str(error) for error in OpenAPIV31SpecValidator(described).iter_errors()] == []


def test_every_question_is_an_operation_with_its_parameters(described: dict[str, Any]) -> None:
    paths = described["paths"]
    offered = {name: question for name, question in questions().items() if not question.needs}
    assert set(paths) == {f"/query/{name}" for name in offered} | {"/health"}
    for name, question in offered.items():
        operation = paths[f"/query/{name}"]["get"]
        assert (operation["operationId"], operation["summary"]) == (name, question.title)
        named = [parameter["name"] for parameter in operation["parameters"]]
        common = [key for key in COMMON if question.columns or key not in ("limit", "offset")]
        assert named == [*(parameter.name for parameter in question.parameters), *common]


def test_no_parameter_of_a_question_has_a_name_that_all_have() -> None:
    assert not {each.name for question in questions().values() for each in question.parameters} & set(COMMON)


def test_columns_of_a_question_are_the_fields_of_its_rows(described: dict[str, Any]) -> None:
    answer = described["paths"]["/query/levels"]["get"]["responses"]["200"]
    row = answer["content"]["application/json"]["schema"]["properties"]["rows"]["items"]
    assert list(row["properties"]) == ["authority", "edition", "level", "name", "tiers", "risk"]


def test_an_empty_value_is_allowed_where_it_says_something(described: dict[str, Any]) -> None:
    parameters = described["paths"]["/query/indicators"]["get"]["parameters"]
    allowed = {parameter["name"] for parameter in parameters if parameter.get("allowEmptyValue")}
    assert allowed == {"dimension"}


def test_address_and_version_are_those_of_the_site() -> None:
    found = json.loads(openapi("https://example.org/needs", "1.0-abc"))
    assert found["servers"] == [{"url": "https://example.org/needs"}]
    assert found["info"]["version"] == "1.0-abc"


@pytest.fixture(scope="module")
def server() -> Iterator[Running]:
    # Examples come faster than a person asks.
    with serving("--data", str(FIXTURES), "--queue", "100", "--seconds", "20") as running:
        yield running


@pytest.mark.server
def test_server_gives_its_description(server: Running) -> None:
    reply = server.get("/openapi.json")
    assert (reply.status, reply.media_type) == (200, "application/json")
    assert json.loads(reply.body)["openapi"] == "3.1.0"
    assert server.get("/openapi.json", if_none_match=reply.headers["etag"]).status == 304
    assert server.get("/openapi.json", method="DELETE").status == 405
    assert server.get("/openapi.json", method="HEAD").body == b""


@pytest.mark.server
@pytest.mark.slow
def test_server_keeps_to_its_description_whatever_is_sent(server: Running, tmp_path: Path) -> None:
    command = [
        str(Path(sys.executable).parent / "schemathesis"), "--config-file", str(settings(tmp_path)), "run",
        f"{server.url}/openapi.json", "--checks", "all", "--phases", "examples,coverage,fuzzing",
        "--max-examples", EXAMPLES, "--seed", "1", "--generation-database", "none", "--no-color", "--workers", "2",
    ]  # fmt: skip
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=SECONDS)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    operations = len([each for each in questions().values() if not each.needs]) + 1
    assert f"{operations} selected / {operations} total" in done.stdout, done.stdout[-3000:]


def settings(folder: Path) -> Path:
    """Return a file of settings in place of any that the machine may have."""
    path = folder / "schemathesis.toml"
    path.write_text("", encoding="utf-8")
    return path
