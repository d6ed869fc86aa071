"""Four eyes at the counter: when a colleague must look first, who may, and what his answer does."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from app.core.actor import Actor
from app.core.acts.giving import give_mandate
from app.core.counter import visits
from app.core.counter.looking_too import decide_look, list_asked_looks, list_waiting_looks
from app.core.counter.second_looks import LookNeeded, ask_look
from app.core.errors import Conflict, CoreError, Invalid, NotAllowed, NotFound
from app.core.mandates.extension_plans import ExtensionWish
from app.core.people.parties import ensure_enterprise_party
from app.core.register.functions import list_functions
from app.core.rights.granting import grant_right
from app.core.views.timeline import list_happenings
from app.models.confirmed_address import ConfirmedAddress
from app.models.journal import JournalEntry
from app.models.mandate import Mandate
from app.models.mandate_type import MandateType
from app.models.register import ChangedAddress
from app.models.second_look import SecondLook
from app.models.staff import Staff
from app.models.user_right import RightKind
from app.models.visit import IdentityMethod, Visit
from tests.acting import accept, confirm, consent, contest, extend, give_as, kinds, resume
from tests.world import BAKERY, HOMELESS, OFFICE, OTHER, TODAY, World

LOW = "permit.view"  # low risk, and no money
IMPORTANT = "hinder.manage"
NOTE = "Ik bel eerst."
EID = IdentityMethod.EID_READ


class Counter:
    """Karim, who helps a customer of the bakery, and his colleagues at the same counter."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.karim = world.add_clerk()
        self.lotte = world.add_clerk("Lotte", "4802", beside=self.karim)
        self.sam = world.add_clerk("Sam", "4803", beside=self.karim)

    def customer(self, method: IdentityMethod = EID, number: str = BAKERY, clerk: Staff | None = None) -> Actor:
        [function, *_] = list_functions(self.world.session, number, TODAY)
        return self.world.visit(clerk or self.karim, number, function, method)

    def give(self, actor: Actor, *keys: str, close: bool = False, **changes: Any) -> Mandate:
        world = self.world
        wish = world.wish(*(keys or (IMPORTANT,)), **({"starter_id": actor.party_id} | changes))
        consent(world, actor, wish.fingerprint())
        if close:
            visits.record_consent(world.session, actor, wish.fingerprint(), now=world.now, close=True)
        return give_mandate(world.session, actor, wish, policy=world.policy, now=world.now)

    def ask(self, actor: Actor, act: Callable[[], Mandate] | None = None) -> SecondLook:
        """Try the act, and ask a colleague to look."""
        world = self.world
        with pytest.raises(LookNeeded) as needed:
            (act or (lambda: self.give(actor)))()
        look = ask_look(world.session, actor, needed.value.sight, policy=world.policy, now=world.now)
        assert look is not None
        return look

    def reasons(self, actor: Actor, *keys: str, **changes: Any) -> list[str]:
        return self.ask(actor, lambda: self.give(actor, *keys, **changes)).reasons

    def decide(self, clerk: Staff, look: SecondLook, outcome: str = "agrees", note: str = NOTE) -> SecondLook:
        who = Actor.at_the_counter(clerk.person_id)
        return decide_look(self.world.session, who, look.id, outcome, now=self.world.now, note=note)

    def end(self, actor: Actor, reason: str = "comes_back") -> None:
        self.world.later(minutes=5)
        visits.end_visit(self.world.session, actor, reason, now=self.world.now)


@pytest.fixture
def counter(world: World) -> Counter:
    return Counter(world)


def refused(kind: type[CoreError], code: str, act: Callable[[], object]) -> None:
    with pytest.raises(kind, match=f"^{code}$"):
        act()


def test_what_is_not_important_is_sent_by_one_clerk(counter: Counter) -> None:
    assert counter.give(counter.customer(), LOW).started_by == "giver"


