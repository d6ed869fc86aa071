"""An application shows the ID token of its user: only one that its own user got there, and only for what he may do."""

import io
import json
import logging
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app import create_app
from app.adapters.press import Press
from app.api.oauth import exchange as exchange_door
from app.api.oauth import giving
from app.config import read_settings
from app.core.clients.tokens import find_caller
from app.core.people.persons import get_person
from app.core.people.provider_sessions import end_by_provider
from app.core.people.web_sessions import Origin, end_all_of
from app.db import Database
from app.logs import harmless_handler
from tests.api.asking import HERE, Application
from tests.oidc.forger import CLIENT, Forger, running_forger, sign, sign_with_public_key, unsigned
from tests.oidc.issuers import settings_for
from tests.web.conftest import StillClock
from tests.web.small_world import START
from tests.world import BAKERY, OFFICE, World

NOW = int(START.timestamp())
GRANT = "urn:ietf:params:oauth:grant-type:token-exchange"
ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token"
ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token"
PORTAL = "portal-at-the-provider"


@pytest.fixture(scope="module")
def issuer() -> Iterator[Forger]:
    with running_forger() as forger:
        yield forger


@pytest.fixture
def forger(issuer: Forger) -> Forger:
    """An issuer that says that Godelieve signed in at the portal, for the bakery that she represents."""
    issuer.down, issuer.published = set(), ["one"]
    issuer.claims = {
        "iss": issuer.url, "aud": PORTAL, "sub": "person-1", "exp": NOW + 300, "iat": NOW, "auth_time": NOW,
        "sid": "session-1", "given_name": "Godelieve", "family_name": "D'Hondt", "vo_doelgroepcode": "EA",
        "vo_orgcode": BAKERY, "wv_orgcode": BAKERY,
    }  # fmt: skip
    return issuer


@pytest.fixture
def app(
    forger: Forger, tmp_path: Path, sqlite_database: Database, still_clock: StillClock, press: Press
) -> Flask:
    """The application, which relies on that issuer for its citizens."""
    environment = settings_for(forger.url, f"{forger.url}/other", tmp_path, HERE)
    environment |= {"DEMO": "1", "DATA_DIR": str(tmp_path), "OIDC_CITIZEN_CLIENT_ID": CLIENT}
    return create_app(read_settings(environment), database=sqlite_database, clock=still_clock, press=press)


@pytest.fixture
def portal(app: Flask, world: World) -> Application:
    return Application(app).register(audiences=(PORTAL,))


@pytest.fixture
def why() -> Iterator[Callable[[], list[str]]]:
    """Why a user was refused, as the log says it, and nothing else of him."""
    stream = io.StringIO()
    handler = harmless_handler(stream)
    logging.getLogger("app").addHandler(handler)
    told = ("user of application refused", "provider down")
    lines = lambda: [json.loads(line) for line in stream.getvalue().splitlines()]  # noqa: E731
    yield lambda: [line["kind"] for line in lines() if line["message"] in told]
    logging.getLogger("app").removeHandler(handler)
    assert "Hondt" not in stream.getvalue()


def exchange(portal: Application, token: str, **more: Any) -> TestResponse:
    return portal.ask(grant_type=GRANT, subject_token=token, subject_token_type=ID_TOKEN, **more)


def says(forger: Forger, **other: Any) -> str:
    """A well signed ID token that says something else; None leaves a claim out."""
    said = forger.claims | other
    return sign({name: value for name, value in said.items() if value is not None}, "one")


def caller_of(app: Flask, answer: TestResponse) -> Any:
    assert answer.status_code == 200, answer.text
    with app.extensions["database"].reading() as session:
        token = answer.get_json()["access_token"]
        return find_caller(session, token, app.extensions["vault"], now=app.extensions["clock"]())


def test_the_user_comes_in_as_he_would_at_our_own_door(
    app: Flask, portal: Application, forger: Forger, world: World
) -> None:
    answer = exchange(portal, says(forger), scope="mandates:read")
    assert answer.get_json()["issued_token_type"] == ACCESS_TOKEN
    caller = caller_of(app, answer)
    assert (caller.party_id, caller.scopes) == (world.bakery.id, {"mandates:read"})
    with app.extensions["database"].reading() as session:
        person = get_person(session, caller.person_id)
        assert (person.name, person.subject) == ("Godelieve D'Hondt", f"{forger.url} person-1")


