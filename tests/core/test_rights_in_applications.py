"""Rights inside an organisation, changed and read in an application: for its user only, and in its own domains."""

import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from app.core.actor import Actor
from app.core.caller import Caller
from app.core.errors import Invalid, NotAllowed, NotFound
from app.core.rights.accepting import sign_appointment
from app.core.rights.changing import change_rights
from app.core.rights.ending import dismiss_rights, end_relation
from app.core.rights.wishes import RightWish, one_colleague, wish_of, wishes_of_group
from app.core.rights.withdrawing import withdraw_invitation
from app.core.views.appointments import AppointmentFilter, Status, list_appointments, list_people, read_appointment
from app.models.mandate_type import AccessLevel, Domain
from app.models.work_relation import WorkRelation
from tests.acting import accept
from tests.colleagues import EVA, EXECUTOR, MANAGER, appoint, colleague, kinds_of
from tests.core.duo import Duo
from tests.core.test_api_tokens import client_of
from tests.growing import OLD, version
from tests.world import TODAY, World

DAY = timedelta(days=1)

SUBSIDIES, PERMITS = "subsidies.executor", "permits.executor"


@pytest.fixture
def jan(world: World) -> Actor:
    """Jan of the office, in an application that has one domain."""
    who = (world.jan.id, world.office.id)
    caller = Caller(client_of(world).id, None, frozenset({"subsidies"}), frozenset(), *who, "sign-in-1")
    return Actor.through_api(caller)


def with_all(world: World, actor: Actor) -> Actor:
    return replace(actor, domains=frozenset(one.key for one in world.session.query(Domain)))


def frame(world: World) -> dict[str, Any]:
    return {"policy": world.policy, "now": world.now}


def relation_of(world: World, actor: Actor, person_id: uuid.UUID) -> WorkRelation:
    (found,) = list_appointments(world.session, actor, AppointmentFilter(person_id), now=world.now)
    return found.relation


def test_it_gives_what_works_in_its_domains_and_nowhere_else(world: World, jan: Actor) -> None:
    els = colleague(world, "Els", "reader")
    held, both = accept(world, world.give()), accept(world, world.give("kmop.manage", "permit.view"))
    appoint(world, els.id, RightWish(SUBSIDIES), actor=jan)
    appoint(world, els.id, RightWish(EXECUTOR, mandate_ids=(held.id,)), actor=jan)
    for wish in (RightWish(PERMITS), RightWish(EXECUTOR), RightWish(MANAGER),
                 RightWish(EXECUTOR, mandate_ids=(held.id, both.id))):  # fmt: skip
        with pytest.raises(NotAllowed, match="outside_domains"):
            appoint(world, els.id, wish, actor=jan)
    assert kinds_of(world, els) == ["executor", "reader", SUBSIDIES]
    appoint(world, els.id, RightWish(MANAGER), actor=with_all(world, jan))
    assert "manager" in kinds_of(world, els)


def test_it_takes_back_nothing_outside_them(world: World, jan: Actor) -> None:
    els = colleague(world, "Els", PERMITS)
    appoint(world, els.id, RightWish(SUBSIDIES))
    (permits, subsidies) = relation_of(world, with_all(world, jan), els.id).rights
    own = replace(jan, person_id=els.id)
    for actor in (jan, own):
        with pytest.raises(NotAllowed, match="outside_domains"):
            dismiss_rights(world.session, actor, els.id, [permits.id], **frame(world))
        with pytest.raises(NotAllowed, match="outside_domains"):
            end_relation(world.session, actor, els.id, **frame(world))
    dismiss_rights(world.session, own, els.id, [subsidies.id], **frame(world))
    assert kinds_of(world, els) == [PERMITS]


