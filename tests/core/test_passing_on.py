"""Passing on: never more and never longer than the source, to one other, and it falls with its source at once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from app.core.actor import Actor
from app.core.acts.reminders import due_reminders, list_to_remind
from app.core.errors import Conflict, CoreError, Invalid, NotAllowed, NotFound
from app.core.journal import list_entries
from app.core.letters.check import over_since
from app.core.mandates.lookup import list_letters_to
from app.core.mandates.mandate_texts import may_not_of, may_of
from app.core.mandates.moves import survey_move
from app.core.people.parties import ensure_enterprise_party
from app.core.people.persons import ensure_person
from app.core.representation.checking import Question, Representation, may_represent
from app.core.rights.granting import grant_right
from app.core.views.timeline import list_happenings
from app.models.lifecycle import Status
from app.models.mandate import Mandate
from app.models.mandate_type import AccessLevel, MandateType
from app.models.party import Party
from app.models.user_right import RightKind
from tests.acting import (
    accept,
    confirm,
    contest,
    extend,
    get_mandate,
    give_as,
    homeless_giver,
    kinds,
    letters,
    pass_on,
    post_first_letter,
    reader,
    refuse,
    renounce,
    resume,
    run_days,
    run_register,
    stop,
    stop_contested,
    take_back,
    today,
    transfer,
    withdraw,
)
from tests.world import BAKERY, DUO, FARM, OFFICE, OTHER, World

KEY = "permit.manage"
VIEW = "permit.view"


@pytest.fixture
def source(world: World) -> Mandate:
    """What Jan's office may do for the bakery, for a year, past its cooling-off."""
    mandate = accept(world, world.give(KEY, VIEW))
    post_first_letter(world, mandate)
    world.later(days=11)
    return get_mandate(world.session, mandate.id)


@pytest.fixture
def chain(world: World, source: Mandate, third: Actor) -> Mandate:
    """What he passed on to Wim, who may use it."""
    mandate = accept(world, pass_on(world, source), third)
    post_first_letter(world, mandate)
    world.later(days=11)
    return get_mandate(world.session, mandate.id)


def ask(world: World, in_days: int = 0, person: Any = None) -> Representation:
    other = ensure_enterprise_party(world.session, OTHER)
    day = today(world) + timedelta(days=in_days)
    who = {"person_id": person} if person else {}
    question = Question(world.bakery.id, "omgevingsvergunning", AccessLevel.MANAGE, day, holder_id=other.id, **who)
    return may_represent(world.session, question)


def third_party(world: World) -> Party:
    return ensure_enterprise_party(world.session, OTHER)


def status(world: World, mandate: Mandate) -> Status:
    return get_mandate(world.session, mandate.id).status_on(today(world))


def last_day(mandate: Mandate) -> date | None:
    return mandate.lines[0].last_day


def test_the_third_may_act_for_the_giver_once_he_accepted_and_the_giver_was_written(
    world: World, source: Mandate, third: Actor
) -> None:
    chain = pass_on(world, source)
    assert (status(world, chain), chain.giver_id, chain.passer.id) == (Status.OFFERED, world.bakery.id, world.office.id)
    assert letters(world, chain) == ["invitation.holder", "passed_on.giver"]
    accept(world, chain, third)
    assert not ask(world, 30).allowed
    post_first_letter(world, chain)
    assert not ask(world, 9).allowed
    assert ask(world, 10).allowed


def test_the_check_names_every_link(world: World, source: Mandate, chain: Mandate, third: Actor) -> None:
    answer = ask(world, person=third.person_id)
    assert [one.code for one in answer.reasons] == ["represents_holder_by_law", "has_passed_on", "has_mandate"]
    _, onward, first = answer.reasons
    assert answer.mandate_id == onward.values["mandate_id"] == chain.id
    assert onward.values["passer_id"] == first.values["holder_id"] == world.office.id
    assert (first.values["mandate_id"], first.values["giver_id"]) == (source.id, world.bakery.id)
    assert answer.until == last_day(chain)


