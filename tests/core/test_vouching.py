"""Somebody who vouches for a customer without a document: who that is, what is kept, and of whom he may not be."""

from dataclasses import replace

import pytest

from app.core.actor import Actor
from app.core.acts.giving import give_mandate
from app.core.counter import visits
from app.core.counter.second_looks import LookNeeded, ask_look
from app.core.counter.visit_log import open_logged_visit, read_opened_visit
from app.core.counter.visits import Evidence
from app.core.counter.vouching import Vouching, find_voucher
from app.core.errors import Invalid, NotAllowed
from app.core.people import persons
from app.core.people.parties import ensure_enterprise_party
from app.core.register.functions import list_functions
from app.core.rights.granting import grant_right
from app.core.views.second_look import view_look
from app.core.views.timeline import list_happenings
from app.models.journal import JournalEntry
from app.models.staff import Staff
from app.models.user_right import RightKind
from app.models.visit import Capacity, IdentityMethod
from app.models.voucher import Voucher
from tests.acting import consent, give_looked_at, stop
from tests.world import BAKERY, OFFICE, TODAY, VOUCHING, World


@pytest.fixture
def karim(world: World) -> Staff:
    return world.add_clerk()


@pytest.fixture
def visit(world: World, karim: Staff) -> Actor:
    """Maria, for whom somebody vouches."""
    return world.visit(karim, BAKERY, list_functions(world.session, BAKERY, TODAY)[0], IdentityMethod.VOUCHED_FOR)


def vouch(world: World, actor: Actor, vouching: Vouching | None) -> None:
    evidence = Evidence(IdentityMethod.VOUCHED_FOR, vouching=vouching)
    visits.record_identity(world.session, actor, evidence, now=world.now)


def named(name: str) -> Vouching:
    first, _, last = name.partition(" ")
    return replace(VOUCHING, first_name=first, last_name=last)


def test_who_vouches_stands_with_the_visit_and_not_in_the_journal(world: World, visit: Actor) -> None:
    voucher = world.session.query(Voucher).filter_by(visit_id=visit.visit_id).one()
    assert (voucher.name, voucher.relation) == ("Nadia Claesen", "social_worker")
    assert (voucher.document_kind, voucher.document_last_four) == ("identity_card", "77AB")
    entry = world.session.query(JournalEntry).filter_by(kind="identified").one()
    assert (entry.data["relation"], entry.data["document"]) == ("social_worker", "identity_card")
    assert "Claesen" not in str(entry.data)
    assert "77AB" not in str(entry.data)


@pytest.mark.parametrize(
    ("vouching", "code", "field"),
    [
        (None, "name_missing", "voucher_first_name"),
        (replace(VOUCHING, last_name=" "), "name_missing", "voucher_last_name"),
        (replace(VOUCHING, last_name="x" * 101), "name_missing", "voucher_last_name"),
        (replace(VOUCHING, relation="sister"), "voucher_relation_missing", "voucher_relation"),
        (replace(VOUCHING, relation=None), "voucher_relation_missing", "voucher_relation"),
        (replace(VOUCHING, document_kind="library_card"), "document_kind_missing", "voucher_document_kind"),
        (replace(VOUCHING, last_four="7"), "last_four_wrong", "voucher_last_four"),
        (replace(VOUCHING, stands_apart=False), "voucher_not_apart", "voucher_stands_apart"),
        (named("Maria Vermeulen"), "voucher_is_customer", "voucher_last_name"),
        (named("VERMEULEN  maría"), "voucher_is_customer", "voucher_last_name"),
        (named("Karim Bouazza"), "voucher_is_clerk", "voucher_last_name"),
        (named("Bakkerij De Zoete Inval BV"), "voucher_of_the_party", "voucher_last_name"),
    ],
)
def test_a_voucher_that_cannot_be_is_refused_at_its_field(
    world: World, visit: Actor, vouching: Vouching | None, code: str, field: str
) -> None:
    with pytest.raises(Invalid, match=code) as refused:
        vouch(world, visit, vouching)
    assert refused.value.field == field


def test_nobody_of_the_own_enterprise_vouches(world: World, visit: Actor) -> None:
    world.add_function(BAKERY, "Piet", "Vermeulen")
    with pytest.raises(Invalid, match="voucher_of_the_party"):
        vouch(world, visit, named("Piet Vermeulen"))


def test_nobody_of_the_holder_vouches_for_who_gives_him_something(world: World, visit: Actor) -> None:
    office = ensure_enterprise_party(world.session, OFFICE)
    els = world.add_representative(BAKERY, "Els", "Wouters")
    grant_right(world.session, els.id, office.id, RightKind.MANAGER, first_day=TODAY)
    wish = world.wish("hinder.manage")
    world.session.query(Voucher).update({"first_name": "Jan", "last_name": "Peeters"})
    consent(world, visit, wish.fingerprint())
    with pytest.raises(NotAllowed, match="voucher_of_the_holder"):
        give_looked_at(world, visit, wish)
    world.session.query(Voucher).update({"first_name": "Els", "last_name": "Wouters"})
    world.session.expire_all()
    with pytest.raises(NotAllowed, match="voucher_of_the_holder"):
        give_looked_at(world, visit, wish)


