"""Describe the JSON API as OpenAPI 3.1, made from the catalogue of questions."""

from __future__ import annotations

import json
from typing import Any

from needgraph import __version__
from needgraph.identifiers import BASE
from needgraph.querying.catalogue import Parameter, Question, questions
from needgraph.serving.question_forms import QUESTION_FORMS, XLSX
from needgraph.serving.question_request import COMMON, MOST_OFFSET, MOST_ROWS
from needgraph.site.negotiation import GRAPH_FORMS

_NOTICE = (
    "Answers say what documents say; nothing here is advice on a case or decides the level of a child. Neither "
    "authority has endorsed this. The wording quoted is the authorities' own."
)


def openapi(base: str, version: str) -> bytes:
    """Return the description as JSON; ``base`` is the public address, empty where it is that of the request."""
    found = [question for question in questions().values() if not question.needs]
    document: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {
            "title": "needgraph questions",
            "summary": "What English threshold-of-need guidance says, as answers to named questions.",
            "description": _NOTICE,
            "version": version or __version__,
            "license": {"name": "CC BY 4.0, for our own data", "identifier": "CC-BY-4.0"},
        },
        "servers": [{"url": base or "/"}],
        "tags": [{"name": folder} for folder in sorted({question.folder for question in found})],
        "paths": {
            **{f"/query/{question.name}": {"get": _operation(question)} for question in found},
            "/health": {"get": _health()},
        },
        "components": {"responses": _RESPONSES, "headers": _HEADERS},
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _operation(question: Question) -> dict[str, Any]:
    own = [_parameter(parameter) for parameter in question.parameters]
    described = "The triples of a graph."
    if question.columns:
        described = "The rows, the whole number of them, and the notice that belongs beside them."
    answer = {
        "description": described,
        "headers": {name: {"$ref": f"#/components/headers/{name}"} for name in _HEADERS if name != "Retry-After"},
        "content": _rows(question) if question.columns else _graph(),
    }
    return {
        "operationId": question.name,
        "summary": question.title,
        "tags": [question.folder],
        "parameters": [*own, *_common(question)],
        "responses": {
            "200": answer,
            "303": {"description": "Asked for RDF or a page, where answers are rows: the question is described there."},
            "304": {"description": "The client has this answer already, by its ETag."},
            **{status: {"$ref": f"#/components/responses/{name}"} for status, name in _STATUSES.items()},
        },
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string"}
    if parameter.example in ("true", "false"):
        schema = {"type": "string", "enum": ["true", "false"]}
    elif parameter.is_node:
        schema = {"type": "string", "pattern": _ID}
    described: dict[str, Any] = {
        "name": parameter.name,
        "in": "query",
        "description": f"{parameter.meaning[0].upper()}{parameter.meaning[1:]}; all without it.",
        "schema": schema,
        "example": parameter.example.strip('<>"').removeprefix(BASE),
    }
    # The line of some parameters says what an empty value means.
    return {**described, "allowEmptyValue": True} if "empty for" in parameter.meaning else described


def _common(question: Question) -> list[dict[str, Any]]:
    """Return the parameters that every question takes; a graph has no rows to page."""
    forms = QUESTION_FORMS if question.columns else GRAPH_FORMS
    schemas: dict[str, dict[str, Any]] = {
        "limit": {"type": "integer", "minimum": 1, "maximum": MOST_ROWS},
        "offset": {"type": "integer", "minimum": 0, "maximum": MOST_OFFSET},
        "format": {"type": "string", "enum": list(forms)},
        "data_version": {"type": "string"},
        "blank": {"type": "string", "enum": ["all"]},
    }
    return [
        {"name": name, "in": "query", "description": f"{meaning[0].upper()}{meaning[1:]}.", "schema": schemas[name]}
        for name, meaning in COMMON.items()
        if question.columns or name not in ("limit", "offset")
    ]


def _rows(question: Question) -> dict[str, Any]:
    return {
        "application/json": {"schema": _schema(question)},
        "text/csv": {"schema": {"type": "string"}},
        XLSX: {"schema": {"type": "string", "contentMediaType": XLSX}},
    }


def _graph() -> dict[str, Any]:
    return {
        **{form.media_type: {"schema": {"type": "string"}} for form in GRAPH_FORMS.values() if form.name != "jsonld"},
        GRAPH_FORMS["jsonld"].media_type: {"schema": {"type": ["array", "object"]}},
    }


def _schema(question: Question) -> dict[str, Any]:
    row = {
        "type": "object",
        "properties": {column: {"type": ["string", "number", "boolean"]} for column in question.columns},
        "required": list(question.columns),
        "additionalProperties": False,
    }
    total = "The number of rows without limit and offset; null where the answer is too long for the server to count."
    properties: dict[str, Any] = {
        "columns": {"type": "array", "items": {"enum": list(question.columns)}},
        "rows": {"type": "array", "items": row},
        "total": {"type": ["integer", "null"], "minimum": 0, "description": total},
        "data_version": {"type": "string"},
        "built": {"type": "string", "description": "The latest date that the data state."},
        "notice": {"type": "array", "items": {"type": "string"}},
        "permalink": {"type": "string", "description": "The address of this answer of this version of the data."},
    }
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _health() -> dict[str, Any]:
    properties = {
        "status": {"const": "ok"},
        "data_version": {"type": "string"},
        "triples": {"type": "integer", "minimum": 0},
    }
    schema = {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}
    return {
        "operationId": "health",
        "summary": "Is the service answering, and of which data?",
        "responses": {
            "200": {"description": "It is.", "content": {"application/json": {"schema": schema}}},
            **{status: {"$ref": f"#/components/responses/{_STATUSES[status]}"} for status in ("405", "503")},
        },
    }


# An id is the path after /id/, or a full IRI.
_ID = r"^([A-Za-z0-9][A-Za-z0-9._~-]*(/[A-Za-z0-9._~-]+)*|https?://[a-z0-9][a-z0-9.-]*/[A-Za-z0-9._~/-]*)$"
_HEADERS = {
    "ETag": {"schema": {"type": "string"}},
    "Link": {"description": "The permalink of the answer, as rel=self.", "schema": {"type": "string"}},
    "X-Needgraph-Truncated": {
        "description": "Where the answer was cut; absent when it is whole.",
        "schema": {"type": "string"},
    },
    "Retry-After": {"description": "After how many seconds to ask again.", "schema": {"type": "integer"}},
}
_SENTENCE = {"text/plain": {"schema": {"type": "string"}}}
_STATUSES = {
    "400": "Wrong",
    "404": "Missing",
    "405": "NotAllowed",
    "406": "NotAcceptable",
    "502": "StoreFails",
    "503": "Busy",
}
_MISSING = "There is no such question or version, or a value that is asked for occurs nowhere in the data."
_RESPONSES = {
    "Wrong": {"description": "A parameter is unknown or wrong; the sentence says which.", "content": _SENTENCE},
    "Missing": {
        "description": "There is no such question or version, or a value occurs nowhere in the data.",
        "content": _SENTENCE,
    },
    "NotAllowed": {"description": "Only GET, HEAD and OPTIONS.", "content": _SENTENCE},
    "NotAcceptable": {"description": "None of the accepted media types is to be had.", "content": _SENTENCE},
    "StoreFails": {"description": "The store behind this service fails.", "content": _SENTENCE},
    "Busy": {
        "description": "Too many queries, or one that takes too long; try again.",
        "headers": {"Retry-After": {"$ref": "#/components/headers/Retry-After"}},
        "content": _SENTENCE,
    },
}
