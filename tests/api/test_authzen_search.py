"""AuthZEN: who may act for that giver, and for whom may this one act. Everybody, page after page, and nobody else."""

import uuid
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.core.people.parties import ensure_enterprise_party
from app.models.mandate import Mandate
from app.models.mandate_type import AccessLevel
from app.models.person import Person
from tests.acting import stop
from tests.api.callers import Callers, other_party
from tests.api.client import ApiClient
from tests.colleagues import colleague
from tests.core.test_searching import givers_of_office
from tests.world import BAKERY, FARM, OFFICE, OTHER, World

SUBJECTS, RESOURCES, ACTIONS = (f"/access/v1/search/{one}" for one in ("subject", "resource", "action"))
GIVERS = {BAKERY, FARM, OTHER}
MANAGE = {"action": {"name": "manage"}}
OF_OFFICE = {"subject": {"type": "organisation", "id": OFFICE}} | MANAGE | {"resource": {"type": "hinderpremie"}}
FOR_BAKERY = {"resource": {"type": "hinderpremie", "id": BAKERY}} | MANAGE


@pytest.fixture
def entity(app: Flask, callers: Callers, world: World) -> ApiClient:
    """Calls for an entity; three enterprises gave the office the same, and Els works there."""
    givers_of_office(world)
    colleague(world, "Els")
    colleague(world, "Omar", level=AccessLevel.VIEW)
    return ApiClient(app, callers.entity(scopes=["checks"]))


def person(name: str) -> dict[str, Any]:
    return {"subject": {"type": "person", "id": f"subject-{name}"}}


def walked(client: ApiClient, path: str, body: dict[str, Any], **page: Any) -> list[str]:
    """Everybody on all pages."""
    found, token = [], {}
    while True:
        answer = client.post(path, body | {"page": page | token}).body
        found += [one["id"] for one in answer["results"]]
        assert answer["page"]["count"] == len(answer["results"])
        token = {"token": answer["page"]["next_token"]}
        if not token["token"]:
            assert len(found) == answer["page"]["total"]
            return found


def test_for_whom_an_organisation_may_act(entity: ApiClient) -> None:
    for limit in (1, 2, 3, 5_000):
        assert set(walked(entity, RESOURCES, OF_OFFICE, limit=limit)) == GIVERS
    answer = entity.post(RESOURCES, OF_OFFICE | {"page": {"limit": 2}}).body
    assert (answer["page"]["count"], answer["page"]["total"]) == (2, 3)
    assert {one["type"] for one in answer["results"]} == {"hinderpremie"}


def test_for_whom_a_person_may_act(entity: ApiClient) -> None:
    assert set(walked(entity, RESOURCES, OF_OFFICE | person("els"))) == GIVERS
    assert set(walked(entity, RESOURCES, OF_OFFICE | person("jan"))) == GIVERS | {OFFICE}
    assert walked(entity, RESOURCES, OF_OFFICE | person("omar")) == []
    there = {"subject": person("els")["subject"] | {"properties": {"organisation": OTHER}}}
    assert walked(entity, RESOURCES, OF_OFFICE | there) == []


def test_who_may_act_for_a_giver(entity: ApiClient) -> None:
    people = FOR_BAKERY | {"subject": {"type": "person"}}
    assert set(walked(entity, SUBJECTS, people, limit=1)) == {"subject-maria", "subject-jan", "subject-els"}
    assert walked(entity, SUBJECTS, FOR_BAKERY | {"subject": {"type": "organisation"}}) == [OFFICE]
    there = {"subject": {"type": "person", "properties": {"organisation": OFFICE}}}
    assert set(walked(entity, SUBJECTS, FOR_BAKERY | there, limit=1)) == {"subject-jan", "subject-els"}


def test_how_far_somebody_may_go(entity: ApiClient) -> None:
    at_bakery = {"resource": FOR_BAKERY["resource"]}
    levels = [entity.post(ACTIONS, at_bakery | person(one)).body for one in ("els", "omar", "wim")]
    assert [[one["name"] for one in body["results"]] for body in levels] == [["view", "manage"], ["view"], []]
    first = entity.post(ACTIONS, at_bakery | person("els") | {"page": {"limit": 1}}).body
    second = entity.post(ACTIONS, at_bakery | person("els") | {"page": {"token": first["page"]["next_token"]}}).body
    assert [first["results"], second["results"]] == [[{"name": "view"}], [{"name": "manage"}]]
    assert second["page"] == {"next_token": "", "count": 1, "total": 2}


