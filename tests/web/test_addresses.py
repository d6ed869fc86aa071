"""Links are made by functions that Werkzeug writes; ours are written late and once, and have to make the same ones."""

from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from werkzeug.routing import AnyConverter, BaseConverter, IntegerConverter, Rule, UUIDConverter

from app import create_app
from app.config import Settings
from app.db import Database


def a_value(converter: BaseConverter) -> Any:
    """Something to put in a link, with signs that have to be written in another way where that can be."""
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    if isinstance(converter, UUIDConverter):
        return UUID(int=12)
    return 7 if isinstance(converter, IntegerConverter) else "één & twee"


def test_every_link_is_the_one_that_werkzeug_would_make(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        values = {name: a_value(converter) for name, converter in rule._converters.items()}
        more = values | {"terug": "/a?b=c&d"}
        for _ in range(2):  # written at the first, used again at the second
            assert rule._build(**values) == Rule._compile_builder(rule, False)(rule, **values)
            assert rule._build_unknown(**more) == Rule._compile_builder(rule, True)(rule, **more)


def test_what_one_application_wrote_the_next_one_uses(
    app: Flask, web_settings: Settings, sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def addresses(of: Flask) -> list[str]:
        with of.test_request_context():
            links = [("start.show", {}), ("give.step", {"draft_id": UUID(int=1), "step": "what"})]
            return [of.url_for(endpoint, **values) for endpoint, values in links]

    before = addresses(app)
    monkeypatch.setattr(Rule, "_compile_builder", None)
    assert addresses(create_app(web_settings, database=sqlite_database)) == before
