"""Appointing a colleague at a counter: who decides shows who he is and consents, and what is important is looked at."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select

from app.core.actor import Actor
from app.core.acts.drafts import get_draft, list_drafts, start_draft
from app.core.counter import visits
from app.core.counter.looking_too import decide_look, find_look_refusal
from app.core.counter.second_looks import LookNeeded, ask_look
from app.core.errors import Conflict, CoreError, NotAllowed, NotFound
from app.core.register.functions import list_functions
from app.core.rights.accepting import accept_relation, sign_about, sign_appointment
from app.core.rights.appointing import appoint_colleague
from app.core.rights.changing import change_rights
from app.core.rights.granting import grant_right
from app.core.rights.sights import appoint_about
from app.core.rights.wishes import Newcomer, RightWish
from app.core.rights.withdrawing import withdraw_about, withdraw_invitation
from app.core.views.second_look import view_look
from app.models.journal import JournalEntry
from app.models.lifecycle import Status
from app.models.mandate_type import AccessLevel
from app.models.person import Person
from app.models.second_look import SecondLook
from app.models.staff import Staff
from app.models.visit import Capacity, IdentityMethod, Visit
from app.models.work_relation import WorkRelation
from tests.colleagues import EVA, EXECUTOR, MANAGER, colleague, kinds_of, person, with_letter
from tests.core.duo import Duo
from tests.four_eyes import agree, looked_at
from tests.growing import NEW, OLD, version
from tests.world import DUO, OFFICE, TODAY, World

DOES, MANAGES = RightWish(), RightWish(MANAGER)
EID = IdentityMethod.EID_READ


class Desk:
    """Karim, who helps Jan of the office, and Lotte at the same counter."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.karim = world.add_clerk()
        self.lotte = world.add_clerk("Lotte", "4802", beside=self.karim)

    def customer(self, method: IdentityMethod = EID, number: str = OFFICE) -> Actor:
        return self.world.visit(self.karim, number, list_functions(self.world.session, number, TODAY)[0], method)

    def manager(self, who: Person) -> Actor:
        """A colleague with the right to manage, who shows his card."""
        session, now = self.world.session, self.world.now
        visit = visits.start_visit(session, Actor.at_the_counter(self.karim.person_id), OFFICE, now=now)
        actor = Actor.at_the_counter(self.karim.person_id, visit.id, party_id=visit.party_id, person_id=who.id)
        visits.record_customer(session, actor, capacity=Capacity.MANAGER, manager_id=who.id, now=now)
        visits.record_identity(session, actor, visits.Evidence(EID, "identity_card", "1234"), now=now)
        return actor

    def agreed(self, actor: Actor, about: str, *, close: bool = False) -> Actor:
        visits.record_consent(self.world.session, actor, about, now=self.world.now, close=close)
        return actor

    def appoint(self, actor: Actor, who: Person | Newcomer, *wishes: RightWish, close: bool = False) -> WorkRelation:
        world, whom = self.world, who if isinstance(who, Newcomer) else who.id
        self.agreed(actor, appoint_about(actor.party_id, whom, wishes), close=close)
        frame = {"policy": world.policy, "now": world.now}
        return appoint_colleague(world.session, actor, actor.party_id, whom, wishes, **frame)

    def change(self, actor: Actor, who: Person, *wishes: RightWish) -> None:
        world = self.world
        self.agreed(actor, appoint_about(actor.party_id, who.id, wishes, changes=True))
        frame = {"policy": world.policy, "now": world.now}
        change_rights(world.session, actor, actor.party_id, who.id, wishes, **frame)

    def ask(self, actor: Actor, act: Callable[[], object]) -> SecondLook:
        with pytest.raises(LookNeeded) as needed:
            act()
        look = ask_look(self.world.session, actor, needed.value.sight, policy=self.world.policy, now=self.world.now)
        assert look is not None
        return look


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def refused(kind: type[CoreError], code: str, act: Callable[[], object]) -> None:
    with pytest.raises(kind, match=f"^{code}$"):
        act()


def journal(world: World) -> JournalEntry:
    """The newest entry about somebody's rights."""
    entries = world.session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc()))
    return next(one for one in entries if "relation" in one.data)


def test_a_customer_appoints_a_colleague_and_the_journal_names_both(world: World, desk: Desk) -> None:
    els, actor = colleague(world, "Els", MANAGER), desk.customer()
    desk.appoint(actor, els, DOES)
    entry = journal(world)
    assert kinds_of(world, els) == ["executor", "manager"]
    assert (entry.kind, entry.channel, entry.ground) == ("colleague_appointed", "counter", "consented_customer")
    assert (entry.actor_id, entry.person_id, entry.party_id) == (desk.karim.person_id, world.jan.id, world.office.id)
    assert (entry.visit_id, entry.capacity, entry.data["seen"]["method"]) == (
        actor.visit_id, "legal_representative", "eid_read"
    )  # fmt: skip


