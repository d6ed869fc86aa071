"""What somebody may see of a party's mandates, what waits for him, and what an act asked for."""

from datetime import timedelta

import pytest

from app.core.actor import Actor
from app.core.acts.answering import accept_mandate
from app.core.acts.carrying_out import carry_out, find_refusal, is_done, letters_after
from app.core.acts.contesting import contest_mandate
from app.core.acts.drafts import start_draft
from app.core.errors import NotAllowed, NotFound
from app.core.mandates.lookup import get_mandate
from app.core.mandates.possible_acts import Act
from app.core.mandates.status_texts import status_text
from app.core.people.persons import ensure_person
from app.core.permits.sight import find_sight
from app.core.rights.granting import grant_right
from app.core.views.mandate import view_mandate
from app.core.views.overview import read_overview
from app.models.lifecycle import Side
from app.models.mandate import Mandate
from app.models.user_right import RightKind
from app.models.visit import IdentityMethod
from tests.world import BAKERY, HOMELESS, TODAY, World


def accepted(world: World, *keys: str) -> Mandate:
    mandate = world.give(*keys)
    accept_mandate(world.session, world.holder, mandate.id, policy=world.policy, now=world.now)
    return get_mandate(world.session, mandate.id)


def executor(world: World, mandate: Mandate | None) -> Actor:
    """Els, who executes for the office: one mandate, or all of them."""
    els = ensure_person(world.session, "subject-els", "Els", "Wouters")
    mandate_id = mandate.id if mandate else None
    grant_right(world.session, els.id, world.office.id, RightKind.EXECUTOR, first_day=TODAY, mandate_id=mandate_id)
    return world.at_home(els, world.office)


def test_who_decides_sees_all_and_who_executes_sees_his_own(world: World) -> None:
    first, second = accepted(world, "hinder.manage"), accepted(world, "permit.view")
    assert find_sight(world.session, world.holder, TODAY).decides
    els = executor(world, first)
    sight = find_sight(world.session, els, TODAY)
    assert (sight.decides, sight.shows(first.id), sight.shows(second.id)) == (False, True, False)
    shown = read_overview(world.session, els, now=world.now)
    assert [card.mandate_id for card in shown.held.cards] == [first.id]
    assert (shown.held.total, shown.tasks) == (1, None)
    with pytest.raises(NotFound):
        view_mandate(world.session, els, second.id, now=world.now)
    executor(world, None)
    assert read_overview(world.session, els, now=world.now).held.total == 2


def test_a_right_that_ended_shows_nothing(world: World) -> None:
    mandate = accepted(world, "hinder.manage")
    els = executor(world, mandate)
    with pytest.raises(NotAllowed, match="may_not_decide"):
        find_sight(world.session, els, TODAY - timedelta(days=1))


def test_tasks_are_named_once_and_those_that_end_first_come_first(world: World) -> None:
    waiting = world.give("hinder.manage")
    start_draft(world.session, world.holder, "accept", mandate_id=waiting.id, now=world.now)
    start_draft(world.session, world.holder, "give", now=world.now)
    tasks = read_overview(world.session, world.holder, now=world.now).tasks
    assert tasks is not None
    assert [(task.act, task.mandate.id) for task in tasks.mandates] == [(Act.ACCEPT, waiting.id)]
    assert [draft.wizard for draft in tasks.drafts] == ["give"]
    assert tasks.count == 2


def test_a_contest_is_a_task_for_the_giver_alone(world: World) -> None:
    mandate = accepted(world, "hinder.manage")
    contest_mandate(world.session, world.holder, mandate.id, reason="other", policy=world.policy, now=world.now)
    mine, his = (read_overview(world.session, one, now=world.now).tasks for one in (world.giver, world.holder))
    assert mine is not None
    assert his is not None
    assert [(task.act, task.by) for task in mine.mandates] == [(Act.RESUME, TODAY + timedelta(days=30))]
    assert his.count == 0


