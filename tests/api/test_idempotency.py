"""The same request with the same key gets the same answer and changes nothing twice, on both engines."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app import create_app
from app.adapters.press import Press
from app.api.v1 import start_mandate
from app.config import read_settings
from app.core.clients import kept_answers
from app.core.errors import Conflict
from app.core.privacy.throwing import ALL, throw_batch
from app.core.vault import Vault
from app.db import Database
from app.models.kept_answer import KeptAnswer
from app.models.mandate import Mandate
from app.retention import Retention
from tests.api.callers import Callers
from tests.api.client import ApiClient
from tests.api.test_starting import GIFT, gift
from tests.web.conftest import StillClock
from tests.web.small_world import START, make_world
from tests.world import World

KEY = {"Idempotency-Key": "key-of-this-gift"}


def mandates(world: World) -> int:
    found = world.session.scalar(select(func.count()).select_from(Mandate)) or 0
    world.session.rollback()
    return found


def test_the_same_request_gets_the_same_answer(api: ApiClient, world: World) -> None:
    first = api.post("/mandates", GIFT, 201, headers=KEY)
    again = api.post("/mandates", dict(reversed(GIFT.items())), 201, headers=KEY)
    assert again.body == first.body
    assert [again.headers[name] for name in ("ETag", "Location")] == [first.headers[n] for n in ("ETag", "Location")]
    assert again.headers["Idempotent-Replayed"] == "true"
    assert mandates(world) == 1


def test_with_another_secret_key_it_is_still_the_same_request_and_the_same_token(
    api: ApiClient, world: World
) -> None:
    first = api.post("/mandates", GIFT, 201, headers=KEY)
    old = api.app.extensions["vault"]
    newest = Vault(old.letter_key, b"another secret key of 32 bytes..", (), (old.secret_key,))
    api.app.extensions["vault"] = newest
    again = api.post("/mandates", GIFT, 201, headers=KEY)
    assert (again.body, again.headers["Idempotent-Replayed"], mandates(world)) == (first.body, "true", 1)
    assert api.post("/mandates", gift(end={"months": 6}), 422, headers=KEY).type == "idempotencyKeyReused"
    api.app.extensions["vault"] = Vault(old.letter_key, newest.secret_key)
    api.post("/mandates", GIFT, 401, headers=KEY)


def test_a_key_between_quotation_marks_is_the_same_key(api: ApiClient, world: World) -> None:
    first = api.post("/mandates", GIFT, 201, headers={"Idempotency-Key": '"8e03978e-40d5-43dd"'})
    again = api.post("/mandates", GIFT, 201, headers={"Idempotency-Key": "8e03978e-40d5-43dd"})
    assert (again.body, again.headers["Idempotent-Replayed"], mandates(world)) == (first.body, "true", 1)


def test_a_refusal_is_an_answer_too(api: ApiClient, world: World) -> None:
    first = api.post("/mandates", gift(holder=GIFT["giver"]), 422, headers=KEY)
    world.give()
    world.session.commit()
    assert api.post("/mandates", gift(holder=GIFT["giver"]), 422, headers=KEY).body == first.body


def test_another_request_with_the_same_key_is_refused(api: ApiClient, callers: Callers, world: World) -> None:
    api.post("/mandates", GIFT, 201, headers=KEY)
    assert api.post("/mandates", gift(end={"months": 6}), 422, headers=KEY).type == "idempotencyKeyReused"
    assert api.post("/mandates", GIFT, 409, token=callers.portal(), headers=KEY).type == "nothingLeft"


def test_who_looked_again_asks_something_else(api: ApiClient, mandate: Mandate) -> None:
    path, body = f"/mandates/{mandate.id}", {"lastDay": "2026-12-31"}
    refused = api.patch(path, body, 412, headers=KEY | {"If-Match": '"long-ago"'})
    assert api.patch(path, body, 412, headers=KEY | {"If-Match": '"long-ago"'}).body == refused.body
    anew = KEY | {"If-Match": refused.headers["ETag"]}
    assert api.patch(path, body, 422, headers=anew).type == "idempotencyKeyReused"


def test_while_the_first_runs_the_second_waits(
    api: ApiClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on, hold = threading.Event(), threading.Event(), kept_answers.hold_claim

    def slowly(*values: object) -> None:
        hold(*values)  # type: ignore[arg-type]
        begun.set()
        assert go_on.wait(20)

    monkeypatch.setattr(kept_answers, "hold_claim", slowly)
    with ThreadPoolExecutor() as pool:
        client = ApiClient(api.app, api.token, alone=False)
        first = pool.submit(client.post, "/mandates", GIFT, 201, headers=KEY)
        assert begun.wait(20)
        second = ApiClient(api.app, api.token, alone=False).post("/mandates", GIFT, 409, headers=KEY)
        go_on.set()
        first.result()
    assert (second.type, second.headers["Retry-After"]) == ("stillRunning", "1")
    assert mandates(world) == 1


def test_who_died_is_succeeded_after_a_minute(
    api: ApiClient, world: World, still_clock: StillClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as dying:
        dying.setattr(kept_answers, "hold_claim", lambda *_: 1 / 0)
        dying.setattr(kept_answers, "drop_claim", lambda *_: None)
        with pytest.raises(AssertionError, match="a mishap"):
            api.post("/mandates", GIFT, headers=KEY)
    assert api.post("/mandates", GIFT, 409, headers=KEY).type == "stillRunning"
    still_clock.wait(timedelta(minutes=1))
    api.post("/mandates", GIFT, 201, headers=KEY)
    assert mandates(world) == 1


def test_after_a_mishap_of_ours_the_same_request_may_be_tried_at_once(
    api: ApiClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as failing:
        failing.setattr(kept_answers, "keep_answer", lambda *_, **__: 1 / 0)
        with pytest.raises(AssertionError, match="a mishap"):
            api.post("/mandates", GIFT, headers=KEY)
    assert mandates(world) == 0
    api.post("/mandates", GIFT, 201, headers=KEY)


def test_a_refusal_that_asks_to_try_again_later_is_not_kept(
    api: ApiClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(*_: object, **__: object) -> None:
        raise Conflict("register_silent")

    with monkeypatch.context() as failing:
        failing.setattr(start_mandate, "acting_for", silent)
        assert api.post("/mandates", GIFT, 409, headers=KEY).type == "registerSilent"
    api.post("/mandates", GIFT, 201, headers=KEY)
    assert mandates(world) == 1


def test_answers_are_kept_encrypted_and_go_after_their_term(api: ApiClient, world: World) -> None:
    api.post("/mandates", GIFT, 201, headers=KEY)
    (row,) = world.session.scalars(select(KeptAnswer)).all()
    assert row.sealed is not None
    assert b"Zoete Inval" not in row.sealed
    number = next(n for n, sort in enumerate(ALL) if sort.name == "kept_answer")
    for days, thrown in ((1, 0), (2, 1)):
        assert throw_batch(world.session, number, Retention(), now=world.now + timedelta(days=days)) == thrown


@pytest.fixture
def engine_app(fresh_database: Database, tmp_path: object, press: Press) -> Flask:
    make_world(fresh_database).session.close()
    settings = read_settings({"DEMO": "1", "DATA_DIR": str(tmp_path)})
    app = create_app(settings, database=fresh_database, clock=StillClock(START), press=press)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app


def test_who_sends_it_many_times_at_once_changes_something_once(
    engine_app: Flask, fresh_database: Database, record_property: Callable[[str, object], None]
) -> None:
    with fresh_database.writing() as session:
        world = World(session, START, settled=True)
        token = Callers(engine_app, world).portal()
    clients = [ApiClient(engine_app, token, alone=False) for _ in range(8)]
    start = threading.Barrier(len(clients))

    def send(client: ApiClient) -> tuple[int, str]:
        start.wait(20)
        reply = client.call("POST", "/mandates", body=GIFT, status=None, headers=KEY)
        return reply.status, reply.body.get("id") or reply.type

    with ThreadPoolExecutor(len(clients)) as pool:
        answers = set(pool.map(send, clients))
    assert answers <= {(409, "stillRunning"), *((201, one) for status, one in answers if status == 201)}
    assert len([one for one in answers if one[0] == 201]) == 1
    with fresh_database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Mandate)) == 1
