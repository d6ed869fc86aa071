"""What is set on this machine: shown, never changed here, and nothing secret."""

from collections.abc import Iterator
from dataclasses import Field, fields, is_dataclass
from typing import Any

from flask import Blueprint, render_template

from app.web.databases import settings
from app.web.guards import administrator_only

pages = Blueprint("administration_settings", __name__, url_prefix="/beheer/instellingen")

SET, NOT_SET = "ingesteld", "niet ingesteld"


@pages.get("")
@administrator_only
def show() -> str:
    """Every setting and its value."""
    rows = [{"key": name, "value": value} for name, value in shown(settings())]
    return render_template("pages/administration/settings.html", rows=rows)


def shown(part: Any, before: str = "") -> Iterator[tuple[str, str]]:  # noqa: ANN401 - any of our settings
    """Name and value of every setting in `part`; of a secret only whether it is set."""
    for one in fields(part):
        value, name = getattr(part, one.name), f"{before}{one.name}"
        if is_dataclass(value):
            yield from shown(value, f"{name}.")
        elif isinstance(value, tuple) and value and is_dataclass(value[0]):
            for number, item in enumerate(value, 1):
                yield from shown(item, f"{name}.{number}.")
        else:
            yield name, _text(one, value)


def _text(one: Field[Any], value: Any) -> str:  # noqa: ANN401
    if value is None or value in ("", ()):
        return NOT_SET
    if isinstance(value, bytes) or not one.repr:
        return SET
    if one.name == "database_url":
        return str(value).partition(":")[0]  # the rest can hold a password
    if isinstance(value, bool):
        return "ja" if value else "nee"
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
