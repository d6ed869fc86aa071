"""Who shows no token, or sends what no directory would: refused in the words of SCIM, never a mishap of ours."""

import json
from datetime import timedelta
from itertools import product
from typing import Any

from flask import Flask
from sqlalchemy import event

from app import create_app
from app.config import read_settings
from app.core.directory.tokens import make_token, revoke_token
from app.db import Database
from tests.web.client import LintingClient
from tests.web.conftest import StillClock
from tests.web.scim.conftest import ERROR, GROUP, PATCH, Directory, user
from tests.web.test_busy import IMPATIENT, held

DEEP = 20_000


def refused(answer: Any, status: int, kind: str | None = None) -> None:
    body = answer.get_json()
    assert (answer.status_code, answer.mimetype) == (status, "application/scim+json")
    assert (body["schemas"], body["status"], body.get("scimType")) == ([ERROR], str(status), kind)
    assert "Set-Cookie" not in answer.headers


SHOWN = ("", "Bearer", "Bearer ", "Bearer wrong", "Basic d3Jvbmc=", "Bearer " + "x" * 5000, "Bearer w\u00e9")


def test_without_a_token_nothing_is_said(directory: Directory) -> None:
    for shown, path in product(SHOWN, ("/Users", "/ServiceProviderConfig", "/Users/1", "/nowhere")):
        answer = directory.client.get(f"/scim/v2{path}", headers={"Authorization": shown} if shown else {})
        refused(answer, 401)
        assert answer.headers["WWW-Authenticate"] == "Bearer"
        assert answer.get_json()["detail"] == "A valid bearer token is needed."


def test_a_token_opens_until_it_is_revoked_or_too_old_and_another_takes_over(
    app: Flask, directory: Directory, sqlite_database: Database, still_clock: StillClock
) -> None:
    with sqlite_database.writing.begin() as session:
        next_one = make_token(session, "next", app.extensions["vault"], now=still_clock(), days=60)
    new = Directory(directory.client, next_one)
    directory.see("/Users")
    new.see("/Users")
    with sqlite_database.writing.begin() as session:
        revoke_token(session, "entra", now=still_clock())
    refused(directory.send("GET", "/Users"), 401)
    new.see("/Users")
    still_clock.wait(timedelta(days=60))
    refused(new.send("GET", "/Users"), 401)


def test_who_guesses_is_slowed_down_and_nobody_else(directory: Directory) -> None:
    stranger = Directory(directory.client, "wrong")
    statuses = [stranger.send("GET", "/Users").status_code for _ in range(61)]
    assert (statuses[59], statuses[60]) == (401, 429)
    refused(stranger.send("GET", "/Users"), 429)
    directory.see("/Users")


def test_without_the_setting_there_is_no_such_door(
    app: Flask, sqlite_database: Database, tmp_path: Any, still_clock: StillClock, press: Any
) -> None:
    settings = read_settings({"DEMO": "1", "DATA_DIR": str(tmp_path)})
    other = create_app(settings, database=sqlite_database, clock=still_clock, press=press)
    assert other.test_client().get("/scim/v2/Users").status_code == 404


BODIES = (
    b"", b"{", b"null", b"[]", b'"text"', b"\xff\xfe", b'{"userName": "\\ud800"}', b"[" * DEEP, b'{"a":' * DEEP,
    b'{"schemas": 1}', b'{"schemas": [null]}', b"NaN",
)  # fmt: skip


def test_what_is_no_resource_is_refused(directory: Directory) -> None:
    for body, path in product(BODIES, ("/Users", "/Groups")):
        answer = directory.send("POST", path, body, **{"Content-Type": "application/scim+json"})
        assert (answer.status_code, answer.get_json()["schemas"]) == (400, [ERROR]), answer.text
        assert answer.get_json()["scimType"] in {"invalidSyntax", "invalidValue"}


CHANGES: tuple[dict[str, Any], ...] = (
    {"userName": "a\u0000b"}, {"userName": "x" * 256}, {"userName": " "}, {"userName": None}, {"userName": 7},
    {"externalId": "\u202e"}, {"externalId": "x" * 300}, {"name": "text"}, {"name": {"givenName": ["a"]}},
    {"active": "perhaps"}, {"active": None},
)  # fmt: skip


def test_a_value_that_cannot_be_is_refused(directory: Directory) -> None:
    for change in CHANGES:
        refused(directory.send("POST", "/Users", user(**change)), 400, "invalidValue")


