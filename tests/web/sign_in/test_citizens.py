"""Citizens who sign in at a provider: who they are here, and for whom they work."""

import io
import json

from flask import Flask
from sqlalchemy import select

from app.models.person import Person
from app.models.web_session import WebSession
from tests.oidc.forger import Forger
from tests.web.client import LintingClient, words_of
from tests.web.sign_in.coming_back import PUBLIC, come_back, is_signed_in, leave, sign_in
from tests.world import BAKERY, FARM, World


def test_the_page_offers_what_is_set_and_nothing_else(client: LintingClient) -> None:
    page = client.see("/aanmelden?next=/mandaten")
    assert words_of(page.select_one("h1")) == "Hoe wilt u zich aanmelden?"
    links = {words_of(link): link["href"] for link in page.select(".ml-way a")}
    assert links == {
        "Met eID of itsme": "/aanmelden/bij/citizen?next=/mandaten",
        "Met mijn werkaccount": "/aanmelden/bij/staff?next=/mandaten",
    }
    assert page.select("input[type=password]") == []
    assert client.get("/aanmelden/bij/somebody").status_code == 404


def test_nothing_secret_stands_in_the_address_of_the_provider(client: LintingClient, app: Flask) -> None:
    query = leave(client)
    assert set(query) == {"response_type", "client_id", "redirect_uri", "scope", "state", "nonce", "code_challenge",
                          "code_challenge_method"}  # fmt: skip
    assert query["code_challenge_method"] == "S256"
    assert query["redirect_uri"] == f"{PUBLIC}/aanmelden/terug/citizen"
    with app.extensions["database"].reading() as session:
        (kept,) = json.loads(session.scalars(select(WebSession.data)).one())["departures"]
    assert kept["state"] == query["state"]
    assert kept["verifier"] not in query.values()


def test_who_comes_back_is_let_in_under_a_new_session_without_any_token(
    client: LintingClient, forger: Forger, app: Flask, written: io.StringIO
) -> None:
    query = leave(client, "/aanmelden/bij/citizen?next=/namens-wie")
    before = client.get_cookie("mandaatloket")
    answer = come_back(client, forger, query)
    assert (answer.status_code, answer.location) == (303, "/namens-wie")
    assert client.get_cookie("mandaatloket") != before
    assert "Godelieve D'Hondt" in words_of(client.see("/namens-wie").select_one(".ml-who"))
    with app.extensions["database"].reading() as session:
        assert session.scalars(select(Person.subject)).one() == f"{forger.url} person-1"
        kept = session.scalars(select(WebSession.data).where(WebSession.person_id.is_not(None))).one()
    assert query["state"] not in kept
    for text in ("an access token", "person-1", "Godelieve", query["nonce"], "ey"):
        assert text not in kept
    for text in ("an access token", "person-1", "Godelieve", "D'Hondt", query["nonce"], query["state"], "eyJ"):
        assert text not in written.getvalue()


def test_a_citizen_without_an_enterprise_works_in_his_own_name(client: LintingClient, forger: Forger) -> None:
    sign_in(client, forger)
    page = client.see("/namens-wie")
    assert client.send(page.select_one("main form"), "/namens-wie", {}).status_code == 303
    assert "voor Godelieve D'Hondt" in words_of(client.see("/mandaten").select_one(".ml-who"))


def test_who_signs_in_for_his_enterprise_works_for_it_at_once(
    client: LintingClient, forger: Forger, world: World
) -> None:
    forger.claims |= {"vo_doelgroepcode": "EA", "vo_orgcode": BAKERY, "wv_orgcode": BAKERY}
    assert sign_in(client, forger, "/aanmelden/bij/citizen?next=/mandaten").location == "/mandaten"
    assert "voor Bakkerij De Zoete Inval BV" in words_of(client.see("/mandaten").select_one(".ml-who"))


def test_who_signs_in_for_an_enterprise_where_he_may_nothing_reads_why(
    client: LintingClient, forger: Forger, world: World
) -> None:
    forger.claims |= {"vo_doelgroepcode": "EA", "vo_orgcode": FARM}
    answer = sign_in(client, forger, "/aanmelden/bij/citizen?next=/mandaten")
    assert answer.location == "/namens-wie?next=/mandaten"
    page = words_of(client.see(answer.location).main)
    assert "U meldde zich aan voor onderneming 0199.000.646." in page
    assert "Vraag het aan de mandaatbeheerder, of ga naar het loket." in page


def test_a_local_authority_is_no_enterprise_of_his(client: LintingClient, forger: Forger, world: World) -> None:
    forger.claims |= {"vo_doelgroepcode": "LB", "vo_orgcode": BAKERY, "wv_orgcode": BAKERY}
    sign_in(client, forger)
    assert "De KBO kent u niet" in words_of(client.see("/namens-wie").main)


def test_a_password_does_not_let_in_where_only_providers_do(client: LintingClient, app: Flask, maria: str) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    answer = client.post("/aanmelden", data={"username": maria, "password": "demo"})
    assert answer.status_code == 404
    assert not is_signed_in(client)
