"""Changes of the catalogue on a screen: proposed within one's own domains, approved by a second person."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.administration import catalogue_changes, catalogue_views
from app.core.administration.catalogue_contents import Proposal, content_ahead
from app.core.administration.catalogue_shelves import view_thing
from app.core.administration.catalogue_widening import what_widens
from app.core.errors import Conflict, CoreError, FreshSignInNeeded, Invalid, NotAllowed, NotFound
from app.core.mandates.catalogue import get_edition, get_types, list_groups
from app.core.people import roles, staffing
from app.core.people.persons import ensure_person
from app.core.people.roles import ADMINISTRATOR, DOMAIN_MANAGER, Role
from app.models.catalogue_change import CatalogueChange, ChangeKind, ChangeState
from app.models.journal import JournalEntry
from app.models.mandate import Mandate
from app.models.mandate_type import Domain, MandateType
from tests.acting import accept
from tests.world import NOON, TODAY, World

TOMORROW = TODAY + timedelta(days=1)
WATER = {
    "key": "water.manage", "name": "Waterpremie aanvragen", "domain": "subsidies", "services": ["waterpremie"],
    "access_level": "manage", "risk": "low", "money": False, "longest_months": 12, "signatures": "1",
    "starters": "both", "phone_allowed": False, "passing_on": False, "party_kinds": ["enterprise", "person"],
    "code_allowed": True, "short": "een waterpremie aanvragen",
    "may": ["{mandaatnemer} mag een waterpremie vragen."],
    "may_not": [{"text": "{mandaatnemer} mag geen bezwaar indienen."}],
}  # fmt: skip


class Desk:
    """Two managers of the domains of one entity, one of another, and an administrator."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.pieter = self.colleague("Pieter", "6010", Role(DOMAIN_MANAGER, "ondernemen"))
        self.lena = self.colleague("Lena", "6011", Role(DOMAIN_MANAGER, "ondernemen"))
        self.omar = self.colleague("Omar", "6012", Role(DOMAIN_MANAGER, "omgeving"))
        self.inge = self.colleague("Inge", "6001", Role(ADMINISTRATOR))

    def colleague(self, name: str, number: str, role: Role) -> Actor:
        person = ensure_person(self.session, f"staff-{number}", name, "Coppens")
        staffing.add_staff(self.session, person.id, number)
        roles.give_first_role(self.session, number, role, now=NOON)
        return Actor.on_duty(person.id, "session:1", NOON)

    def wanted(self, kind: ChangeKind, key: str, day: date | None = TODAY, **changes: Any) -> Proposal:
        """The type or group as it is now, with these changes."""
        content = {} if kind.ends else content_ahead(self.session, kind, key)
        return Proposal("ondernemen", kind, key, content | changes, day)

    def propose(self, wanted: Proposal, actor: Actor | None = None) -> CatalogueChange:
        return catalogue_changes.propose(self.session, actor or self.pieter, wanted, now=NOON)

    def offer(self, wanted: Proposal) -> CatalogueChange:
        return catalogue_changes.offer(self.session, self.pieter, self.propose(wanted).id, now=NOON)

    def approve(self, change: CatalogueChange, *seen: str, by: Actor | None = None) -> None:
        catalogue_changes.approve(self.session, by or self.lena, change.id, seen, now=NOON)


@pytest.fixture
def desk(session: Session, world: World) -> Desk:
    return Desk(session)


def new_type(**changes: Any) -> Proposal:
    return Proposal("ondernemen", ChangeKind.TYPE, "water.manage", WATER | changes, TODAY, is_new=True)


def refused(act: Callable[[], object], sort: type[CoreError], code: str) -> CoreError:
    with pytest.raises(sort, match=code) as refusal:
        act()
    return refusal.value


def test_an_approved_type_can_be_given_at_once(desk: Desk, world: World) -> None:
    change, edition = desk.offer(new_type()), get_edition(world.session)
    assert desk.session.get(MandateType, "water.manage") is None
    desk.approve(change)
    assert (change.state, get_edition(world.session)) == (ChangeState.APPROVED, edition + 1)
    made = get_types(world.session, ["water.manage"])[0]
    assert made.position > max(one.position for one in get_types(world.session, ["kmop.manage", "farm.view"]))
    assert world.give("water.manage").lines[0].type_key == "water.manage"


