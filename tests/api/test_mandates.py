"""Reading mandates: who sees what, in which words, and which page."""

from datetime import timedelta

import pytest

from app.models.mandate import Mandate
from app.models.person import Person
from tests.acting import accept, extend, refuse_signature, stop
from tests.api.callers import Callers, other_party
from tests.api.client import ApiClient
from tests.core.duo import Duo
from tests.web.conftest import StillClock
from tests.world import BAKERY, OFFICE, World, new_id


def test_a_user_reads_a_mandate_of_his_party(api: ApiClient, mandate: Mandate) -> None:
    read = api.get(f"/mandates/{mandate.id}")
    assert read.body["dossierNumber"] == mandate.dossier_number
    assert read.body["status"] == "active"
    giver = {"kind": "enterprise", "name": "Bakkerij De Zoete Inval BV", "enterpriseNumber": BAKERY}
    assert read.body["giver"] == giver
    (line,) = read.body["lines"]
    assert (line["type"], line["domain"], line["holdsToday"]) == ("hinder.manage", "subsidies", True)
    assert (line["firstDay"], line["lastDay"]) == ("2026-11-23", "2027-11-22")


def test_who_has_the_version_already_gets_it_not_again_until_it_changes(
    api: ApiClient, mandate: Mandate, world: World
) -> None:
    etag = api.get(f"/mandates/{mandate.id}").headers["ETag"]
    assert api.get(f"/mandates/{mandate.id}", 304, headers={"If-None-Match": etag}).headers["ETag"] == etag
    stop(world, mandate)
    world.session.commit()
    assert api.get(f"/mandates/{mandate.id}", headers={"If-None-Match": etag}).body["status"] == "stopped"


def test_what_is_unknown_and_what_is_forbidden_look_alike(
    api: ApiClient, mandate: Mandate, callers: Callers, world: World
) -> None:
    stranger = callers.portal(*other_party(world))
    outside = callers.entity(domains=["landbouw"])
    bodies = [
        api.get(f"/mandates/{mandate_id}{part}", 404, token=token).body
        for mandate_id, token in ((mandate.id, stranger), (mandate.id, outside), (new_id(), api.token))
        for part in ("", "/timeline", "/letters")
    ]
    assert len({body.pop("instance") for body in bodies}) == len(bodies), "each request has a number of its own"
    assert all(body == bodies[0] for body in bodies)


def test_an_application_of_an_entity_sees_the_parts_of_its_domains(
    api: ApiClient, callers: Callers, world: World
) -> None:
    mandate = accept(world, world.give("hinder.manage", "permit.view"))
    extend(world, mandate, type_keys=["permit.view"], months=2)
    world.session.commit()
    token = callers.entity()
    assert "extension" in api.get(f"/mandates/{mandate.id}").body
    seen = api.get(f"/mandates/{mandate.id}", token=token).body
    assert [one["type"] for one in seen["lines"]] == ["hinder.manage"]
    assert (seen["complete"], seen.get("extension")) == (False, None)
    assert api.get(f"/mandates/{mandate.id}").body["complete"] is True
    for part in ("timeline", "letters"):
        assert api.get(f"/mandates/{mandate.id}/{part}", 403, token=token).type == "outsideDomains"


def test_an_application_of_no_entity_sees_nothing_of_itself(api: ApiClient, mandate: Mandate, callers: Callers) -> None:
    refused = api.get(f"/mandates/{mandate.id}", 403, token=callers.stranger())
    assert refused.type == "applicationWithoutEntity"


def test_a_mandate_that_still_has_to_be_signed_is_not_shown_to_the_other_side(
    api: ApiClient, callers: Callers, world: World
) -> None:
    mandate = world.give()
    mandate.second_must_sign = True
    world.session.commit()
    assert api.get(f"/mandates/{mandate.id}").body["status"] == "to_sign"
    api.get(f"/mandates/{mandate.id}", 404, token=callers.portal(world.jan, world.office))
    api.get(f"/mandates/{mandate.id}", 404, token=callers.entity())
    for token in (callers.portal(world.jan, world.office), callers.entity()):
        assert api.get(f"/mandates?giver={BAKERY}", token=token).body["total"] == 0