def test_one_sign_in_there_is_one_occasion_here(app: Flask, portal: Application, forger: Forger) -> None:
    tokens = [says(forger), says(forger, iat=NOW + 1, exp=NOW + 200), says(forger, sid="session-2")]
    first, again, other = [caller_of(app, exchange(portal, token)).occasion for token in tokens]
    assert first == again != other


def test_who_signs_out_there_is_out_here_at_once(app: Flask, portal: Application, forger: Forger) -> None:
    answers = [exchange(portal, says(forger, sid=sid)) for sid in ("session-1", "session-2")]
    assert None not in [caller_of(app, one) for one in answers]
    with app.extensions["database"].writing.begin() as session:
        left = Origin.of("citizen", forger.url, "session-1")
        end_by_provider(session, left, f"{forger.url} person-1", now=app.extensions["clock"]())
    assert [caller_of(app, one) is None for one in answers] == [True, False]
    assert exchange(portal, says(forger)).status_code == 400
    assert exchange(portal, says(forger, sid="session-3")).status_code == 200


def test_a_provider_whose_clock_runs_ahead_says_nothing_after_a_sign_out(
    app: Flask, portal: Application, forger: Forger, still_clock: StillClock
) -> None:
    person = caller_of(app, exchange(portal, says(forger))).person_id
    with app.extensions["database"].writing.begin() as session:
        end_all_of(session, person, now=still_clock())
    still_clock.wait(timedelta(seconds=5))
    leeway = app.extensions["settings"].sign_in.leeway_seconds
    ahead = [exchange(portal, says(forger, iat=NOW + seconds)).status_code for seconds in (0, 5, leeway)]
    still_clock.wait(timedelta(seconds=leeway))
    assert [*ahead, exchange(portal, says(forger, iat=NOW + leeway + 1)).status_code] == [400, 400, 400, 200]


