"""A form that is sent empty names everything that it needs at once, in the order of the page."""

from collections.abc import Mapping, Sequence

import pytest
from flask import Flask

from app.core.people.roles import ADMINISTRATOR, DOMAIN_MANAGER, Role
from app.db import Database
from tests.web.client import LintingClient, page_of
from tests.web.pages.test_administration import staff
from tests.web.pages.test_catalogue_pages import NEW_TYPE
from tests.web.pages.test_clients import public
from tests.world import World

DAY = {"from_day-day": "1", "from_day-month": "1", "from_day-year": "2027"}
TYPE = {**NEW_TYPE, **DAY}
GROUP = {"name": "Water", "key": "water", "hint": "Wie water gebruikt", "listed": ["subsidy.view"],
         "sentences": "mag kijken.", **DAY}  # fmt: skip
RIGHT = {name: TYPE[name] for name in TYPE if name not in ("services", "starters", "party_kinds")}
CLIENT = {"name": "Het loket", "key": "loket", "entity": "geen", "domains": ["subsidies"], "scopes": ["checks"]}
JOURNAL = {"staff_number": "6001", "channel": "alle", "reason": "check"}
# Of each form of who looks after the service: where it stands, its address, and the least that it needs.
FORMS: Sequence[tuple[str, str, Mapping[str, object]]] = (
    ("/beheer/entiteiten", "/beheer/entiteiten", {"name": "Entiteit Cultuur", "key": "cultuur"}),
    ("/beheer/entiteiten/werk", "/beheer/entiteiten/werk/domein", {"domain_name": "Podium", "domain_key": "podium"}),
    ("/beheer/entiteiten/werk", "/beheer/entiteiten/werk", {"name": "Departement Werk"}),
    ("/beheer/loketten/nieuw", "", {"name": "Loket Brugge", "town": "Brugge"}),
    ("/beheer/toepassingen/nieuw", "", CLIENT),
    ("/beheer/toepassingen/subsidies/sleutel", "", {"text": public("one")}),
    ("/beheer/journaal", "/beheer/journaal", JOURNAL),
    ("/beheer/catalogus/nieuw/type/ondernemen", "", TYPE),
    ("/beheer/catalogus/nieuw/groep/ondernemen", "", GROUP),
    ("/beheer/catalogus/nieuw/recht/ondernemen", "", RIGHT),
)  # fmt: skip


@pytest.fixture
def inge(client: LintingClient, sqlite_database: Database, world: World) -> LintingClient:
    """Somebody with every role."""
    client.come_in_as(staff(sqlite_database, "inge", "6001", Role(ADMINISTRATOR)))
    return client


@pytest.fixture
def pieter(app: Flask, sqlite_database: Database, inge: LintingClient) -> LintingClient:
    """Who manages the domains of one entity."""
    client: LintingClient = app.test_client()  # type: ignore[assignment]
    client.come_in_as(staff(sqlite_database, "pieter", "6010", Role(DOMAIN_MANAGER, "ondernemen")))
    return client


@pytest.mark.parametrize(("page", "address", "needed"), FORMS, ids=lambda one: one if isinstance(one, str) else "")
def test_everything_that_is_needed_is_named_at_once(
    inge: LintingClient, pieter: LintingClient, page: str, address: str, needed: Mapping[str, object]
) -> None:
    if "/subsidies/" in page:
        inge.fill_in("/beheer/toepassingen/nieuw", CLIENT | {"key": "subsidies"})
    who = pieter if "catalogus" in page else inge
    shown = who.see(page)
    form = next(one for one in shown.select("main form") if str(one.get("action", "")) == address)
    answer = page_of(who.send(form, page, _texts(form), 422), 422)
    said = [str(one["href"]).removeprefix("#") for one in answer.select(".govuk-error-summary a")]
    wanted = list(dict.fromkeys(name.partition("-")[0] if "day" in name else name for name in needed))
    asked_anyway = {"channel"}  # something is always chosen there
    missing = [name for name in wanted if name not in asked_anyway]
    if page == "/beheer/journaal":
        missing = ["dossier_number", "reason"]
    assert sorted(one.partition("-")[0] for one in said) == sorted(missing)
    in_order = [str(one["id"]) for one in answer.select("main [id]") if str(one["id"]) in said]
    assert said == in_order
    who.send(form, page, dict(needed), 200 if page == "/beheer/journaal" else 303)


def _texts(form: object) -> dict[str, str]:
    """Every line of text, empty."""
    found = form.select("input[type=text], input:not([type]), textarea")  # type: ignore[attr-defined]
    return {str(one["name"]): "" for one in found}
