"""The acts on a mandate that exists: by a user for his side, by an application of itself for the side that is meant."""

from typing import Any

import pytest

from app.core.journal import list_entries
from app.models.mandate import Mandate
from tests.acting import accept
from tests.api.callers import Callers
from tests.api.client import ApiClient, Reply
from tests.world import HOMELESS, OTHER, World, new_id

LATER = {"end": {"lastDay": "2028-11-22"}}


@pytest.fixture
def offered(world: World) -> Mandate:
    mandate = world.give("hinder.manage", "kmop.manage")
    world.session.commit()
    return mandate


@pytest.fixture
def asked(world: World) -> Mandate:
    mandate = world.ask("hinder.manage", "kmop.manage")
    world.session.commit()
    return mandate


@pytest.fixture
def running(world: World) -> Mandate:
    """Both parts run, the first until 22 November 2027, the second without an end."""
    mandate = accept(world, world.give("hinder.manage", "kmop.manage", months=10))
    world.session.commit()
    return mandate


@pytest.fixture
def jan(callers: Callers, world: World) -> str:
    return callers.portal(world.jan, world.office)


def act(api: ApiClient, mandate: Mandate, name: str, body: Any = None, status: int = 200, **more: Any) -> Reply:
    return api.post(f"/mandates/{mandate.id}/{name}", body, status, **more)


def kinds(world: World, mandate: Mandate) -> list[str]:
    return [one.kind for one in list_entries(world.session, mandate.id)]


def test_the_other_side_accepts(api: ApiClient, offered: Mandate, jan: str) -> None:
    assert act(api, offered, "accept", status=403).type == "notYourParty"
    assert act(api, offered, "accept", token=jan).body["status"] == "active"
    assert act(api, offered, "accept", token=jan).body["status"] == "active"


def test_a_giver_gives_less_than_was_asked(api: ApiClient, asked: Mandate) -> None:
    given = act(api, asked, "accept", {"types": ["hinder.manage"], "lastDay": "2027-01-31"}).body
    lines = {one["type"]: one for one in given["lines"]}
    assert lines["hinder.manage"]["lastDay"] == "2027-01-31"
    assert lines["kmop.manage"]["refusedOn"] == "2026-11-23"
    assert act(api, asked, "accept", {}, 400).rules == [("", "minProperties: 1")]


def test_it_is_refused_with_a_reason_and_withdrawn_without(
    api: ApiClient, offered: Mandate, jan: str, world: World
) -> None:
    refused = act(api, offered, "refuse", {"reason": "unknown_party"}, token=jan).body
    assert (refused["status"], refused["refusedOn"]) == ("refused", "2026-11-23")
    other = world.give("permit.view")
    world.session.commit()
    assert act(api, other, "withdraw").body["status"] == "withdrawn"
    assert act(api, other, "accept", status=409, token=jan).type == "notOpenWithdrawn"


def test_parts_stop_today_or_later(api: ApiClient, running: Mandate, jan: str) -> None:
    part = act(api, running, "stop", {"types": ["kmop.manage"]}).body
    assert {one["type"]: one["holdsToday"] for one in part["lines"]} == {"hinder.manage": True, "kmop.manage": False}
    later = act(api, running, "renounce", {"from": "2026-12-24"}, token=jan).body
    assert {one.get("stoppedFrom") for one in later["lines"]} == {"2026-11-23", "2026-12-24"}
    assert act(api, running, "stop", {"from": "2026-11-22"}, 422).body["issues"][0]["name"] == "from"
    assert act(api, running, "stop").body["status"] == "stopped"
    assert act(api, running, "stop").body["status"] == "stopped"



def test_extending_accepting_refusing_and_taking_back(
    api: ApiClient, running: Mandate, jan: str, callers: Callers
) -> None:
    wish = {"types": ["kmop.manage"], "end": {"months": 6}}
    waiting = act(api, running, "extend", wish).body["extension"]
    assert (waiting["proposedBy"], waiting["lines"]) == ("giver", [{"type": "kmop.manage", "lastDay": "2028-03-22"}])
    assert act(api, running, "extension/accept", status=403).type == "notYourParty"
    assert "extension" not in act(api, running, "extension/withdraw").body
    act(api, running, "extend", wish)
    assert "extension" not in act(api, running, "extension/refuse", token=jan).body
    act(api, running, "extend", wish, token=jan)
    accepted = act(api, running, "extension/accept").body["lines"]
    assert {one["type"]: one["lastDay"] for one in accepted}["kmop.manage"] == "2028-03-22"


def test_a_new_holder_is_asked_to_take_over(api: ApiClient, running: Mandate) -> None:
    made = act(api, running, "transfer", {"holder": OTHER, "types": ["kmop.manage"]}, 201)
    assert made.body["holder"]["enterpriseNumber"] == OTHER
    assert [one["type"] for one in made.body["lines"]] == ["kmop.manage"]
    assert act(api, running, "transfer", {"holder": "0200065765"}, 422).body["issues"][0]["name"] == "holder"


def test_a_holder_passes_on_and_reads_what_became_of_it(api: ApiClient, world: World, jan: str) -> None:
    mandate = accept(world, world.give("permit.manage"))
    world.session.commit()
    made = act(api, mandate, "pass-on", {"holder": HOMELESS}, 201, token=jan)
    assert (made.body["status"], made.body["holder"]["enterpriseNumber"]) == ("offered", HOMELESS)
    assert api.get(made.headers["Location"], token=jan).body == made.body
    assert act(api, mandate, "pass-on", {"holder": OTHER}, 403).type == "notYourParty"


