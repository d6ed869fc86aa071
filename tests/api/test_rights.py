"""Who may what inside the organisation of a user, read and changed through the API; the core tests the rules."""

import pytest
from sqlalchemy import select

from app.models.journal import Channel, JournalEntry
from app.models.person import Person
from app.models.work_relation import WorkRelation
from tests.acting import accept
from tests.api.callers import Callers
from tests.api.client import ApiClient
from tests.colleagues import colleague
from tests.growing import LIST, NEW, OLD, version
from tests.world import World

EXECUTOR = {"type": "executor"}


@pytest.fixture
def office(api: ApiClient, callers: Callers, world: World) -> ApiClient:
    """Calls for Jan, who decides for the office."""
    api.token = callers.portal(world.jan, world.office)
    return api


@pytest.fixture
def els(world: World) -> Person:
    """Els works at the office, for subsidies."""
    found = colleague(world, "Els", "subsidies.executor")
    world.session.commit()
    return found


def rights_of(api: ApiClient, person: Person) -> list[tuple[str, str]]:
    listed = api.get(f"/rights?person={person.id}").body["items"]
    return [(right["type"], right["level"]) for one in listed for right in one["rights"] if right["holdsToday"]]


def test_a_colleague_is_found_and_given_a_right_at_once(office: ApiClient, els: Person, world: World) -> None:
    mandate = accept(world, world.give())
    world.session.commit()
    people = {one["name"]: one for one in office.get("/people").body["items"]}
    assert (people["Els Wouters"]["byLaw"], people["Jan Peeters"]["byLaw"]) == (False, True)
    wish = {"type": "executor", "level": "view", "mandates": [str(mandate.id)], "lastDay": "2027-01-31"}
    made = office.post("/rights", {"person": str(els.id), "covers": {"rights": [wish]}}, 201)
    assert office.get(made.headers["Location"]).body == made.body
    right = next(one for one in made.body["rights"] if one["type"] == "executor")
    assert (right["level"], right["lastDay"], right["holdsToday"]) == ("view", "2027-01-31", True)
    assert right["mandate"]["giver"]["name"] == "Bakkerij De Zoete Inval BV"
    assert (made.body["status"], made.body["person"]["id"]) == ("active", str(els.id))
    entry = world.session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert entry is not None
    assert (entry.channel, entry.person_id) == (Channel.API, world.jan.id)


def test_a_newcomer_is_invited_and_can_be_taken_back(office: ApiClient, world: World) -> None:
    newcomer = {"firstName": "Eva", "lastName": "Claes", "emailAddress": "eva@voorbeeld.be"}
    wish = {"newcomer": newcomer, "covers": {"rights": [{"type": "reader", "months": 6}]}}
    made = office.post("/rights", wish, 201).body
    assert (made["status"], made["answerBy"]) == ("offered", "2026-12-23")
    assert made["rights"][0]["level"] == "view"
    assert office.post("/rights", wish, 201).body["id"] == made["id"]
    assert office.post(f"/rights/{made['id']}/withdraw").body["status"] == "withdrawn"
    assert world.session.scalars(select(WorkRelation.email_address)).all() == ["eva@voorbeeld.be"]


def test_a_group_is_given_in_its_version_of_today(office: ApiClient, els: Person) -> None:
    covers = {"group": {"key": "dossiers"}}
    made = office.post("/rights", {"person": str(els.id), "covers": covers}, 201).body
    assert {one["type"]: one.get("group") for one in made["rights"] if one.get("group")} == {
        "reader": {"key": "dossiers", "version": 1}, "permits.executor": {"key": "dossiers", "version": 1},
    }  # fmt: skip
    covers["group"]["key"] = "nergens"
    refused = office.post("/rights", {"person": str(els.id), "covers": covers}, 422)
    assert (refused.type, refused.body["issues"][0]["name"]) == ("rightGroupUnknown", "covers.group.key")


def test_a_right_for_a_mandate_group_is_for_its_version_of_today(
    office: ApiClient, els: Person, world: World
) -> None:  # fmt: skip
    version(world, 1, *OLD)
    accept(world, world.give("permit.view"))
    world.session.commit()
    covers = {"rights": [EXECUTOR | {"mandateGroups": [LIST]}]}
    made = office.post("/rights", {"person": str(els.id), "covers": covers}, 201).body
    assert [one["mandateGroup"] for one in made["rights"] if "mandateGroup" in one] == [{"key": LIST, "version": 1}]
    version(world, 2, *NEW)
    world.session.commit()
    seen = office.get(f"/people/{els.id}")
    done = office.patch(f"/people/{els.id}", {"covers": covers}, headers={"If-Match": seen.headers["ETag"]}).body
    assert [one["mandateGroup"]["version"] for one in done["appointment"]["rights"] if one["holdsToday"]] == [2]
    for wrong, code, name in (
        ({"rights": [{"type": "reader"}, EXECUTOR | {"mandateGroups": ["nergens"]}]}, "rightMandateGroupUnknown",
         "covers.rights[1].mandateGroups"),
        ({"rights": [{"type": "manager", "mandateGroups": [LIST]}]}, "managerOfAll",
         "covers.rights[0].mandateGroups"),
        ({"group": {"key": "dossiers", "mandateGroups": ["nergens"]}}, "rightMandateGroupUnknown",
         "covers.group.mandateGroups"),
        ({"rights": [EXECUTOR | {"mandateGroups": [LIST], "mandates": [str(els.id)]}]}, "rightMandatesOrGroups",
         "covers.rights[0].mandateGroups"),
    ):  # fmt: skip
        refused = office.post("/rights", {"person": str(els.id), "covers": wrong}, 422)
        assert (refused.type, refused.body["issues"][0]["name"]) == (code, name)


