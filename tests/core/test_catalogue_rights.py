"""Rights and their groups on a screen: the same proposals, approvals and days as mandate types."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.core.administration import catalogue_shelves
from app.core.administration.catalogue_contents import Proposal
from app.core.administration.catalogue_widening import what_widens
from app.core.errors import Conflict, Invalid, NotAllowed
from app.core.mandates.catalogue import list_right_groups
from app.core.rights.matrix import who_may_what
from app.core.rights.wishes import RightWish
from app.models.catalogue_change import ChangeKind, ChangeState
from app.models.right_type import RightType
from tests.acting import accept
from tests.colleagues import EXECUTOR, appoint, colleague, kinds_of
from tests.core.test_catalogue_changes import TOMORROW, Desk, refused
from tests.world import TODAY, World

HELPER = {
    "key": "water.executor", "name": "Uitvoerder water", "domain": "subsidies", "manages": False, "appoints": False,
    "access_level": "manage", "risk": "medium", "signatures": "1", "short": "het werk doen voor water",
    "may": ["{medewerker} mag voor water doen wat in het mandaat van de klant staat."],
    "may_not": [{"text": "{medewerker} mag niets doen in andere domeinen.", "unless": ["executor"]}],
}  # fmt: skip
LIST = {
    "key": "water", "name": "Waterploeg", "hint": "Wie voor water werkt", "rights": ["reader", "subsidies.executor"],
    "sentences": ["{medewerker} mag kijken, en werken voor subsidies."], "warning": None,
}  # fmt: skip


@pytest.fixture
def desk(session: Session, world: World) -> Desk:
    return Desk(session)


def helper(**changes: Any) -> Proposal:
    return Proposal("ondernemen", ChangeKind.RIGHT, "water.executor", HELPER | changes, TODAY, is_new=True)


def water(**changes: Any) -> Proposal:
    return Proposal("ondernemen", ChangeKind.RIGHT_GROUP, "water", LIST | changes, TODAY, is_new=True)


def test_a_right_is_made_changed_and_ended_like_a_type(desk: Desk) -> None:
    desk.approve(desk.offer(helper()))
    right = desk.session.get_one(RightType, "water.executor")
    assert (right.domain_key, right.manages, right.withdrawn_from) == ("subsidies", False, None)
    planned = desk.offer(desk.wanted(ChangeKind.RIGHT, "water.executor", TOMORROW, risk="low", signatures="2"))
    refused(lambda: desk.approve(planned), Invalid, "catalogue_widening_unseen")
    desk.approve(planned, "risk")
    assert (planned.state, right.risk) == (ChangeState.PLANNED, "medium")
    desk.approve(desk.offer(desk.wanted(ChangeKind.RIGHT_END, "water.executor", TOMORROW)))
    assert right.withdrawn_from == TOMORROW


def test_a_planned_right_comes_to_let_more_be_done_only_when_that_was_confirmed(desk: Desk) -> None:
    desk.approve(desk.offer(replace(helper(access_level="view"), from_day=TOMORROW)))
    change = desk.offer(desk.wanted(ChangeKind.RIGHT, "water.executor", TOMORROW, access_level="manage"))
    refused(lambda: desk.approve(change), Invalid, "catalogue_widening_unseen")
    desk.approve(change, "access_level")
    assert change.widened == ["access_level"]
    assert what_widens(HELPER, HELPER | {"domain": "export"}) == ("domain",)


def test_what_a_right_lets_somebody_do_never_changes(desk: Desk) -> None:
    for name, value in (("access_level", "view"), ("domain", "subsidies-2")):
        wanted = desk.wanted(ChangeKind.RIGHT, "subsidies.executor", **{name: value})
        with pytest.raises((Invalid, NotAllowed)):
            desk.propose(wanted)
    wanted = desk.wanted(ChangeKind.RIGHT, "subsidies.executor", access_level="view")
    assert refused(lambda: desk.propose(wanted), Invalid, "catalogue_lasting").field == "access_level"  # type: ignore[attr-defined]


def test_rights_of_others_and_of_all_domains_are_not_proposed_here(desk: Desk) -> None:
    for key in ("permits.executor", "reader", "manager"):
        wanted = desk.wanted(ChangeKind.RIGHT, key, name="Iets anders")
        refused(lambda: desk.propose(wanted), NotAllowed, "catalogue_other_entity")  # noqa: B023
        ends = desk.wanted(ChangeKind.RIGHT_END, key)
        refused(lambda: desk.propose(ends), NotAllowed, "catalogue_other_entity")  # noqa: B023
    refused(lambda: desk.propose(helper(domain=None, manages=True)), NotAllowed, "catalogue_other_entity")
    refused(lambda: desk.propose(helper(manages=True)), Invalid, "catalogue_wrong")


def test_a_group_holds_own_rights_and_those_to_work_everywhere(desk: Desk) -> None:
    refused(lambda: desk.propose(water(rights=["reader"])), NotAllowed, "catalogue_other_entity")
    refused(lambda: desk.propose(water(rights=["subsidies.executor", "permits.executor"])), NotAllowed,
            "catalogue_foreign_types")  # fmt: skip
    refused(lambda: desk.propose(water(rights=["subsidies.executor", "manager"])), NotAllowed,
            "catalogue_deciding_right")  # fmt: skip
    desk.approve(desk.offer(water()))
    assert "water" in {one.group_key for one in list_right_groups(desk.session, TODAY)}
    held = desk.wanted(ChangeKind.RIGHT_END, "subsidies.executor")
    refused(lambda: desk.propose(held), Conflict, "catalogue_in_group")
    desk.approve(desk.offer(desk.wanted(ChangeKind.RIGHT_GROUP_END, "water", TOMORROW)))
    assert "water" in {one.group_key for one in list_right_groups(desk.session, TODAY)}
    assert "water" not in {one.group_key for one in list_right_groups(desk.session, TOMORROW)}


def test_a_group_of_rights_of_two_entities_ends_only_with_an_administrator(desk: Desk) -> None:
    change = desk.offer(desk.wanted(ChangeKind.RIGHT_GROUP_END, "dossiers"))
    refused(lambda: desk.approve(change), NotAllowed, "administrator_only")
    desk.approve(change, by=desk.inge)
    assert "dossiers" not in {one.group_key for one in list_right_groups(desk.session, TODAY)}


def test_a_wider_group_never_widens_what_runs(desk: Desk, world: World) -> None:
    desk.approve(desk.offer(water(rights=["subsidies.executor"])))
    version = next(one for one in list_right_groups(world.session, TODAY) if one.group_key == "water")
    els = colleague(world, "Els", EXECUTOR, mandate_id=accept(world, world.give()).id)
    appoint(world, els.id, RightWish("subsidies.executor", group_version_id=version.id))
    held = kinds_of(world, els)
    wider = desk.wanted(ChangeKind.RIGHT_GROUP, "water", rights=["subsidies.executor", "reader"])
    change = desk.offer(wider)
    refused(lambda: desk.approve(change), Invalid, "catalogue_widening_unseen")
    desk.approve(change, "rights")
    world.session.expire_all()
    assert kinds_of(world, els) == held
    grown = who_may_what(world.session, world.holder, now=world.now).grown
    assert [[kind.key for kind in one.types] for one in grown] == [["reader"]]


@pytest.mark.parametrize(
    ("part", "narrow", "wide"),
    [
        ("risk", "high", "medium"), ("signatures", "2", "register"), ("access_level", "view", "manage"),
        ("may", ["{medewerker} mag a."], ["{medewerker} mag a.", "{medewerker} mag b."]),
        ("may_not", [{"text": "{medewerker} mag geen a."}], []),
    ],
)  # fmt: skip
def test_every_widening_of_a_right_is_named(part: str, narrow: object, wide: object) -> None:
    assert what_widens(HELPER | {part: narrow}, HELPER | {part: wide}) == (part,)
    assert what_widens(HELPER | {part: wide}, HELPER | {part: narrow}) == ()
    assert what_widens(LIST, LIST | {"rights": ["reader", "subsidies.executor", "x"]}) == ("rights",)


def test_choices_of_a_group_are_what_is_its_own_and_what_stays_whatever_is_chosen(desk: Desk) -> None:
    shelf = next(one for one in catalogue_shelves.list_shelves(desk.session, desk.pieter) if one.own)
    thing = catalogue_shelves.view_thing(desk.session, desk.pieter, ChangeKind.RIGHT_GROUP, "dossiers")
    choices = catalogue_shelves.list_choices(desk.session, shelf, thing.kind, thing.content)
    assert [key for key, _ in choices.kept] == ["permits.executor"]
    offered = {key for key, _ in choices.offered}
    assert {"subsidies.executor", "reader", "executor"} <= offered
    assert not offered & {"manager", "local.admin", "permits.executor"}
