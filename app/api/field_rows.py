"""A schema of the contract as rows that people read: the field, what it holds, what it means."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.api.assembly import contract

DEEPEST = 4
LIMITS = (
    "minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties", "default",
)  # fmt: skip


@dataclass(frozen=True)
class FieldRow:
    """One field, by its path: `lines[].type`."""

    name: str
    kind: str
    required: bool
    meaning: str


def rows_of(schema: Mapping[str, Any]) -> Sequence[FieldRow]:
    """Every field in a schema, in the order of the contract."""
    return list(_rows(schema, "", 0))


def row_of_parameter(parameter: Mapping[str, Any]) -> FieldRow:
    """A parameter as a row."""
    meaning = parameter.get("description", "")
    return FieldRow(parameter["name"], kind_of(parameter["schema"]), parameter.get("required", False), meaning)


def kind_of(said: Mapping[str, Any]) -> str:
    """What a value is, in words: "string, date", "one of giver, holder"."""
    schema = resolved(said)
    if "enum" in schema:
        return f"one of {', '.join(schema['enum'])}"
    if schema.get("type") == "array":
        return f"array of {kind_of(schema.get('items', {}))}"
    words = [schema.get("type", "any value"), schema.get("format")]
    words += [f"{name} {schema[name]}" for name in LIMITS if name in schema]
    return ", ".join(word for word in words if word)


def resolved(said: Mapping[str, Any]) -> Mapping[str, Any]:
    """A schema without its reference; what is said beside a reference counts first."""
    if "$ref" not in said:
        return said
    name = said["$ref"].rpartition("/")[2]
    return {**contract().document["components"]["schemas"][name], **{k: v for k, v in said.items() if k != "$ref"}}


def _rows(said: Mapping[str, Any], prefix: str, depth: int) -> Iterator[FieldRow]:
    schema = resolved(said)
    for part in schema.get("allOf", ()):
        yield from _rows(part, prefix, depth)
    if schema.get("type") == "array" and depth < DEEPEST:
        yield from _rows(schema.get("items", {}), f"{prefix}[]", depth + 1)
    required = schema.get("required", ())
    for name, field in schema.get("properties", {}).items():
        path = f"{prefix}.{name}".strip(".")
        found = resolved(field)
        yield FieldRow(path, kind_of(field), name in required, found.get("description", ""))
        if depth < DEEPEST and found.get("type") in {"object", "array"}:
            yield from _rows(field, path, depth + 1)