def test_a_check_of_what_nobody_passed_on_asks_no_more_of_the_database(world: World, source: Mandate) -> None:
    asked: list[str] = []
    connection = world.session.connection()
    listener = lambda *arguments: asked.append(arguments[2])  # noqa: E731
    event.listen(connection, "before_cursor_execute", listener)
    day, holder_id = today(world), world.office.id
    question = Question(world.bakery.id, "omgevingsvergunning", AccessLevel.MANAGE, day, holder_id=holder_id)
    assert may_represent(world.session, question).allowed
    event.remove(connection, "before_cursor_execute", listener)
    assert len(asked) == 1


@pytest.mark.parametrize("end", [stop, renounce])
def test_a_stop_of_the_source_holds_for_the_third_at_the_very_next_check(
    world: World, source: Mandate, chain: Mandate, end: Callable[..., Mandate]
) -> None:
    assert ask(world).allowed
    end(world, source)
    assert not ask(world).allowed
    assert ask(world, -1).allowed
    assert status(world, chain) is Status.STOPPED
    assert get_mandate(world.session, chain.id).lines[0].stop_day is None
    assert letters(world, chain)[-1] == "stopped.holder"
    assert kinds(world, chain)[-1] == "source_stopped"
    assert run_days(world) == 0


def test_a_stop_on_a_later_day_is_told_at_once_and_holds_from_that_day(
    world: World, source: Mandate, chain: Mandate
) -> None:
    later = today(world) + timedelta(days=5)
    stop(world, source, stop_day=later)
    assert status(world, chain) is Status.ACTIVE
    assert letters(world, chain)[-1] == "stopped.holder"
    assert (ask(world, 4).allowed, ask(world, 5).allowed) == (True, False)
    assert ask(world).until == later - timedelta(days=1)


def test_a_stop_of_another_part_of_the_source_changes_nothing(world: World, source: Mandate, chain: Mandate) -> None:
    stop(world, source, type_keys=[VIEW])
    assert ask(world).allowed
    assert letters(world, chain)[-1] == "active.holder"


def test_what_was_not_accepted_yet_falls_too(world: World, source: Mandate, third: Actor) -> None:
    waiting = pass_on(world, source)
    stop(world, source)
    assert status(world, waiting) is Status.STOPPED
    assert letters(world, waiting)[-1] == "stopped.holder"
    with pytest.raises(Conflict) as refusal:
        accept(world, waiting, third)
    assert refusal.value.code == "not_open_stopped"
    world.later(days=40)
    assert run_days(world) == 0


def test_what_fell_with_its_source_does_not_come_back_every_day(world: World, source: Mandate, third: Actor) -> None:
    running = accept(world, pass_on(world, source, months=1), third)
    stop(world, source)
    world.later(days=60)
    assert run_days(world) == 0
    assert kinds(world, running)[-1] == "source_stopped"


def test_what_ended_before_is_not_told_of_the_stop_of_its_source(world: World, source: Mandate, third: Actor) -> None:
    waiting = pass_on(world, source)
    refuse(world, waiting, third)
    stop(world, source)
    assert letters(world, waiting) == ["invitation.holder", "passed_on.giver", "refused.giver"]
    assert status(world, waiting) is Status.REFUSED


def test_a_source_that_stands_still_stops_the_third_until_it_goes_on(
    world: World, source: Mandate, chain: Mandate, third: Actor
) -> None:
    contest(world, source)
    assert not ask(world).allowed
    assert status(world, chain) is Status.SUSPENDED
    assert letters(world, chain)[-1] == "suspended.holder"
    resume(world, source)
    assert ask(world).allowed
    assert letters(world, chain)[-1] == "active.holder"
    assert kinds(world, chain)[-2:] == ["source_paused", "source_resumed"]


def test_a_contest_of_the_source_that_nobody_decides_ends_the_chain(
    world: World, source: Mandate, chain: Mandate
) -> None:
    contest(world, source)
    world.later(days=31)
    assert status(world, chain) is Status.STOPPED
    run_days(world)
    assert status(world, source) is status(world, chain) is Status.STOPPED
    assert letters(world, chain)[-1] == "stopped.holder"
    assert run_days(world) == 0


def test_a_passer_who_stopped_says_the_register_takes_his_third_with_him(
    world: World, source: Mandate, chain: Mandate
) -> None:
    world.set_situation(OFFICE, "stopped")
    run_register(world)
    assert not ask(world).allowed
    assert letters(world, chain)[-1] == "suspended.holder"
    world.set_situation(OFFICE, "normal")
    run_register(world)
    assert ask(world).allowed