def test_only_a_second_person_of_the_entity_or_an_administrator_decides(desk: Desk) -> None:
    change = desk.offer(new_type())
    refused(lambda: desk.approve(change, by=desk.pieter), NotAllowed, "catalogue_own")
    refused(lambda: desk.approve(change, by=desk.omar), NotAllowed, "domain_manager_only")
    no = lambda who: catalogue_changes.refuse(desk.session, who, change.id, "Nee.", now=NOON)  # noqa: E731
    refused(lambda: no(desk.pieter), NotAllowed, "catalogue_own")
    refused(lambda: no(desk.omar), NotAllowed, "domain_manager_only")
    desk.approve(change, by=desk.inge)
    assert change.decided_by == desk.inge.actor_id


def test_whoever_can_be_the_second_person_sees_how_many_wait(desk: Desk) -> None:
    count = lambda: [  # noqa: E731
        catalogue_views.count_to_decide(desk.session, one) for one in (desk.pieter, desk.lena, desk.omar, desk.inge)
    ]
    desk.propose(new_type())
    assert count() == [0, 0, 0, 0]
    change = desk.offer(desk.wanted(ChangeKind.TYPE, "hinder.manage", short="een premie vragen"))
    assert count() == [0, 1, 0, 1]
    desk.approve(change)
    assert count() == [0, 0, 0, 0]


def test_a_draft_waits_until_its_author_offers_it(desk: Desk) -> None:
    draft = desk.propose(new_type())
    refused(lambda: desk.approve(draft), Conflict, "catalogue_not_offered")
    for act in (catalogue_changes.take_back, catalogue_changes.offer):
        refused(lambda: act(desk.session, desk.lena, draft.id, now=NOON), NotAllowed, "catalogue_not_yours")  # noqa: B023
    better = new_type(name="Waterpremie")
    catalogue_changes.revise(desk.session, desk.pieter, draft.id, better, now=NOON)
    catalogue_changes.offer(desk.session, desk.pieter, draft.id, now=NOON)
    again = lambda: catalogue_changes.revise(desk.session, desk.pieter, draft.id, better, now=NOON)  # noqa: E731
    refused(again, Conflict, "catalogue_not_open")
    catalogue_changes.take_back(desk.session, desk.pieter, draft.id, now=NOON)
    refused(lambda: desk.approve(draft), Conflict, "catalogue_not_open")
    refused(lambda: desk.approve(CatalogueChange(id=uuid.uuid4())), NotFound, "catalogue_change_unknown")


def test_a_refusal_says_why(desk: Desk) -> None:
    change = desk.offer(new_type())
    for reason in (" ", "x" * 301):
        refused(lambda: catalogue_changes.refuse(desk.session, desk.lena, change.id, reason, now=NOON),  # noqa: B023
                Invalid, "catalogue_refusal_reason")  # fmt: skip
    catalogue_changes.refuse(desk.session, desk.lena, change.id, "Te vaag.", now=NOON)
    assert (change.state, change.reason) == (ChangeState.REFUSED, "Te vaag.")
    refused(lambda: desk.approve(change), Conflict, "catalogue_not_open")


def test_what_belongs_to_another_entity_is_proposed_there(desk: Desk) -> None:
    for wanted in (
        replace(new_type(), content=WATER | {"domain": "vergunningen"}),
        desk.wanted(ChangeKind.TYPE, "permit.manage", name="Vergunning"),
        desk.wanted(ChangeKind.TYPE_END, "permit.manage", TODAY),
        Proposal("ondernemen", ChangeKind.GROUP, "bouw", group("bouw", ["permit.view"]), TODAY),
    ):
        refused(lambda: desk.propose(wanted), NotAllowed, "catalogue_other_entity")  # noqa: B023
    for actor in (desk.omar, desk.inge):
        refused(lambda: desk.propose(new_type(), actor), NotAllowed, "domain_manager_only")  # noqa: B023


