"""The pages about applications that may call: added, given a key, changed, shut out; each for a fresh administrator."""

import json
from datetime import timedelta

import pytest
from flask import Flask
from joserfc.jwk import ECKey

from app.core.actor import Actor
from app.core.clients.keeping_keys import add_key
from app.core.clients.proving import find_client
from app.core.clients.registering import ClientPlan, add_client
from app.core.people.roles import ADMINISTRATOR, Role
from app.db import Database
from tests.web.client import LintingClient, words_of
from tests.web.conftest import StillClock
from tests.web.pages.test_administration import form_to, staff
from tests.web.small_world import START
from tests.world import World

HOME = "/beheer/toepassingen"
LOKET = f"{HOME}/loket"
PLAN = ClientPlan("loket", "Het loket", None, ("subsidies",), ("checks",))


def public(kid: str) -> str:
    return json.dumps(ECKey.generate_key("P-256", {"kid": kid}, private=True).as_dict(private=False))


@pytest.fixture
def inge(client: LintingClient, sqlite_database: Database, world: World) -> LintingClient:
    """An administrator, who finds one application with one key."""
    with sqlite_database.writing.begin() as session:
        add_client(session, Actor.job(), PLAN, now=START)
        add_key(session, Actor.job(), "loket", public("one"), now=START)
    client.come_in_as(staff(sqlite_database, "inge", "6001", Role(ADMINISTRATOR)))
    return client


def known(database: Database, key: str = "loket") -> dict[str, object] | None:
    with database.reading() as session:
        found = find_client(session, key, now=START)
    return {"keys": [one.kid for one in found.keys], "most": found.most} if found else None


def test_an_application_is_added_with_what_it_may_do(inge: LintingClient, sqlite_database: Database) -> None:
    page = f"{HOME}/nieuw"
    said = {"name": "Premieloket", "key": "premies", "entity": "ondernemen", "domains": ["subsidies"],
            "scopes": ["checks"], "return_addresses": "https://a.example/\nhttps://b.example/", "audiences": "premies"}
    assert form_to(inge, page, page, **said) == f"{HOME}/premies?gedaan=nieuw"  # type: ignore[arg-type]
    assert known(sqlite_database, "premies") == {"keys": [], "most": known(sqlite_database)["most"]}  # type: ignore[index]
    card = words_of(inge.see(f"{HOME}/premies").select_one("main"))
    assert "https://a.example/, https://b.example/" in card
    assert "Nog geen sleutel" in card


def test_what_is_refused_stands_at_its_field(inge: LintingClient) -> None:
    page = f"{HOME}/nieuw"
    form = inge.see(page).select_one("main form")
    said = {"name": "Het loket", "key": "other", "entity": "geen", "domains": ["subsidies"], "scopes": ["checks"]}
    answer = inge.send(form, page, said, 422)
    assert "Er is al een toepassing met deze naam" in answer.text


def test_a_key_is_pasted_and_another_one_revoked(inge: LintingClient, sqlite_database: Database) -> None:
    page = f"{LOKET}/sleutel"
    assert form_to(inge, page, page, text=public("two"), replaces="y") == f"{LOKET}?gedaan=sleutel"
    assert known(sqlite_database)["keys"] == ["one", "two"]  # type: ignore[index]
    revoke = str(inge.see(LOKET).select_one("a[href*='sleutel=one']")["href"])  # type: ignore[index]
    asked = inge.see(revoke)
    assert "Trekt u deze sleutel in? one" in words_of(asked.main)
    assert "de enige open sleutel" not in words_of(asked.main)
    assert inge.send(asked.select_one("main form"), revoke, {}).location == f"{LOKET}?gedaan=sleutel-weg"  # type: ignore[arg-type]
    assert inge.get(revoke).location == LOKET
    assert "de enige open sleutel" in words_of(inge.see(revoke.replace("one", "two")).main)
    assert known(sqlite_database)["keys"] == ["two"]  # type: ignore[index]


def test_it_is_changed_and_shut_out(inge: LintingClient, sqlite_database: Database) -> None:
    page = f"{LOKET}/wijzigen"
    assert form_to(inge, page, page, scopes=["events"]) == f"{LOKET}?gedaan=bewaard"  # type: ignore[arg-type]
    assert known(sqlite_database)["most"].scopes == {"events"}  # type: ignore[index,union-attr]
    form = inge.see(LOKET).select_one("form[action$=afsluiten]")
    assert "Vink aan dat u dit weet" in inge.send(form, LOKET, {}, 422).text
    assert form_to(inge, LOKET, "/afsluiten", sure="y") == f"{HOME}?gedaan=dicht"
    assert known(sqlite_database) is None
    assert "afgesloten op" in words_of(inge.see(LOKET).select_one("main"))
    assert inge.get(f"{LOKET}/sleutel").status_code == 404


def test_its_entity_is_shown_and_stays(inge: LintingClient) -> None:
    page = f"{LOKET}/wijzigen"
    form = inge.see(page).select_one("main form")
    assert [one["value"] for one in form.select("[name=entity]")] == ["geen"]
    assert inge.send(form, page, {"entity": "ondernemen"}, 422)


def test_first_somebody_proves_again_who_he_is(
    inge: LintingClient, sqlite_database: Database, still_clock: StillClock
) -> None:
    revoke = f"{LOKET}/sleutel/intrekken?sleutel=one"
    form = inge.see(revoke).select_one("main form")
    still_clock.wait(timedelta(minutes=11))
    for page in (f"{HOME}/nieuw", f"{LOKET}/wijzigen", f"{LOKET}/sleutel"):
        assert "/opnieuw-aanmelden" in str(inge.get(page).location)
    assert "/opnieuw-aanmelden" in str(inge.get(revoke).location)
    assert "/opnieuw-aanmelden" in str(inge.send(form, revoke, {}).location)
    assert known(sqlite_database)["keys"] == ["one"]  # type: ignore[index]


def test_for_everybody_else_they_do_not_exist(app: Flask, inge: LintingClient) -> None:
    other: LintingClient = app.test_client()  # type: ignore[assignment]
    other.come_in_as("maria")
    pages = (HOME, f"{HOME}/nieuw", LOKET, f"{LOKET}/wijzigen", f"{LOKET}/sleutel")
    assert [other.get(page).status_code for page in pages] == [404] * len(pages)