def test_a_contest_lets_it_stand_still_and_nobody_solves_it_here(
    api: ApiClient, running: Mandate, callers: Callers
) -> None:
    assert act(api, running, "contest", {"reason": "pressure"}).body["status"] == "suspended"
    api.call("POST", f"/mandates/{running.id}/resume", status=404)


def test_an_entity_decides_for_the_side_that_the_act_means(
    api: ApiClient, offered: Mandate, callers: Callers, world: World
) -> None:
    token = callers.entity()
    assert act(api, offered, "accept", token=token).body["status"] == "active"
    assert act(api, offered, "extend", LATER, 422, token=token).type == "sideMissing"
    contested = act(api, offered, "contest", {"reason": "other", "side": "holder"}, token=token)
    assert contested.body["status"] == "suspended"
    assert act(api, offered, "renounce", token=token).body["status"] == "stopped"
    parties = [one.party_id for one in list_entries(world.session, offered.id) if one.client_id]
    assert parties == [world.office.id] * 3


@pytest.mark.parametrize(("name", "body"), [
    ("accept", None), ("refuse", None), ("withdraw", None), ("stop", None), ("renounce", None),
    ("contest", {"reason": "other", "side": "giver"}),
])  # fmt: skip
def test_an_application_touches_no_part_of_another_domain(
    name: str, body: Any, api: ApiClient, callers: Callers, world: World
) -> None:
    mandate = world.give("hinder.manage", "permit.view")
    world.session.commit()
    for token in (callers.entity(), callers.portal(world.jan, world.office, domains=["subsidies"]),
                  callers.portal(domains=["subsidies"])):  # fmt: skip
        assert act(api, mandate, name, body, 403, token=token).type in {"outsideDomains", "notYourParty"}
    world.session.rollback()
    assert kinds(world, mandate) == ["given"]


def test_its_own_parts_it_may_stop(api: ApiClient, callers: Callers, world: World) -> None:
    mandate = accept(world, world.give("hinder.manage", "permit.view"))
    world.session.commit()
    seen = act(api, mandate, "stop", {"types": ["hinder.manage"]}, token=callers.entity()).body
    assert [one["holdsToday"] for one in seen["lines"]] == [False]
    assert seen["status"] == "active"


def narrow(api: ApiClient, mandate: Mandate, body: Any, status: int = 200, **more: Any) -> Reply:
    etag = api.get(f"/mandates/{mandate.id}").headers["ETag"]
    return api.patch(f"/mandates/{mandate.id}", body, status, headers={"If-Match": etag}, **more)


def test_a_mandate_is_made_as_narrow_as_it_should_be(api: ApiClient, running: Mandate, world: World) -> None:
    narrower = narrow(api, running, {"types": ["hinder.manage"], "lastDay": "2026-12-31"})
    lines = {one["type"]: one for one in narrower.body["lines"]}
    assert lines["kmop.manage"]["stoppedFrom"] == "2026-11-23"
    assert lines["hinder.manage"]["stoppedFrom"] == "2027-01-01"
    again = narrow(api, running, {"types": ["hinder.manage"]})
    assert again.headers["ETag"] == narrower.headers["ETag"]


@pytest.mark.parametrize(("body", "use"), [
    ({"lastDay": "2030-01-01"}, "extendMandate"),
    ({"types": ["hinder.manage", "permit.view"]}, "startMandate"),
])  # fmt: skip
def test_what_is_wider_names_how(body: Any, use: str, api: ApiClient, running: Mandate, world: World) -> None:
    refused = narrow(api, running, body, 409)
    assert (refused.type, refused.body["use"]) == ("wider", use)


def test_nobody_narrows_what_he_did_not_see(api: ApiClient, running: Mandate, jan: str) -> None:
    seen = api.get(f"/mandates/{running.id}").headers["ETag"]
    act(api, running, "renounce", {"types": ["kmop.manage"]}, token=jan)
    body = {"lastDay": "2026-12-31"}
    refused = api.patch(f"/mandates/{running.id}", body, 412, headers={"If-Match": seen})
    assert refused.headers["ETag"] == api.get(f"/mandates/{running.id}").headers["ETag"]
    weak = f"W/{refused.headers['ETag']}"
    assert api.patch(f"/mandates/{running.id}", body, 412, headers={"If-Match": weak}).type == "changedMeanwhile"
    assert api.patch(f"/mandates/{running.id}", body, 400).rules == [("If-Match", "required")]
    known = {"If-Match": "*"}
    wrong = api.patch(f"/mandates/{running.id}", body, 415, headers=known, json_type="application/json-patch+json")
    assert wrong.headers["Accept"] == "application/json, application/merge-patch+json"
    # The Belgian guide has a type of its own for what is changed in part.
    api.patch(f"/mandates/{running.id}", body, 200, headers=known, json_type="application/merge-patch+json")
    api.patch(f"/mandates/{running.id}", body, 200, headers={"If-Match": "*"})


def test_an_act_on_what_does_not_exist_looks_as_one_on_what_is_not_yours(
    api: ApiClient, running: Mandate, callers: Callers, world: World
) -> None:
    stranger = callers.entity(domains=["landbouw"])
    unknown, others = (
        api.post(f"/mandates/{new_id()}/stop", None, 404), act(api, running, "stop", status=404, token=stranger)
    )  # fmt: skip
    assert {**others.body, "instance": None} == {**unknown.body, "instance": None}