def test_a_giver_who_stopped_says_the_register_is_told_once_of_each_mandate(
    world: World, source: Mandate, chain: Mandate
) -> None:
    world.set_situation(BAKERY, "stopped")
    run_register(world)
    assert letters(world, chain).count("suspended.holder") == 1


def test_a_source_that_moves_to_another_takes_the_chain_with_it(
    world: World, source: Mandate, chain: Mandate
) -> None:
    kim = world.add_representative(FARM, "Kim", "Vanhoutte")
    new = transfer(world, KEY, other_number=FARM)
    post_first_letter(world, new)
    accept(world, new, world.at_home(kim, ensure_enterprise_party(world.session, FARM)))
    assert letters(world, chain)[-1] == "stopped.holder"
    assert ask(world, 9).allowed
    assert not ask(world, 11).allowed


def test_it_runs_no_longer_than_its_source(world: World, source: Mandate) -> None:
    source_end = next(line.last_day for line in source.lines if line.type_key == KEY)
    assert last_day(pass_on(world, source)) == source_end
    with pytest.raises(Invalid) as refusal:
        pass_on(world, source, other=FARM, last_day=source_end + timedelta(days=1))
    assert refusal.value.code == "passed_on_already"


@pytest.mark.parametrize("months", [1, 120])
def test_a_period_is_cut_to_that_of_the_source(world: World, source: Mandate, months: int) -> None:
    source_end = next(line.last_day for line in source.lines if line.type_key == KEY)
    end = last_day(pass_on(world, source, months=months))
    assert (end < source_end) is (months == 1)
    assert end <= source_end


def test_a_day_after_the_end_of_the_source_is_refused(world: World, source: Mandate) -> None:
    source_end = next(line.last_day for line in source.lines if line.type_key == KEY)
    for wish in ({"last_day": source_end + timedelta(days=1)}, {"first_day": source_end + timedelta(days=1)}):
        with pytest.raises(Invalid) as refusal:
            pass_on(world, source, **wish)
        assert refusal.value.code == "longer_than_source"


def test_it_starts_no_sooner_than_its_source(world: World, third: Actor) -> None:
    start = today(world) + timedelta(days=40)
    source = accept(world, world.give(KEY, first_day=start))
    post_first_letter(world, source)
    chain = accept(world, pass_on(world, source), third)
    post_first_letter(world, chain)
    assert status(world, chain) is Status.SCHEDULED
    assert (ask(world, 39).allowed, ask(world, 40).allowed) == (False, True)


def test_it_waits_as_long_as_its_source_waits(world: World, third: Actor) -> None:
    source = accept(world, world.give(KEY))
    chain = accept(world, pass_on(world, source), third)
    post_first_letter(world, chain)
    assert not ask(world, 30).allowed
    world.later(days=20)
    post_first_letter(world, source)
    assert (ask(world, 9).allowed, ask(world, 10).allowed) == (False, True)


def refused(world: World, source: Mandate, *keys: str, **changes: Any) -> CoreError:
    with pytest.raises(CoreError) as refusal:
        pass_on(world, source, *keys, **changes)
    assert refusal.value.sentence
    return refusal.value


def test_only_what_its_type_allows_is_passed_on(world: World, source: Mandate) -> None:
    assert refused(world, source, VIEW).code == "not_to_be_passed_on"
    assert refused(world, source, KEY, VIEW).code == "not_to_be_passed_on"
    assert refused(world, source, "subsidy.view").code == "not_to_be_passed_on"
    world.session.get_one(MandateType, KEY).withdrawn_from = today(world)
    assert refused(world, source, KEY).code == "not_to_be_passed_on"


def test_only_a_mandate_that_runs_is_passed_on(world: World) -> None:
    waiting = world.give(KEY)
    assert refused(world, waiting).code == "source_does_not_run"
    accept(world, waiting)
    contest(world, waiting)
    assert refused(world, waiting).code == "source_does_not_run"
    stop_contested(world, waiting)
    assert refused(world, waiting).code == "source_does_not_run"


