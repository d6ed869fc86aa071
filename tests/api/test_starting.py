"""Giving and requesting through the API: the same acts as in the wizard, with the same rules."""

import uuid
from typing import Any

import pytest
from sqlalchemy import func, select

from app.core.journal import list_entries
from app.core.mandates.catalogue import list_groups
from app.models.function import Function
from app.models.journal import Channel, Ground
from app.models.letter import Letter
from app.models.mandate import Mandate
from tests.api.callers import Callers
from tests.api.client import ApiClient
from tests.world import BAKERY, HOMELESS, OFFICE, TODAY, World

GIFT = {
    "startedBy": "giver", "giver": BAKERY, "holder": OFFICE, "covers": {"types": ["hinder.manage"]},
    "end": {"months": 12},
}  # fmt: skip


def gift(**changes: Any) -> dict[str, Any]:
    return {name: value for name, value in (GIFT | changes).items() if value is not None}


def count(world: World, table: type) -> int:
    return world.session.scalar(select(func.count()).select_from(table)) or 0


def entry_of(world: World, mandate_id: str) -> Any:
    return list_entries(world.session, uuid.UUID(mandate_id))[0]


def test_a_user_gives_for_his_party(api: ApiClient, world: World) -> None:
    made = api.post("/mandates", gift(), 201)
    assert made.body["status"] == "offered"
    assert made.body["answerBy"] == "2026-12-23"
    assert api.get(made.headers["Location"]).body == made.body
    assert made.headers["ETag"] == api.get(made.headers["Location"]).headers["ETag"]
    entry = entry_of(world, made.body["id"])
    assert (entry.kind, entry.channel, entry.ground) == ("given", Channel.API, Ground.LEGAL_REPRESENTATIVE)
    assert entry.client_id is not None
    assert count(world, Letter) == 2


def test_a_holder_requests_and_says_why(api: ApiClient, callers: Callers, world: World) -> None:
    token = callers.portal(world.jan, world.office)
    asked = gift(startedBy="holder", reason="Wij doen uw boekhouding.", covers={"group": "no-such"})
    assert api.post("/mandates", gift(startedBy="holder"), 422, token=token).type == "requestReasonMissing"
    group = api.post("/mandates", asked, 422, token=token)
    assert group.body["issues"][0]["name"] == "covers.group"
    made = api.post("/mandates", asked | {"covers": GIFT["covers"]}, 201, token=token)
    assert (made.body["status"], made.body["reason"]) == ("requested", "Wij doen uw boekhouding.")


def test_a_group_is_given_as_it_is_today(api: ApiClient, world: World) -> None:
    version = list_groups(world.session, TODAY)[0]
    key, version_id, types = version.group_key, version.id, set(version.type_keys)
    world.session.rollback()
    made = api.post("/mandates", gift(covers={"group": key}), 201)
    assert {one["type"] for one in made.body["lines"]} == types
    assert world.session.get_one(Mandate, uuid.UUID(made.body["id"])).group_version_id == version_id


def test_an_application_of_an_entity_gives_in_its_own_domains(api: ApiClient, callers: Callers, world: World) -> None:
    token = callers.entity()
    made = api.post("/mandates", gift(), 201, token=token)
    told = api.get(f"/mandates/{made.body['id']}/timeline", token=token).body["items"][0]
    assert told["sentence"] == "Entiteit Ondernemen gaf dit mandaat voor Bakkerij De Zoete Inval BV."
    both = gift(covers={"types": ["kmop.manage", "permit.manage"]})
    assert api.post("/mandates", both, 403, token=token).type == "outsideDomains"
    entry = entry_of(world, made.body["id"])
    assert (entry.ground, entry.person_id, entry.party_id) == (Ground.API_CLIENT, None, world.bakery.id)


def test_a_token_narrows_what_its_user_may(api: ApiClient, callers: Callers) -> None:
    assert api.post("/mandates", gift(), 403, token=callers.portal(domains=["werk"])).type == "outsideDomains"


def test_nobody_gives_for_a_party_that_is_not_his(api: ApiClient, callers: Callers, world: World) -> None:
    assert api.post("/mandates", gift(), 403, token=callers.portal(world.jan, world.office)).type == "notYourParty"
    assert api.post("/mandates", gift(), 403, token=callers.portal(world.jan, world.bakery)).type == "mayNotDecide"
    assert api.post("/mandates", gift(), 403, token=callers.stranger()).type == "mayNotDecide"


def test_where_two_must_sign_an_application_of_itself_cannot_start(
    api: ApiClient, callers: Callers, world: World
) -> None:
    for function in world.session.scalars(select(Function).where(Function.enterprise_number == BAKERY)):
        function.signs = "two"
    world.session.commit()
    assert api.post("/mandates", gift(), 409, token=callers.entity()).type == "twoSignaturesNeeded"


def test_what_the_holder_has_already_is_named(api: ApiClient, mandate: Mandate) -> None:
    refused = api.post("/mandates", gift(), 409)
    assert (refused.type, refused.body["mandate"]) == ("nothingLeft", f"/api/v1/mandates/{mandate.id}")


def test_what_an_application_may_not_see_is_not_named(
    api: ApiClient, callers: Callers, mandate: Mandate, world: World
) -> None:
    assert api.post("/mandates", gift(), 403, token=callers.entity(domains=["landbouw"])).type == "outsideDomains"
    unsent = world.give("kmop.manage")
    unsent.second_must_sign = True
    world.session.commit()
    refused = api.post("/mandates", gift(covers={"types": ["kmop.manage"]}), 409, token=callers.entity())
    assert (refused.type, "mandate" in refused.body) == ("nothingLeft", False)


@pytest.mark.parametrize(("changes", "kind", "field"), [
    ({"holder": "0200065765"}, "enterpriseUnknown", "holder"),
    ({"covers": {"types": ["no.such"]}}, "typeUnknown", "covers.types"),
    ({"covers": {"group": "no-such"}}, "groupUnknown", "covers.group"),
    ({"holder": BAKERY}, "samePartyGiver", "holder"),
    ({"firstDay": "2026-11-01"}, "firstDayPast", "firstDay"),
    ({"end": {"lastDay": "2026-11-01"}}, "lastDayPast", "end.lastDay"),
    ({"end": {"lastDay": "2400-01-01"}}, "dayTooFar", "end.lastDay"),
])  # fmt: skip
def test_a_value_that_cannot_be_right_is_named(changes: dict[str, Any], kind: str, field: str, api: ApiClient) -> None:
    refused = api.post("/mandates", gift(**changes), 422)
    assert (refused.type, refused.body["issues"][0]["name"]) == (kind, field)


def test_an_entity_must_say_who_gives(api: ApiClient, callers: Callers) -> None:
    assert api.post("/mandates", gift(giver=None), 422, token=callers.entity()).type == "enterpriseNumberMissing"
    asked = gift(giver=None, startedBy="holder", reason="Wij doen uw boekhouding.", holder=OFFICE)
    assert api.post("/mandates", asked, 422, token=callers.entity()).body["issues"][0]["name"] == "giver"


def test_a_first_mandate_makes_the_party_of_the_other(api: ApiClient) -> None:
    asked = gift(holder=HOMELESS, covers={"types": ["subsidy.view"]}, end={"untilStopped": True})
    made = api.post("/mandates", asked, 201)
    assert made.body["holder"]["enterpriseNumber"] == HOMELESS
    assert "lastDay" not in made.body["lines"][0]
