"""Links are made by functions that Werkzeug writes; ours are written late and once, and have to make the same ones."""

from typing import Any
from uuid import UUID

import pytest
from flask import Flask, render_template_string, url_for
from werkzeug.exceptions import NotFound
from werkzeug.routing import AnyConverter, BaseConverter, BuildError, IntegerConverter, Map, Rule, UUIDConverter

from app.web.addresses import LateRule


def a_value(converter: BaseConverter) -> Any:
    """Something to put in a link, with signs that have to be written in another way where that can be."""
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    if isinstance(converter, UUIDConverter):
        return UUID(int=12)
    return 7 if isinstance(converter, IntegerConverter) else "één & twee"


def links(app: Flask, kind: type[Rule]) -> list[str]:
    """A link to every address of the application, with and without something after it."""
    known = [kind(rule.rule, endpoint=str(number)) for number, rule in enumerate(app.url_map.iter_rules())]
    addresses = Map(known, converters=app.url_map.converters).bind("example.be")
    made = []
    for rule in known:
        values = {name: a_value(converter) for name, converter in rule._converters.items()}
        made += [addresses.build(rule.endpoint, given) for given in (values, values | {"terug": "/a?b=c&d"}) * 2]
    return made


def test_every_link_is_the_one_that_werkzeug_would_make(app: Flask) -> None:
    assert links(app, LateRule) == links(app, Rule)


def test_what_was_written_once_in_a_process_is_used_again(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    before = links(app, LateRule)
    monkeypatch.setattr(Rule, "_compile_builder", None)
    assert links(app, LateRule) == before


def test_a_link_that_begins_with_a_dot_stays_in_its_own_part(app: Flask) -> None:
    """Each process keeps the links that are the same on every page; these are not."""
    for address in ("/", "/aanmelden", "/opnieuw-aanmelden", "/"):
        with app.test_request_context(address):
            assert render_template_string("{{ url_for('.show') }}") == address


@pytest.mark.parametrize("values", [{}, {"van": "1 & 2"}, {"step": "één"}, {"_anchor": "a b"}, {"_external": True}])
def test_a_link_is_the_one_that_flask_would_make(app: Flask, values: dict[str, Any]) -> None:
    given = {"draft_id": UUID(int=12), "step": "types"} | values
    with app.test_request_context("/", base_url="http://localhost/loket/"):
        assert url_for("give.step", **given) == Flask.url_for(app, "give.step", **given)
        with pytest.raises(BuildError):
            url_for("give.step", step="types")


def test_nothing_is_at_an_address_with_a_sign_that_a_database_cannot_be_asked_for(app: Flask) -> None:
    addresses = app.url_map.bind("example.be")
    assert addresses.match("/beheer/toepassingen/%/adressen/nieuw")[1] == {"key": "%"}
    with pytest.raises(NotFound):
        addresses.match("/beheer/toepassingen/\0/adressen/nieuw")