def test_who_only_executes_for_the_holder_does_not_vouch_either(world: World, visit: Actor) -> None:
    office = ensure_enterprise_party(world.session, OFFICE)
    omar = persons.add_person(world.session, "Omar", "Haddad")
    grant_right(world.session, omar.id, office.id, RightKind.EXECUTOR, first_day=TODAY)
    vouch(world, visit, named("Omar Haddad"))
    wish = world.wish("hinder.manage")
    consent(world, visit, wish.fingerprint())
    with pytest.raises(NotAllowed, match="voucher_of_the_holder"):
        give_looked_at(world, visit, wish)


def test_a_voucher_of_the_holder_holds_up_nothing_that_narrows(world: World, karim: Staff) -> None:
    mandate = world.give()
    function = list_functions(world.session, BAKERY, TODAY)[0]
    maria = world.visit(karim, BAKERY, function, IdentityMethod.VOUCHED_FOR)
    vouch(world, maria, named("Jan Peeters"))
    assert stop(world, mandate, consent(world, maria, f"stopped:{mandate.id}")).lines[0].stop_day is not None


def test_another_voucher_takes_the_place_of_the_first_and_a_document_that_of_both(world: World, visit: Actor) -> None:
    vouch(world, visit, named("Omar Haddad"))
    assert [one.name for one in world.session.query(Voucher)] == ["Omar Haddad"]
    card = Evidence(IdentityMethod.EID_READ, "identity_card", "1234")
    visits.record_identity(world.session, visit, card, now=world.now)
    assert world.session.query(Voucher).count() == 0


def test_a_document_and_who_vouched_go_with_the_customer(world: World, karim: Staff) -> None:
    maria = list_functions(world.session, BAKERY, TODAY)[0]
    nadia = world.add_function(BAKERY, "Nadia", "Vermeulen")
    for method in (IdentityMethod.EID_READ, IdentityMethod.VOUCHED_FOR):
        actor = world.visit(karim, BAKERY, maria, method)
        seen = visits.record_customer(
            world.session, actor, capacity=Capacity.LEGAL_REPRESENTATIVE, function_id=nadia.id, now=world.now
        )
        assert (seen.identity_method, seen.identity_result, seen.identified_at) == (None, None, None)
        assert (seen.document_kind, seen.document_last_four) == (None, None)
        assert find_voucher(world.session, seen) is None
        visits.end_visit(world.session, actor, "done", now=world.now)


def test_a_colleague_reads_who_vouches_and_another_voucher_asks_him_anew(world: World, visit: Actor) -> None:
    wish = world.wish("hinder.manage")
    consent(world, visit, wish.fingerprint())
    marks = []
    for vouching in (VOUCHING, named("Omar Haddad")):
        vouch(world, visit, vouching)
        consent(world, visit, wish.fingerprint())
        with pytest.raises(LookNeeded) as needed:
            give_looked_at_by_nobody(world, visit, wish)
        look = ask_look(world.session, visit, needed.value.sight, policy=world.policy, now=world.now)
        assert view_look(world.session, look).voucher.name == f"{vouching.first_name} {vouching.last_name}"
        marks.append(look.fingerprint)
    assert marks[0] != marks[1]


def give_looked_at_by_nobody(world: World, actor: Actor, wish: object) -> None:
    give_mandate(world.session, actor, wish, policy=world.policy, now=world.now)  # type: ignore[arg-type]


def test_the_own_party_reads_that_somebody_vouched_without_a_name_and_the_other_does_not(
    world: World, visit: Actor
) -> None:
    wish = world.wish("hinder.manage")
    consent(world, visit, wish.fingerprint())
    mandate = give_looked_at(world, visit, wish)
    office = ensure_enterprise_party(world.session, OFFICE)
    told = [list_happenings(world.session, mandate.id, who)[0].how for who in (None, world.bakery.id, office.id)]
    sentence = "Voor de klant stond iemand borg: een sociaal werker, identiteitskaart gezien."
    assert [sentence in how for how in told] == [True, True, False]
    assert not any("Claesen" in how for how in told)


def test_who_opens_the_visit_with_a_reason_reads_who_vouched(world: World, karim: Staff, visit: Actor) -> None:
    clerk = Actor.at_the_counter(karim.person_id)
    open_logged_visit(world.session, clerk, visit.visit_id, "complaint", now=world.now)
    opened = read_opened_visit(world.session, clerk, visit.visit_id, now=world.now)
    assert [one.name for one in opened.vouchers] == ["Nadia Claesen"]