def group(key: str, types: list[str]) -> dict[str, Any]:
    sentences = ["{mandaatnemer} mag premies vragen."]
    return {"key": key, "name": "Premies", "hint": "Premies", "types": types, "sentences": sentences, "warning": None}


def test_what_would_change_running_mandates_is_refused(desk: Desk) -> None:
    for name, value in (("services", ["x"]), ("access_level", "view"), ("passing_on", True)):
        wanted = desk.wanted(ChangeKind.TYPE, "hinder.manage", **{name: value})
        assert refused(lambda: desk.propose(wanted), Invalid, "catalogue_lasting$").field == name  # type: ignore[attr-defined]  # noqa: B023


def test_what_widens_is_confirmed_by_who_approves_and_running_mandates_stay(desk: Desk, world: World) -> None:
    mandate = accept(world, world.give("invest.manage"))
    line = mandate.lines[0]
    before = (line.first_day, line.last_day, line.cooling_off_days)
    change = desk.offer(desk.wanted(ChangeKind.TYPE, "invest.manage", risk="low", longest_months=24))
    refused(lambda: desk.approve(change, "risk"), Invalid, "catalogue_widening_unseen")
    desk.approve(change, "risk", "longest_months")
    world.session.expire_all()
    kept = world.session.get_one(Mandate, mandate.id)
    line = kept.lines[0]
    assert (line.first_day, line.last_day, line.cooling_off_days) == before
    assert change.widened == ["longest_months", "risk"]
    assert get_types(world.session, ["invest.manage"])[0].longest_months == 24


@pytest.mark.parametrize(
    ("part", "narrow", "wide"),
    [
        ("longest_months", 12, 24), ("longest_months", 12, None), ("risk", "high", "medium"),
        ("signatures", "2", "register"), ("signatures", "register", "1"), ("money", True, False),
        ("starters", "giver", "both"), ("party_kinds", ["enterprise"], ["enterprise", "person"]),
        ("services", ["a"], ["a", "b"]), ("access_level", "view", "manage"), ("code_allowed", False, True),
        ("phone_allowed", False, True), ("passing_on", False, True),
        ("may", ["{mandaatnemer} mag a."], ["{mandaatnemer} mag a.", "{mandaatnemer} mag b."]),
        ("may_not", [{"text": "{mandaatnemer} mag geen a."}], []),
        ("may_not", [{"text": "z"}], [{"text": "z", "unless": ["kmop.manage"]}]),
    ],
)  # fmt: skip
def test_every_widening_is_named_and_no_narrowing(part: str, narrow: object, wide: object) -> None:
    assert what_widens(WATER | {part: narrow}, WATER | {part: wide}) == (part,)
    assert what_widens(WATER | {part: wide}, WATER | {part: narrow}) == ()


def test_what_moves_to_another_domain_widens_whichever_that_is() -> None:
    assert what_widens(WATER, WATER | {"domain": "export"}) == ("domain",)
    assert what_widens(WATER | {"domain": "export"}, WATER) == ("domain",)


def test_a_planned_type_moves_to_another_domain_only_when_that_was_confirmed(desk: Desk) -> None:
    desk.session.add(Domain(key="export", name="Uitvoer", entity_key="ondernemen"))
    desk.session.flush()
    desk.approve(desk.offer(replace(new_type(), from_day=TOMORROW)))
    change = desk.offer(desk.wanted(ChangeKind.TYPE, "water.manage", TOMORROW, domain="export"))
    refused(lambda: desk.approve(change), Invalid, "catalogue_widening_unseen")
    desk.approve(change, "domain")
    assert change.widened == ["domain"]


def test_a_new_thing_widens_nothing_and_a_longer_group_does() -> None:
    assert what_widens({}, WATER) == ()
    short, long = group("a", ["x"]), group("a", ["x", "y"])
    assert (what_widens(short, long), what_widens(long, short)) == (("types",), ())
    assert what_widens(short | {"warning": "Let op."}, short) == ("warning",)