def test_at_home_nobody_looks_along(world: World) -> None:
    assert world.give(IMPORTANT, "permit.manage").started_by == "giver"


@pytest.mark.parametrize("key", ["hinder.manage", "permit.manage"])
def test_money_and_high_risk_are_important(counter: Counter, key: str) -> None:
    assert counter.reasons(counter.customer(), key) == ["important"]


def test_all_domains_together_ask_a_colleague(world: World, counter: Counter) -> None:
    keys = ("subsidy.view", "recog.view", "permit.view", "staff.view", "farm.view")
    world.session.get_one(MandateType, "farm.view").party_kinds = ["enterprise"]
    domains = {one.domain_key for one in world.session.query(MandateType)}
    assert {world.session.get_one(MandateType, key).domain_key for key in keys} == domains
    actor = counter.customer()
    assert counter.reasons(actor, *keys) == ["all_domains"]
    assert counter.give(actor, *keys[:-1]).started_by == "giver"


@pytest.mark.parametrize("method", [IdentityMethod.PASSPORT_CHECKED, IdentityMethod.VOUCHED_FOR])
def test_who_shows_no_identity_card_is_looked_at_by_two(counter: Counter, method: IdentityMethod) -> None:
    assert counter.reasons(counter.customer(method), LOW) == ["no_eid"]


def test_an_identity_card_that_was_checked_is_one(counter: Counter) -> None:
    assert counter.give(counter.customer(IdentityMethod.CARD_CHECKED), LOW).started_by == "giver"


def test_a_holder_who_is_family_is_said_by_the_clerk(counter: Counter) -> None:
    assert counter.reasons(counter.customer(), LOW, close=True) == ["close"]


def test_a_holder_where_a_colleague_has_a_right_is_close(world: World, counter: Counter) -> None:
    grant_right(world.session, counter.lotte.person_id, world.office.id, RightKind.EXECUTOR, first_day=TODAY)
    assert counter.reasons(counter.customer(), LOW) == ["close"]


def test_a_holder_that_a_colleague_represents_is_close(world: World, counter: Counter) -> None:
    world.add_representative(OFFICE, "Lotte", "Claes")
    assert counter.reasons(counter.customer(), LOW) == ["close"]


def test_a_clerk_never_gives_to_his_own_enterprise_by_accepting_for_a_customer(world: World, counter: Counter) -> None:
    grant_right(world.session, counter.karim.person_id, world.office.id, RightKind.EXECUTOR, first_day=TODAY)
    mandate = world.ask(LOW)
    actor = consent(world, counter.customer(), f"accept:{mandate.id}")
    refused(NotAllowed, "clerk_own_affairs", lambda: accept(world, mandate, actor))


def test_many_mandates_to_one_holder_in_a_week_ask_a_colleague(world: World, counter: Counter) -> None:
    world.policy = replace(world.policy, looks_from_mandates=2)
    actor = counter.customer()
    counter.give(actor, LOW)
    counter.give(actor, "subsidy.view")
    assert counter.reasons(actor, "recog.view") == ["many"]
    assert counter.give(actor, "recog.view", other_number=OTHER).started_by == "giver"
    world.later(days=7)
    assert counter.give(actor, "recog.view").started_by == "giver"


def test_a_new_address_asks_a_colleague_for_ninety_days(world: World, counter: Counter) -> None:
    world.add_representative(HOMELESS, "Nele", "Claes")
    party = ensure_enterprise_party(world.session, HOMELESS)
    first = counter.customer(number=HOMELESS)
    place = {"street": "Kaai 1", "zipcode": "9000", "town": "Gent", "evidence": "eid", "confirmed_at": world.now}
    world.session.add(ConfirmedAddress(party_id=party.id, visit_id=first.visit_id, **place))
    counter.end(first)
    world.later(days=89)
    actor = counter.customer(number=HOMELESS)
    assert counter.reasons(actor, LOW) == ["new_address"]
    world.later(days=2)
    assert counter.give(actor, LOW).started_by == "giver"