FILTERS = (
    ("userName", "invalidFilter"), ('userName eq "', "invalidFilter"), ("(" * 900 + ")" * 900, "invalidFilter"),
    ("not (" * 300 + "active pr" + ")" * 300, None), ('password eq "x"', None), ("x" * 2001, "invalidValue"),
    ("\x00", "invalidFilter"),
)  # fmt: skip
FOR_NOBODY = (
    'userName eq "a\\u0000"', 'externalId eq "\\ud800"', 'id eq "1"', 'id eq "\\u0000"', 'userName eq ""',
)  # fmt: skip


def asked_for(directory: Directory, asked: str) -> Any:
    headers = {"Authorization": f"Bearer {directory.token}"}
    return directory.client.get("/scim/v2/Users", query_string={"filter": asked}, headers=headers)


def test_a_filter_that_cannot_be_answered_is_refused_and_one_for_nobody_finds_nobody(directory: Directory) -> None:
    directory.make_user()
    for asked, kind in FILTERS:
        answer = asked_for(directory, asked)
        assert answer.status_code in ({400} if kind else {200, 400}), answer.text
        if kind:
            refused(answer, 400, kind)
    for asked in FOR_NOBODY:
        answer = asked_for(directory, asked)
        assert answer.status_code in {200, 400}, answer.text
        assert answer.get_json().get("totalResults", 0) == 0


def test_what_is_not_there_is_not_there(directory: Directory) -> None:
    for path in ("/Users/1", "/Users/%00", "/Groups/..%2f", "/Users/" + "1" * 3000, "/Bulk", "/Me", "/.search"):
        answer = directory.send("GET", path)
        assert answer.status_code in {404, 405, 501}
        assert answer.get_json()["schemas"] == [ERROR]


OPERATIONS: tuple[dict[str, Any], ...] = (
    {"op": "explode", "path": "active"}, {"op": "replace"}, {"op": "remove"},
    {"op": "add", "path": "id", "value": "1"},
    {"op": "replace", "path": "groups", "value": [{"value": "1"}]}, {"op": "replace", "path": "((", "value": 1},
    {"op": "replace", "path": "active", "value": {"a": {"b": []}}}, {"op": "remove", "path": "userName"},
)  # fmt: skip


def test_a_change_that_cannot_be_changes_nothing(directory: Directory) -> None:
    address = f"/Users/{directory.make_user()}"
    before = directory.see(address)
    for operation in OPERATIONS:
        answer = directory.send("PATCH", address, {"schemas": [PATCH], "Operations": [operation]})
        assert answer.status_code == 400, answer.text
        assert answer.get_json()["schemas"] == [ERROR]
        assert directory.see(address) == before


def test_a_member_who_is_nobody_is_refused_and_the_group_stays_as_it_was(directory: Directory) -> None:
    known = directory.make_user()
    group = directory.make_group(known)
    body = {"schemas": [GROUP], "displayName": "x", "members": [{"value": known}, {"value": "nobody"}]}
    refused(directory.send("PUT", f"/Groups/{group}", body), 400, "invalidValue")
    assert directory.see(f"/Groups/{group}")["displayName"] == "Loket Gent"


def test_what_is_too_large_or_no_json_is_refused(directory: Directory) -> None:
    large = json.dumps(user(displayName="x" * 1_100_000)).encode()
    refused(directory.send("POST", "/Users", large, **{"Content-Type": "application/scim+json"}), 413)
    refused(directory.send("POST", "/Users", b"a=b", **{"Content-Type": "application/x-www-form-urlencoded"}), 415)


def test_a_database_that_is_busy_says_when_to_come_back(directory: Directory, sqlite_database: Database) -> None:
    event.listen(
        sqlite_database.engine, "checkout", lambda one, _record, _proxy: one.execute(f"PRAGMA busy_timeout={IMPATIENT}")
    )
    with held(str(sqlite_database.url.database)):
        answer = directory.send("POST", "/Users", user())
    refused(answer, 503)
    assert answer.headers["Retry-After"] == "60"
    directory.make_user()


def test_a_cookie_of_a_browser_opens_nothing_here(client: LintingClient, karim: str, app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    client.post("/aanmelden", data={"username": karim, "password": "demo"})
    refused(client.get("/scim/v2/Users"), 401)