def test_the_token_is_made_in_the_transaction_that_saw_no_end(
    portal: Application, forger: Forger, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[object] = []
    for module, name in ((exchange_door, "enter_user"), (giving, "make_token")):
        monkeypatch.setattr(module, name, _noting(getattr(module, name), seen))
    assert exchange(portal, says(forger)).status_code == 200
    assert len(seen) == 2
    assert seen[0] is seen[1] is not None


def _noting(function: Callable[..., Any], seen: list[object]) -> Callable[..., Any]:
    """The same function; the transaction in which it was called is added to `seen`."""

    def noted(session: Any, *args: Any, **more: Any) -> Any:
        seen.append(session.get_transaction())
        return function(session, *args, **more)

    return noted


def test_who_represents_nobody_calls_for_no_party(app: Flask, portal: Application, forger: Forger) -> None:
    citizen = says(forger, vo_doelgroepcode="BUR", vo_orgcode=None, wv_orgcode=None)
    caller = caller_of(app, exchange(portal, citizen))
    assert (caller.party_id, caller.person_id is not None) == (None, True)


def test_of_several_enterprises_the_application_names_one(
    app: Flask, portal: Application, forger: Forger, world: World
) -> None:
    for number in (BAKERY, OFFICE):
        exchange(portal, says(forger, vo_orgcode=number, wv_orgcode=number))
    either = says(forger, vo_orgcode=None, wv_orgcode=None)
    assert caller_of(app, exchange(portal, either)).party_id is None
    chosen = caller_of(app, exchange(portal, either, enterprise_number=OFFICE))
    assert chosen.party_id == world.office.id


def test_nobody_calls_for_an_enterprise_for_which_he_may_not_act(
    portal: Application, forger: Forger, why: Callable[[], list[str]]
) -> None:
    refused = [
        exchange(portal, says(forger, wv_orgcode=None)),
        exchange(portal, says(forger), enterprise_number=OFFICE),
        exchange(portal, says(forger, vo_orgcode=None, wv_orgcode=None), enterprise_number=OFFICE),
        exchange(portal, says(forger), enterprise_number="12"),
    ]
    assert [(one.status_code, one.get_json()) for one in refused] == [(400, {"error": "invalid_grant"})] * 4
    assert why()[:3] == ["user_not_for_enterprise"] * 3


HOSTILE: dict[str, tuple[str, Callable[[Forger], str]]] = {
    "for ourselves, not for the portal": ("wrong_aud", lambda forger: says(forger, aud=CLIENT)),
    "for another application": ("wrong_aud", lambda forger: says(forger, aud="elsewhere")),
    "for nobody": ("missing_aud", lambda forger: says(forger, aud=None)),
    "for two, without saying whose": ("missing_azp", lambda forger: says(forger, aud=[PORTAL, "elsewhere"])),
    "for two, of the other": ("wrong_azp", lambda forger: says(forger, aud=[PORTAL, "elsewhere"], azp="elsewhere")),
    "of another": ("wrong_azp", lambda forger: says(forger, azp="elsewhere")),
    "expired": ("expired", lambda forger: says(forger, exp=NOW - 60)),
    "of an earlier quarter": ("too_old", lambda forger: says(forger, iat=NOW - 661)),
    "of tomorrow": ("wrong_iat", lambda forger: says(forger, iat=NOW + 61)),
    "of another issuer": ("wrong_iss", lambda forger: says(forger, iss="https://evil.example")),
    "without an end": ("missing_exp", lambda forger: says(forger, exp=None)),
    "of nobody": ("missing_sub", lambda forger: says(forger, sub=None)),
    "that somebody left": ("wrong_typ", lambda forger: says(forger, events={})),
    "an access token": ("wrong_typ", lambda forger: sign(forger.claims, "one", typ="at+jwt")),
    "unsigned": ("algorithm", lambda forger: unsigned(forger.claims)),
    "signed with the public key": ("algorithm", lambda forger: sign_with_public_key(forger.claims, "one")),
    "of another key under the same name": ("bad_signature", lambda forger: sign(forger.claims, "two", named="one")),
    "of a key that nobody published": ("unknown_key", lambda forger: sign(forger.claims, "two")),
    "no token": ("malformed", lambda forger: "a.b.c"),
    "without a name": ("no_name", lambda forger: says(forger, given_name=None)),
}


@pytest.mark.parametrize("name", list(HOSTILE))
def test_no_other_token_opens_and_everybody_reads_the_same(
    portal: Application, forger: Forger, why: Callable[[], list[str]], name: str
) -> None:
    reason, make = HOSTILE[name]
    answer = exchange(portal, make(forger))
    assert (answer.status_code, answer.get_json()) == (400, {"error": "invalid_grant"})
    assert why() == [reason]


def test_an_application_without_a_name_there_exchanges_nothing(
    app: Flask, world: World, forger: Forger, why: Callable[[], list[str]]
) -> None:
    assert exchange(Application(app).register(), says(forger)).get_json() == {"error": "invalid_grant"}
    assert why() == ["no_audience"]


def test_nobody_exchanges_without_proving_first_who_he_is(app: Flask, world: World, forger: Forger) -> None:
    assert exchange(Application(app), says(forger)).get_json() == {"error": "invalid_client"}


def test_a_provider_that_does_not_answer_is_not_the_users_fault(
    portal: Application, forger: Forger, why: Callable[[], list[str]]
) -> None:
    forger.down = {"openid-configuration"}
    answer = exchange(portal, says(forger))
    assert (answer.status_code, answer.get_json()["error"]) == (503, "temporarily_unavailable")
    assert why() == ["no_answer"]


@pytest.mark.parametrize(
    ("other", "error"),
    [
        ({"subject_token": None}, "invalid_request"),
        ({"subject_token_type": ACCESS_TOKEN}, "invalid_request"),
        ({"requested_token_type": ID_TOKEN}, "invalid_request"),
        ({"actor_token": "x"}, "invalid_request"),
        ({"resource": "https://elsewhere.example"}, "invalid_target"),
        ({"audience": "https://elsewhere.example"}, "invalid_target"),
        ({"scope": "everything"}, "invalid_scope"),
    ],
)
def test_what_is_asked_wrong_is_said_so(
    portal: Application, forger: Forger, other: dict[str, str | None], error: str
) -> None:
    form = {"grant_type": GRANT, "subject_token": says(forger), "subject_token_type": ID_TOKEN} | other
    answer = portal.ask(**form)
    assert (answer.status_code, answer.get_json()["error"]) == (400, error)


def test_a_token_for_a_user_is_over_after_ten_minutes_too(
    app: Flask, portal: Application, forger: Forger, still_clock: StillClock
) -> None:
    answer = exchange(portal, says(forger), resource=HERE)
    assert caller_of(app, answer) is not None
    still_clock.wait(timedelta(minutes=10))
    assert caller_of(app, answer) is None