def test_an_address_that_changed_in_the_register_asks_a_colleague_for_ninety_days(
    world: World, counter: Counter
) -> None:
    world.session.add(ChangedAddress(number=BAKERY, changed_on=TODAY - timedelta(days=89)))
    world.session.flush()
    first = counter.customer()
    assert counter.reasons(first, LOW) == ["new_address"]
    counter.end(first)
    world.later(days=1)
    assert counter.give(counter.customer(), LOW).started_by == "giver"


def test_an_address_of_the_holder_that_changed_asks_nobody(world: World, counter: Counter) -> None:
    world.session.add(ChangedAddress(number=OFFICE, changed_on=TODAY))
    world.session.flush()
    assert counter.give(counter.customer(), LOW).started_by == "giver"


def test_who_seemed_to_be_pressed_is_looked_at_by_two_at_the_next_visit(counter: Counter) -> None:
    counter.end(counter.customer(), "pressure")
    assert counter.reasons(counter.customer(), LOW) == ["pressure"]


def test_a_colleague_agrees_and_the_journal_names_both(world: World, counter: Counter) -> None:
    actor = counter.customer()
    counter.decide(counter.lotte, counter.ask(actor))
    mandate = counter.give(actor)
    given = world.session.query(JournalEntry).filter_by(kind="given").one()
    assert given.data["second_clerk"] == "4802"
    assert list_happenings(world.session, mandate.id)[0].how == (
        "Dat gebeurde aan het loket in Gent, met hulp van medewerker 4711. Tweede medewerker: 4802."
    )


def test_asking_again_is_harmless_and_writes_nothing(world: World, counter: Counter) -> None:
    actor = counter.customer()
    look = counter.ask(actor)
    assert counter.ask(actor).id == look.id
    assert world.session.query(JournalEntry).filter_by(kind="look_asked").count() == 1
    lotte = Actor.at_the_counter(counter.lotte.person_id)
    assert [one.id for one in list_waiting_looks(world.session, lotte, now=world.now)] == [look.id]
    assert [one.id for one in list_asked_looks(world.session, actor, now=world.now)] == [look.id]
    assert list_waiting_looks(world.session, actor, now=world.now) == []


def test_whoever_asked_does_not_look_himself(counter: Counter) -> None:
    look = counter.ask(counter.customer())
    refused(NotAllowed, "look_same_clerk", lambda: counter.decide(counter.karim, look))


def test_a_clerk_of_another_counter_does_not_look(world: World, counter: Counter) -> None:
    look = counter.ask(counter.customer())
    refused(NotAllowed, "look_other_counter", lambda: counter.decide(world.add_clerk("Aline", "4900", "Aalst"), look))


def test_somebody_who_serves_at_no_counter_does_not_look(world: World, counter: Counter) -> None:
    look = counter.ask(counter.customer())
    for who in (Actor.at_the_counter(world.maria.id), world.giver):
        decide = partial(decide_look, world.session, who, look.id, "agrees", now=world.now)
        refused(NotAllowed, "clerks_only", decide)


@pytest.mark.parametrize("number", [BAKERY, OFFICE])
def test_nobody_looks_at_what_is_about_his_own_enterprise(world: World, counter: Counter, number: str) -> None:
    party = ensure_enterprise_party(world.session, number)
    grant_right(world.session, counter.lotte.person_id, party.id, RightKind.EXECUTOR, first_day=TODAY)
    look = counter.ask(counter.customer())
    refused(NotAllowed, "clerk_own_affairs", lambda: counter.decide(counter.lotte, look))