def test_the_file_s_own_readers_refuse_what_cannot_be(desk: Desk) -> None:
    for changes, field in (
        ({"may": ["U mag alles."]}, "may"), ({"risk": "none"}, "risk"), ({"name": "x" * 201}, "name"),
        ({"short": ""}, "short"), ({"services": []}, "services"), ({"party_kinds": ["cat"]}, "party_kinds"),
        ({"longest_months": 0}, "longest_months"), ({"domain": "nergens"}, "domain"),
        ({"may_not": [{"text": "{mandaatnemer} mag niets.", "unless": ["nergens"]}]}, "may_not"),
    ):  # fmt: skip
        assert refused(lambda: desk.propose(new_type(**changes)), Invalid, "catalogue_wrong").field == field  # type: ignore[attr-defined]  # noqa: B023
    odd = Proposal("ondernemen", ChangeKind.TYPE, "Water Manage", WATER | {"key": "Water Manage"}, TODAY)
    refused(lambda: desk.propose(odd), Invalid, "key_wrong")
    refused(lambda: desk.propose(desk.wanted(ChangeKind.TYPE, "hinder.manage")), Invalid, "catalogue_same")


def test_what_changed_since_the_proposal_is_not_overwritten(desk: Desk) -> None:
    first = desk.offer(desk.wanted(ChangeKind.TYPE, "hinder.manage", short="een premie vragen"))
    second = desk.offer(desk.wanted(ChangeKind.TYPE, "hinder.manage", name="Premie bij hinder"))
    desk.approve(first)
    refused(lambda: desk.approve(second), Conflict, "catalogue_meanwhile")
    assert get_types(desk.session, ["hinder.manage"])[0].short == "een premie vragen"


def test_a_group_always_gets_a_new_version(desk: Desk, world: World) -> None:
    old = next(one for one in list_groups(world.session, TODAY) if one.group_key == "boekhouder")
    mandate = accept(world, world.give(*old.type_keys, group_version_id=old.id))
    types = [*old.type_keys, "invest.manage"]
    change = desk.offer(desk.wanted(ChangeKind.GROUP, "boekhouder", TOMORROW, types=types))
    refused(lambda: desk.approve(change), Invalid, "catalogue_widening_unseen")
    desk.approve(change, "types")
    world.session.expire_all()
    assert {len(one.type_keys) for one in list_groups(world.session, TODAY) if one.group_key == "boekhouder"} == {5}
    newest = next(one for one in list_groups(world.session, TOMORROW) if one.group_key == "boekhouder")
    assert (newest.number, newest.type_keys, newest.from_day) == (2, types, TOMORROW)
    kept = world.session.get_one(Mandate, mandate.id)
    assert (kept.group_version_id, len(kept.lines)) == (old.id, 5)
    # What is still to come is put right by a next version of that day.
    desk.approve(desk.offer(desk.wanted(ChangeKind.GROUP, "boekhouder", TOMORROW, types=list(old.type_keys))))
    newest = next(one for one in list_groups(world.session, TOMORROW) if one.group_key == "boekhouder")
    assert (newest.number, newest.type_keys) == (3, list(old.type_keys))


def test_types_of_another_entity_come_and_go_by_that_entity(desk: Desk) -> None:
    version = next(one for one in list_groups(desk.session, TODAY) if one.group_key == "boekhouder")
    for types in ([*version.type_keys, "permit.view"], [one for one in version.type_keys if one != "staff.view"]):
        wanted = desk.wanted(ChangeKind.GROUP, "boekhouder", TODAY, types=types)
        refused(lambda: desk.propose(wanted), NotAllowed, "catalogue_foreign_types")  # noqa: B023