def test_what_was_passed_on_is_not_passed_on_again(world: World, chain: Mandate, third: Actor) -> None:
    assert refused(world, chain, other=FARM, actor=third).code == "passed_on_before"


def test_one_other_at_a_time(world: World, source: Mandate, chain: Mandate) -> None:
    assert refused(world, source, other=FARM).code == "passed_on_already"
    take_back(world, chain)
    assert pass_on(world, source, other=FARM).passer.id == world.office.id


def test_not_to_the_giver_nor_to_oneself(world: World, source: Mandate) -> None:
    assert refused(world, source, other=BAKERY).code == "pass_on_to_giver"
    assert refused(world, source, other=OFFICE).code == "same_party_passer"


def test_not_to_who_has_it_already(world: World, source: Mandate, third: Actor) -> None:
    accept(world, world.give(KEY, other_number=OTHER), third)
    assert refused(world, source).code == "nothing_left"


def test_only_who_manages_for_the_holder_may_pass_on(world: World, source: Mandate, third: Actor) -> None:
    assert refused(world, source, actor=world.giver).code == "not_your_party"
    assert refused(world, source, actor=third).code == "not_your_party"
    with pytest.raises(NotFound):
        pass_on(world, source, actor=third, starter_id=third.party_id, other=FARM)
    ann = world.add_representative(DUO, "Ann", "Maes")
    stranger = world.at_home(ann, world.office)
    assert refused(world, source, actor=stranger).code == "may_not_decide"


def test_neither_code_nor_phone_passes_on(world: World, source: Mandate) -> None:
    assert refused(world, source, actor=reader(world, source, world.office, world.jan)).code == "resolve_needs_sign_in"


def test_nobody_accepts_what_he_passed_on_himself(world: World, source: Mandate) -> None:
    jan = world.add_function(OTHER, "Jan", "Peeters", "alone", "subject-jan")
    chain = pass_on(world, source)
    accept(world, chain, world.at_home(world.jan, ensure_enterprise_party(world.session, OTHER)))
    assert list_entries(world.session, chain.id)[-1].data["represents_both"] is True
    assert jan.enterprise_number == OTHER


def test_a_manager_of_both_cannot_accept_what_he_passed_on(world: World, source: Mandate, third: Actor) -> None:
    ann = ensure_person(world.session, "subject-ann", "Ann", "Maes")
    for party in (world.office, third_party(world)):
        grant_right(world.session, ann.id, party.id, RightKind.MANAGER, first_day=today(world))
    chain = pass_on(world, source, actor=world.at_home(ann, world.office))
    with pytest.raises(NotAllowed) as refusal:
        accept(world, chain, world.at_home(ann, third_party(world)))
    assert refusal.value.code == "own_offer"


def test_the_giver_stops_it_himself_and_the_source_runs_on(world: World, source: Mandate, chain: Mandate) -> None:
    stop(world, chain)
    assert (status(world, chain), status(world, source)) == (Status.STOPPED, Status.ACTIVE)
    assert letters(world, source)[-1] == "onward.holder"
    assert list_entries(world.session, source.id)[-1].data["outcome"] == "ended"


def test_the_giver_contests_it_with_the_code_of_his_letter(world: World, source: Mandate, third: Actor) -> None:
    chain = accept(world, pass_on(world, source), third)
    contest(world, chain, reader(world, chain, world.bakery, world.maria))
    assert (status(world, chain), status(world, source)) == (Status.SUSPENDED, Status.ACTIVE)
    assert letters(world, source)[-1] == "onward.holder"


def test_the_giver_withdraws_what_waits(world: World, source: Mandate) -> None:
    chain = withdraw(world, pass_on(world, source))
    assert status(world, chain) is Status.WITHDRAWN


def test_the_third_renounces(world: World, source: Mandate, chain: Mandate, third: Actor) -> None:
    renounce(world, chain, third)
    assert letters(world, source)[-1] == "onward.holder"