def test_nor_does_a_change_or_what_waits(world: World, jan: Actor) -> None:
    els, tom = colleague(world, "Els", PERMITS), colleague(world, "Tom", SUBSIDIES)
    for who, wishes in ((els, [RightWish(SUBSIDIES)]), (tom, [RightWish(SUBSIDIES), RightWish(EXECUTOR)])):
        with pytest.raises(NotAllowed, match="outside_domains"):
            change_rights(world.session, jan, world.office.id, who.id, wishes, **frame(world))
    invited = appoint(world, EVA, RightWish(PERMITS))
    with pytest.raises(NotAllowed, match="outside_domains"):
        withdraw_invitation(world.session, jan, invited.id, policy=world.policy, now=world.now)
    with pytest.raises(NotAllowed, match="outside_domains"):
        end_relation(world.session, jan, invited.person_id, **frame(world))
    mine = appoint(world, EVA, RightWish(SUBSIDIES), actor=jan)
    withdraw_invitation(world.session, jan, mine.id, policy=world.policy, now=world.now)
    assert mine.withdrawn_on == TODAY


def test_who_may_only_appoint_keeps_to_the_domains_too(world: World, jan: Actor) -> None:
    tom, els = colleague(world, "Tom", "local.admin"), colleague(world, "Els", "reader")
    actor = replace(jan, person_id=tom.id)
    appoint(world, els.id, RightWish(SUBSIDIES), actor=actor)
    with pytest.raises(NotAllowed, match="outside_domains"):
        appoint(world, els.id, RightWish(PERMITS), actor=actor)


def test_the_second_signs_in_an_application_that_has_the_domains(world: World, jan: Actor) -> None:
    duo = Duo(world)
    waiting = appoint(world, EVA, RightWish(MANAGER), actor=duo.godelieve)
    johan = replace(jan, person_id=duo.johan.person_id, party_id=duo.party.id)
    with pytest.raises(NotAllowed, match="outside_domains"):
        sign_appointment(world.session, johan, waiting.id, **frame(world))
    sign_appointment(world.session, with_all(world, johan), waiting.id, **frame(world))
    assert waiting.second_person_id == duo.johan.person_id


def test_an_application_by_itself_changes_and_reads_nothing(world: World, jan: Actor) -> None:
    els = colleague(world, "Els", SUBSIDIES)
    caller = Caller(jan.client_id, "ondernemen", with_all(world, jan).domains, frozenset(), None, None, "api:1")
    alone = Actor.through_api(caller).for_party(world.office.id)
    relation = relation_of(world, jan, els.id)
    with pytest.raises(NotAllowed, match="sign_in_first"):
        appoint(world, els.id, RightWish(PERMITS), actor=alone)
    with pytest.raises(NotAllowed, match="sign_in_first"):
        end_relation(world.session, alone, els.id, **frame(world))
    with pytest.raises(NotAllowed, match="sign_in_first"):
        sign_appointment(world.session, alone, relation.id, **frame(world))
    with pytest.raises(NotAllowed, match="sign_in_first"):
        list_appointments(world.session, alone, AppointmentFilter(), now=world.now)


def test_a_right_for_a_mandate_group_works_where_its_types_lie(world: World, jan: Actor) -> None:
    els, tom = colleague(world, "Els", PERMITS), colleague(world, "Tom", PERMITS)
    mine, wider = version(world, 1, "subsidy.view", "kmop.manage"), version(world, 2, *OLD, from_day=TODAY + DAY)
    appoint(world, els.id, RightWish(EXECUTOR, mandate_group_ids=(mine.id,)), actor=jan)
    shown = list_appointments(world.session, jan, AppointmentFilter(), now=world.now)
    assert [[right.right.mandate_group for right in one.rights] for one in shown] == [[mine]]
    world.later(days=1)
    wish = RightWish(EXECUTOR, mandate_group_ids=(wider.id,))
    with pytest.raises(NotAllowed, match="outside_domains"):
        appoint(world, tom.id, wish, actor=jan)
    appoint(world, tom.id, wish)
    permits = replace(jan, domains=frozenset({"vergunningen"}))
    seen = [list_appointments(world.session, one, AppointmentFilter(tom.id), now=world.now) for one in (jan, permits)]
    assert [[len(one.rights) for one in found] for found in seen] == [[1], [2]]
    outside = version(world, 3, "farm.view", from_day=TODAY + 2 * DAY)
    world.later(days=1)
    farm = colleague(world, "Farida", PERMITS)
    appoint(world, farm.id, RightWish(EXECUTOR, mandate_group_ids=(outside.id,)))
    assert list_appointments(world.session, jan, AppointmentFilter(farm.id), now=world.now) == []