def test_a_group_of_own_types_is_made_and_ends_on_its_day(desk: Desk, world: World) -> None:
    made = Proposal("ondernemen", ChangeKind.GROUP, "premies", group("premies", ["hinder.manage"]), TODAY)
    desk.approve(desk.offer(made))
    version = next(one for one in list_groups(world.session, TODAY) if one.group_key == "premies")
    desk.approve(desk.offer(desk.wanted(ChangeKind.GROUP_END, "premies", TOMORROW)))
    assert "premies" in {one.group_key for one in list_groups(world.session, TODAY)}
    assert "premies" not in {one.group_key for one in list_groups(world.session, TOMORROW)}
    world.now = NOON + timedelta(days=1)
    refused(lambda: world.give("hinder.manage", group_version_id=version.id), Invalid, "group_withdrawn")
    more = desk.wanted(ChangeKind.GROUP, "premies", TOMORROW, types=["hinder.manage", "subsidy.view"])
    refused(lambda: desk.propose(more), Conflict, "catalogue_group_ends")


def test_a_group_with_types_of_two_entities_ends_only_with_an_administrator(desk: Desk) -> None:
    change = desk.offer(desk.wanted(ChangeKind.GROUP_END, "boekhouder", TODAY))
    card = catalogue_views.view_change(desk.session, desk.lena, change.id)
    assert (card.may_decide, card.may_approve) == (True, False)
    waiting = [catalogue_views.count_to_decide(desk.session, one) for one in (desk.lena, desk.inge)]
    assert waiting == [0, 1]
    refused(lambda: desk.approve(change), NotAllowed, "administrator_only")
    desk.approve(change, by=desk.inge)
    assert "boekhouder" not in {one.group_key for one in list_groups(desk.session, TODAY)}


def test_a_type_ends_on_a_day_and_what_runs_runs_on(desk: Desk, world: World) -> None:
    desk.approve(desk.offer(new_type()))
    mandate = accept(world, world.give("water.manage"))
    for day, code in ((None, "catalogue_day_missing"), (TODAY - timedelta(days=1), "catalogue_day_past")):
        wanted = desk.wanted(ChangeKind.TYPE_END, "water.manage", day)
        refused(lambda: desk.propose(wanted), Invalid, code)  # noqa: B023
    in_group = desk.wanted(ChangeKind.TYPE_END, "hinder.manage", TODAY)
    refused(lambda: desk.propose(in_group), Conflict, "catalogue_in_group")
    desk.approve(desk.offer(desk.wanted(ChangeKind.TYPE_END, "water.manage", TODAY)))
    refused(lambda: world.give("water.manage"), Invalid, "type_withdrawn")
    assert world.session.get_one(Mandate, mandate.id).lines[0].stop_day is None
    later = desk.wanted(ChangeKind.TYPE_END, "water.manage", TOMORROW)
    refused(lambda: desk.propose(later), Conflict, "catalogue_ends_already")
    inside = Proposal("ondernemen", ChangeKind.GROUP, "p", group("p", ["hinder.manage", "water.manage"]), TODAY)
    refused(lambda: desk.propose(inside), Invalid, "catalogue_type_ends")


def test_a_change_waits_for_its_day_and_a_next_one_goes_on_from_it(desk: Desk) -> None:
    first = desk.offer(desk.wanted(ChangeKind.TYPE, "hinder.manage", TOMORROW, short="een premie vragen"))
    desk.approve(first)
    now = lambda: get_types(desk.session, ["hinder.manage"])[0]  # noqa: E731
    assert (first.state, now().short) == (ChangeState.PLANNED, "een hinderpremie aanvragen")
    first.approved_at = NOON - timedelta(minutes=1)  # no two are approved at one moment
    soon = desk.wanted(ChangeKind.TYPE, "hinder.manage", TODAY, name="Premie bij hinder")
    assert soon.content["short"] == "een premie vragen"
    assert refused(lambda: desk.propose(soon), Invalid, "catalogue_planned_first").field == "from_day"  # type: ignore[attr-defined]
    desk.approve(desk.offer(replace(soon, from_day=TOMORROW)))
    assert catalogue_changes.apply_planned(desk.session, now=NOON) == 0
    edition, later = get_edition(desk.session), NOON + timedelta(days=1)
    assert catalogue_changes.apply_planned(desk.session, now=later) == 2
    assert (now().short, now().name, first.state) == ("een premie vragen", "Premie bij hinder", ChangeState.APPROVED)
    assert get_edition(desk.session) > edition
    assert catalogue_changes.apply_planned(desk.session, now=later) == 0


