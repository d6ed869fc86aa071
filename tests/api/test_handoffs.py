"""Making a link for a hand-off: a portal without an entity may too, because a link shows and decides nothing."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.models.handoff import Handoff
from tests.api.callers import BACK, Callers
from tests.api.client import ApiClient
from tests.web.small_world import START
from tests.world import BAKERY, OFFICE, World

KNOWN = {
    "startedBy": "giver", "giver": BAKERY, "holder": OFFICE, "covers": {"types": ["hinder.manage"]},
    "firstDay": "2026-12-01", "end": {"months": 12}, "returnAddress": BACK, "language": "fr", "state": "cart 7",
}  # fmt: skip


def test_a_portal_sends_its_user_with_what_it_knows(app: Flask, callers: Callers, world: World) -> None:
    made = ApiClient(app, callers.stranger()).post("/handoffs", KNOWN, 201)
    assert datetime.fromisoformat(made.body["expiresAt"]) == START + timedelta(minutes=30)
    place, token = made.body["address"].rsplit("/", 1)
    assert place == "http://localhost/overgang"
    row = world.session.scalars(select(Handoff)).one()
    assert row.digest == app.extensions["vault"].handoff_hashes(token)[0]
    assert (row.giver, row.holder, row.covers, row.ends) == (BAKERY, OFFICE, KNOWN["covers"], {"months": 12})
    assert (row.first_day.isoformat(), row.language, row.state) == ("2026-12-01", "fr", "cart 7")
    assert app.test_client().get(made.body["address"]).status_code == 200


def test_only_where_to_go_back_to_must_be_known(api: ApiClient) -> None:
    assert api.post("/handoffs", {"returnAddress": BACK}, 201).body["address"]
    assert api.post("/handoffs", {}, 400).rules == [("returnAddress", "required")]


@pytest.mark.parametrize("address", [BACK + "x", "https://elders.voorbeeld.be/", "https://portaal.voorbeeld.be"])
def test_an_address_that_is_not_registered_is_refused(api: ApiClient, address: str) -> None:
    refused = api.post("/handoffs", {"returnAddress": address}, 422)
    assert (refused.type, refused.body["issues"][0]["name"]) == ("handoffReturnAddress", "returnAddress")


def test_the_same_request_gives_the_same_link(api: ApiClient, world: World) -> None:
    key = {"Idempotency-Key": "hand-over-1"}
    first, second = (api.post("/handoffs", KNOWN, 201, headers=key) for _ in range(2))
    assert first.body == second.body
    assert len(world.session.scalars(select(Handoff)).all()) == 1


def test_a_user_of_another_party_is_not_handed_over(api: ApiClient, callers: Callers, world: World) -> None:
    token = callers.portal(world.jan, world.office)
    assert api.post("/handoffs", KNOWN, 403, token=token).type == "notYourParty"
