"""Types and groups, from the file alone."""

import copy
import tomllib
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from app.core.errors import Invalid, NotFound
from app.core.mandates.catalogue import (
    get_types,
    list_groups,
    may_not_sentences,
    may_sentences,
    short_phrase,
)
from app.core.mandates.catalogue_file import load_catalogue
from app.core.representation.checking import Question, may_represent
from app.db import Database
from app.models.mandate import Mandate
from app.models.mandate_type import AccessLevel
from tests.acting import accept
from tests.world import CATALOGUE, TODAY, World

DEMO = tomllib.loads(CATALOGUE.read_text(encoding="utf-8"))
WATER = {
    "key": "water.manage",
    "name": "Waterheffing aangeven",
    "domain": "water",
    "services": ["waterheffing"],
    "access_level": "manage",
    "risk": "low",
    "code_allowed": True,
    "short": "de waterheffing aangeven",
    "may": ["{mandaatnemer} mag de waterheffing aangeven."],
    "may_not": [{"text": "{mandaatnemer} mag geen bezwaar indienen."}],
}


def sentences(world: World, *keys: str) -> tuple[list[str], list[str]]:
    types = get_types(world.session, keys)
    return may_sentences(types, "Peeters"), may_not_sentences(types, "Peeters")


def group(world: World, key: str):
    return next(one for one in list_groups(world.session, TODAY) if one.group_key == key)


def test_a_type_in_a_domain_unknown_until_then_works_from_the_file_alone(world: World) -> None:
    content = {
        "entities": {"milieu": "Entiteit Milieu"},
        "domains": {"water": {"name": "Water", "entity": "milieu"}},
        "types": [WATER],
    }
    load_catalogue(world.session, content)
    accept(world, world.give("water.manage"))
    question = Question(world.bakery.id, "waterheffing", AccessLevel.MANAGE, TODAY, person_id=world.jan.id)
    assert may_represent(world.session, question).allowed


def test_loading_the_same_file_twice_changes_nothing(world: World) -> None:
    loaded = load_catalogue(world.session, DEMO)
    assert (loaded.types, loaded.new_versions) == (len(DEMO["types"]), 0)


def test_what_another_type_allows_is_not_forbidden_in_the_same_list(world: World) -> None:
    _, alone = sentences(world, "subsidy.view")
    _, together = sentences(world, "subsidy.view", "hinder.manage")
    assert "Peeters mag voor subsidies en premies niets invullen, indienen of veranderen." in alone
    assert "Peeters mag voor subsidies en premies niets invullen, indienen of veranderen." not in together
    assert "Peeters mag geen andere steun vragen." in together
    _, more = sentences(world, "subsidy.view", "hinder.manage", "kmop.manage")
    assert "Peeters mag geen andere steun vragen." not in more


def test_no_list_forbids_what_it_allows_for_any_two_types(world: World) -> None:
    keys = [one["key"] for one in DEMO["types"]]
    for first in keys:
        for second in keys:
            may, may_not = sentences(world, first, second)
            assert not set(may) & set(may_not)
            assert len(may) == len(set(may))
            levels = {one.access_level for one in get_types(world.session, {first, second})}
            nothing = [one for one in may_not if " niets " in one]
            same_domain = len({one.domain_key for one in get_types(world.session, {first, second})}) == 1
            assert not (nothing and "manage" in levels and same_domain), (first, second)


def test_who_manages_is_not_also_told_that_he_may_look(world: World) -> None:
    may, _ = sentences(world, "permit.manage", "permit.view")
    assert may == sentences(world, "permit.manage")[0]


def test_who_only_looks_finds_types_in_memory_until_the_catalogue_changes(fresh_database: Database) -> None:
    def names() -> list[str]:
        with fresh_database.reading() as reading:
            return [one.name for one in get_types(reading, ["permit.view", "recog.view"])]

    def load(name: str) -> None:
        content = copy.deepcopy(DEMO)
        next(one for one in content["types"] if one["key"] == "permit.view")["name"] = name
        load_catalogue(writing, content)

    with fresh_database.writing.begin() as writing:
        load("Vergunningen bekijken")
        in_order = [one.name for one in get_types(writing, ["recog.view", "permit.view"])]
    assert names() == names() == in_order
    with fresh_database.writing() as writing:
        load("Iets dat niemand ziet")
        assert names() == in_order
    assert names() == in_order
    with fresh_database.writing.begin() as writing:
        load("Vergunningen lezen")
    assert sorted(names()) == sorted({*in_order, "Vergunningen lezen"} - {"Vergunningen bekijken"})
    with fresh_database.reading() as reading, pytest.raises(NotFound, match="type_unknown"):
        get_types(reading, ["permit.view", "bestaat.niet"])


