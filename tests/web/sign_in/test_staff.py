"""Colleagues who sign in at the directory: their desk, their hidden screen, and who has no desk any more."""

import io
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.core.people import web_sessions
from app.db import Database
from app.models.web_session import WebSession
from tests.oidc.forger import CLIENT, Forger, sign
from tests.oidc.issuers import GROUP_OF_MANAGERS, GROUP_OF_OFFICE
from tests.web.client import LintingClient, page_of, words_of
from tests.web.conftest import StillClock
from tests.web.sign_in.coming_back import NOW, STAFF, come_back, is_signed_in, leave, reasons, sign_in
from tests.world import World

HIDDEN = "Dit scherm is verborgen"


@pytest.fixture
def of_staff() -> bool:
    """The issuer is that of staff."""
    return True


def heading(client: LintingClient, path: str) -> str:
    return words_of(client.see(path).select_one("h1"))


def test_the_group_says_where_somebody_works(client: LintingClient, forger: Forger, world: World) -> None:
    assert sign_in(client, forger, f"{STAFF}?next=/loket").location == "/loket"
    who = words_of(client.see("/loket").select_one(".ml-who"))
    assert "Loket Gent (demo), medewerker Godelieve D'Hondt (4711)" in who


def test_a_colleague_of_no_counter_opens_no_counter(client: LintingClient, forger: Forger) -> None:
    forger.claims["groups"] = [GROUP_OF_OFFICE]
    assert sign_in(client, forger, STAFF).status_code == 303
    assert client.get("/loket").status_code == 404


ALL_TOO_MANY = {"_claim_names": {"groups": "src1"}, "groups": None}


@pytest.mark.parametrize(
    ("claims", "reason", "words"),
    [
        ({"groups": ["everybody"]}, "no_group", "in geen enkele groep"),
        ({"groups": None}, "no_group", "in geen enkele groep"),
        ({"groups": {"a": "b"}}, "wrong_groups", "Wij konden niet nakijken wie u bent"),
        (ALL_TOO_MANY, "too_many_groups", "in te veel groepen"),
        ({"employeeid": None}, "no_staff_number", "geen personeelsnummer"),
        ({"employeeid": "1" * 11}, "no_staff_number", "geen personeelsnummer"),
        ({"family_name": ""}, "no_name", "uw naam niet"),
    ],
)
def test_who_has_no_desk_reads_why_and_whom_to_ask(
    client: LintingClient, forger: Forger, written: io.StringIO, claims: dict[str, object], reason: str, words: str
) -> None:
    forger.claims = {name: value for name, value in (forger.claims | claims).items() if value is not None}
    page = page_of(sign_in(client, forger, STAFF), 403)
    assert words in words_of(page.main)
    assert reasons(written) == [reason]
    assert not is_signed_in(client)


def test_the_number_of_somebody_else_is_refused(
    client: LintingClient, forger: Forger, karim: str, written: io.StringIO
) -> None:
    page = page_of(sign_in(client, forger, STAFF), 403)
    assert "Uw personeelsnummer hoort hier bij iemand anders" in words_of(page.main)
    assert reasons(written) == ["staff_number_taken"]


def test_who_lost_the_group_is_out_on_every_screen(client: LintingClient, forger: Forger, app: Flask) -> None:
    sign_in(client, forger, STAFF)
    forger.claims["groups"] = []
    elsewhere: LintingClient = app.test_client()  # type: ignore[assignment]
    assert sign_in(elsewhere, forger, STAFF).status_code == 403
    assert not is_signed_in(client)


def test_a_hidden_screen_opens_for_who_proves_anew_to_be_the_same(
    client: LintingClient, forger: Forger, still_clock: StillClock, written: io.StringIO, world: World
) -> None:
    sign_in(client, forger, f"{STAFF}?next=/loket")
    still_clock.wait(timedelta(minutes=3))
    assert client.get("/loket").status_code == 303
    page = client.see("/loket/scherm?terug=/loket/post")
    assert words_of(page.select_one("h1")) == HIDDEN
    assert page.select("input[type=password]") == []
    path = str(page.select_one("main .ml-actions a")["href"])
    assert path == f"{STAFF}?next=/loket/post"
    later = NOW + 180
    for changes, reason in (
        ({"auth_time": NOW - 60}, "not_fresh"),
        ({"auth_time": None}, "missing_auth_time"),
        ({"auth_time": later, "sub": "somebody-else", "employeeid": "4799"}, "somebody_else"),
    ):
        before = dict(forger.claims)
        forger.claims = {name: value for name, value in (before | changes).items() if value is not None}
        query = leave(client, path)
        assert (query["prompt"], query["max_age"]) == ("login", "0")
        assert come_back(client, forger, query).status_code == 403
        assert reasons(written)[-1] == reason
        assert client.get("/loket/post").status_code == 303
        forger.claims = before
    forger.claims |= {"auth_time": later, "iat": later}
    assert sign_in(client, forger, path).location == "/loket/post"
    assert client.get("/loket/post").status_code == 200