def test_the_consent_is_to_this_colleague_and_these_rights(world: World, desk: Desk) -> None:
    els, eva, actor = colleague(world, "Els"), colleague(world, "Eva"), desk.customer()
    wish = RightWish(level=AccessLevel.VIEW)
    for about in (
        f"appoint:{world.office.id}",
        appoint_about(world.office.id, eva.id, [MANAGES]),
        appoint_about(world.office.id, els.id, [wish]),
        appoint_about(world.office.id, els.id, [MANAGES], changes=True),
    ):
        desk.agreed(actor, about)
        frame = {"policy": world.policy, "now": world.now}
        act = partial(appoint_colleague, world.session, actor, world.office.id, els.id, [MANAGES], **frame)
        refused(Conflict, "consent_missing", act)


def test_who_was_not_identified_appoints_nobody_and_reads_no_kept_answers(world: World, desk: Desk) -> None:
    els, actor = colleague(world, "Els"), desk.customer(IdentityMethod.NONE)
    refused(NotAllowed, "customer_not_identified", lambda: desk.appoint(actor, els, DOES))
    begin = partial(start_draft, world.session, actor, "colleague", now=world.now)
    refused(NotAllowed, "appoint_identified_first", begin)
    world.session.get_one(Visit, actor.visit_id).identity_method = EID
    draft = begin()
    assert list_drafts(world.session, actor, now=world.now) == [draft]
    world.session.get_one(Visit, actor.visit_id).identity_method = IdentityMethod.NONE
    refused(NotFound, "draft_unknown", lambda: get_draft(world.session, actor, draft.id, now=world.now))


@pytest.mark.parametrize("method", [IdentityMethod.VOUCHED_FOR, IdentityMethod.KNOWN_BY_TWO])
def test_weak_evidence_caps_what_is_given(world: World, desk: Desk, method: IdentityMethod) -> None:
    els, actor = colleague(world, "Els"), desk.customer()
    # An executor is of medium risk, a manager of high risk.
    world.session.get_one(Visit, actor.visit_id).identity_method = method
    refused(NotAllowed, "identity_too_weak", lambda: desk.appoint(actor, els, MANAGES))
    refused(NotAllowed, "identity_too_weak", lambda: desk.change(actor, els, MANAGES))


def test_a_clerk_appoints_neither_himself_nor_somebody_of_his_own_enterprise(world: World, desk: Desk) -> None:
    karim = world.session.get_one(Person, desk.karim.person_id)
    actor = desk.customer()
    # His right begins tomorrow: it is not his own enterprise yet, and he would be appointed all the same.
    right = grant_right(world.session, karim.id, world.office.id, EXECUTOR, first_day=TODAY)
    right.first_day = TODAY + timedelta(days=1)
    world.session.flush()
    refused(NotAllowed, "clerk_own_affairs", lambda: desk.appoint(actor, karim, MANAGES))
    grant_right(world.session, karim.id, world.office.id, EXECUTOR, first_day=TODAY)
    els = colleague(world, "Els")
    refused(NotAllowed, "clerk_own_affairs", lambda: desk.appoint(actor, els, MANAGES))


def test_a_manager_at_the_counter_gives_himself_nothing(world: World, desk: Desk) -> None:
    els = colleague(world, "Els", MANAGER)
    refused(NotAllowed, "own_right", lambda: desk.appoint(desk.manager(els), els, DOES))


def test_what_is_important_waits_for_a_colleague_who_reads_who_gets_what(world: World, desk: Desk) -> None:
    els, actor = colleague(world, "Els"), desk.customer()
    look = desk.ask(actor, lambda: desk.appoint(actor, els, MANAGES))
    view = view_look(world.session, look)
    assert view.rights is not None
    assert (look.reasons, view.act, view.rights.name, view.rights.is_new) == (
        ["important"], "appoint", "Els Wouters", False
    )  # fmt: skip
    assert [(one.kind, one.customers) for one in view.rights.granted] == [("manager", None)]
    assert "Els Wouters mag mandaten geven, aanvaarden en stopzetten." in view.rights.may
    # She keeps her right to work with them, so it would be untrue that she may not.
    assert not any("mag zelf niet werken" in one for one in view.rights.may)
    assert kinds_of(world, els) == ["executor"]
    looker = agree(world, look)
    desk.appoint(actor, els, MANAGES)
    assert (kinds_of(world, els), journal(world).data["second_clerk"]) == (["executor", "manager"], looker.number)