def test_a_short_phrase_reads_as_one_enumeration(world: World) -> None:
    types = get_types(world.session, ["hinder.manage", "permit.view", "recog.view"])
    assert short_phrase(types) == "een hinderpremie aanvragen, erkenningen bekijken en vergunningen bekijken"


def test_a_group_that_gains_a_type_never_widens_running_mandates(world: World) -> None:
    version = group(world, "bekijken")
    mandate = accept(world, world.give(*version.type_keys, group_version_id=version.id))
    content = copy.deepcopy(DEMO)
    wider = next(one for one in content["groups"] if one["key"] == "bekijken")
    wider |= {"version": 2, "from": date(2026, 11, 1), "types": [*wider["types"], "hinder.manage"]}
    assert load_catalogue(world.session, content).new_versions == 1
    world.session.expire_all()
    kept = world.session.get_one(Mandate, mandate.id)
    assert kept.group_version_id == version.id
    question = Question(world.bakery.id, "hinderpremie", AccessLevel.MANAGE, TODAY, holder_id=world.office.id)
    assert not may_represent(world.session, question).allowed
    assert group(world, "bekijken").number == 2
    assert group(world, "bekijken").type_keys == [*version.type_keys, "hinder.manage"]


def test_a_group_that_changed_needs_a_new_version_number(world: World) -> None:
    content = copy.deepcopy(DEMO)
    content["groups"][0]["types"] = content["groups"][0]["types"][:-1]
    with pytest.raises(Invalid, match="catalogue_wrong"):
        load_catalogue(world.session, content)


def test_a_version_of_tomorrow_is_not_shown_today(world: World) -> None:
    content = copy.deepcopy(DEMO)
    content["groups"][0] |= {"version": 2, "from": date(2026, 11, 24), "types": ["subsidy.view"]}
    load_catalogue(world.session, content)
    assert group(world, content["groups"][0]["key"]).number == 1


def test_a_type_that_was_withdrawn_can_no_longer_be_given(world: World) -> None:
    get_types(world.session, ["subsidy.view"])[0].withdrawn_from = TODAY
    with pytest.raises(Invalid, match="type_withdrawn"):
        world.give("subsidy.view")


def test_a_type_that_only_the_holder_starts_cannot_be_given(world: World) -> None:
    get_types(world.session, ["subsidy.view"])[0].starters = "holder"
    with pytest.raises(Invalid, match="type_starts_holder"):
        world.give("subsidy.view")


def test_a_type_for_persons_only_is_not_for_an_enterprise(world: World) -> None:
    get_types(world.session, ["subsidy.view"])[0].party_kinds = ["person"]
    with pytest.raises(Invalid, match="type_not_for_you"):
        world.give("subsidy.view")


def test_a_type_or_group_that_does_not_exist_is_not_found(world: World) -> None:
    from tests.world import new_id

    with pytest.raises(NotFound, match="type_unknown"):
        world.give("subsidy.fly")
    with pytest.raises(NotFound, match="group_unknown"):
        world.give(group_version_id=new_id())


def broken(**changes: Any) -> Callable[[dict[str, Any]], None]:
    return lambda item: item.update(changes)


def test_a_type_stays_in_its_domain_because_rights_follow_it(world: World) -> None:
    item = {**WATER, "domain": "subsidies"}
    load_catalogue(world.session, {"types": [item]})
    with pytest.raises(Invalid, match="catalogue_wrong") as caught:
        load_catalogue(world.session, {"types": [item | {"domain": "vergunningen"}]})
    assert "water.manage" in caught.value.sentence
    assert "het domein blijft wat het was" in caught.value.sentence


@pytest.mark.parametrize(
    "spoil",
    [
        broken(domain="wind"),
        broken(risk="huge"),
        broken(access_level="own"),
        broken(colour="red"),
        broken(services="one"),
        broken(may=["U mag alles."]),
        broken(may_not=[{"text": "Niets mag."}]),
        lambda item: item.pop("short"),
    ],
)
def test_a_wrong_type_is_refused_by_name(world: World, spoil: Callable[[dict[str, Any]], None]) -> None:
    item = {**WATER, "domain": "subsidies"}
    spoil(item)
    with pytest.raises(Invalid, match="catalogue_wrong") as caught:
        load_catalogue(world.session, {"types": [item]})
    assert "water.manage" in caught.value.sentence