def test_what_was_planned_on_top_of_something_else_changes_nothing(desk: Desk) -> None:
    change = desk.offer(desk.wanted(ChangeKind.TYPE, "hinder.manage", TOMORROW, short="een premie vragen"))
    desk.approve(change)
    desk.session.get_one(MandateType, "hinder.manage").name = "Uit een bestand"
    catalogue_changes.apply_planned(desk.session, now=NOON + timedelta(days=1))
    stored = desk.session.get_one(MandateType, "hinder.manage")
    assert (change.state, stored.short) == (ChangeState.OVERTAKEN, "een hinderpremie aanvragen")
    assert desk.session.scalars(select(JournalEntry.kind).order_by(JournalEntry.id.desc()).limit(1)).one() == (
        "catalogue_overtaken"
    )


def test_what_is_new_and_only_planned_is_put_right_before_its_first_day(desk: Desk) -> None:
    desk.approve(desk.offer(replace(new_type(), from_day=TOMORROW)))
    later = desk.wanted(ChangeKind.TYPE, "water.manage", TOMORROW + timedelta(days=1), services=["waterscan"])
    assert refused(lambda: desk.propose(later), Invalid, "catalogue_lasting_later").field == "services"  # type: ignore[attr-defined]
    wanted = desk.wanted(ChangeKind.TYPE, "water.manage", TOMORROW, services=["waterscan"], longest_months=6)
    change = desk.offer(wanted)
    refused(lambda: desk.approve(change), Invalid, "catalogue_widening_unseen")
    stale = replace(desk.lena, proven_at=NOON - timedelta(hours=1))
    refused(lambda: desk.approve(change, "services", by=stale), FreshSignInNeeded, "fresh")
    soon = NOON + timedelta(minutes=1)
    catalogue_changes.approve(desk.session, desk.lena, change.id, ["services"], now=soon)
    assert (change.state, desk.session.get(MandateType, "water.manage")) == (ChangeState.PLANNED, None)
    assert catalogue_changes.apply_planned(desk.session, now=NOON + timedelta(days=1)) == 2
    made = desk.session.get_one(MandateType, "water.manage")
    assert (made.services, made.longest_months) == (["waterscan"], 6)


def test_only_who_manages_its_entity_puts_right_what_is_planned(desk: Desk) -> None:
    change = desk.offer(replace(new_type(), from_day=TOMORROW))
    desk.approve(change)
    view = lambda who: catalogue_views.view_change(desk.session, who, change.id).may_correct  # noqa: E731
    assert [view(who) for who in (desk.pieter, desk.lena, desk.inge)] == [True, True, False]
    assert view_thing(desk.session, desk.lena, ChangeKind.TYPE, "water.manage").content == {}
    refused(lambda: view_thing(desk.session, desk.omar, ChangeKind.TYPE, "water.manage"), NotFound, "catalogue_unknown")
    narrower = desk.wanted(ChangeKind.TYPE, "water.manage", TOMORROW, longest_months=6)
    stale = replace(desk.lena, proven_at=NOON - timedelta(hours=1))
    refused(lambda: desk.approve(desk.offer(narrower), by=stale), FreshSignInNeeded, "fresh")


def test_only_what_was_planned_last_is_put_right(desk: Desk) -> None:
    first = desk.offer(replace(new_type(), from_day=TOMORROW))
    desk.approve(first)
    first.approved_at = NOON - timedelta(minutes=1)  # no two are approved at one moment
    second = desk.offer(desk.wanted(ChangeKind.TYPE, "water.manage", TOMORROW + timedelta(days=1), short="water"))
    desk.approve(second)
    cards = catalogue_views.list_open(desk.session, desk.lena)
    assert {one.change.id: one.may_correct for one in cards} == {first.id: False, second.id: True}


