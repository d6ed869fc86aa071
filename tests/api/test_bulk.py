"""Many at once: each row by itself, the whole once."""

from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app.api.v1.start_mandate import STARTS
from app.core.actor import Actor
from app.core.acts.giving import give_mandate
from app.core.clients import kept_answers
from app.core.mandates.wishes import MandateWish, Side
from app.core.vault import Vault
from app.logs import HarmlessFormatter
from app.models.mandate import Mandate
from tests.acting import accept
from tests.api.callers import Callers, other_party
from tests.api.client import ApiClient
from tests.api.test_starting import gift
from tests.world import BAKERY, HOMELESS, OTHER, World, new_id

KEY = {"Idempotency-Key": "key-of-this-bulk"}
ROWS = {"items": [gift(holder=OTHER), gift(holder=BAKERY), gift(holder=HOMELESS)]}


def mandates(world: World) -> int:
    found = world.session.scalar(select(func.count()).select_from(Mandate)) or 0
    world.session.rollback()
    return found


def test_a_row_that_is_refused_stops_no_other(api: ApiClient, world: World) -> None:
    told = api.post("/bulk/mandates", ROWS, headers=KEY).body
    assert (told["done"], told["refused"]) == (2, 1)
    assert [(one["row"], one["status"]) for one in told["items"]] == [(0, 201), (1, 422), (2, 201)]
    assert told["items"][1]["problem"]["type"].endswith("samePartyGiver")
    assert api.get(told["items"][0]["mandate"]["href"]).body["holder"]["enterpriseNumber"] == OTHER
    again = api.post("/bulk/mandates", ROWS, headers=KEY)
    assert (again.body, again.headers["Idempotent-Replayed"]) == (told, "true")
    assert mandates(world) == 2
    assert api.post("/bulk/mandates", {"items": ROWS["items"][:2]}, 422, headers=KEY).type == "idempotencyKeyReused"


@pytest.mark.parametrize("before", [True, False])
def test_a_mishap_in_a_row_stops_no_other_and_is_its_answer(
    before: bool, api: ApiClient, world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def breaking(session: Session, actor: Actor, wish: MandateWish, **named: Any) -> Any:
        given = None if before else give_mandate(session, actor, wish, **named)
        if wish.other_number == HOMELESS:
            raise OverflowError("the secret of somebody")
        return given or give_mandate(session, actor, wish, **named)

    rows = {"items": [gift(holder=OTHER), gift(holder=HOMELESS), gift()]}
    with monkeypatch.context() as broken:
        broken.setitem(STARTS, Side.GIVER, breaking)
        told = api.post("/bulk/mandates", rows, headers=KEY).body
    assert [one["status"] for one in told["items"]] == [201, 500, 201]
    problem = told["items"][1]["problem"]
    assert problem == {
        "type": "urn:problem-type:belgif:internalServerError", "status": 500,
        "title": "Something went wrong on our side", "instance": problem["instance"],
    }  # fmt: skip
    assert (told["done"], told["refused"], mandates(world)) == (2, 1, 2)
    (noted,) = [one for one in caplog.records if one.exc_info]
    assert noted.__dict__["row"] == 1
    assert HarmlessFormatter().format(noted).count("secret") == 0
    again = api.post("/bulk/mandates", rows, headers=KEY)
    assert (again.body, again.headers["Idempotent-Replayed"], mandates(world)) == (told, "true", 2)


def break_off(api: ApiClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Do the first row; the last is refused by the database, which breaks all of it off."""

    def victim(session: Session, actor: Actor, wish: MandateWish, **named: Any) -> Any:
        given = give_mandate(session, actor, wish, **named)
        if wish.other_number == HOMELESS:
            raise OperationalError("UPDATE", {}, Exception("database is locked"))
        return given

    with monkeypatch.context() as broken:
        broken.setitem(STARTS, Side.GIVER, victim)
        with pytest.raises(AssertionError, match="a mishap"):
            api.post("/bulk/mandates", ROWS, headers=KEY)


def test_a_row_that_the_database_refuses_breaks_the_whole_off_and_the_same_key_finishes_it(
    api: ApiClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_off(api, monkeypatch)
    assert mandates(world) == 1
    told = api.post("/bulk/mandates", ROWS, headers=KEY).body
    assert ([one["status"] for one in told["items"]], mandates(world)) == ([201, 422, 201], 2)


def test_rows_that_were_done_before_the_secret_key_was_replaced_are_not_done_again(
    api: ApiClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_off(api, monkeypatch)
    old = api.app.extensions["vault"]
    api.app.extensions["vault"] = Vault(old.letter_key, b"another secret key of 32 bytes..", (), (old.secret_key,))
    told = api.post("/bulk/mandates", ROWS, headers=KEY).body
    assert ([one["status"] for one in told["items"]], mandates(world)) == ([201, 422, 201], 2)


def test_who_ends_the_service_ends_a_bulk(api: ApiClient, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def ended(*values: object, **named: object) -> None:
        raise SystemExit

    with monkeypatch.context() as broken:
        broken.setitem(STARTS, Side.GIVER, ended)
        with pytest.raises(SystemExit):
            api.post("/bulk/mandates", ROWS, headers=KEY)
    assert api.post("/bulk/mandates", ROWS, headers=KEY).body["done"] == mandates(world) == 2


def test_who_goes_on_after_a_mishap_does_no_row_twice(
    api: ApiClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep, calls = kept_answers.keep_answer, []

    def failing(*values: object, **named: object) -> None:
        calls.append(1)
        keep(*values, **named) if len(calls) < 3 else 1 / 0  # type: ignore[arg-type]

    with monkeypatch.context() as broken:
        broken.setattr(kept_answers, "keep_answer", failing)
        with pytest.raises(AssertionError, match="a mishap"):
            api.post("/bulk/mandates", ROWS, headers=KEY)
    assert mandates(world) == 1
    told = api.post("/bulk/mandates", ROWS, headers=KEY).body
    assert (told["done"], mandates(world)) == (2, 2)


def test_many_stop(api: ApiClient, mandate: Mandate, callers: Callers, world: World) -> None:
    wim = world.at_home(*other_party(world))
    other = accept(world, world.give("hinder.manage", "permit.view", other_number=OTHER), wim)
    ids = [str(mandate.id), str(other.id), str(new_id())]
    world.session.commit()
    rows = {"items": [{"mandateId": ids[0]}, {"mandateId": ids[1], "types": ["permit.view"]}, {"mandateId": ids[2]}]}
    told = api.post("/bulk/mandate-stops", rows).body
    assert [one["status"] for one in told["items"]] == [200, 200, 404]
    assert [one["mandate"]["status"] for one in told["items"][:2]] == ["stopped", "active"]


def test_a_wrong_body_is_refused_whole(api: ApiClient, world: World) -> None:
    refused = api.post("/bulk/mandates", {"items": [gift(), gift(startedBy="nobody")]}, 400)
    assert refused.rules == [("items[1].startedBy", "enum: giver, holder")]
    assert mandates(world) == 0
    assert api.post("/bulk/mandates", {"items": [gift()] * 1001}, 400).rules == [("items", "maxItems: 1000")]