def test_the_colleague_who_looked_last_time_does_not_look_again_for_the_same_clerk(counter: Counter) -> None:
    first = counter.customer()
    counter.decide(counter.lotte, counter.ask(first))
    counter.end(first)
    actor = counter.customer()
    look = counter.ask(actor, lambda: counter.give(actor, "permit.manage"))
    refused(NotAllowed, "look_same_pair", lambda: counter.decide(counter.lotte, look))
    counter.decide(counter.sam, look)
    counter.end(actor)
    actor = counter.customer()
    counter.decide(counter.lotte, counter.ask(actor, lambda: counter.give(actor, "kmop.manage")))


def test_the_same_colleague_may_look_again_in_one_visit_and_for_another_clerk(counter: Counter) -> None:
    actor = counter.customer()
    counter.decide(counter.lotte, counter.ask(actor))
    counter.decide(counter.lotte, counter.ask(actor, lambda: counter.give(actor, "permit.manage")))
    counter.end(actor)
    other = counter.customer(clerk=counter.sam)
    counter.decide(counter.lotte, counter.ask(other, lambda: counter.give(other, "kmop.manage")))


@pytest.mark.parametrize("keys", [("hinder.manage", LOW), ("permit.manage",)])
def test_another_answer_asks_for_another_look(counter: Counter, keys: tuple[str, ...]) -> None:
    actor = counter.customer()
    counter.decide(counter.lotte, counter.ask(actor))
    refused(LookNeeded, "look_ask", lambda: counter.give(actor, *keys))


def test_another_proof_asks_for_another_look(world: World, counter: Counter) -> None:
    actor = counter.customer()
    counter.decide(counter.lotte, counter.ask(actor))
    evidence = visits.Evidence(EID, "identity_card", "9999")
    visits.record_identity(world.session, actor, evidence, now=world.now)
    refused(LookNeeded, "look_ask", lambda: counter.give(actor))


def test_another_reason_asks_for_another_look(counter: Counter) -> None:
    actor = counter.customer()
    counter.decide(counter.lotte, counter.ask(actor))
    refused(LookNeeded, "look_ask", lambda: counter.give(actor, close=True))


def test_what_was_asked_before_the_answers_changed_is_dropped(counter: Counter) -> None:
    actor = counter.customer()
    old = counter.ask(actor)
    new = counter.ask(actor, lambda: counter.give(actor, "permit.manage"))
    refused(Conflict, "look_dropped", lambda: counter.decide(counter.lotte, old))
    counter.decide(counter.lotte, new)
    refused(LookNeeded, "look_ask", lambda: counter.give(actor))


def test_an_answer_counts_when_the_same_customer_comes_back_with_the_same_proof(world: World, counter: Counter) -> None:
    first = counter.customer()
    look = counter.ask(first)
    counter.end(first)
    counter.decide(counter.lotte, look)
    world.later(days=3)
    assert counter.give(counter.customer()).started_by == "giver"


def test_an_answer_is_too_old_after_thirty_days(world: World, counter: Counter) -> None:
    first = counter.customer()
    look = counter.ask(first)
    counter.decide(counter.lotte, look)
    counter.end(first)
    world.later(days=30)
    refused(LookNeeded, "look_ask", lambda: counter.give(counter.customer()))
    refused(NotFound, "look_unknown", lambda: counter.decide(counter.lotte, look))


def test_who_looked_does_not_send_it_himself(counter: Counter) -> None:
    first = counter.customer()
    counter.decide(counter.lotte, counter.ask(first))
    counter.end(first)
    actor = counter.customer(clerk=counter.lotte)
    refused(LookNeeded, "look_ask", lambda: counter.give(actor))


def test_a_doubt_leaves_it_waiting_until_somebody_says_yes(counter: Counter) -> None:
    actor = counter.customer()
    look = counter.ask(actor)
    refused(Invalid, "look_note_missing", lambda: counter.decide(counter.lotte, look, "doubts", " "))
    counter.decide(counter.lotte, look, "doubts")
    refused(LookNeeded, "look_doubts", lambda: counter.give(actor))
    counter.decide(counter.lotte, look)
    assert counter.give(actor).started_by == "giver"