def test_the_passer_takes_back_what_waits_and_what_runs(world: World, source: Mandate, third: Actor) -> None:
    waiting = pass_on(world, source)
    take_back(world, waiting)
    assert status(world, waiting) is Status.WITHDRAWN
    assert letters(world, waiting)[-2:] == ["withdrawn.giver", "withdrawn.holder"]
    running = accept(world, pass_on(world, source), third)
    take_back(world, running)
    take_back(world, running)
    assert status(world, running) is Status.STOPPED
    assert letters(world, running)[-2:] == ["stopped.giver", "stopped.holder"]
    assert kinds(world, running).count("taken_back") == 1
    assert status(world, source) is Status.ACTIVE


def test_nobody_else_takes_it_back(world: World, chain: Mandate, third: Actor) -> None:
    for actor in (world.giver, third):
        with pytest.raises(NotFound):
            take_back(world, chain, actor)
    ann = world.add_representative(DUO, "Ann", "Maes")
    with pytest.raises(NotAllowed):
        take_back(world, chain, world.at_home(ann, world.office))


@pytest.mark.parametrize(("answer", "outcome"), [(accept, "accepted"), (refuse, "refused")])
def test_the_passer_hears_the_answer(
    world: World, source: Mandate, third: Actor, answer: Callable[..., Mandate], outcome: str
) -> None:
    answer(world, pass_on(world, source), third)
    assert [one.data["outcome"] for one in list_entries(world.session, source.id) if one.kind == "onward"] == [
        "asked",
        outcome,
    ]
    assert letters(world, source)[-2:] == ["onward.holder", "onward.holder"]


def test_the_passer_hears_that_nobody_answered(world: World, source: Mandate) -> None:
    chain = pass_on(world, source)
    world.later(days=31)
    run_days(world)
    assert status(world, chain) is Status.LAPSED
    assert list_entries(world.session, source.id)[-1].data["outcome"] == "lapsed"
    assert run_days(world) == 0


def test_it_is_not_extended_and_does_not_move(world: World, chain: Mandate) -> None:
    with pytest.raises(Conflict):
        extend(world, chain, months=1)
    assert not survey_move(world.session, world.bakery, third_party(world).id, today(world)).lines


def test_a_giver_without_an_address_need_not_confirm_it_again(world: World, third: Actor) -> None:
    giver = homeless_giver(world)
    source = accept(world, give_as(world, giver, KEY))
    source.giver_posted_on = today(world)
    world.later(days=1)
    confirm(world, source, replace(giver, occasion="sign-in 2"))
    chain = accept(world, pass_on(world, source), third)
    assert status(world, chain) is Status.SCHEDULED


def test_it_says_that_the_third_cannot_pass_it_on_again(world: World, source: Mandate, chain: Mandate) -> None:
    source, chain = (get_mandate(world.session, one.id) for one in (source, chain))
    own, passed = may_of(source), may_of(chain)
    assert any("mag dit doorgeven aan 1 ander" in one for one in own)
    assert not any("doorgeven" in one for one in passed)
    assert any("mag dit niet verder doorgeven" in one for one in may_not_of(chain))
    assert not any("verder doorgeven" in one for one in may_not_of(source))


def test_nobody_is_reminded_of_what_fell_with_its_source(world: World, source: Mandate, third: Actor) -> None:
    running = accept(world, pass_on(world, source, last_day=today(world) + timedelta(days=70)), third)
    post_first_letter(world, running)
    world.later(days=11)
    stop(world, source)
    world.later(days=1)
    assert due_reminders(get_mandate(world.session, running.id), today(world)) == []
    assert running.id not in set(list_to_remind(world.session, now=world.now))


def test_a_letter_about_it_holds_as_long_as_its_source(world: World, source: Mandate, chain: Mandate) -> None:
    [letter] = [one for one in list_letters_to(world.session, chain.id) if one.kind == "active.holder"]
    assert over_since(get_mandate(world.session, chain.id), letter, today(world)) is None
    stop(world, source)
    assert over_since(get_mandate(world.session, chain.id), letter, today(world)) == today(world)


def test_every_entry_can_be_read(world: World, source: Mandate, chain: Mandate) -> None:
    contest(world, source)
    resume(world, source)
    stop(world, source)
    for mandate in (source, chain):
        sentences = [one.sentence for one in list_happenings(world.session, mandate.id)]
        assert all(sentences)
        assert any("doorgegeven" in one or "gaf dit door" in one for one in sentences)