def test_another_right_asks_another_look_and_a_refusal_ends_it_for_this_colleague(world: World, desk: Desk) -> None:
    els, eva, actor = colleague(world, "Els"), colleague(world, "Eva"), desk.customer()
    first = desk.ask(actor, lambda: desk.appoint(actor, els, MANAGES))
    agree(world, first)
    until = RightWish(MANAGER, months=12)
    second = desk.ask(actor, lambda: desk.appoint(actor, els, until))
    assert second.id != first.id
    other = desk.ask(actor, lambda: desk.appoint(actor, eva, MANAGES))
    lotte = Actor.at_the_counter(desk.lotte.person_id)
    decide_look(world.session, lotte, second.id, "refuses", now=world.now, note="Nee.")
    refused(NotAllowed, "look_refuses", lambda: desk.appoint(actor, els, until))
    assert other.waits


@pytest.mark.parametrize(("close", "beside"), [(True, False), (False, True)])
def test_a_colleague_of_the_clerk_is_close(world: World, desk: Desk, close: bool, beside: bool) -> None:
    who = world.session.get_one(Person, desk.lotte.person_id) if beside else colleague(world, "Els", MANAGER)
    if beside:
        grant_right(world.session, who.id, world.office.id, MANAGER, first_day=TODAY)
    actor = desk.customer()
    look = desk.ask(actor, lambda: desk.appoint(actor, who, DOES, close=close))
    assert look.reasons == ["close"]
    lotte = Actor.at_the_counter(desk.lotte.person_id)
    refusal = find_look_refusal(world.session, lotte, look, now=world.now)
    assert (refusal is not None) is beside


def test_nobody_looks_at_what_he_gets_himself(world: World, desk: Desk) -> None:
    lotte = world.session.get_one(Person, desk.lotte.person_id)
    grant_right(world.session, lotte.id, world.office.id, EXECUTOR, first_day=TODAY)
    actor = desk.customer()
    look = desk.ask(actor, lambda: desk.appoint(actor, lotte, MANAGES))
    # He leaves meanwhile: it is not his enterprise any more, and it is still his right.
    world.session.query(WorkRelation).filter_by(person_id=lotte.id).one().rights[0].stop_day = TODAY
    world.session.flush()
    act = partial(decide_look, world.session, Actor.at_the_counter(lotte.id), look.id, "agrees", now=world.now)
    refused(NotAllowed, "clerk_own_affairs", act)


def test_a_change_is_looked_at_for_what_widens_and_not_for_what_narrows(world: World, desk: Desk) -> None:
    els, actor = colleague(world, "Els"), desk.customer()
    desk.change(actor, els, RightWish(level=AccessLevel.VIEW))
    look = desk.ask(actor, lambda: desk.change(actor, els, MANAGES))
    view = view_look(world.session, look)
    assert view.rights is not None
    assert (view.act, view.rights.replaces) == ("change_rights", True)
    agree(world, look)
    desk.change(actor, els, MANAGES)
    assert kinds_of(world, els) == ["manager"]


def test_a_colleague_reads_what_gets_narrower_and_what_ends_too(world: World, desk: Desk) -> None:
    els, actor = colleague(world, "Els"), desk.customer()
    grant_right(world.session, els.id, world.office.id, "permits.executor", first_day=TODAY)
    looks = RightWish(level=AccessLevel.VIEW)
    look = desk.ask(actor, lambda: desk.change(actor, els, MANAGES, looks))
    rights = view_look(world.session, look).rights
    assert rights is not None
    assert [(one.kind, one.level) for one in rights.granted] == [(MANAGER, "manage")]
    assert [(one.kind, one.level) for one in rights.narrower] == [(EXECUTOR, "view")]
    assert [(one.kind, one.level) for one in rights.ends] == [(EXECUTOR, "manage"), ("permits.executor", "manage")]
    # He still works with mandates, if only to look.
    assert not any("mag zelf niet werken" in one for one in rights.may)
    agree(world, look)
    desk.change(actor, els, MANAGES, looks)
    assert kinds_of(world, els) == [EXECUTOR, MANAGER]


