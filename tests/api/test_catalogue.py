"""The catalogue as applications read it: the same for every caller, in the order of the file."""

import pytest
from sqlalchemy import select

from app.core.rights.granting import grant_right
from app.models.mandate_group import MandateGroup, MandateGroupVersion
from app.models.mandate_type import MandateType
from tests.api.callers import Callers
from tests.api.client import ApiClient
from tests.colleagues import person
from tests.world import TODAY, World


def test_a_type_says_its_policy_its_words_and_whose_it_is(api: ApiClient) -> None:
    found = api.get("/mandate-types/hinder.manage").body
    assert found["domain"] == {"key": "subsidies", "name": "Subsidies en premies"}
    assert found["entity"]["key"] == "ondernemen"
    assert (found["accessLevel"], found["risk"], found["signatures"]) == ("manage", "low", "1")
    assert (found["starters"], found["codeAllowed"], found["money"]) == (["giver", "holder"], True, True)
    assert all(sentence.startswith("{mandaatnemer} mag ") for sentence in found["may"])
    assert {"text", "unless"} == set(found["mayNot"][0])


@pytest.mark.parametrize(
    "list_", ["mandate-types", "right-types", "mandate-groups", "right-groups", "people", "rights"]
)
def test_every_item_of_a_list_says_where_it_is_read(api: ApiClient, world: World, list_: str) -> None:
    grant_right(world.session, person(world, "Els").id, world.bakery.id, "subsidies.executor", first_day=TODAY)
    world.session.commit()
    for one in api.get(f"/{list_}").body["items"]:
        assert api.get(one["href"]).body["href"] == one["href"]
    assert api.get(f"/{list_}").body["total"] > 0


def test_types_come_in_the_order_of_the_catalogue_by_pages(api: ApiClient, world: World) -> None:
    keys = list(world.session.scalars(select(MandateType.key).order_by(MandateType.position, MandateType.key)))
    world.session.commit()
    first = api.get("/mandate-types?pageSize=4").body
    second = api.get(first["next"]).body
    assert [one["key"] for one in first["items"] + second["items"]] == keys[:8]
    assert first["total"] == len(keys)


def test_what_was_withdrawn_is_left_out_for_who_asks_what_can_be_given(api: ApiClient, world: World) -> None:
    world.session.get_one(MandateType, "hinder.manage").withdrawn_from = TODAY
    world.session.commit()
    everything = {one["key"]: one for one in api.get("/mandate-types?domain=subsidies&pageSize=100").body["items"]}
    offered = {one["key"] for one in api.get("/mandate-types?domain=subsidies&offered=true").body["items"]}
    assert everything["hinder.manage"]["withdrawnFrom"] == TODAY.isoformat()
    assert everything.keys() - offered == {"hinder.manage"}
    assert {one["domain"]["key"] for one in everything.values()} == {"subsidies"}


def test_a_group_keeps_its_versions_and_says_which_can_be_given(api: ApiClient, world: World) -> None:
    version = world.session.scalars(select(MandateGroupVersion).order_by(MandateGroupVersion.number)).first()
    assert version is not None
    key, words = version.group_key, {"hint": "Meer.", "sentences": ["Meer."]}
    later = {"number": 90, "from_day": TODAY.replace(year=2027), "type_keys": ["hinder.manage"]}
    world.session.add(MandateGroupVersion(group_key=key, **words, **later))
    world.session.commit()
    found = api.get(f"/mandate-groups/{key}").body
    assert found["versions"][-1]["number"] == 90
    assert found["offeredVersion"] < 90
    world.session.get_one(MandateGroup, key).withdrawn_from = TODAY
    world.session.commit()
    listed = {one["key"]: one for one in api.get("/mandate-groups").body["items"]}
    assert "offeredVersion" not in listed[key]


def test_rights_say_what_they_decide_and_in_which_domain(api: ApiClient) -> None:
    rights = {one["key"]: one for one in api.get("/right-types?pageSize=100").body["items"]}
    assert (rights["manager"]["manages"], rights["executor"]["manages"]) == (True, False)
    assert "domain" not in rights["executor"]
    in_one = api.get("/right-types?domain=subsidies").body["items"]
    assert all(one["domain"]["key"] == "subsidies" for one in in_one)
    for group in api.get("/right-groups").body["items"]:
        assert set(group["versions"][0]["types"]) <= rights.keys()


def test_one_right_or_group_of_rights_is_as_in_its_list(api: ApiClient) -> None:
    for noun in ("right-types", "right-groups"):
        for one in api.get(f"/{noun}?pageSize=100").body["items"]:
            assert api.get(f"/{noun}/{one['key']}").body == one


def test_what_the_catalogue_does_not_have_is_not_found(api: ApiClient) -> None:
    assert api.get("/mandate-types/nothing.here", 404).type == "resourceNotFound"
    assert api.get("/mandate-groups/nothing", 404).type == "resourceNotFound"
    assert api.get("/right-types/nothing", 404).type == "resourceNotFound"
    assert api.get("/right-groups/nothing", 404).type == "resourceNotFound"


def test_the_catalogue_is_the_same_for_an_application_of_another_domain(api: ApiClient, callers: Callers) -> None:
    mine = api.get("/mandate-types").body
    assert api.get("/mandate-types", token=callers.entity(domains=["landbouw"])).body == mine
