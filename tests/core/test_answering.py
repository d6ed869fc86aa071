"""Accepting, refusing and withdrawing."""

from datetime import timedelta

import pytest
from sqlalchemy.orm.attributes import set_committed_value

from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.journal import list_entries
from app.core.people.parties import ensure_enterprise_party
from app.core.people.persons import add_person, ensure_person
from app.core.people.rights import list_executors
from app.core.representation.rights_rows import relations_between, tie_to
from app.core.rights.ending import end_relation
from app.core.rights.granting import grant_right
from app.core.rights.wishes import RightWish
from app.models.lifecycle import Status
from app.models.mandate_type import AccessLevel, Part
from app.models.person import Person
from app.models.user_right import RightKind
from tests.acting import accept, contest, kinds, letters, reader, refuse, run_register, status, today, withdraw
from tests.colleagues import appoint, colleague
from tests.world import BAKERY, OFFICE, OTHER, TODAY, World, new_id


def test_the_other_side_accepts_and_both_get_a_letter(world: World) -> None:
    mandate = accept(world, world.give())
    assert status(world, mandate) is Status.ACTIVE
    assert letters(world, mandate)[2:] == ["active.giver", "active.holder"]


def test_accepting_is_possible_on_the_last_day_for_an_answer(world: World) -> None:
    mandate = world.give()
    world.later(days=30)
    assert today(world) == mandate.answer_by
    assert status(world, accept(world, mandate)) is Status.ACTIVE


def test_a_day_after_the_last_day_for_an_answer_is_too_late(world: World) -> None:
    mandate = world.give()
    world.later(days=31)
    with pytest.raises(Conflict, match="not_open_lapsed"):
        accept(world, mandate)
    assert status(world, mandate) is Status.LAPSED


def test_a_mandate_that_ends_before_the_last_day_for_an_answer_lapses_with_its_end(world: World) -> None:
    mandate = world.give(months=None, last_day=TODAY + timedelta(days=10))
    assert status(world, mandate, 10) is Status.OFFERED
    assert status(world, mandate, 11) is Status.LAPSED
    world.later(days=11)
    with pytest.raises(Conflict, match="not_open_lapsed"):
        accept(world, mandate)


def test_accepting_twice_is_one_acceptance(world: World) -> None:
    mandate = accept(world, accept(world, world.give()))
    assert kinds(world, mandate) == ["given", "accepted"]
    assert len(letters(world, mandate)) == 4


def test_the_giver_cannot_accept_what_he_gave(world: World) -> None:
    with pytest.raises(NotAllowed, match="not_your_party"):
        accept(world, world.give(), world.giver)


def test_the_holder_cannot_withdraw_what_the_giver_gave(world: World) -> None:
    with pytest.raises(NotAllowed, match="not_your_party"):
        withdraw(world, world.give(), world.holder)


def test_a_stranger_does_not_learn_that_the_mandate_exists(world: World) -> None:
    mandate = world.give()
    world.add_representative(OTHER, "Sofie", "Peeters")
    sofie = ensure_person(world.session, "subject-sofie", "Sofie", "Peeters")
    stranger = world.at_home(sofie, ensure_enterprise_party(world.session, OTHER))
    codes = []
    for act in (accept, refuse, withdraw):
        with pytest.raises(NotFound) as caught:
            act(world, mandate, stranger)
        codes.append((caught.value.code, caught.value.values))
    assert codes == [("mandate_unknown", {})] * 3


def test_a_mandate_that_does_not_exist_is_not_found(world: World) -> None:
    nothing = world.give()
    world.session.expunge(nothing)
    nothing.id = new_id()
    with pytest.raises(NotFound, match="mandate_unknown"):
        accept(world, nothing)


def test_an_employee_without_the_manager_right_cannot_accept(world: World) -> None:
    els = ensure_person(world.session, "subject-els", "Els", "Maes")
    grant_right(world.session, els.id, world.office.id, RightKind.EXECUTOR, first_day=TODAY)
    with pytest.raises(NotAllowed, match="may_not_decide"):
        accept(world, world.give(), world.at_home(els, world.office))


def test_a_manager_accepts_and_the_journal_says_on_that_ground(world: World) -> None:
    els = ensure_person(world.session, "subject-els", "Els", "Maes")
    grant_right(world.session, els.id, world.office.id, RightKind.MANAGER, first_day=TODAY)
    mandate = accept(world, world.give(), world.at_home(els, world.office))
    entry = list_entries(world.session, mandate.id)[-1]
    assert (entry.kind, entry.ground, entry.capacity) == ("accepted", "manager_right", "manager")


