"""At the counter: who is helped, on what evidence, and that he agreed to exactly this."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.core.actor import Actor
from app.core.acts.giving import give_mandate
from app.core.counter import visits
from app.core.counter.known_customers import ask_who_knows
from app.core.errors import Conflict, Invalid, NotAllowed
from app.core.journal import list_entries
from app.core.people.parties import ensure_enterprise_party
from app.core.rights.granting import grant_right
from app.models.function import Function
from app.models.journal import JournalEntry
from app.models.lifecycle import Status
from app.models.mandate import Mandate
from app.models.staff import Staff
from app.models.user_right import RightKind
from app.models.visit import Capacity, IdentityMethod
from tests.acting import accept, consent, contest, give_looked_at, kinds, refuse, status, stop
from tests.four_eyes import agree
from tests.world import BAKERY, FARM, OFFICE, TODAY, World, new_id


def function_of(world: World, number: str) -> Function:
    return world.session.query(Function).filter_by(enterprise_number=number).order_by(Function.last_name).first()


def at_the_counter(
    world: World, number: str = BAKERY, method: IdentityMethod = IdentityMethod.EID_READ, clerk: Staff | None = None
) -> Actor:
    """Karim (or another clerk) with the legal representative of this enterprise in front of him."""
    clerk = clerk or world.add_clerk()
    if method is not IdentityMethod.KNOWN_BY_TWO:
        return world.visit(clerk, number, function_of(world, number), method)
    actor = world.visit(clerk, number, function_of(world, number), IdentityMethod.VOUCHED_FOR)
    agree(world, ask_who_knows(world.session, actor, now=world.now))
    visits.record_identity(world.session, actor, visits.Evidence(method), now=world.now)
    return actor


def give(world: World, actor: Actor, *keys: str, agreed: bool = True, **changes: object) -> Mandate:
    wish = world.wish(*keys, **changes)
    if agreed:
        consent(world, actor, wish.fingerprint())
    return give_looked_at(world, actor, wish)


def test_a_clerk_gives_for_an_identified_and_consenting_customer(world: World) -> None:
    actor = at_the_counter(world)
    mandate = give(world, actor)
    entry = list_entries(world.session, mandate.id)[0]
    assert (entry.actor_id, entry.person_id, entry.party_id) == (actor.actor_id, world.maria.id, world.bakery.id)
    assert (entry.channel, entry.ground, entry.capacity) == ("counter", "consented_customer", "legal_representative")
    assert entry.visit_id == actor.visit_id


def test_without_consent_nothing_is_sent(world: World) -> None:
    actor = at_the_counter(world)
    with pytest.raises(Conflict, match="consent_missing"):
        give(world, actor, agreed=False)
    assert world.session.query(Mandate).count() == 0


@pytest.mark.parametrize(
    "changes", [{"months": 6}, {"other_number": FARM}, {"first_day": TODAY + timedelta(days=3)}, {"months": None}]
)
def test_consent_is_about_exactly_this_act(world: World, changes: dict[str, object]) -> None:
    actor = at_the_counter(world)
    consent(world, actor, world.wish().fingerprint())
    with pytest.raises(Conflict, match="consent_missing"):
        give(world, actor, agreed=False, **changes)


def test_consent_to_one_act_is_no_consent_to_another(world: World) -> None:
    actor = at_the_counter(world)
    mandate = give(world, actor)
    consent(world, actor, f"stopped:{mandate.id}")
    with pytest.raises(Conflict, match="consent_missing"):
        contest(world, mandate, actor)
    assert status(world, stop(world, mandate, actor)) is Status.STOPPED


def test_a_change_of_customer_or_evidence_forgets_the_consent(world: World) -> None:
    actor = at_the_counter(world)
    consent(world, actor, world.wish().fingerprint())
    evidence = visits.Evidence(IdentityMethod.EID_READ, "identity_card", "1234")
    visits.record_identity(world.session, actor, evidence, now=world.now)
    with pytest.raises(Conflict, match="consent_missing"):
        give(world, actor, agreed=False)


LOW, MEDIUM, HIGH = "hinder.manage", "kmop.manage", "recog.manage"


@pytest.mark.parametrize(
    ("method", "allowed"),
    [
        (IdentityMethod.EID_READ, {LOW, MEDIUM, HIGH}),
        (IdentityMethod.CARD_CHECKED, {LOW, MEDIUM, HIGH}),
        (IdentityMethod.KNOWN_BY_TWO, {LOW, MEDIUM}),
        (IdentityMethod.VOUCHED_FOR, {LOW}),
    ],
)
def test_identity_caps_the_risk_that_can_be_given(world: World, method: IdentityMethod, allowed: set[str]) -> None:
    actor = at_the_counter(world, method=method)
    for key in (LOW, MEDIUM, HIGH):
        if key in allowed:
            assert give(world, actor, key).lines[0].type_key == key
            continue
        with pytest.raises(NotAllowed, match="identity_too_weak"):
            give(world, actor, key)


def test_without_identity_a_clerk_only_prepares(world: World) -> None:
    mandate = world.give()
    actor = at_the_counter(world, OFFICE, IdentityMethod.NONE)
    consent(world, actor, f"refused:{mandate.id}")
    with pytest.raises(NotAllowed, match="customer_not_identified"):
        refuse(world, mandate, consent(world, actor, f"refuse:{mandate.id}"))


def test_weak_identity_still_narrows_what_is_risky(world: World) -> None:
    mandate = accept(world, world.give(HIGH))
    actor = at_the_counter(world, method=IdentityMethod.VOUCHED_FOR)
    assert status(world, stop(world, mandate, consent(world, actor, f"stopped:{mandate.id}"))) is Status.STOPPED


def test_weak_identity_does_not_accept_what_is_risky(world: World) -> None:
    mandate = world.give(HIGH)
    actor = at_the_counter(world, OFFICE, IdentityMethod.VOUCHED_FOR)
    with pytest.raises(NotAllowed, match="identity_too_weak"):
        accept(world, mandate, consent(world, actor, f"accept:{mandate.id}"))


def test_a_clerk_never_starts_a_visit_for_his_own_enterprise(world: World) -> None:
    clerk = world.add_clerk()
    world.add_function(BAKERY, "Karim", "Bouazza", subject="subject-karim")
    with pytest.raises(NotAllowed, match="clerk_own_affairs"):
        visits.start_visit(world.session, Actor.at_the_counter(clerk.person_id), BAKERY, now=world.now)


@pytest.mark.parametrize("kind", list(RightKind))
def test_a_clerk_never_helps_an_enterprise_in_which_he_has_a_right(world: World, kind: RightKind) -> None:
    clerk = world.add_clerk()
    grant_right(world.session, clerk.person_id, world.bakery.id, kind, first_day=TODAY)
    with pytest.raises(NotAllowed, match="clerk_own_affairs"):
        at_the_counter(world, clerk=clerk)


def test_a_right_that_a_clerk_got_during_the_visit_stops_him_too(world: World) -> None:
    actor = at_the_counter(world)
    grant_right(world.session, actor.actor_id, world.bakery.id, RightKind.EXECUTOR, first_day=TODAY)
    with pytest.raises(NotAllowed, match="clerk_own_affairs"):
        give(world, actor)


def test_a_clerk_never_lets_a_customer_give_to_the_clerks_own_enterprise(world: World) -> None:
    actor = at_the_counter(world)
    world.add_function(OFFICE, "Karim", "Bouazza", subject="subject-karim")
    with pytest.raises(Invalid, match="clerk_is_holder"):
        give(world, actor)


def test_a_clerk_does_not_accept_at_home_what_he_keyed_in_for_a_customer(world: World) -> None:
    clerk = world.add_clerk()
    mandate = give(world, at_the_counter(world, clerk=clerk))
    grant_right(world.session, clerk.person_id, world.office.id, RightKind.MANAGER, first_day=TODAY)
    with pytest.raises(NotAllowed, match="own_offer"):
        accept(world, mandate, Actor.at_home(clerk.person_id, world.office.id, "evening"))


def test_a_clerk_does_not_accept_for_a_customer_what_he_gave_at_home(world: World) -> None:
    clerk = world.add_clerk()
    grant_right(world.session, clerk.person_id, world.bakery.id, RightKind.MANAGER, first_day=TODAY)
    at_home = Actor.at_home(clerk.person_id, world.bakery.id, "evening")
    mandate = give_mandate(world.session, at_home, world.wish(), policy=world.policy, now=world.now)
    actor = at_the_counter(world, OFFICE, clerk=clerk)
    with pytest.raises(NotAllowed, match="own_offer"):
        accept(world, mandate, consent(world, actor, f"accept:{mandate.id}"))


def test_the_same_clerk_may_help_both_customers_one_after_the_other(world: World) -> None:
    clerk = world.add_clerk()
    first = at_the_counter(world, clerk=clerk)
    mandate = give(world, first)
    visits.end_visit(world.session, first, "done", now=world.now)
    second = at_the_counter(world, OFFICE, clerk=clerk)
    accept(world, mandate, consent(world, second, f"accept:{mandate.id}"))
    assert status(world, mandate) is Status.ACTIVE


def test_a_clerk_helps_one_customer_at_a_time(world: World) -> None:
    clerk = world.add_clerk()
    at_the_counter(world, clerk=clerk)
    with pytest.raises(Conflict, match="visit_still_open"):
        at_the_counter(world, OFFICE, clerk=clerk)


def test_only_staff_with_a_counter_starts_a_visit(world: World) -> None:
    backoffice = Staff(person_id=world.jan.id, number="0001", office_id=None)
    world.session.add(backoffice)
    for person in (world.maria, world.jan):
        with pytest.raises(NotAllowed, match="clerks_only"):
            visits.start_visit(world.session, Actor.at_the_counter(person.id), FARM, now=world.now)


def test_after_the_hand_over_nothing_can_be_done_for_the_last_customer(world: World) -> None:
    actor = at_the_counter(world)
    consent(world, actor, world.wish().fingerprint())
    visits.end_visit(world.session, actor, "comes_back", now=world.now, note=" 's Avonds ")
    with pytest.raises(NotAllowed, match="no_open_visit"):
        give(world, actor, agreed=False)
    assert world.session.query(visits.Visit).one().exit_note == "'s Avonds"


def test_a_hand_over_needs_one_of_our_reasons(world: World) -> None:
    with pytest.raises(Invalid, match="exit_reason_missing"):
        visits.end_visit(world.session, at_the_counter(world), "he smelled", now=world.now)


def test_a_clerk_cannot_use_the_visit_of_a_colleague(world: World) -> None:
    actor = at_the_counter(world)
    colleague = world.add_clerk("Ilse", "4712")
    with pytest.raises(NotAllowed, match="no_open_visit"):
        give(world, replace(actor, actor_id=colleague.person_id))


def test_the_customer_of_the_act_is_the_one_who_was_identified(world: World) -> None:
    actor = at_the_counter(world)
    with pytest.raises(NotAllowed, match="customer_not_identified"):
        give(world, replace(actor, person_id=world.jan.id))


def test_a_clerk_acts_for_no_other_party_than_the_one_of_the_visit(world: World) -> None:
    actor = replace(at_the_counter(world), party_id=world.office.id)
    with pytest.raises(NotAllowed, match="not_your_party"):
        give(world, actor, starter_id=world.office.id, other_number=FARM)


def test_a_representative_whose_function_ended_may_not_decide(world: World) -> None:
    actor = at_the_counter(world)
    function_of(world, BAKERY).until_day = TODAY - timedelta(days=1)
    with pytest.raises(NotAllowed, match="customer_may_not_decide"):
        give(world, actor)


def test_a_customer_without_a_deciding_role_may_not_decide(world: World) -> None:
    clerk = world.add_clerk()
    started = visits.start_visit(world.session, Actor.at_the_counter(clerk.person_id), BAKERY, now=world.now)
    actor = Actor.at_the_counter(clerk.person_id, started.id, party_id=started.party_id)
    visit = visits.record_customer(
        world.session, actor, capacity=Capacity.NONE, first_name="Tom", last_name="Maes", now=world.now
    )
    actor = replace(actor, person_id=visit.person_id)
    evidence = visits.Evidence(IdentityMethod.EID_READ, "identity_card", "1234")
    visits.record_identity(world.session, actor, evidence, now=world.now)
    with pytest.raises(NotAllowed, match="customer_may_not_decide"):
        give(world, actor)


def test_only_the_business_of_a_natural_person_has_an_owner(world: World) -> None:
    clerk = world.add_clerk()
    started = visits.start_visit(world.session, Actor.at_the_counter(clerk.person_id), BAKERY, now=world.now)
    actor = Actor.at_the_counter(clerk.person_id, started.id, party_id=started.party_id)
    with pytest.raises(Invalid, match="not_a_natural_person"):
        visits.record_customer(
            world.session, actor, capacity=Capacity.OWNER, first_name="Tom", last_name="Maes", now=world.now
        )


def test_the_owner_of_a_one_person_business_gives_at_the_counter(world: World) -> None:
    clerk = world.add_clerk()
    started = visits.start_visit(world.session, Actor.at_the_counter(clerk.person_id), FARM, now=world.now)
    actor = Actor.at_the_counter(clerk.person_id, started.id, party_id=started.party_id)
    visit = visits.record_customer(
        world.session, actor, capacity=Capacity.OWNER, first_name="Ahmed", last_name="Aydin", now=world.now
    )
    actor = replace(actor, person_id=visit.person_id)
    evidence = visits.Evidence(IdentityMethod.EID_READ, "identity_card", "1234")
    visits.record_identity(world.session, actor, evidence, now=world.now)
    farm = ensure_enterprise_party(world.session, FARM)
    assert give(world, actor, starter_id=farm.id).giver_id == farm.id


@pytest.mark.parametrize(
    ("evidence", "code"),
    [
        (visits.Evidence(IdentityMethod.EID_READ, "library_card", "1234"), "document_kind_missing"),
        (visits.Evidence(IdentityMethod.EID_READ, "passport", "12"), "last_four_wrong"),
        (visits.Evidence(IdentityMethod.EID_READ, "passport", "AB1é"), "last_four_wrong"),
        (visits.Evidence(IdentityMethod.CARD_CHECKED, "identity_card", "1234", known_card=False), "card_not_known"),
    ],
)
def test_evidence_that_cannot_be_is_refused_at_its_field(world: World, evidence: visits.Evidence, code: str) -> None:
    with pytest.raises(Invalid, match=code):
        visits.record_identity(world.session, at_the_counter(world), evidence, now=world.now)


def test_of_a_document_only_kind_last_four_and_result_are_kept(world: World) -> None:
    at_the_counter(world)
    visit = world.session.query(visits.Visit).one()
    assert (visit.document_kind, visit.document_last_four, visit.identity_result) == ("identity_card", "1234", "hit")


def test_someone_without_sign_in_is_the_same_person_at_the_next_visit(world: World) -> None:
    function = world.add_function(FARM, "Ahmed", "Aydin")
    clerk, found = world.add_clerk(), []
    for _ in range(2):
        actor = world.visit(clerk, FARM, function)
        found.append(actor.person_id)
        visits.end_visit(world.session, actor, "done", now=world.now)
    assert found[0] == found[1]


def test_a_function_of_another_enterprise_is_refused(world: World) -> None:
    with pytest.raises(Invalid, match="function_missing"):
        world.visit(world.add_clerk(), BAKERY, function_of(world, OFFICE))


def test_a_visit_that_does_not_exist_opens_nothing(world: World) -> None:
    clerk = world.add_clerk()
    actor = Actor.at_the_counter(clerk.person_id, new_id(), person_id=world.maria.id, party_id=world.bakery.id)
    with pytest.raises(NotAllowed, match="no_open_visit"):
        give(world, actor, agreed=False)


def test_the_journal_keeps_identification_and_consent(world: World) -> None:
    give(world, at_the_counter(world))
    written = [entry.kind for entry in world.session.query(JournalEntry).order_by(JournalEntry.id)]
    assert written == ["identified", "spoke_alone", "told_back", "consented", "look_asked", "looked", "given"]
    assert kinds(world, world.session.query(Mandate).one()) == ["given"]