def planned(desk: Desk, *seen: str, in_days: int = 1, **changes: Any) -> CatalogueChange:
    """A change of the type for hinder that was approved for a later day."""
    day = TODAY + timedelta(days=in_days)
    change = desk.offer(desk.wanted(ChangeKind.TYPE, "hinder.manage", day, **changes))
    desk.approve(change, *seen)
    change.approved_at = NOON - timedelta(minutes=10 - in_days)  # no two are approved at one moment
    return change


def test_what_is_planned_and_widens_nothing_without_it_is_called_off_by_one_manager(desk: Desk) -> None:
    change, later = planned(desk, "longest_months", longest_months=24), NOON + timedelta(days=1)
    for who in (desk.omar, desk.inge):
        act = partial(catalogue_changes.call_off, desk.session, who, change.id, now=NOON)
        refused(act, NotAllowed, "domain")
    catalogue_changes.call_off(desk.session, desk.lena, change.id, now=NOON)
    assert (change.state, change.called_off_by) == (ChangeState.CALLED_OFF, desk.lena.actor_id)
    assert desk.session.scalars(select(JournalEntry.kind).order_by(JournalEntry.id.desc()).limit(1)).one() == (
        "catalogue_called_off"
    )
    assert catalogue_changes.apply_planned(desk.session, now=later) == 0
    assert content_ahead(desk.session, ChangeKind.TYPE, "hinder.manage")["longest_months"] == 12
    refused(lambda: catalogue_changes.call_off(desk.session, desk.lena, change.id, now=NOON), Conflict, "not_planned")
    (card,) = catalogue_views.list_decided(desk.session, desk.lena, 1).cards
    assert (card.caller_off, card.ended_at) == ("Lena Coppens", NOON)


def test_something_new_that_is_planned_is_called_off_and_never_comes(desk: Desk) -> None:
    change = desk.offer(replace(new_type(), from_day=TOMORROW))
    desk.approve(change)
    catalogue_changes.call_off(desk.session, desk.pieter, change.id, now=NOON)
    catalogue_changes.apply_planned(desk.session, now=NOON + timedelta(days=1))
    assert desk.session.get(MandateType, "water.manage") is None
    desk.propose(new_type())  # its key is free again


def test_what_would_allow_more_when_it_does_not_come_takes_a_second_person(desk: Desk) -> None:
    change = planned(desk, longest_months=6)
    assert [catalogue_views.view_change(desk.session, desk.lena, change.id).may_call_off] == [False]
    refused(
        lambda: catalogue_changes.call_off(desk.session, desk.lena, change.id, now=NOON), Conflict, "calling_off_widens"
    )
    back = desk.offer(desk.wanted(ChangeKind.TYPE, "hinder.manage", TOMORROW, longest_months=12))
    desk.approve(back, "longest_months")
    assert catalogue_changes.apply_planned(desk.session, now=NOON + timedelta(days=1)) == 2
    assert get_types(desk.session, ["hinder.manage"])[0].longest_months == 12


def test_what_is_planned_is_called_off_from_the_last_one_back_and_only_before_its_day(desk: Desk) -> None:
    first, second = planned(desk, short="een premie vragen"), planned(desk, in_days=2, name="Premie bij hinder")
    refused(lambda: catalogue_changes.call_off(desk.session, desk.lena, first.id, now=NOON), Conflict, "planned_on_top")
    catalogue_changes.call_off(desk.session, desk.lena, second.id, now=NOON)
    # Its day came, and the daily job did not yet: it comes into force first.
    day = NOON + timedelta(days=1)
    refused(lambda: catalogue_changes.call_off(desk.session, desk.lena, first.id, now=day), Conflict, "not_planned")
    assert get_types(desk.session, ["hinder.manage"])[0].short == "een premie vragen"


def test_a_day_that_went_by_while_it_waited_becomes_that_of_the_approval(desk: Desk) -> None:
    change = desk.offer(desk.wanted(ChangeKind.TYPE, "hinder.manage", short="een premie vragen"))
    catalogue_changes.approve(desk.session, desk.lena, change.id, [], now=NOON + timedelta(days=3))
    assert (change.from_day, change.state) == (TODAY + timedelta(days=3), ChangeState.APPROVED)