def test_who_started_it_himself_cannot_accept_as_manager_of_the_other_side(world: World) -> None:
    grant_right(world.session, world.maria.id, world.office.id, RightKind.MANAGER, first_day=TODAY)
    with pytest.raises(NotAllowed, match="own_offer"):
        accept(world, world.give(), world.at_home(world.maria, world.office))


def test_who_legally_represents_both_sides_may_accept_and_it_is_recorded_as_such(world: World) -> None:
    world.add_function(OFFICE, "Maria", "Vermeulen", subject="subject-maria")
    mandate = accept(world, world.give(), world.at_home(world.maria, world.office))
    assert list_entries(world.session, mandate.id)[-1].data["represents_both"] is True


def test_an_ordinary_acceptance_is_not_recorded_as_representing_both(world: World) -> None:
    mandate = accept(world, world.give())
    assert "represents_both" not in list_entries(world.session, mandate.id)[-1].data


def test_who_signs_with_two_cannot_accept_alone(world: World) -> None:
    partner = world.add_representative(OTHER, "Rik", "Peeters", signs="two")
    mandate = world.give(other_number=OTHER)
    with pytest.raises(Conflict, match="no_second_representative"):
        accept(world, mandate, world.at_home(partner, mandate.holder))


def test_refusing_tells_the_giver_why(world: World) -> None:
    mandate = refuse(world, world.give(), reason="no_longer_together")
    assert status(world, mandate) is Status.REFUSED
    assert letters(world, mandate)[2:] == ["refused.giver"]
    assert list_entries(world.session, mandate.id)[-1].data["reason"] == "no_longer_together"


def test_refusing_twice_is_one_refusal(world: World) -> None:
    mandate = refuse(world, refuse(world, world.give()))
    assert kinds(world, mandate) == ["given", "refused"]


def test_a_reason_we_do_not_know_is_refused_at_its_field(world: World) -> None:
    with pytest.raises(Invalid, match="reason_unknown") as caught:
        refuse(world, world.give(), reason="because Jan is unkind")
    assert caught.value.field == "reason"


def test_withdrawing_tells_the_holder(world: World) -> None:
    mandate = withdraw(world, withdraw(world, world.give()))
    assert status(world, mandate) is Status.WITHDRAWN
    assert letters(world, mandate)[2:] == ["withdrawn.holder"]


@pytest.mark.parametrize(
    ("first", "then", "code"),
    [
        (accept, refuse, "not_open_active"),
        (accept, withdraw, "not_open_active"),
        (refuse, accept, "not_open_refused"),
        (refuse, withdraw, "not_open_refused"),
        (withdraw, accept, "not_open_withdrawn"),
        (withdraw, refuse, "not_open_withdrawn"),
        (contest, accept, "not_open_suspended"),
        (contest, refuse, "not_open_suspended"),
        (contest, withdraw, "not_open_suspended"),
    ],
)
def test_an_answer_that_does_not_fit_any_more_is_refused(world: World, first, then, code: str) -> None:
    mandate = first(world, world.give())
    before = (kinds(world, mandate), letters(world, mandate), status(world, mandate))
    with pytest.raises(Conflict, match=code) as caught:
        then(world, mandate)
    assert caught.value.sentence
    assert (kinds(world, mandate), letters(world, mandate), status(world, mandate)) == before


def test_nobody_accepts_while_an_enterprise_has_stopped(world: World) -> None:
    mandate = world.give()
    world.set_situation(BAKERY, "bankrupt")
    with pytest.raises(Conflict, match="party_stopped"):
        accept(world, mandate)
    run_register(world)
    with pytest.raises(Conflict, match="not_open_suspended"):
        accept(world, mandate)


def test_the_acceptor_appoints_executors_for_this_mandate_only(world: World) -> None:
    els = ensure_person(world.session, "subject-els", "Els", "Maes")
    grant_right(world.session, els.id, world.office.id, RightKind.MANAGER, first_day=TODAY)
    first, second = world.give("hinder.manage"), world.give("subsidy.view")
    accept(world, first, executors=[els.id, world.jan.id, els.id])
    accept(world, second)
    appointed = {one.id for one in list_executors(world.session, first, TODAY)}
    assert appointed == {els.id, world.jan.id}
    assert list_executors(world.session, second, TODAY) == []
    assert kinds(world, first) == ["given", "accepted", "appointed", "appointed"]


