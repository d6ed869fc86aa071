"""The check: may this person act for that party, for this service, on this day, and why."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app.core.errors import Invalid
from app.core.people.parties import ensure_enterprise_party
from app.core.people.persons import ensure_person
from app.core.representation.checking import Question, Representation, may_represent
from app.core.rights.granting import grant_right
from app.models.mandate_type import AccessLevel
from app.models.person import Person
from app.models.user_right import RightKind
from tests.acting import accept, contest, refuse, renounce, resume, run_register, stop, today
from tests.world import OFFICE, OTHER, TODAY, World

MANAGE, VIEW = AccessLevel.MANAGE, AccessLevel.VIEW


def ask(
    world: World,
    person: Person | None = None,
    *,
    service: str = "hinderpremie",
    level: AccessLevel = VIEW,
    in_days: int = 0,
    holder: bool | None = None,
) -> Representation:
    """Ask about the bakery; through the office when no person is named, or `holder` says so."""
    holder_id = world.office.id if holder or (person is None and holder is None) else None
    day = today(world) + timedelta(days=in_days)
    person_id = person.id if person else None
    return may_represent(world.session, Question(world.bakery.id, service, level, day, person_id, holder_id))


def codes(answer: Representation) -> list[str]:
    return [reason.code for reason in answer.reasons]


def els_of(world: World, kind: RightKind, **more: object) -> Person:
    els = ensure_person(world.session, "subject-els", "Els", "Maes")
    grant_right(world.session, els.id, world.office.id, kind, **({"first_day": TODAY} | more))
    return els


def test_a_legal_representative_of_the_holder_always_executes(world: World) -> None:
    mandate = accept(world, world.give())
    answer = ask(world, world.jan)
    assert (answer.allowed, answer.mandate_id) == (True, mandate.id)
    assert answer.until == mandate.lines[0].last_day
    assert codes(answer) == ["represents_holder_by_law", "has_mandate"]


def test_an_executor_of_the_holder_may_act_and_the_chain_says_so(world: World) -> None:
    accept(world, world.give())
    answer = ask(world, els_of(world, RightKind.EXECUTOR))
    assert answer.allowed
    assert codes(answer) == ["executes_for_holder", "has_mandate"]


def test_a_manager_of_the_holder_is_not_its_executor(world: World) -> None:
    accept(world, world.give())
    answer = ask(world, els_of(world, RightKind.MANAGER))
    assert not answer.allowed
    assert codes(answer) == ["not_an_executor"]


def test_an_executor_of_one_mandate_does_not_execute_the_others(world: World) -> None:
    first = accept(world, world.give("hinder.manage"))
    accept(world, world.give("permit.view"))
    els = els_of(world, RightKind.EXECUTOR, mandate_id=first.id)
    assert ask(world, els).allowed
    assert not ask(world, els, service="omgevingsvergunning").allowed


def test_an_executor_acts_only_on_the_days_of_his_right(world: World) -> None:
    accept(world, world.give())
    els = els_of(world, RightKind.EXECUTOR, first_day=TODAY + timedelta(days=2))
    assert not ask(world, els, in_days=1).allowed
    assert ask(world, els, in_days=2).allowed


def test_a_name_alone_never_matches(world: World) -> None:
    accept(world, world.give())
    namesake = ensure_person(world.session, "another-subject", "Jan", "Peeters")
    assert not ask(world, namesake).allowed


def test_a_stranger_with_a_holder_named_gets_no_further(world: World) -> None:
    accept(world, world.give())
    stranger = ensure_person(world.session, "stranger", "Wim", "Claes")
    assert not ask(world, stranger, holder=True).allowed
    assert codes(ask(world, stranger)) == ["no_holder"]


def test_who_legally_represents_the_giver_needs_no_mandate(world: World) -> None:
    answer = ask(world, world.maria, level=MANAGE)
    assert (answer.allowed, answer.mandate_id, codes(answer)) == (True, None, ["represents_by_law"])


def test_the_own_law_does_not_answer_for_a_holder_that_is_named(world: World) -> None:
    assert not ask(world, world.maria, holder=True).allowed


def test_manage_includes_view_but_view_does_not_include_manage(world: World) -> None:
    accept(world, world.give("hinder.manage", "permit.view"))
    assert ask(world, level=VIEW).allowed
    assert ask(world, level=MANAGE).allowed
    assert ask(world, service="omgevingsvergunning", level=VIEW).allowed
    answer = ask(world, service="omgevingsvergunning", level=MANAGE)
    assert (answer.allowed, codes(answer)) == (False, ["level_too_low"])


@pytest.mark.parametrize(
    ("service", "allowed"), [("hinder.manage", True), ("hinderpremie", True), ("erkenning", False)]
)
def test_a_service_or_a_type_is_asked_by_its_key(world: World, service: str, allowed: bool) -> None:
    accept(world, world.give())
    assert ask(world, service=service).allowed is allowed


def test_a_stop_holds_at_the_very_next_check(world: World) -> None:
    mandate = accept(world, world.give())
    assert ask(world).allowed
    stop(world, mandate)
    answer = ask(world)
    assert (answer.allowed, codes(answer)) == (False, ["status_stopped"])


@pytest.mark.parametrize(("act", "code"), [(renounce, "status_stopped"), (contest, "status_suspended")])
def test_a_renunciation_or_a_contest_holds_at_the_very_next_check(world: World, act, code: str) -> None:
    mandate = accept(world, world.give())
    act(world, mandate)
    assert codes(ask(world)) == [code]


def test_after_a_resume_the_next_check_says_yes(world: World) -> None:
    resume(world, contest(world, accept(world, world.give())))
    assert ask(world).allowed


def test_a_bankruptcy_holds_from_the_moment_it_is_applied(world: World) -> None:
    accept(world, world.give())
    world.set_situation(OFFICE, "bankrupt")
    run_register(world)
    assert codes(ask(world)) == ["status_suspended"]


def test_an_answer_is_read_from_the_facts_by_another_session_too(world: World) -> None:
    mandate = accept(world, world.give())
    assert ask(world).allowed
    stop(world, mandate)
    with Session(world.session.connection(), join_transaction_mode="create_savepoint") as other:
        question = Question(world.bakery.id, "hinderpremie", VIEW, today(world), holder_id=world.office.id)
        assert not may_represent(other, question).allowed


def test_stopping_one_line_refuses_that_line_only(world: World) -> None:
    mandate = accept(world, world.give("hinder.manage", "permit.view"))
    stop(world, mandate, type_keys=["permit.view"])
    assert ask(world).allowed
    assert codes(ask(world, service="omgevingsvergunning")) == ["status_stopped"]


def test_a_line_that_cools_off_is_scheduled_while_another_is_active(world: World) -> None:
    accept(world, world.give("hinder.manage", "permit.manage"))
    assert ask(world).allowed
    assert codes(ask(world, service="omgevingsvergunning")) == ["status_scheduled"]


def test_what_was_valid_on_a_day_is_always_answerable(world: World) -> None:
    mandate = world.give()
    world.later(days=2)
    accept(world, mandate)
    world.later(days=3)
    stop(world, mandate)
    assert [ask(world, in_days=days).allowed for days in (-6, -5, -4, -3, -2, -1, 0)] == [
        False,
        False,
        False,
        True,
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(("answer", "code"), [(None, "status_offered"), (refuse, "status_refused")])
def test_nothing_is_allowed_before_the_other_side_agreed(world: World, answer, code: str) -> None:
    mandate = world.give()
    if answer:
        answer(world, mandate)
    assert codes(ask(world)) == [code]


def test_until_is_the_last_day_before_a_stop_in_the_future(world: World) -> None:
    mandate = accept(world, world.give())
    stop(world, mandate, stop_day=TODAY + timedelta(days=9))
    assert ask(world).until == TODAY + timedelta(days=8)
    assert not ask(world, in_days=9).allowed


def test_until_is_empty_when_it_runs_until_somebody_stops_it(world: World) -> None:
    accept(world, world.give("permit.view", months=None))
    assert ask(world, service="omgevingsvergunning").until is None


def test_another_holder_cannot_use_the_mandate(world: World) -> None:
    accept(world, world.give())
    sofie = world.add_representative(OTHER, "Sofie", "Peeters")
    ensure_enterprise_party(world.session, OTHER)
    assert codes(ask(world, sofie)) == ["no_mandate"]


def test_a_mandate_that_was_not_there_yet_on_that_day_is_no_reason(world: World) -> None:
    """Where it stood before it was started, nobody can say: it read as if the holder had still to answer."""
    accept(world, world.give())
    assert codes(ask(world, in_days=-1)) == ["no_mandate"]
    assert codes(ask(world, world.jan, in_days=-1)) == ["no_mandate"]


def test_a_question_about_nobody_is_refused(world: World) -> None:
    with pytest.raises(Invalid, match="check_needs_somebody"):
        may_represent(world.session, Question(world.bakery.id, "hinderpremie", VIEW, TODAY))


def test_a_holder_that_stopped_explains_a_no_that_nothing_else_explains(world: World) -> None:
    accept(world, world.give())
    assert codes(ask(world, service="erkenning")) == ["no_mandate"]
    world.set_situation(OFFICE, "bankrupt")
    assert codes(ask(world, service="erkenning")) == ["party_stopped"]