def test_a_password_opens_no_screen_of_who_has_none(
    client: LintingClient, forger: Forger, app: Flask, still_clock: StillClock
) -> None:
    sign_in(client, forger, STAFF)
    still_clock.wait(timedelta(minutes=3))
    app.config["WTF_CSRF_ENABLED"] = False
    answer = client.post("/loket/scherm", data={"password": "demo"})
    assert client.see_refusal(answer, 422).status_code == 422
    assert client.get("/loket").status_code == 303


def test_staff_proves_anew_who_it_is_at_every_sign_in(
    client: LintingClient, forger: Forger, still_clock: StillClock, written: io.StringIO, world: World
) -> None:
    sign_in(client, forger, f"{STAFF}?next=/loket")
    still_clock.wait(timedelta(minutes=16))
    assert "U was 15 minuten niet bezig." in words_of(client.see("/aanmelden").main)
    # Who passes by has the browser, and the browser is still signed in at the provider.
    forger.claims |= {"iat": NOW + 960, "exp": NOW + 1200}
    for claims, reason in (({"auth_time": NOW}, "not_fresh"), ({"auth_time": None}, "missing_auth_time")):
        forger.claims |= claims
        query = leave(client, STAFF)
        assert (query["prompt"], query["max_age"]) == ("login", "0")
        assert come_back(client, forger, query).status_code == 403
        assert reasons(written)[-1] == reason
        assert client.get("/loket").status_code == 303
    forger.claims["auth_time"] = NOW + 960
    assert sign_in(client, forger, STAFF).status_code == 303
    assert client.get("/loket").status_code == 200


def hide(client: LintingClient, forger: Forger, still_clock: StillClock) -> None:
    """Sign in, leave the screen alone until it is hidden, and have the provider say that somebody is there again."""
    assert sign_in(client, forger, STAFF).status_code == 303
    still_clock.wait(timedelta(minutes=3))
    assert client.get("/loket").status_code == 303
    forger.claims |= {"auth_time": NOW + 180, "iat": NOW + 180}


def test_a_screen_that_opens_belongs_to_the_new_session_at_the_provider(
    client: LintingClient, forger: Forger, still_clock: StillClock, world: World
) -> None:
    forger.claims["sid"] = "there-1"
    hide(client, forger, still_clock)
    forger.claims["sid"] = "there-2"
    assert sign_in(client, forger, STAFF).status_code == 303
    for sid, still_in in (("there-1", True), ("there-2", False)):
        claims = {"iss": forger.url, "aud": CLIENT, "iat": NOW + 180, "exp": NOW + 300, "jti": sid, "sid": sid,
                  "events": {"http://schemas.openid.net/event/backchannel-logout": {}}}  # fmt: skip
        told = client.post("/aanmelden/afgemeld/staff", data={"logout_token": sign(claims, "one")})
        assert told.status_code == 200
        assert (client.get("/loket").status_code == 200) == still_in


def test_a_session_that_is_ended_while_its_screen_opens_stays_ended(
    client: LintingClient, forger: Forger, still_clock: StillClock, sqlite_database: Database, world: World
) -> None:
    hide(client, forger, still_clock)

    def end_meanwhile(nonce: str) -> str:
        with sqlite_database.writing.begin() as session:
            person_id = session.scalar(select(WebSession.person_id).where(WebSession.person_id.is_not(None)))
            assert person_id is not None
            web_sessions.end_all_of(session, person_id, now=still_clock())
        return forger.honest_token(nonce)

    forger.token = end_meanwhile
    sign_in(client, forger, STAFF)
    assert client.get("/loket").location == "/aanmelden?next=/loket"
    with sqlite_database.reading() as session:
        ended = session.scalars(select(WebSession.ended_at).where(WebSession.person_id.is_not(None))).all()
    assert None not in ended


def test_who_opens_his_screen_with_another_desk_begins_anew(
    client: LintingClient, forger: Forger, still_clock: StillClock, world: World
) -> None:
    hide(client, forger, still_clock)
    forger.claims["groups"] = [GROUP_OF_OFFICE]
    assert sign_in(client, forger, f"{STAFF}?next=/namens-wie").location == "/namens-wie"
    assert is_signed_in(client)
    assert client.get("/loket").status_code == 404


def test_a_group_gives_a_role_and_without_it_the_role_is_gone(
    client: LintingClient, forger: Forger, world: World
) -> None:
    forger.claims["groups"] = [GROUP_OF_MANAGERS]
    assert sign_in(client, forger, f"{STAFF}?next=/beheer").location == "/beheer"
    assert "Entiteit Ondernemen" in words_of(client.see("/beheer").main)
    assert client.get("/loket").status_code == 404
    forger.claims["groups"] = [GROUP_OF_OFFICE]
    sign_in(client, forger, STAFF)
    assert client.get("/beheer").status_code == 404