def test_who_accepts_after_somebody_did_and_names_others_hears_so(world: World) -> None:
    els, eva = (ensure_person(world.session, f"subject-{name}", name, "Maes") for name in ("Els", "Eva"))
    for one in (els, eva):
        grant_right(world.session, one.id, world.office.id, RightKind.MANAGER, first_day=TODAY)
    tom, mandate = colleague(world, "Tom"), world.give("hinder.manage")
    accept(world, mandate, executors=[els.id])
    for same in ([els.id], [], [tom.id, els.id]):  # Tom may carry out everything anyway
        accept(world, mandate, executors=same)
    with pytest.raises(Conflict, match="accepted_without_executor") as refusal:
        accept(world, mandate, executors=[els.id, eva.id])
    assert "Duid Eva Maes zelf nog aan bij dit mandaat." in refusal.value.sentence
    assert kinds(world, mandate) == ["given", "accepted", "appointed"]


def test_accepting_the_same_again_is_harmless_also_when_who_was_named_lost_the_right(world: World) -> None:
    els, mandate = colleague(world, "Els"), world.give("hinder.manage")
    for _ in range(2):
        accept(world, mandate, executors=[els.id])
    world.later(days=1)
    dismiss(world, els)
    accept(world, mandate, executors=[els.id])
    assert kinds(world, mandate) == ["given", "accepted"]


def test_who_was_appointed_after_it_was_accepted_was_not_named_then(world: World) -> None:
    els = ensure_person(world.session, "subject-els", "Els", "Maes")
    grant_right(world.session, els.id, world.office.id, RightKind.MANAGER, first_day=TODAY)
    mandate = accept(world, world.give("hinder.manage"))
    appoint(world, els.id, RightWish(mandate_ids=(mandate.id,)))
    accept(world, mandate, executors=[els.id])
    dismiss(world, els)
    with pytest.raises(Conflict, match="accepted_without_executor"):
        accept(world, mandate, executors=[els.id])


def test_whom_an_older_acceptance_named_is_known_by_the_appointment_beside_it(world: World) -> None:
    els, eva = colleague(world, "Els", RightKind.MANAGER), colleague(world, "Eva", RightKind.MANAGER)
    mandate = accept(world, world.give("hinder.manage"), executors=[els.id])
    [accepted] = [one for one in list_entries(world.session, mandate.id) if one.kind == "accepted"]
    set_committed_value(accepted, "data", {})
    for one in (els, eva):
        appoint(world, one.id, RightWish(mandate_ids=(mandate.id,)))
        dismiss(world, one)
    accept(world, mandate, executors=[els.id])
    with pytest.raises(Conflict, match="accepted_without_executor"):
        accept(world, mandate, executors=[eva.id])


def dismiss(world: World, who: Person) -> None:
    """Jan lets somebody of his office go."""
    end_relation(world.session, world.holder, who.id, policy=world.policy, now=world.now)


def executes(world: World, who, mandate, level=AccessLevel.MANAGE, in_days: int = 0) -> bool:
    """Whether somebody may do all of it for the office, as the check says."""
    relations = relations_between(world.session, who.id, world.office.id)
    part, day = Part("hinder.manage", "subsidies"), TODAY + timedelta(days=in_days)
    return not tie_to(relations, mandate.id, part, level, day).code


def test_who_may_only_look_or_ends_sooner_can_really_do_what_he_is_named_for(world: World) -> None:
    looks = colleague(world, "Eva", level=AccessLevel.VIEW)
    ends = colleague(world, "Els", last_day=TODAY + timedelta(days=1))
    does, first = colleague(world, "Tom"), world.give("hinder.manage")
    accept(world, first, executors=[looks.id, ends.id, does.id])
    for who in (looks, ends, does):
        assert executes(world, who, first, in_days=300), who.first_name
    assert kinds(world, first) == ["given", "accepted", "appointed", "appointed"]


def test_who_may_look_needs_no_more_for_what_is_only_looked_at(world: World) -> None:
    looks = colleague(world, "Eva", level=AccessLevel.VIEW)
    ends = colleague(world, "Els", last_day=TODAY + timedelta(days=400))
    mandate = accept(world, world.give("subsidy.view"), executors=[looks.id, ends.id])
    assert kinds(world, mandate) == ["given", "accepted"]
    assert not executes(world, looks, mandate)


def test_somebody_from_outside_cannot_be_made_executor(world: World) -> None:
    mandate = world.give()
    with pytest.raises(Invalid, match="executor_unknown"):
        accept(world, mandate, executors=[world.maria.id])


def test_a_code_accepts_when_every_type_allows_it(world: World) -> None:
    mandate = world.give()
    someone = add_person(world.session, "Iemand", "Anders")
    accept(world, mandate, reader(world, mandate, world.office, someone))
    entry = list_entries(world.session, mandate.id)[-1]
    assert (entry.ground, entry.capacity, entry.person_id) == ("letter_code", "legal_representative", someone.id)
