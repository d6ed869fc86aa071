"""A list that grew: a running mandate stays as it was, both sides are told once, and each can do what it may."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core.acts.growing import keep_list, list_kept_about
from app.core.errors import Conflict
from app.core.mandates.growth import find_growth, list_to_look_at
from app.core.mandates.lookup import get_mandate
from app.core.people.notices import MailWish
from app.core.views.timeline import list_happenings
from app.models.group_growth import GroupGrowth
from app.models.letter import Letter
from app.models.lifecycle import Side
from app.models.mandate import Mandate
from app.models.mandate_type import MandateType
from tests.acting import accept, consent, contest, count, kinds, letters, refuse, resume, stop, today
from tests.growing import LIST, NEW, OLD, given_with, grown, tell, version
from tests.mailing import reads_mail, with_mail
from tests.world import BAKERY, TODAY, World

TOLD = ["list_grown.giver", "list_grown.holder"]


def offered(world: World, mandate: Mandate, side: Side) -> tuple[str, ...]:
    growth = find_growth(world.session, get_mandate(world.session, mandate.id), side, today(world))
    return growth.type_keys if growth else ()


def test_both_sides_are_told_once_and_the_mandate_stays_as_it_was(world: World) -> None:
    mandate = grown(world)
    assert letters(world, mandate)[-2:] == TOLD
    assert {line.type_key for line in get_mandate(world.session, mandate.id).lines} == set(OLD)
    assert [offered(world, mandate, side) for side in Side] == [("hinder.manage",)] * 2
    assert tell(world) == 0
    world.later(days=1)
    assert (tell(world), letters(world, mandate).count("list_grown.giver")) == (0, 1)


def test_the_timeline_tells_that_the_list_grew(world: World) -> None:
    told = list_happenings(world.session, grown(world).id, world.bakery.id)[-1].sentence
    assert told == "De lijst “Mijn proef” is langer geworden. Wij schreven dat. Dit mandaat blijft zoals het was."


def test_a_version_of_a_later_day_is_not_told_yet(world: World) -> None:
    given_with(world, version(world, 1, *OLD))
    version(world, 2, *NEW, from_day=TODAY + timedelta(days=3))
    assert tell(world) == 0
    world.later(days=3)
    assert tell(world) == 1


def test_a_shorter_list_makes_no_news(world: World) -> None:
    given_with(world, version(world, 1, *OLD))
    version(world, 2, OLD[0])
    assert (tell(world), count(world, GroupGrowth)) == (0, 0)


def test_a_next_version_tells_only_what_is_new_in_it(world: World) -> None:
    mandate = grown(world)
    version(world, 3, *NEW)
    world.later(days=1)
    assert (tell(world), letters(world, mandate).count("list_grown.giver")) == (1, 1)
    version(world, 4, *NEW, "staff.view")
    world.later(days=1)
    assert tell(world) == 1
    newest = world.session.scalars(select(Letter).where(Letter.kind == "list_grown.giver").order_by(Letter.cause_id))
    assert len(newest.all()) == 2
    assert offered(world, mandate, Side.GIVER) == ("hinder.manage", "staff.view")


def test_what_left_the_list_again_is_no_longer_offered(world: World) -> None:
    mandate = grown(world)
    version(world, 3, *OLD)
    assert offered(world, mandate, Side.GIVER) == ()


def test_an_offer_that_is_accepted_later_is_told_then(world: World) -> None:
    mandate = world.give(*OLD, group_version_id=version(world, 1, *OLD).id)
    version(world, 2, *NEW)
    assert tell(world) == 0
    accept(world, mandate)
    assert (tell(world), letters(world, mandate)[-2:]) == (1, TOLD)


def test_what_stands_still_is_told_when_it_runs_again(world: World) -> None:
    mandate = given_with(world, version(world, 1, *OLD))
    version(world, 2, *NEW)
    contest(world, mandate)
    assert (tell(world), count(world, GroupGrowth)) == (1, 0)
    resume(world, mandate)
    assert (tell(world), letters(world, mandate)[-2:]) == (1, TOLD)


def test_what_was_stopped_is_not_told(world: World) -> None:
    stop(world, given_with(world, version(world, 1, *OLD)))
    version(world, 2, *NEW)
    assert tell(world) == 0


def test_who_holds_the_new_types_already_gets_no_news(world: World) -> None:
    mandate = given_with(world, version(world, 1, *OLD))
    accept(world, world.give("hinder.manage"))
    version(world, 2, *NEW)
    assert tell(world) == 1
    assert not set(TOLD) & set(letters(world, mandate))
    assert tell(world) == 0


def test_two_mandates_with_one_list_bring_one_letter_to_each_side(world: World) -> None:
    first = version(world, 1, *OLD)
    for key in OLD:
        given_with(world, first, [key])
    version(world, 2, *NEW)
    assert tell(world) == 2
    found = world.session.scalars(select(Letter.kind).where(Letter.kind.in_(TOLD)).order_by(Letter.kind)).all()
    assert found == TOLD


@pytest.mark.parametrize("change", [
    {"withdrawn_from": TODAY}, {"party_kinds": ["person"]},
])
def test_a_type_that_cannot_be_given_is_left_out(world: World, change: dict[str, object]) -> None:
    mandate = given_with(world, version(world, 1, *OLD))
    version(world, 2, *NEW)
    for name, value in change.items():
        setattr(world.session.get_one(MandateType, "hinder.manage"), name, value)
    assert tell(world) == 1
    assert not set(TOLD) & set(letters(world, mandate))


def test_a_type_that_only_the_giver_starts_is_told_to_him_alone(world: World) -> None:
    mandate = given_with(world, version(world, 1, *OLD))
    version(world, 2, *NEW)
    world.session.get_one(MandateType, "hinder.manage").starters = "giver"
    tell(world)
    assert letters(world, mandate)[-1] == TOLD[0]
    assert TOLD[1] not in letters(world, mandate)
    assert [offered(world, mandate, side) for side in Side] == [("hinder.manage",), ()]


def test_the_offer_goes_when_it_is_given_whatever_the_answer(world: World) -> None:
    mandate = grown(world)
    new = world.give("hinder.manage")
    assert [offered(world, mandate, side) for side in Side] == [(), ()]
    refuse(world, new)
    assert [offered(world, mandate, side) for side in Side] == [(), ()]
    assert {line.type_key for line in get_mandate(world.session, mandate.id).lines} == set(OLD)


def test_the_offer_goes_when_it_is_asked(world: World) -> None:
    mandate = grown(world)
    world.ask("hinder.manage")
    assert [offered(world, mandate, side) for side in Side] == [(), ()]


def test_a_giver_who_leaves_it_as_it_is_is_not_asked_again(world: World) -> None:
    mandate = grown(world)
    for _ in range(2):
        keep_list(world.session, world.giver, mandate.id, now=world.now)
    assert [offered(world, mandate, side) for side in Side] == [(), ()]
    assert kinds(world, mandate).count("list_kept") == 1
    assert world.session.scalars(select(GroupGrowth.declined_on)).all() == [TODAY]
    version(world, 3, *NEW, "staff.view")
    world.later(days=1)
    tell(world)
    assert offered(world, mandate, Side.GIVER) == ("staff.view",)


def test_a_holder_who_does_not_ask_takes_nothing_from_the_giver(world: World) -> None:
    mandate = grown(world)
    for _ in range(2):
        keep_list(world.session, world.holder, mandate.id, now=world.now)
    assert [offered(world, mandate, side) for side in Side] == [("hinder.manage",), ()]
    assert kinds(world, mandate).count("list_kept") == 1
    version(world, 3, *NEW, "staff.view")
    world.later(days=1)
    tell(world)
    assert "staff.view" in offered(world, mandate, Side.GIVER)
    assert "hinder.manage" not in offered(world, mandate, Side.HOLDER)


def test_what_did_not_grow_cannot_be_left_as_it_is(world: World) -> None:
    mandate = given_with(world, version(world, 1, *OLD))
    with pytest.raises(Conflict, match="list_not_grown"):
        keep_list(world.session, world.giver, mandate.id, now=world.now)


def test_at_a_counter_the_customer_agrees_to_leaving_it(world: World) -> None:
    mandate = grown(world)
    function = world.add_function(BAKERY, "Nele", "Claes")
    actor = world.visit(world.add_clerk(), BAKERY, function)
    with pytest.raises(Conflict, match="consent_missing"):
        keep_list(world.session, actor, mandate.id, now=world.now)
    consent(world, actor, list_kept_about(mandate.id))
    keep_list(world.session, actor, mandate.id, now=world.now)
    assert kinds(world, mandate)[-1] == "list_kept"


def test_who_chose_mail_alone_reads_it_there(world: World) -> None:
    reads_mail(with_mail(world), MailWish.INSTEAD)
    assert letters(world, grown(world))[-1] == TOLD[1]


def test_mandates_are_found_a_page_at_a_time(world: World) -> None:
    first = version(world, 1, *OLD)
    made = sorted(given_with(world, first, [key]).id for key in OLD)
    version(world, 2, *NEW)
    assert list_to_look_at(world.session, TODAY, limit=1) == made[:1]
    assert list_to_look_at(world.session, TODAY, after=made[0], limit=1) == made[1:]
    assert list_to_look_at(world.session, TODAY, after=made[1]) == []
    assert first.group_key == LIST
