"""The second signature at a counter and with the code of the letter that asks for it."""

from dataclasses import replace

import pytest

from app.core.acts.giving import give_mandate
from app.core.counter import visits
from app.core.errors import Conflict, NotAllowed
from app.core.mandates.possible_acts import Act, acts_by_letter
from app.core.mandates.signatures import Second
from app.core.people.persons import ensure_person
from app.models.letter import Letter
from app.models.lifecycle import Side, Status
from app.models.signature import SigningWay
from app.models.visit import Capacity, IdentityMethod
from tests.acting import accept, consent, get_mandate, letters, reader, refuse_signature, sign, status, transfer
from tests.core.duo import Duo
from tests.world import DUO, TODAY, World


@pytest.fixture
def duo(world: World) -> Duo:
    return Duo(world)


def test_the_second_signs_at_a_counter_in_a_visit_of_his_own(world: World, duo: Duo) -> None:
    mandate = duo.give()
    clerk = world.add_clerk()
    johan = world.visit(clerk, DUO, duo.function("Johan"))
    with pytest.raises(Conflict, match="consent_missing"):
        sign(world, mandate, johan)
    consent(world, johan, f"sign:{mandate.signatures[0].id}")
    sign(world, mandate, johan)
    assert status(world, mandate) is Status.OFFERED
    assert mandate.signatures[0].second_person_id == johan.person_id


def test_the_first_does_not_come_to_the_counter_to_sign_again(world: World, duo: Duo) -> None:
    mandate = duo.give()
    godelieve = world.visit(world.add_clerk(), DUO, duo.function("Godelieve"))
    consent(world, godelieve, f"sign:{mandate.signatures[0].id}")
    with pytest.raises(NotAllowed, match="nobody_signs_twice"):
        sign(world, mandate, godelieve)


def test_the_code_of_the_letter_signs_where_every_type_allows_a_code(world: World, duo: Duo) -> None:
    mandate = duo.give("hinder.manage")
    somebody = ensure_person(world.session, "reader", "Johan", "De Smet")
    assert acts_by_letter(mandate, Side.GIVER, TODAY) == [Act.SIGN, Act.REFUSE_SIGNATURE]
    with pytest.raises(NotAllowed, match="second_must_represent"):
        sign(world, mandate, reader(world, mandate, duo.party, somebody, "manager"))
    sign(world, mandate, reader(world, mandate, duo.party, somebody))
    assert status(world, mandate) is Status.OFFERED


def test_the_code_only_refuses_where_a_type_allows_no_code(world: World, duo: Duo) -> None:
    mandate = duo.give("permit.manage")
    somebody = ensure_person(world.session, "reader", "Johan", "De Smet")
    assert acts_by_letter(mandate, Side.GIVER, TODAY) == [Act.REFUSE_SIGNATURE]
    johan = reader(world, mandate, duo.party, somebody)
    with pytest.raises(NotAllowed, match="code_not_enough"):
        sign(world, mandate, johan)
    refuse_signature(world, mandate, johan)
    assert status(world, mandate) is Status.WITHDRAWN


def test_a_change_of_holders_is_not_signed_with_a_code_whatever_its_types_allow(world: World, duo: Duo) -> None:
    old = duo.give("hinder.manage")
    sign(world, old, duo.johan)
    accept(world, old)
    new = transfer(world, "hinder.manage", actor=duo.godelieve, starter_id=duo.party.id)
    assert acts_by_letter(new, Side.GIVER, TODAY) == [Act.REFUSE_SIGNATURE]
    johan = reader(world, new, duo.party, ensure_person(world.session, "reader", "Johan", "De Smet"))
    sent = world.session.query(Letter).filter_by(mandate_id=new.id, kind="to_sign.giver").one()
    assert sent.data["high_risk"]
    with pytest.raises(NotAllowed, match="transfer_not_by_code"):
        sign(world, new, johan)
    sign(world, new, duo.johan)
    assert status(world, new) is Status.OFFERED


def test_only_the_letter_that_asks_for_the_signature_sets_it(world: World, duo: Duo) -> None:
    mandate = duo.get()
    somebody = ensure_person(world.session, "reader", "Johan", "De Smet")
    invited = reader(world, mandate, duo.party, somebody)
    accept(world, mandate, duo.godelieve)
    with pytest.raises(NotAllowed, match="code_does_not_fit"):
        sign(world, mandate, invited)
    sign(world, get_mandate(world.session, mandate.id), reader(world, mandate, duo.party, somebody))
    assert status(world, mandate) is Status.ACTIVE


def test_the_second_comes_in_the_same_visit_and_shows_who_he_is(world: World, duo: Duo) -> None:
    clerk = world.add_clerk()
    godelieve = world.visit(clerk, DUO, duo.function("Godelieve"))
    wish = world.wish("subsidy.view", starter_id=duo.party.id)
    consent(world, godelieve, wish.fingerprint())
    second = Second(duo.function("Johan").id, SigningWay.COUNTER)
    mandate = give_mandate(
        world.session, godelieve, wish, policy=world.policy, now=world.now, second=second
    )
    assert letters(world, mandate) == []
    beside = visits.start_second_visit(world.session, godelieve, now=world.now)
    assert visits.find_open_visit(world.session, clerk.person_id).id == beside.id
    johan = replace(godelieve, visit_id=beside.id, person_id=None, occasion=str(beside.id))
    with pytest.raises(Conflict, match="visit_still_open"):
        visits.start_second_visit(world.session, johan, now=world.now)
    known = visits.record_customer(
        world.session, johan, capacity=Capacity.LEGAL_REPRESENTATIVE, function_id=duo.function("Johan").id,
        now=world.now,
    )  # fmt: skip
    johan = replace(johan, person_id=known.person_id)
    consent(world, johan, f"sign:{mandate.signatures[0].id}")
    with pytest.raises(NotAllowed, match="customer_not_identified"):
        sign(world, mandate, johan)
    evidence = visits.Evidence(IdentityMethod.EID_READ, "identity_card", "1234")
    visits.record_identity(world.session, johan, evidence, now=world.now)
    consent(world, johan, f"sign:{mandate.signatures[0].id}")
    sign(world, mandate, johan)
    assert status(world, mandate) is Status.OFFERED
    visits.end_visit(world.session, johan, "done", now=world.now)
    assert visits.find_open_visit(world.session, clerk.person_id).id == godelieve.visit_id
