"""An administrator finds somebody, sees where he is signed in, and ends it; he reads that the next time."""

from flask import Flask
from sqlalchemy import update

from app.core.people.roles import ADMINISTRATOR, Role
from app.db import Database
from app.models.web_session import WebSession
from tests.web.client import LintingClient, errors_of, page_of, words_of
from tests.web.pages.test_administration import staff
from tests.world import World

ADDRESS = "/beheer/aanmeldingen"


def test_somebody_is_sought_signed_out_everywhere_and_told(
    app: Flask, client: LintingClient, sqlite_database: Database, world: World
) -> None:
    of_maria: LintingClient = app.test_client()  # type: ignore[assignment]
    of_maria.come_in_as("maria")
    client.come_in_as(staff(sqlite_database, "inge", "6001", Role(ADMINISTRATOR)))
    assert "Iemand overal afmelden" in words_of(client.see("/beheer").main)
    found = page_of(client.fill_in(ADDRESS, {"known_by": "maria vermeulen"}, 200))
    page = str(found.select_one("main .ml-rows a")["href"])
    assert page.startswith(ADDRESS)
    assert "maria" not in page
    assert "Met een naam en een wachtwoord" in words_of(client.see(page).main)
    assert errors_of(page_of(client.fill_in(page, {}, 422), 422)) == ["U hebt nog geen reden gekozen. Kies waarom."]
    with sqlite_database.writing.begin() as session:
        session.execute(update(WebSession).values(proven_at=None))
    assert client.fill_in(page, {"reason": "device_lost"}).location == f"/opnieuw-aanmelden?next={page}"
    assert of_maria.get("/waar-aangemeld").status_code == 200
    client.come_in_as("inge")
    done = client.fill_in(page, {"reason": "device_lost"}).location
    words = words_of(client.see(done).main)
    assert "Deze persoon is overal afgemeld." in words
    assert "Nergens." in words
    assert of_maria.get("/waar-aangemeld").status_code == 303
    of_maria.come_in_as("maria")
    told = words_of(of_maria.see("/waar-aangemeld").main)
    assert "Een beheerder meldde u op" in told
    assert "De reden: een toestel was kwijt of gestolen." in told