def test_rights_stop_one_by_one_and_say_what_nobody_carries_out(
    office: ApiClient, els: Person, world: World
) -> None:  # fmt: skip
    mandate = accept(world, world.give())
    world.session.commit()
    (listed,) = office.get("/rights?type=subsidies.executor&status=active").body["items"]
    office.post(f"/rights/{listed['id']}/stop", {"rights": ["00000000-0000-0000-0000-000000000000"]}, 404)
    ended = office.post(f"/rights/{listed['id']}/stop", {"rights": [listed["rights"][0]["id"]]}).body
    assert ended["ended"] == [listed["rights"][0]["id"]]
    assert [one["id"] for one in ended["unattended"]] == [str(mandate.id)]
    assert office.post(f"/rights/{listed['id']}/stop").body == {"ended": [], "unattended": []}
    assert office.get(f"/rights/{listed['id']}").body["status"] == "stopped"


def test_somebody_leaves(office: ApiClient, els: Person) -> None:
    assert len(office.post(f"/people/{els.id}/leave").body["ended"]) == 1
    assert rights_of(office, els) == []
    office.post("/people/00000000-0000-0000-0000-000000000000/leave", None, 404)


def test_a_change_gives_what_is_new_and_ends_the_rest(office: ApiClient, els: Person) -> None:
    covers, seen = {"covers": {"rights": [{"type": "reader"}]}}, office.get(f"/people/{els.id}")
    assert [one["type"] for each in seen.body["appointments"] for one in each["rights"]] == ["subsidies.executor"]
    done = office.patch(f"/people/{els.id}", covers, headers={"If-Match": seen.headers["ETag"]})
    assert len(done.body["ended"]) == 1
    assert done.body["appointment"]["person"]["name"] == "Els Wouters"
    assert rights_of(office, els) == [("reader", "view")]
    again = office.patch(f"/people/{els.id}", covers, headers={"If-Match": done.headers["ETag"]}).body
    assert (again["ended"], "appointment" in again) == ([], False)


def test_a_change_does_not_end_unseen_what_somebody_else_gave_meanwhile(office: ApiClient, els: Person) -> None:
    address, wish = f"/people/{els.id}", {"covers": {"rights": [{"type": "reader"}]}}
    seen = office.get(address)
    assert office.get(address, 304, headers={"If-None-Match": seen.headers["ETag"]}).body is None
    office.post("/rights", {"person": str(els.id), "covers": {"rights": [{"type": "permits.executor"}]}}, 201)
    assert office.patch(address, wish, 400).rules == [("If-Match", "required")]
    late = office.patch(address, wish, 412, headers={"If-Match": seen.headers["ETag"]})
    assert sorted(rights_of(office, els)) == [("permits.executor", "manage"), ("subsidies.executor", "manage")]
    assert late.headers["ETag"] == office.get(address).headers["ETag"]
    office.patch(address, wish, headers={"If-Match": late.headers["ETag"]})
    assert rights_of(office, els) == [("reader", "view")]


def test_who_decides_may_give_that_up_himself(office: ApiClient, callers: Callers, world: World) -> None:
    mia = colleague(world, "Mia", "manager")
    colleague(world, "Mia", "reader", level="view")
    world.session.commit()
    address, token = f"/people/{mia.id}", callers.portal(mia, world.office)
    seen, less = office.get(address, token=token), {"covers": {"rights": [{"type": "reader"}]}}
    done = office.patch(address, less, token=token, headers={"If-Match": seen.headers["ETag"]})
    assert (len(done.body["ended"]), "ETag" in done.headers) == (1, False)
    assert rights_of(office, mia) == [("reader", "view")]
    office.get(address, 403, token=token)


def test_who_works_there_is_read_by_who_decides_only(
    office: ApiClient, callers: Callers, els: Person, world: World
) -> None:  # fmt: skip
    (own,) = (one for one in office.get("/people").body["items"] if one["byLaw"])
    assert office.get(f"/people/{own['id']}").body == own | {"appointments": []}
    office.get("/people/00000000-0000-0000-0000-000000000000", 404)
    office.get(f"/people/{els.id}", 403, token=callers.portal(els, world.office))
    office.get(f"/people/{els.id}", 404, token=callers.portal())


def test_who_only_carries_out_reads_and_gives_up_his_own(
    office: ApiClient, callers: Callers, els: Person, world: World
) -> None:  # fmt: skip
    colleague(world, "Tom")
    world.session.commit()
    own = callers.portal(els, world.office)
    (mine,) = office.get("/rights", token=own).body["items"]
    assert mine["person"]["id"] == str(els.id)
    office.get("/people", 403, token=own)
    office.post("/rights", {"person": str(els.id), "covers": {"rights": [EXECUTOR]}}, 403, token=own)
    assert len(office.post(f"/rights/{mine['id']}/stop", token=own).body["ended"]) == 1


def test_a_right_that_works_everywhere_needs_an_application_with_every_domain(
    office: ApiClient, callers: Callers, els: Person, world: World
) -> None:  # fmt: skip
    one = callers.portal(world.jan, world.office, domains=["subsidies"])
    wish = {"person": str(els.id), "covers": {"rights": [EXECUTOR]}}
    assert office.post("/rights", wish, 403, token=one).type == "outsideDomains"
    office.post("/rights", wish, 201)


def test_a_wish_names_one_colleague_and_something(office: ApiClient, els: Person) -> None:
    both = {"person": str(els.id), "newcomer": {"firstName": "Eva", "lastName": "Claes"}}
    assert office.post("/rights", both | {"covers": {}}, 400).rules == [("covers", "minProperties: 1")]
    assert office.post("/rights", both | {"covers": {"rights": [EXECUTOR]}}, 422).type == "colleagueOneOf"