def test_what_happened_is_told_as_the_screens_tell_it(api: ApiClient, mandate: Mandate, callers: Callers) -> None:
    told = api.get(f"/mandates/{mandate.id}/timeline").body
    assert [one["kind"] for one in told["items"]] == ["given", "accepted"]
    assert told["items"][0]["sentence"].startswith("Maria Vermeulen")
    assert api.get(f"/mandates/{mandate.id}/timeline", token=callers.entity()).body["total"] == 2


def test_each_user_sees_the_letters_to_his_party_and_the_entity_sees_all(
    api: ApiClient, mandate: Mandate, callers: Callers, world: World
) -> None:
    path = f"/mandates/{mandate.id}/letters"
    to = [{one["to"] for one in api.get(path, token=token).body["items"]} for token in (
        None, callers.portal(world.jan, world.office), callers.entity())]
    assert to == [{"giver"}, {"holder"}, {"giver", "holder"}]


def test_an_entity_reads_of_no_letter_about_what_two_sign_between_them(
    api: ApiClient, callers: Callers, world: World
) -> None:
    duo = Duo(world)
    mandate = accept(world, duo.get(), duo.godelieve)
    refuse_signature(world, mandate, duo.johan)
    world.session.commit()
    own = callers.portal(world.session.get_one(Person, duo.johan.person_id), duo.party)
    path = f"/mandates/{mandate.id}/letters"
    own_letters, open_letters = (api.get(path, token=token).body["items"] for token in (own, callers.entity()))
    assert len(own_letters) == 3
    assert open_letters == own_letters[-1:]


def test_the_list_has_pages_with_links_and_a_total(api: ApiClient, world: World) -> None:
    for key in ("hinder.manage", "kmop.manage", "permit.view"):
        world.give(key)
    world.session.commit()
    page = api.get("/mandates?giver=0199000151&page=2&pageSize=1").body
    assert (page["page"], page["pageSize"], page["total"], len(page["items"])) == (2, 1, 3, 1)
    assert page["next"] == "/api/v1/mandates?giver=0199000151&page=3&pageSize=1"
    assert api.get(page["next"]).body["prev"] == page["self"]
    assert "next" not in api.get(page["last"]).body
    assert api.get("/mandates?page=9").body["items"] == []


@pytest.mark.parametrize(("query", "found"), [
    ("status=active", ["hinder.manage"]),
    ("status=offered", ["permit.view"]),
    ("status=offered&status=active", ["permit.view", "hinder.manage"]),
    ("status=expired", []),
    ("type=permit.view", ["permit.view"]),
    ("domain=subsidies", ["hinder.manage"]),
    ("domain=landbouw", []),
    (f"holder={OFFICE}", ["permit.view", "hinder.manage"]),
    (f"holder={BAKERY}", []),
    ("giver=0200065765", []),
    ("changedSince=2026-11-23T09:30:00Z", ["permit.view"]),
    ("changedSince=2026-11-23T11:30:00%2B01:00", []),
])  # fmt: skip
def test_filters_choose(query: str, found: list[str], api: ApiClient, mandate: Mandate, world: World) -> None:
    world.later(minutes=60)
    world.give("permit.view")
    world.session.commit()
    assert [one["lines"][0]["type"] for one in api.get(f"/mandates?{query}").body["items"]] == found


def test_an_entity_names_giver_or_holder(api: ApiClient, mandate: Mandate, callers: Callers) -> None:
    token = callers.entity()
    assert api.get(f"/mandates?holder={OFFICE}", token=token).body["total"] == 1
    assert api.get("/mandates?status=active", 422, token=token).type == "giverOrHolderMissing"


def test_a_filter_finds_nothing_in_a_domain_that_is_not_ones_own(
    api: ApiClient, callers: Callers, world: World
) -> None:
    accept(world, world.give("hinder.manage", "permit.view"))
    world.session.commit()
    asked, token = f"/mandates?giver={BAKERY}", callers.entity()
    assert api.get(asked, token=token).body["total"] == 1
    for more in ("domain=vergunningen", "type=permit.view"):
        assert api.get(f"{asked}&{more}", token=token).body["total"] == 0


def test_a_token_that_ran_out_opens_nothing(api: ApiClient, mandate: Mandate, still_clock: StillClock) -> None:
    still_clock.wait(timedelta(minutes=10))
    assert api.get(f"/mandates/{mandate.id}", 401).type == "invalidAccessToken"
