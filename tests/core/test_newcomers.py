"""Somebody new without a sign-in: he accepts at a counter with the letter, and ties a sign-in to it later."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest
from sqlalchemy import select

from app.core.actor import Actor
from app.core.counter import visits
from app.core.counter.second_looks import LookNeeded, ask_look
from app.core.counter.visits import record_consent
from app.core.errors import Conflict, CoreError, NotAllowed
from app.core.people.persons import ensure_person
from app.core.people.rights import list_rights_of
from app.core.permits.newcomer import accept_about
from app.core.register.functions import list_functions
from app.core.rights.accepting import read_invitation, refuse_about, refuse_relation
from app.core.rights.ending import end_relation
from app.core.rights.granting import grant_right
from app.core.rights.newcomers import accept_newcomer, tie_sign_in
from app.core.rights.sights import appoint_about
from app.core.rights.wishes import Newcomer, RightWish
from app.models.journal import JournalEntry
from app.models.person import Person
from app.models.staff import Staff
from app.models.visit import Capacity, IdentityMethod, Visit
from app.models.work_relation import WorkRelation
from tests.acting import accept, kinds
from tests.colleagues import EVA, MANAGER, appoint, kinds_of, person, with_letter
from tests.core.doors import clerk_of
from tests.four_eyes import looked_at
from tests.world import OFFICE, TODAY, World


def stands_here(
    world: World, relation: WorkRelation, name: tuple[str, str] = ("Eva Maria", "Claes"),
    method: IdentityMethod = IdentityMethod.EID_READ, clerk: Staff | None = None,
) -> Actor:  # fmt: skip
    """Somebody at the counter who says his name, shows a document and holds the letter."""
    karim = clerk or clerk_of(world)
    begun = visits.start_visit(world.session, Actor.at_the_counter(karim.person_id), OFFICE, now=world.now)
    desk = Actor.at_the_counter(karim.person_id, begun.id, party_id=begun.party_id)
    named = {"first_name": name[0], "last_name": name[1]}
    visit = visits.record_customer(world.session, desk, capacity=Capacity.NONE, **named, now=world.now)
    desk = replace(desk, person_id=visit.person_id)
    shown = ("identity_card", "1234") if method in visits.SHOWN_DOCUMENT else (None, None)
    if method is not IdentityMethod.NONE:
        visits.record_identity(world.session, desk, visits.Evidence(method, *shown), now=world.now)
    return replace(desk, letter_id=with_letter(world, relation, person(world, "Els")).letter_id)


def agreed(world: World, actor: Actor, about: str) -> Actor:
    record_consent(world.session, actor, about, now=world.now)
    return actor


def come_in(world: World, relation: WorkRelation, **more: object) -> Actor:
    """The same, and what is read aloud was agreed to."""
    return agreed(world, stands_here(world, relation, **more), accept_about(relation.id))  # type: ignore[arg-type]


def begin(world: World, actor: Actor, relation: WorkRelation) -> WorkRelation:
    return accept_newcomer(world.session, actor, relation.id, policy=world.policy, now=world.now)


def refused(kind: type[CoreError], code: str, act: Callable[[], object]) -> None:
    with pytest.raises(kind, match=code) as caught:
        act()
    assert caught.value.sentence


def eva_at_home(world: World, relation: WorkRelation) -> tuple[Person, Actor]:
    """Eva, who signed in for the first time, with the letter in her hands."""
    eva = ensure_person(world.session, "subject-eva", "Eva", "Claes")
    return eva, with_letter(world, relation, eva)


def test_a_newcomer_begins_at_the_counter(world: World) -> None:
    mandate = accept(world, world.give())
    relation = appoint(world, EVA, RightWish(mandate_ids=(mandate.id,)))
    actor = come_in(world, relation)
    for _ in range(2):
        begin(world, actor, relation)
    eva = world.session.get_one(Person, actor.person_id)
    assert (kinds_of(world, eva), relation.person.name, eva.subject) == (["executor"], "Eva Maria Claes", None)
    assert kinds(world, mandate)[-1] == "executor_began"
    entries = world.session.scalars(select(JournalEntry).where(JournalEntry.kind == "colleague_accepted")).all()
    assert [(one.channel, one.ground, one.data["seen"]["method"]) for one in entries] == [
        ("counter", "consented_customer", "eid_read")
    ]


def test_who_only_shows_one_of_the_two_does_not_begin(world: World) -> None:
    relation, other = appoint(world, EVA), appoint(world, Newcomer("Tom", "Maes"))
    actor = come_in(world, relation)
    for letter in (None, with_letter(world, other, person(world, "Els")).letter_id):
        refused(NotAllowed, "code_does_not_fit", partial(begin, world, replace(actor, letter_id=letter), relation))


@pytest.mark.parametrize("name", [("Tom", "Maes"), ("Eva", "Maes"), ("E.", "Claes")])
def test_who_is_called_otherwise_is_not_the_invited(world: World, name: tuple[str, str]) -> None:
    relation = appoint(world, EVA)
    refused(NotAllowed, "not_the_invited", lambda: begin(world, come_in(world, relation, name=name), relation))


def test_capitals_accents_and_order_of_a_name_are_no_difference(world: World) -> None:
    relation = appoint(world, Newcomer("Zoë", "De Wit"))
    assert begin(world, come_in(world, relation, name=("DE WIT", "zoe")), relation).accepted_on == TODAY


def test_who_shows_nothing_or_did_not_agree_does_not_begin(world: World) -> None:
    relation = appoint(world, EVA)
    nobody = stands_here(world, relation, method=IdentityMethod.NONE)
    refused(NotAllowed, "customer_not_identified", partial(begin, world, nobody, relation))
    visits.end_visit(world.session, nobody, "identity_unsure", now=world.now)
    actor = agreed(world, stands_here(world, relation), refuse_about(relation.id))
    refused(Conflict, "consent_missing", partial(begin, world, actor, relation))


def test_who_invited_does_not_accept_it_under_his_own_name(world: World) -> None:
    relation = appoint(world, Newcomer("Jan", "Peeters"))
    actor = come_in(world, relation, name=("Jan", "Peeters"))
    refused(NotAllowed, "own_invitation", partial(begin, world, actor, relation))


def test_a_colleague_looks_at_a_manager_and_at_what_the_same_clerk_sent(world: World) -> None:
    important = appoint(world, EVA, RightWish(MANAGER))
    actor = come_in(world, important)
    refused(LookNeeded, "look_ask", partial(begin, world, actor, important))
    assert looked_at(world, actor, lambda: begin(world, actor, important)).accepted_on == TODAY
    visits.end_visit(world.session, actor, "done", now=world.now)


def test_what_the_same_clerk_sent_is_looked_at_too(world: World) -> None:
    karim, wishes = clerk_of(world), (RightWish(),)
    jan = world.visit(karim, OFFICE, list_functions(world.session, OFFICE, TODAY)[0])
    agreed(world, jan, appoint_about(world.office.id, EVA, wishes))
    relation = appoint(world, EVA, *wishes, actor=jan)
    visits.end_visit(world.session, jan, "done", now=world.now)
    actor = come_in(world, relation)
    with pytest.raises(LookNeeded) as needed:
        begin(world, actor, relation)
    look = ask_look(world.session, actor, needed.value.sight, policy=world.policy, now=world.now)
    assert look is not None
    assert look.reasons == ["sent_here"]
    assert looked_at(world, actor, lambda: begin(world, actor, relation)).accepted_on == TODAY


def test_weak_proof_accepts_no_right_of_high_risk(world: World) -> None:
    relation = appoint(world, EVA, RightWish(MANAGER))
    actor = stands_here(world, relation)
    world.session.get_one(Visit, actor.visit_id).identity_method = IdentityMethod.VOUCHED_FOR
    agreed(world, actor, accept_about(relation.id))
    refused(NotAllowed, "identity_too_weak", partial(begin, world, actor, relation))


def test_a_newcomer_refuses_at_the_counter(world: World) -> None:
    relation = appoint(world, EVA)
    actor = agreed(world, stands_here(world, relation), refuse_about(relation.id))
    refuse_relation(world.session, actor, relation.id, now=world.now)
    assert relation.refused_on == TODAY
    agreed(world, actor, accept_about(relation.id))
    refused(Conflict, "appointment_refused", partial(begin, world, actor, relation))


def test_a_clerk_does_not_begin_where_he_works_himself(world: World) -> None:
    relation = appoint(world, EVA)
    karim = clerk_of(world)
    actor = come_in(world, relation)
    grant_right(world.session, karim.person_id, world.office.id, MANAGER, first_day=TODAY)
    refused(NotAllowed, "clerk_own_affairs", partial(begin, world, actor, relation))


def test_the_first_sign_in_is_tied_by_the_letter_with_every_right(world: World) -> None:
    relation = appoint(world, EVA)
    actor = come_in(world, relation)
    begin(world, actor, relation)
    appoint(world, actor.person_id, RightWish(MANAGER))
    eva, home = eva_at_home(world, relation)
    assert read_invitation(world.session, home, now=world.now).can_tie
    for _ in range(2):
        tie_sign_in(world.session, home, relation.id, now=world.now)
    assert kinds_of(world, eva) == ["executor", "manager"]
    assert list_rights_of(world.session, actor.person_id, TODAY) == []
    assert not read_invitation(world.session, home, now=world.now).can_tie
    tied = world.session.scalars(select(JournalEntry).where(JournalEntry.kind == "colleague_tied")).one()
    assert (tied.data["before"], tied.letter_id) == (str(actor.person_id), home.letter_id)


def test_another_sign_in_is_not_tied(world: World) -> None:
    relation = appoint(world, EVA)
    _, home = eva_at_home(world, relation)
    with pytest.raises(Conflict, match="appointment_offered") as caught:
        tie_sign_in(world.session, home, relation.id, now=world.now)
    assert "trek" not in caught.value.sentence.lower(), "the newcomer himself cannot take it back"
    begin(world, come_in(world, relation), relation)
    tie = partial(tie_sign_in, world.session, relation_id=relation.id, now=world.now)
    other = with_letter(world, relation, person(world, "Els"))
    refused(NotAllowed, "sign_in_called_otherwise", partial(tie, other))
    refused(NotAllowed, "code_does_not_fit", partial(tie, replace(home, letter_id=None)))
    refused(NotAllowed, "sign_in_first", partial(tie, replace(home, actor_id=None, person_id=None)))
    tie(home)
    second = with_letter(world, relation, ensure_person(world.session, "subject-other", "Eva", "Claes"))
    refused(Conflict, "appointment_active", partial(tie, second))


def test_nothing_is_tied_to_who_left(world: World) -> None:
    relation = appoint(world, EVA)
    actor = come_in(world, relation)
    begin(world, actor, relation)
    end_relation(world.session, world.holder, actor.person_id, policy=world.policy, now=world.now)
    _, home = eva_at_home(world, relation)
    refused(Conflict, "appointment_stopped", lambda: tie_sign_in(world.session, home, relation.id, now=world.now))