def test_who_is_found_is_whom_a_check_says_yes_to(entity: ApiClient, world: World) -> None:
    """Somebody without a sign-in, and a party that is a person, have names too: no search leaves anybody out."""
    els = colleague(world, "Els")
    els.subject = None
    world.session.commit()
    found = walked(entity, SUBJECTS, FOR_BAKERY | {"subject": {"type": "person"}})
    assert f"person:{els.id}" in found
    for one in found:
        body = FOR_BAKERY | {"subject": {"type": "person", "id": one}}
        assert entity.post("/access/v1/evaluation", body).body["decision"] is True


def test_a_token_belongs_to_one_question_of_one_caller(entity: ApiClient, app: Flask, callers: Callers) -> None:
    first = OF_OFFICE | {"page": {"limit": 1}}
    token = entity.post(RESOURCES, first).body["page"]["next_token"]
    second = OF_OFFICE | {"page": {"token": token}}
    assert entity.post(RESOURCES, second | {"page": {"token": token, "limit": 1}}).body["page"]["count"] == 1
    wrong = [("page.token", "sameQuestion")]
    for other in (person("jan"), {"action": {"name": "view"}}, {"context": {"day": "2026-11-23"}}):
        assert entity.post(RESOURCES, second | other, 400).rules == wrong
    somebody_else = ApiClient(app, callers.entity(scopes=["checks"]))
    assert somebody_else.post(RESOURCES, second, 400).rules == wrong
    assert entity.post(SUBJECTS, second | {"resource": FOR_BAKERY["resource"]}, 400).rules == wrong
    assert entity.post(RESOURCES, OF_OFFICE | {"page": {"token": "abc"}}, 400).rules == wrong
    other_limit = {"page": {"token": token, "limit": 2}}
    assert entity.post(RESOURCES, OF_OFFICE | other_limit, 400).rules == [("page.limit", "sameQuestion: 1")]


def test_who_asks_for_nobody_hears_how_many_there_are(entity: ApiClient) -> None:
    answer = entity.post(RESOURCES, OF_OFFICE | {"page": {"limit": 0}}).body
    assert (answer["results"], answer["page"]["count"], answer["page"]["total"]) == ([], 0, 3)
    assert answer["page"]["next_token"]


def test_a_stop_between_two_pages_takes_nobody_else_along(entity: ApiClient, world: World) -> None:
    first = entity.post(RESOURCES, OF_OFFICE | {"page": {"limit": 1}}).body
    [gone] = [one["id"] for one in first["results"]]
    giver = ensure_enterprise_party(world.session, gone)
    for mandate in _of(world, giver.id):
        stop(world, mandate, world.at_home(_representative(world, gone), giver))
    world.session.commit()
    rest, token = [], first["page"]["next_token"]
    while token:
        answer = entity.post(RESOURCES, OF_OFFICE | {"page": {"token": token}}).body
        rest += [one["id"] for one in answer["results"]]
        token = answer["page"]["next_token"]
        assert answer["page"]["total"] == 2
    assert set(rest) == GIVERS - {gone}


def test_a_user_finds_about_himself_and_his_party_and_no_more(
    entity: ApiClient, app: Flask, callers: Callers, world: World
) -> None:
    jan = ApiClient(app, callers.portal(world.jan, world.office))
    assert set(walked(jan, RESOURCES, OF_OFFICE)) == GIVERS
    assert set(walked(jan, RESOURCES, OF_OFFICE | person("jan"))) == GIVERS | {OFFICE}
    assert walked(jan, RESOURCES, OF_OFFICE | person("els")) == []
    assert jan.post(SUBJECTS, FOR_BAKERY | {"subject": {"type": "person"}}, 403).type == "searchPeopleOfOwn"
    assert walked(jan, SUBJECTS, FOR_BAKERY | {"subject": {"type": "organisation"}}) == [OFFICE]
    maria = ApiClient(app, callers.portal())
    assert walked(maria, SUBJECTS, FOR_BAKERY | {"subject": {"type": "organisation"}}) == [OFFICE]
    people = walked(maria, SUBJECTS, FOR_BAKERY | {"subject": {"type": "person"}}, limit=1)
    assert set(people) == {"subject-maria", "subject-jan", "subject-els"}
    assert walked(maria, RESOURCES, OF_OFFICE) == [BAKERY]
    wim = ApiClient(app, callers.portal(*other_party(world)))
    assert walked(wim, RESOURCES, OF_OFFICE) == [OTHER]
    assert walked(wim, SUBJECTS, FOR_BAKERY | {"subject": {"type": "organisation"}}) == []


def _of(world: World, giver_id: uuid.UUID) -> list[Mandate]:
    return list(world.session.scalars(select(Mandate).where(Mandate.giver_id == giver_id)))


def _representative(world: World, number: str) -> Person:
    names = {BAKERY: "maria", FARM: "anna", OTHER: "wim"}
    return world.session.scalars(select(Person).where(Person.subject == f"subject-{names[number]}")).one()
