"""The check through rights: person, right in the holder's organisation, mandate, giver, each link with its days."""

from datetime import date, timedelta

import pytest
from sqlalchemy import event

from app.core.actor import Actor
from app.core.representation.checking import Question, Representation, may_represent
from app.core.rights.ending import end_relation
from app.core.rights.granting import grant_right
from app.core.rights.wishes import RightWish
from app.models.mandate_type import AccessLevel
from app.models.right_type import RightType
from app.translations import say
from tests.acting import accept, pass_on, post_first_letter, today
from tests.colleagues import EVA, EXECUTOR, MANAGER, appoint, colleague, person
from tests.world import TODAY, World

MANAGE, VIEW = AccessLevel.MANAGE, AccessLevel.VIEW


def ask(world: World, who, level: AccessLevel = VIEW, day: date = TODAY, **more: object) -> Representation:
    question = Question(world.bakery.id, "hinderpremie", level, day, who.id, **({"holder_id": world.office.id} | more))
    return may_represent(world.session, question)


def codes(answer: Representation) -> list[str]:
    return [one.code for one in answer.reasons]


def test_who_only_views_does_not_do(world: World) -> None:
    els = colleague(world, "Els", EXECUTOR, level=VIEW)
    accept(world, world.give())
    assert ask(world, els).allowed
    answer = ask(world, els, MANAGE)
    assert (answer.allowed, codes(answer)) == (False, ["right_level"])


def test_a_right_type_that_only_views_caps_what_was_given_before(world: World) -> None:
    els = colleague(world, "Els")
    accept(world, world.give())
    world.session.get_one(RightType, "executor").access_level = "view"
    world.session.flush()
    assert codes(ask(world, els, MANAGE)) == ["right_level"]


def test_every_link_is_dated_and_the_shortest_one_ends_it(world: World) -> None:
    last = TODAY + timedelta(days=20)
    els = colleague(world, "Els", EXECUTOR, first_day=TODAY - timedelta(days=3), last_day=last)
    mandate = accept(world, world.give())
    answer = ask(world, els)
    tie, link = answer.reasons
    assert (tie.values["since"], tie.values["until"]) == (TODAY - timedelta(days=3), last)
    assert (link.values["until"], answer.until) == (mandate.lines[0].last_day, last)
    assert codes(ask(world, els, day=last + timedelta(days=1))) == ["right_over"]


def test_a_refusal_says_what_is_nearest(world: World) -> None:
    accept(world, world.give())
    els = colleague(world, "Els", MANAGER)
    appoint(world, els.id, RightWish(first_day=TODAY + timedelta(days=2)))
    assert codes(ask(world, els)) == ["right_not_yet"]
    end_relation(world.session, world.holder, els.id, policy=world.policy, now=world.now)
    assert codes(ask(world, els)) == ["right_over"]
    assert codes(ask(world, colleague(world, "Eva", MANAGER))) == ["not_an_executor"]


def test_who_was_invited_and_did_not_accept_yet_may_nothing(world: World) -> None:
    accept(world, world.give())
    invited = appoint(world, EVA).person
    assert codes(ask(world, invited)) == ["right_not_yet"]
    assert codes(ask(world, invited, holder_id=None)) == ["no_holder"]


def test_what_was_passed_on_is_carried_out_by_who_has_a_right_at_the_third(world: World, third: Actor) -> None:
    source = accept(world, world.give("permit.manage", "permit.view"))
    post_first_letter(world, source)
    world.later(days=11)
    chain = accept(world, pass_on(world, source), third)
    post_first_letter(world, chain)
    world.later(days=11)
    ann = person(world, "Ann")
    right = grant_right(world.session, ann.id, third.party_id, EXECUTOR, first_day=today(world))
    question = Question(world.bakery.id, "omgevingsvergunning", VIEW, today(world), ann.id, third.party_id)
    answer = may_represent(world.session, question)
    assert codes(answer) == ["executes_for_holder", "has_passed_on", "has_mandate"]
    assert all("until" in one.values for one in answer.reasons)
    right.stop_day = today(world)
    assert codes(may_represent(world.session, question)) == ["right_over"]


def test_the_rights_cost_one_question_and_only_when_a_line_needs_them(world: World) -> None:
    els, stranger = colleague(world, "Els"), person(world, "Wim")
    for key in ("hinder.manage", "permit.view"):
        accept(world, world.give(key))
    asked: list[str] = []
    connection = world.session.connection()
    event.listen(connection, "before_cursor_execute", lambda *args: asked.append(args[2]))
    assert ask(world, els).allowed
    assert sum("user_right" in one for one in asked) == 1
    asked.clear()
    assert not may_represent(
        world.session, Question(world.bakery.id, "erkenning", VIEW, TODAY, stranger.id, world.office.id)
    ).allowed
    assert not any("user_right" in one for one in asked)


@pytest.mark.parametrize("code", ["right_not_yet", "right_over", "right_level"])
def test_every_refusal_has_words(code: str) -> None:
    assert "Els" in say(f"reasons.{code}", person="Els", holder="Boekhoudkantoor Peeters BV")