def test_a_key_that_is_taken_is_not_free_whoever_has_it(desk: Desk) -> None:
    for key in ("hinder.manage", "permit.manage"):
        wanted = Proposal("ondernemen", ChangeKind.TYPE, key, WATER | {"key": key}, TODAY, is_new=True)
        refused(lambda: desk.propose(wanted), Invalid, "catalogue_key_taken")  # noqa: B023
    taken = Proposal("ondernemen", ChangeKind.GROUP, "boekhouder", group("boekhouder", ["hinder.manage"]), TODAY,
                     is_new=True)  # fmt: skip
    refused(lambda: desk.propose(taken), Invalid, "catalogue_key_taken")


def test_words_of_a_type_that_ended_change_and_it_stays_ended(desk: Desk) -> None:
    desk.approve(desk.offer(new_type()))
    desk.approve(desk.offer(desk.wanted(ChangeKind.TYPE_END, "water.manage", TODAY)))
    desk.approve(desk.offer(desk.wanted(ChangeKind.TYPE, "water.manage", short="water")))
    assert get_types(desk.session, ["water.manage"])[0].withdrawn_from == TODAY


def test_who_lets_more_be_given_proves_again_who_he_is(desk: Desk) -> None:
    late = NOON + timedelta(minutes=11)
    wider = desk.offer(desk.wanted(ChangeKind.TYPE, "invest.manage", longest_months=24))
    made = desk.offer(new_type())
    for change, seen in ((wider, ["longest_months"]), (made, [])):
        refused(lambda: catalogue_changes.approve(desk.session, desk.lena, change.id, seen, now=late),  # noqa: B023
                FreshSignInNeeded, "fresh")  # fmt: skip
    assert {wider.state, made.state} == {ChangeState.OFFERED}
    narrower = desk.offer(desk.wanted(ChangeKind.TYPE, "hinder.manage", short="een premie vragen"))
    catalogue_changes.approve(desk.session, desk.lena, narrower.id, [], now=late)
    assert narrower.state is ChangeState.APPROVED


def test_what_was_decided_is_listed_for_its_entity(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue_views, "PAGE", 2)
    dropped = desk.propose(new_type())
    catalogue_changes.take_back(desk.session, desk.pieter, dropped.id, now=NOON)
    no = desk.offer(new_type())
    catalogue_changes.refuse(desk.session, desk.lena, no.id, "Nee.", now=NOON + timedelta(hours=1))
    yes = desk.offer(new_type())
    catalogue_changes.approve(desk.session, desk.lena, yes.id, [], now=NOON + timedelta(minutes=2))
    desk.offer(desk.wanted(ChangeKind.TYPE, "hinder.manage", short="een premie vragen"))
    seen = lambda who, number: catalogue_views.list_decided(desk.session, who, number)  # noqa: E731
    first, last = seen(desk.pieter, 1), seen(desk.pieter, 9)
    assert ([one.change for one in first.cards], first.total, first.pages) == ([no, yes], 3, 2)
    assert ([one.change for one in last.cards], last.number) == ([dropped], 2)
    assert first.cards[0].decider == "Lena Coppens"
    assert [one.change for one in seen(desk.lena, 1).cards] == [no, yes]  # nobody else saw the draft
    refused(lambda: catalogue_views.view_change(desk.session, desk.lena, dropped.id), NotAllowed, "not_yours")
    assert (seen(desk.omar, 1).total, seen(desk.inge, 1).total) == (0, 2)


def test_every_step_is_in_the_journal(desk: Desk) -> None:
    change = desk.offer(desk.wanted(ChangeKind.TYPE, "invest.manage", longest_months=24))
    desk.approve(change, "longest_months")
    query = select(JournalEntry).where(JournalEntry.kind.like("catalogue_%")).order_by(JournalEntry.id)
    entries = desk.session.scalars(query).all()
    assert [one.kind for one in entries] == ["catalogue_drafted", "catalogue_offered", "catalogue_approved"]
    assert entries[-1].actor_id == desk.lena.actor_id
    assert (entries[-1].data["key"], entries[-1].data["widened"]) == ("invest.manage", ["longest_months"])
