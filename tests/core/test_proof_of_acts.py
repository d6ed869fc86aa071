"""What showed who a customer was is kept with each act, and tells of no other."""

import pytest

from app.core.actor import Actor
from app.core.counter import visits
from app.core.counter.known_customers import ask_who_knows
from app.core.counter.looking_too import decide_look
from app.core.counter.visit_log import open_logged_visit, read_opened_visit
from app.core.counter.visits import Evidence
from app.core.counter.vouching import find_voucher
from app.core.register.functions import list_functions
from app.core.views.timeline import list_happenings
from app.models.journal import JournalEntry
from app.models.mandate import Mandate
from app.models.staff import Staff
from app.models.visit import IdentityMethod, Visit
from app.models.voucher import Voucher
from tests.acting import consent, give_looked_at
from tests.world import BAKERY, TODAY, World

EID = Evidence(IdentityMethod.EID_READ, "identity_card", "1234")
VOUCHED = "Voor de klant stond iemand borg: een sociaal werker, identiteitskaart gezien."


@pytest.fixture
def karim(world: World) -> Staff:
    return world.add_clerk()


@pytest.fixture
def visit(world: World, karim: Staff) -> Actor:
    """Maria, for whom somebody vouches."""
    return world.visit(karim, BAKERY, list_functions(world.session, BAKERY, TODAY)[0], IdentityMethod.VOUCHED_FOR)


def give(world: World, actor: Actor) -> Mandate:
    wish = world.wish("hinder.manage")
    return give_looked_at(world, consent(world, actor, wish.fingerprint()), wish)


def how(world: World, mandate: Mandate) -> str:
    return list_happenings(world.session, mandate.id)[0].how


def known_by_two(world: World, karim: Staff, actor: Actor) -> None:
    colleague = Actor.at_the_counter(world.add_clerk("Lotte", "4802", beside=karim).person_id)
    look = ask_who_knows(world.session, actor, now=world.now)
    decide_look(world.session, colleague, look.id, "agrees", now=world.now)
    visits.record_identity(world.session, actor, Evidence(IdentityMethod.KNOWN_BY_TWO), now=world.now)


def test_a_later_proof_says_nothing_of_what_was_done_before(world: World, karim: Staff, visit: Actor) -> None:
    mandate = give(world, visit)
    assert VOUCHED in how(world, mandate)
    visits.record_identity(world.session, visit, EID, now=world.later(minutes=1))
    assert VOUCHED in how(world, mandate)
    known_by_two(world, karim, visit)
    assert VOUCHED in how(world, mandate)
    assert "kennen de klant" not in how(world, mandate)


def test_who_vouches_later_says_nothing_of_what_a_card_showed(world: World, karim: Staff) -> None:
    actor = world.visit(karim, BAKERY, list_functions(world.session, BAKERY, TODAY)[0])
    mandate = give(world, actor)
    told = how(world, mandate)
    known_by_two(world, karim, actor)
    assert how(world, mandate) == told


def test_the_entry_keeps_codes_and_no_name(world: World, visit: Actor) -> None:
    mandate = give(world, visit)
    entry = world.session.query(JournalEntry).filter_by(kind="given", mandate_id=mandate.id).one()
    assert entry.data["seen"] == {"method": "vouched_for", "relation": "social_worker", "document": "identity_card"}
    assert "Claesen" not in str(entry.data)


def test_who_vouched_for_what_was_done_stays_on_file_and_counts_no_more(
    world: World, karim: Staff, visit: Actor
) -> None:
    give(world, visit)
    visits.record_identity(world.session, visit, EID, now=world.later(minutes=1))
    assert find_voucher(world.session, world.session.get_one(Visit, visit.visit_id)) is None
    closed = world.session.query(Voucher).one()
    assert (closed.name, closed.closed_at) == ("Nadia Claesen", world.now)
    clerk = Actor.at_the_counter(karim.person_id)
    open_logged_visit(world.session, clerk, visit.visit_id, "complaint", now=world.now)
    opened = read_opened_visit(world.session, clerk, visit.visit_id, now=world.now)
    assert [one.name for one in opened.vouchers] == ["Nadia Claesen"]