def test_a_colleague_reads_for_which_mandate_group_it_is_and_a_longer_list_asks_another_look(
    world: World, desk: Desk
) -> None:  # fmt: skip
    els, actor = colleague(world, "Els", mandate_group=version(world, 1, *NEW)), desk.customer()
    shorter = RightWish(mandate_group_ids=(version(world, 2, *OLD).id,))
    look = desk.ask(actor, lambda: desk.change(actor, els, MANAGES, shorter))
    rights = view_look(world.session, look).rights
    assert rights is not None
    reach = [one.reach for one in (*rights.narrower, *rights.ends)]
    assert reach == ["alleen voor wat in de mandaatgroep “Mijn proef” staat"] * 2
    assert not any("mag zelf niet werken" in one for one in rights.may)
    agree(world, look)
    longer = RightWish(mandate_group_ids=(version(world, 3, *NEW).id,))
    refused(LookNeeded, "look_ask", lambda: desk.change(actor, els, MANAGES, longer))


def test_what_else_would_end_asks_another_look(world: World, desk: Desk) -> None:
    els, actor = colleague(world, "Els"), desk.customer()
    agree(world, desk.ask(actor, lambda: desk.change(actor, els, MANAGES)))
    grant_right(world.session, els.id, world.office.id, "permits.executor", first_day=TODAY)
    refused(LookNeeded, "look_ask", lambda: desk.change(actor, els, MANAGES))


def test_a_newcomer_is_invited_at_the_counter_and_no_clerk_accepts_it(world: World, desk: Desk) -> None:
    actor = desk.customer()
    relation = looked_at(world, actor, lambda: desk.appoint(actor, EVA, MANAGES))
    assert (relation.status_on(TODAY), relation.appointed_by_id) == (Status.OFFERED, world.jan.id)
    looker = world.session.scalars(select(Staff).where(Staff.number == journal(world).data["second_clerk"])).one()
    for clerk in (desk.karim, looker):
        letter = with_letter(world, relation, world.session.get_one(Person, clerk.person_id))
        act = partial(accept_relation, world.session, letter, relation.id, now=world.now)
        refused(NotAllowed, "own_invitation", act)
    eva = person(world, "Eva")
    accept_relation(world.session, with_letter(world, relation, eva), relation.id, now=world.now)
    assert kinds_of(world, eva) == ["manager"]


def test_an_invitation_is_taken_back_with_the_consent_to_that(world: World, desk: Desk) -> None:
    actor = desk.customer()
    relation = desk.appoint(actor, EVA, DOES)
    take_back = partial(withdraw_invitation, world.session, actor, relation.id, policy=world.policy, now=world.now)
    refused(Conflict, "consent_missing", take_back)
    desk.agreed(actor, withdraw_about(relation.id))
    take_back()
    assert (relation.status_on(TODAY), journal(world).ground) == (Status.WITHDRAWN, "consented_customer")


def test_a_second_signs_in_the_same_visit_and_is_looked_at_too(world: World, desk: Desk) -> None:
    duo = Duo(world)
    els = person(world, "Els")
    grant_right(world.session, els.id, duo.party.id, EXECUTOR, first_day=TODAY)
    first = desk.customer(number=DUO)
    relation = looked_at(world, first, lambda: desk.appoint(first, els, MANAGES))
    assert relation.status_on(TODAY) is Status.TO_SIGN
    sign = partial(sign_appointment, policy=world.policy, now=world.now)
    desk.agreed(first, sign_about(relation.id))
    refused(NotAllowed, "nobody_signs_twice", lambda: sign(world.session, first, relation.id))
    other = next(one for one in list_functions(world.session, DUO, TODAY) if one.id != relation.first_function_id)
    second = beside(desk, first, other.id)
    desk.agreed(second, sign_about(relation.id))
    look = desk.ask(second, lambda: sign(world.session, second, relation.id))
    agree(world, look)
    sign(world.session, second, relation.id)
    assert (relation.status_on(TODAY), journal(world).kind) == (Status.ACTIVE, "colleague_signed")


def beside(desk: Desk, first: Actor, function_id: object) -> Actor:
    """The second representative, beside the first, with a card of his own."""
    session, now = desk.world.session, desk.world.now
    visit = visits.start_second_visit(session, first, now=now)
    actor = Actor.at_the_counter(first.actor_id, visit.id, party_id=visit.party_id)
    legal = Capacity.LEGAL_REPRESENTATIVE
    known = visits.record_customer(session, actor, capacity=legal, function_id=function_id, now=now)
    actor = Actor.at_the_counter(first.actor_id, visit.id, party_id=visit.party_id, person_id=known.person_id)
    visits.record_identity(session, actor, visits.Evidence(EID, "identity_card", "4321"), now=now)
    return actor
