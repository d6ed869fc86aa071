"""The contract as machines and as people read it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from flask import Blueprint, Response, render_template, request

from app.api.assembly import BASE, METHODS, Operation, contract
from app.api.field_rows import FieldRow, row_of_parameter, rows_of

REASON = "the contract holds no data of anybody"
TITLE = "Mandaatloket API"


@dataclass(frozen=True)
class AnswerText:
    """An answer as the page shows it."""

    code: str
    meaning: str
    rows: Sequence[FieldRow]


@dataclass(frozen=True)
class OperationText:
    """An operation as the page shows it."""

    id: str
    method: str
    address: str
    scope: str
    summary: str
    description: str
    parameters: Sequence[FieldRow]
    body: Sequence[FieldRow]
    answers: Sequence[AnswerText]


def add_documents(blueprint: Blueprint) -> None:
    """Serve the contract, to everybody."""
    for view in (show_contract, show_page):
        view.guard, view.guard_reason = "public", REASON  # type: ignore[attr-defined]
    blueprint.add_url_rule(f"{BASE}/openapi.json", "openapi", show_contract, methods=["GET"])
    blueprint.add_url_rule(f"{BASE}/docs", "docs", show_page, methods=["GET"])


def show_contract() -> Response:
    """The contract in OpenAPI 3.1."""
    response = Response(_as_json(), mimetype="application/json")
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.add_etag()
    response.make_conditional(request)
    return response


def show_page() -> str:
    """The contract as a page."""
    return render_template("api/docs.html", title=TITLE, document=contract().document, operations=_texts())


@cache
def _as_json() -> bytes:
    return json.dumps(contract().document, ensure_ascii=False).encode()


@cache
def _texts() -> Sequence[OperationText]:
    said = {
        item[method]["operationId"]: item[method]
        for item in contract().document["paths"].values() for method in METHODS if method in item
    }  # fmt: skip
    return [_text(one, said[one.id]) for one in contract().operations]


def _text(operation: Operation, said: Mapping[str, Any]) -> OperationText:
    return OperationText(
        operation.id,
        operation.method,
        operation.address,
        operation.scope,
        said["summary"],
        said.get("description", ""),
        [row_of_parameter(one) for one in operation.parameters],
        rows_of(operation.body) if operation.body else (),
        [_answer_text(code, one) for code, one in operation.responses.items()],
    )


def _answer_text(code: str, said: Mapping[str, Any]) -> AnswerText:
    if "$ref" in said:
        said = contract().document["components"]["responses"][said["$ref"].rpartition("/")[2]]
        return AnswerText(code, said["description"], ())
    content = said.get("content", {}).get("application/json")
    return AnswerText(code, said["description"], rows_of(content["schema"]) if content else ())
