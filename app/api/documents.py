"""The contract as machines and as people read it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from flask import Blueprint, Response, render_template, request
from markupsafe import Markup, escape

from app.api.assembly import BASE, METHODS, REFUSALS, Operation, contract
from app.api.field_rows import FieldRow, row_of_parameter, rows_of, shape_of, shapes_in

REASON = "the contract holds no data of anybody"
TITLE = "Mandaatloket API"
ALWAYS = ("Accept-Language", "Idempotency-Key")  # told once, for all operations
PROBLEM = {"$ref": "#/components/schemas/Problem"}


@dataclass(frozen=True)
class AnswerText:
    """An answer as the page shows it; `shape` names what is in it."""

    code: str
    meaning: str
    shape: str | None


@dataclass(frozen=True)
class OperationText:
    """An operation as the page shows it."""

    id: str
    method: str
    address: str
    scope: str
    tag: str
    summary: str
    description: str
    parameters: Sequence[FieldRow]
    body: Sequence[FieldRow]
    answers: Sequence[AnswerText]


@dataclass(frozen=True)
class TagText:
    """Operations that belong together."""

    meaning: str
    operations: Sequence[OperationText]


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
    document = contract().document
    return render_template(
        "api/docs.html", title=TITLE, document=document, refusals=REFUSALS, with_code=with_code, **_texts()
    )


@cache
def _as_json() -> bytes:
    return json.dumps(contract().document, ensure_ascii=False).encode()


def with_code(text: str) -> Markup:
    """A text of the contract in which `words` between backticks are code."""
    parts = [escape(part) for part in text.split("`")]
    return Markup("").join(Markup("<code>{}</code>").format(part) if n % 2 else part for n, part in enumerate(parts))


@cache
def _texts() -> Mapping[str, Any]:
    document = contract().document
    said = {
        item[method]["operationId"]: item[method]
        for item in document["paths"].values() for method in METHODS if method in item
    }  # fmt: skip
    texts = sorted((_text(one, said[one.id]) for one in contract().operations), key=_place)
    by_tag = {tag["description"]: [one for one in texts if one.tag == tag["name"]] for tag in document["tags"]}
    tags = [TagText(meaning, found) for meaning, found in by_tag.items() if found]
    always = [document["components"]["parameters"][name] for name in ("idempotencyKey", "acceptLanguage")]
    answered = [schema for one in contract().operations for answer in _done(one).values() if (schema := _in(answer))]
    shapes = shapes_in([*answered, PROBLEM])
    return {"tags": tags, "always": [row_of_parameter(one) for one in always], "shapes": shapes}


def _place(text: OperationText) -> tuple[bool, str, str]:
    """What stands alone before what does many, then by address."""
    return ("/bulk/" in text.address, text.address, text.method)


def _text(operation: Operation, said: Mapping[str, Any]) -> OperationText:
    return OperationText(
        operation.id,
        operation.method,
        operation.address,
        operation.scope,
        said["tags"][0],
        said["summary"],
        said.get("description", ""),
        [row_of_parameter(one) for one in operation.parameters if one["name"] not in ALWAYS],
        rows_of(operation.body) if operation.body else (),
        [_answer_text(code, one) for code, one in _done(operation).items()],
    )


def _done(operation: Operation) -> Mapping[str, Any]:
    """The answers that are no refusals."""
    return {code: one for code, one in operation.responses.items() if code < "400"}


def _in(answer: Mapping[str, Any]) -> Mapping[str, Any] | None:
    content = answer.get("content", {}).get("application/json")
    return content["schema"] if content else None


def _answer_text(code: str, answer: Mapping[str, Any]) -> AnswerText:
    schema = _in(answer)
    return AnswerText(code, answer["description"], shape_of(schema) if schema else None)