def test_a_refusal_ends_it_for_this_visit_whatever_is_changed(world: World, counter: Counter) -> None:
    actor = counter.customer()
    counter.decide(counter.lotte, counter.ask(actor), "refuses")
    for keys in ((IMPORTANT,), (LOW,)):
        refused(NotAllowed, "look_refuses", lambda keys=keys: counter.give(actor, *keys))
    looked = world.session.query(JournalEntry).filter_by(kind="looked").one()
    assert (looked.data["outcome"], looked.data["reasons"]) == ("refuses", ["important"])
    assert NOTE not in str(looked.data)
    counter.end(actor)
    refused(LookNeeded, "look_ask", lambda: counter.give(counter.customer()))


def test_saying_the_same_twice_is_harmless_and_something_else_is_refused(world: World, counter: Counter) -> None:
    look = counter.ask(counter.customer())
    for _ in range(2):
        counter.decide(counter.lotte, look)
    assert world.session.query(JournalEntry).filter_by(kind="looked").count() == 1
    refused(Conflict, "look_decided", lambda: counter.decide(counter.lotte, look, "refuses"))
    refused(Conflict, "look_decided", lambda: counter.decide(counter.sam, look))


def test_an_answer_that_does_not_exist_is_none(counter: Counter) -> None:
    look = counter.ask(counter.customer())
    refused(Invalid, "look_outcome_missing", lambda: counter.decide(counter.lotte, look, "perhaps"))


def _accepted(world: World, key: str) -> Mandate:
    return accept(world, world.give(key))


def _contested(world: World) -> Mandate:
    return contest(world, _accepted(world, IMPORTANT))


def _to_confirm(world: World) -> Mandate:
    nele = world.add_representative(HOMELESS, "Nele", "Claes")
    mandate = give_as(world, world.at_home(nele, ensure_enterprise_party(world.session, HOMELESS)), IMPORTANT)
    return accept(world, mandate)


@pytest.mark.parametrize(
    ("act", "make", "number", "do"),
    [
        ("accept", lambda world: world.give(IMPORTANT), OFFICE, accept),
        ("accept", lambda world: world.ask(IMPORTANT), BAKERY, accept),
        ("resume", _contested, BAKERY, resume),
        ("confirm", _to_confirm, HOMELESS, confirm),
    ],
)
def test_every_act_that_widens_an_important_mandate_is_looked_at(
    world: World, counter: Counter, act: str, make: Callable[[World], Mandate], number: str, do: Callable[..., Mandate]
) -> None:
    mandate = make(world)
    actor = consent(world, counter.customer(number=number), f"{act}:{mandate.id}")
    # The helper of all other tests: it asks a colleague, who agrees, and does it again.
    do(world, mandate, actor)
    look = world.session.query(SecondLook).one()
    assert (look.facts["act"], look.mandate_id, look.outcome) == (act, mandate.id, "agrees")
    assert {"look_asked", "looked"} <= set(kinds(world, mandate))


def test_a_later_end_is_looked_at(world: World, counter: Counter) -> None:
    mandate = accept(world, world.give(IMPORTANT, months=6))
    actor = counter.customer()
    wish = {"months": 1}
    consent(world, actor, _extension(mandate, **wish))
    extend(world, mandate, actor, **wish)
    assert world.session.query(SecondLook).one().facts["act"] == "extend"


def _extension(mandate: Mandate, **wish: Any) -> str:
    return ExtensionWish(mandate.id, **wish).fingerprint()


def test_a_visit_that_is_over_asks_nobody(world: World, counter: Counter) -> None:
    actor = counter.customer()
    with pytest.raises(LookNeeded) as needed:
        counter.give(actor)
    counter.end(actor)
    ask = partial(ask_look, world.session, actor, needed.value.sight, policy=world.policy, now=world.now)
    refused(NotAllowed, "no_open_visit", ask)
    assert world.session.query(Visit).one().exit_reason == "comes_back"