def test_a_second_sign_of_life_is_a_task_until_it_is_given(world: World) -> None:
    nora = world.add_representative(HOMELESS, "Nora", "Nieuw")
    mandate = world.give("hinder.manage", other_number=HOMELESS)
    first = world.at_home(nora, mandate.holder, "first")
    accept_mandate(world.session, first, mandate.id, policy=world.policy, now=world.now)
    tasks = read_overview(world.session, first, now=world.now).tasks
    assert tasks is not None
    assert [task.act for task in tasks.mandates] == [Act.CONFIRM]
    later = world.at_home(nora, mandate.holder, "second")
    carry_out(world.session, later, Act.CONFIRM, mandate.id, policy=world.policy, now=world.now)
    tasks = read_overview(world.session, later, now=world.now).tasks
    assert tasks is not None
    assert tasks.count == 0


@pytest.mark.parametrize(("act", "first", "letters"), [
    (Act.WITHDRAW, None, {"withdrawn.holder"}),
    (Act.STOP, Act.ACCEPT, {"stopped.giver", "stopped.holder"}),
    (Act.RENOUNCE, Act.ACCEPT, {"stopped.giver", "stopped.holder"}),
    (Act.CONTEST, Act.ACCEPT, {"suspended.giver", "suspended.holder"}),
    (Act.RESUME, Act.CONTEST, {"active.giver", "active.holder"}),
    (Act.STOP_CONTESTED, Act.CONTEST, {"stopped.giver", "stopped.holder"}),
])
def test_an_act_is_done_once_and_its_letters_are_found(
    world: World, act: Act, first: Act | None, letters: set[str]
) -> None:
    mandate = world.give("hinder.manage")
    before = [] if first is None else [Act.ACCEPT] if first is Act.ACCEPT else [Act.ACCEPT, first]
    for one in before:
        side = Side.HOLDER if one is Act.ACCEPT else Side.GIVER
        do(world, mandate, one, side)
    side = Side.HOLDER if act is Act.RENOUNCE else Side.GIVER
    assert not is_done(get_mandate(world.session, mandate.id), side, act, TODAY)
    for _ in range(2):
        do(world, mandate, act, side)
        assert is_done(get_mandate(world.session, mandate.id), side, act, TODAY)
        assert {letter.kind for letter in letters_after(world.session, mandate.id, act)} == letters


def do(world: World, mandate: Mandate, act: Act, side: Side) -> None:
    """Do it for that side, at home."""
    actor = world.giver if side is Side.GIVER else world.holder
    carry_out(world.session, actor, act, mandate.id, policy=world.policy, now=world.now, reason="other")


def test_a_refusal_is_foreseen_before_the_customer_consents(world: World) -> None:
    mandate = accepted(world, "kmop.manage")
    contest_mandate(world.session, world.giver, mandate.id, reason="other", policy=world.policy, now=world.now)
    function = world.add_function(BAKERY, "Mia", "Vermeulen")
    karim = world.visit(world.add_clerk(), BAKERY, function, IdentityMethod.VOUCHED_FOR)
    mandate = get_mandate(world.session, mandate.id)
    assert find_refusal(world.session, karim, mandate, Act.STOP_CONTESTED, TODAY) is None
    refusal = find_refusal(world.session, karim, mandate, Act.RESUME, TODAY)
    assert refusal is not None
    assert refusal.code == "identity_too_weak"
    view = view_mandate(world.session, karim, mandate.id, now=world.now)
    assert list(view.acts) == [Act.STOP_CONTESTED]
    assert view.refusal is not None


def test_a_status_is_read_from_either_side(world: World) -> None:
    mandate = world.give("permit.manage")
    assert status_text(mandate, Side.GIVER, TODAY).sentence.startswith("Boekhoudkantoor Peeters BV moet nog")
    assert status_text(mandate, Side.HOLDER, TODAY).sentence.startswith("U moet nog")
    accept_mandate(world.session, world.holder, mandate.id, policy=world.policy, now=world.now)
    mandate = get_mandate(world.session, mandate.id)
    assert "10 dagen na onze brief" in status_text(mandate, Side.GIVER, TODAY).sentence
    mandate.giver_posted_on = TODAY
    assert "start op 3\u00a0december\u00a02026" in status_text(mandate, Side.GIVER, TODAY).sentence
    assert status_text(mandate, Side.GIVER, TODAY + timedelta(days=10)).word == "Actief"