def test_it_shows_what_works_in_its_domains(world: World, jan: Actor) -> None:
    els, tom, kim = colleague(world, "Els", SUBSIDIES), colleague(world, "Tom", PERMITS), colleague(world, "Kim")
    held, other = accept(world, world.give()), accept(world, world.give("permit.view"))
    appoint(world, els.id, RightWish(PERMITS))
    ann = colleague(world, "Ann", mandate_id=other.id)
    appoint(world, ann.id, RightWish(EXECUTOR, mandate_ids=(held.id,)))
    found = {one.relation.person_id: one for one in list_appointments(
        world.session, jan, AppointmentFilter(), now=world.now)}  # fmt: skip
    assert found.keys() == {els.id, kim.id, ann.id}
    assert [[right.right.kind for right in found[one.id].rights] for one in (els, kim)] == [[SUBSIDIES], ["executor"]]
    assert [right.mandate for right in found[ann.id].rights] == [held]
    assert [found[one.id].complete for one in (els, kim, ann)] == [False, True, False]
    people = list_people(world.session, jan, now=world.now)
    assert {one.person.id: one.by_law for one in people} == {
        els.id: False, kim.id: False, ann.id: False, world.jan.id: True,
    }  # fmt: skip
    hidden = relation_of(world, with_all(world, jan), tom.id)
    with pytest.raises(NotFound, match="appointment_unknown"):
        read_appointment(world.session, jan, hidden.id, now=world.now)


def test_it_can_be_asked_by_type_and_by_where_it_stands(world: World, jan: Actor) -> None:
    els = colleague(world, "Els", SUBSIDIES)
    invited = appoint(world, EVA, RightWish("reader", AccessLevel.VIEW))
    asked = {
        AppointmentFilter(type_key="reader"): invited.person_id,
        AppointmentFilter(statuses=frozenset({Status.ACTIVE})): els.id,
        AppointmentFilter(type_key="reader", statuses=frozenset({Status.ACTIVE})): None,
    }
    for wanted, person_id in asked.items():
        found = list_appointments(world.session, jan, wanted, now=world.now)
        assert [one.relation.person_id for one in found] == ([person_id] if person_id else [])


def test_who_decides_nothing_sees_what_is_his_own(world: World, jan: Actor) -> None:
    els = colleague(world, "Els", SUBSIDIES)
    colleague(world, "Tom", SUBSIDIES)
    own = replace(jan, person_id=els.id)
    found = list_appointments(world.session, own, AppointmentFilter(), now=world.now)
    assert [one.relation.person_id for one in found] == [els.id]
    with pytest.raises(NotAllowed, match="may_not_decide"):
        list_people(world.session, own, now=world.now)


def test_exactly_one_colleague_is_meant() -> None:
    key = uuid.uuid4()
    assert (one_colleague(key, None), one_colleague(None, EVA)) == (key, EVA)
    for person_id, newcomer in ((None, None), (key, EVA)):
        with pytest.raises(Invalid, match="colleague_one_of"):
            one_colleague(person_id, newcomer)


def test_a_wish_goes_as_far_as_its_type(world: World) -> None:
    assert wish_of(world.session, "reader").level is AccessLevel.VIEW
    assert wish_of(world.session, "executor", level="view").level is AccessLevel.VIEW
    key = uuid.uuid4()
    wishes = wishes_of_group(world.session, "onthaal", TODAY, mandate_ids=(key,), last_day=TODAY)
    assert {one.kind: one.mandate_ids for one in wishes} == {"reader": (key,), "local.admin": None}
    assert len({one.group_version_id for one in wishes} - {None}) == 1
    with pytest.raises(Invalid, match="right_group_unknown"):
        wishes_of_group(world.session, "nergens", TODAY)
