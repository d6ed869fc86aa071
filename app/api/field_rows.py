"""A schema of the contract as rows that people read: the field, what it holds, what it means."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.api.assembly import contract

DEEPEST = 4
SHAPES = "#/components/schemas/"
LIMITS = (
    "minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties", "default",
)  # fmt: skip


@dataclass(frozen=True)
class FieldRow:
    """One field, by its path: `lines[].type`. `shape` names the shape that it holds, which has rows of its own."""

    name: str
    kind: str
    required: bool
    meaning: str
    shape: str | None = None


@dataclass(frozen=True)
class ShapeText:
    """A shape of answers, by its name in the contract."""

    name: str
    meaning: str
    rows: Sequence[FieldRow]


def rows_of(schema: Mapping[str, Any]) -> Sequence[FieldRow]:
    """Every field in what is sent, in the order of the contract."""
    return list(_rows(schema, "", 0, apart=False))


def shapes_in(schemas: Sequence[Mapping[str, Any]]) -> Sequence[ShapeText]:
    """The shapes to which these schemas lead, each once, by name."""
    found: dict[str, ShapeText] = {}
    waiting = [name for one in schemas if (name := shape_of(one))]
    while waiting:
        name = waiting.pop()
        if name not in found:
            said = contract().document["components"]["schemas"][name]
            found[name] = ShapeText(name, said.get("description", ""), list(_rows(said, "", 0, apart=True)))
            waiting += [row.shape for row in found[name].rows if row.shape]
    return [found[name] for name in sorted(found)]


def row_of_parameter(parameter: Mapping[str, Any]) -> FieldRow:
    """A parameter as a row."""
    meaning = parameter.get("description", "")
    return FieldRow(parameter["name"], kind_of(parameter["schema"]), parameter.get("required", False), meaning)


def shape_of(said: Mapping[str, Any]) -> str | None:
    """The name of the shape that a value is, or that the items of a list are; None for a plain value."""
    said = said.get("items", said) if said.get("type") == "array" else said
    whole = resolved(said)
    is_shape = "$ref" in said and (whole.get("type") == "object" or "allOf" in whole)
    return said["$ref"].removeprefix(SHAPES) if is_shape else None


def kind_of(said: Mapping[str, Any]) -> str:
    """What a value is, in words: "string, date", "one of giver, holder"."""
    schema = resolved(said)
    if "enum" in schema:
        return f"one of {', '.join(schema['enum'])}"
    if schema.get("type") == "array":
        return f"list of {kind_of(schema.get('items', {}))}"
    words = [schema.get("type", "any value"), schema.get("format")]
    words += [f"{name} {schema[name]}" for name in LIMITS if name in schema]
    return ", ".join(word for word in words if word)


def resolved(said: Mapping[str, Any]) -> Mapping[str, Any]:
    """A schema without its reference; what is said beside a reference counts first."""
    if "$ref" not in said:
        return said
    name = said["$ref"].removeprefix(SHAPES)
    beside = {key: value for key, value in said.items() if key != "$ref"}
    return {**contract().document["components"]["schemas"][name], **beside}


def _rows(said: Mapping[str, Any], prefix: str, depth: int, *, apart: bool) -> Iterator[FieldRow]:
    """The fields; with `apart` those of another shape are left to the rows of that one."""
    schema = resolved(said)
    for part in schema.get("allOf", ()):
        yield from _rows(part, prefix, depth, apart=apart)
    if schema.get("type") == "array" and depth < DEEPEST:
        yield from _rows(schema.get("items", {}), f"{prefix}[]", depth + 1, apart=apart)
    required = schema.get("required", ())
    for name, field in schema.get("properties", {}).items():
        path, found = f"{prefix}.{name}".strip("."), resolved(field)
        shape = shape_of(field) if apart else None
        yield FieldRow(path, kind_of(field), name in required, found.get("description", ""), shape)
        if shape is None and depth < DEEPEST and found.get("type") in {"object", "array"}:
            yield from _rows(field, path, depth + 1, apart=apart)
