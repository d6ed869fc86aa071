"""Searches: for whom may this one act, and who may act for that party; complete, page after page."""

import random
import uuid

import pytest
from sqlalchemy import insert, select, update

from app.core.actor import Actor
from app.core.acts.giving import give_mandate
from app.core.errors import Invalid
from app.core.people.parties import ensure_enterprise_party
from app.core.representation.searching import Found, Page, Wanted, list_givers, list_holders, list_people
from app.models.line import Line
from app.models.mandate import Mandate
from app.models.mandate_type import AccessLevel
from app.models.party import Party
from tests.acting import accept, stop
from tests.colleagues import MANAGER, colleague, person
from tests.world import FARM, OTHER, TODAY, World

WANTED = Wanted("hinderpremie", AccessLevel.MANAGE, TODAY)


def givers_of_office(world: World) -> dict[uuid.UUID, Mandate]:
    """Three enterprises that gave the office the same, in the order of their ids."""
    found = {world.bakery.id: accept(world, world.give())}
    for number, first_name in ((FARM, "Anna"), (OTHER, "Wim")):
        person = world.add_representative(number, first_name, "Claes")
        giver = world.at_home(person, ensure_enterprise_party(world.session, number))
        wish = world.wish(starter_id=giver.party_id)
        given = give_mandate(world.session, giver, wish, policy=world.policy, now=world.now)
        found[giver.party_id] = accept(world, given)
    return dict(sorted(found.items()))


def walked(world: World, size: int, **who: uuid.UUID) -> list[uuid.UUID]:
    """All pages, one after another."""
    ids: list[uuid.UUID] = []
    page = Page(size=size)
    while True:
        found = list_givers(world.session, WANTED, page, **who)
        ids += found.ids
        if not found.more:
            return ids
        page = Page(found.ids[-1], size)


def test_every_page_together_is_everything_and_each_says_how_many_there_are(world: World) -> None:
    givers = list(givers_of_office(world))
    for size in (1, 2, 3, 100):
        assert walked(world, size, holder_id=world.office.id) == givers
    first = list_givers(world.session, WANTED, Page(size=2), holder_id=world.office.id)
    assert first == Found(givers[:2], 3, more=True)
    last = list_givers(world.session, WANTED, Page(givers[1], 2), holder_id=world.office.id)
    assert last == Found(givers[2:], 3, more=False)


def test_who_goes_between_two_pages_takes_nobody_along(world: World) -> None:
    given = givers_of_office(world)
    first, second, third = given
    page = list_givers(world.session, WANTED, Page(size=1), holder_id=world.office.id)
    assert page.ids == [first]
    actor = Actor.at_home(world.maria.id, world.bakery.id, "later")
    stopped = stop(world, given[world.bakery.id], actor)
    rest = list_givers(world.session, WANTED, Page(first, 9), holder_id=world.office.id)
    assert rest.ids == [one for one in (second, third) if one != stopped.giver_id]


def test_who_may_be_represented_all_the_while_is_on_some_page_whatever_others_write(world: World) -> None:
    pick = random.Random(5)
    givers = [uuid.UUID(int=pick.getrandbits(128)) for _ in range(60)]
    numbers = [{"id": one, "enterprise_number": f"1{number:09}", "name": "G"} for number, one in enumerate(givers)]
    world.session.execute(insert(Party), numbers)
    staying, leaving, coming = givers[:20], givers[20:40], givers[40:]
    for one in (*staying, *leaving):
        _let_run(world, one)
    walked: list[uuid.UUID] = []
    page = Page(size=7)
    while True:
        found = list_givers(world.session, WANTED, page, holder_id=world.office.id)
        walked += found.ids
        if not found.more:
            break
        page = Page(found.ids[-1], 7)
        # Meanwhile two stop and two others begin, before this page or behind it.
        for _ in range(2):
            gone = select(Mandate.id).where(Mandate.giver_id == leaving.pop()).scalar_subquery()
            world.session.execute(update(Line).where(Line.mandate_id == gone).values(stop_day=TODAY))
            _let_run(world, coming.pop())
    assert walked == sorted(set(walked))
    assert set(staying) <= set(walked)


def _let_run(world: World, giver_id: uuid.UUID) -> None:
    id_, day = uuid.uuid4(), {"started_on": TODAY, "answer_by": TODAY, "accepted_on": TODAY, "started_at": world.now}
    facts = {"id": id_, "dossier_number": giver_id.hex[:12], "started_by": "giver", **day}
    world.session.execute(insert(Mandate).values(giver_id=giver_id, holder_id=world.office.id, **facts))
    line = {"id": uuid.uuid4(), "mandate_id": id_, "type_key": "hinder.manage", "first_day": TODAY}
    world.session.execute(insert(Line).values(line))


def test_a_person_finds_who_his_rights_and_the_law_carry_him_to(world: World) -> None:
    givers = givers_of_office(world)
    assert walked(world, 9, person_id=colleague(world, "Els").id) == list(givers)
    only = colleague(world, "Nils", mandate_id=givers[world.bakery.id].id)
    assert walked(world, 9, person_id=only.id) == [world.bakery.id]
    assert walked(world, 9, person_id=colleague(world, "Eva", MANAGER).id) == []
    assert walked(world, 9, person_id=colleague(world, "Omar", level=AccessLevel.VIEW).id) == []
    assert walked(world, 9, person_id=world.jan.id) == sorted([*givers, world.office.id])
    assert walked(world, 9, person_id=world.jan.id, holder_id=world.office.id) == sorted([*givers, world.office.id])
    assert walked(world, 9, person_id=world.maria.id) == [world.bakery.id]
    assert walked(world, 9, person_id=person(world, "Zoe").id) == []


def test_who_may_act_for_a_party_is_found_from_its_side(world: World) -> None:
    givers_of_office(world)
    els, eva = colleague(world, "Els"), colleague(world, "Eva", MANAGER)
    found = list_people(world.session, world.bakery.id, WANTED, Page())
    assert found == Found(sorted([world.maria.id, world.jan.id, els.id]), 3, more=False)
    assert eva.id not in found.ids
    assert list_holders(world.session, world.bakery.id, WANTED, Page()).ids == [world.office.id]
    other = Wanted("omgevingsvergunning", AccessLevel.VIEW, TODAY)
    assert list_people(world.session, world.bakery.id, other, Page()).ids == [world.maria.id]
    assert list_holders(world.session, world.bakery.id, other, Page()) == Found([], 0, more=False)


def test_a_search_is_about_somebody(world: World) -> None:
    with pytest.raises(Invalid, match="check_needs_somebody"):
        list_givers(world.session, WANTED, Page())
