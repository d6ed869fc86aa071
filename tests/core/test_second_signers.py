"""The second representative: chosen for every act, asked like the first, and written to when he leaves unsigned."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from app.core.actor import Actor
from app.core.acts.days import list_due
from app.core.acts.leaving import leave_counter
from app.core.acts.signing import missing_talk
from app.core.counter import visits
from app.core.counter.understanding import record_alone, record_understanding
from app.core.counter.visits import record_consent
from app.core.errors import Conflict, NotAllowed
from app.core.mandates.narrower import Narrower
from app.core.mandates.signatures import Second
from app.core.people.parties import ensure_enterprise_party
from app.core.register.functions import list_functions
from app.models.journal import JournalEntry
from app.models.letter import Letter
from app.models.lifecycle import Side, Status
from app.models.mandate import Mandate
from app.models.signature import SigningWay
from app.models.visit import Capacity, IdentityMethod
from tests.acting import (
    accept,
    accept_extension,
    confirm,
    consent,
    contest,
    extend,
    get_mandate,
    kinds,
    letters,
    refuse_signature,
    resume,
    run_days,
    sign,
    status,
    transfer,
)
from tests.core.duo import Duo
from tests.world import DUO, HOMELESS, OTHER, TODAY, World


@pytest.fixture
def duo(world: World) -> Duo:
    return Duo(world)


@pytest.fixture
def godelieve(world: World, duo: Duo) -> Actor:
    """She is at the counter of Karim."""
    return world.visit(world.add_clerk(), DUO, duo.function("Godelieve"))


def give_at_the_counter(world: World, duo: Duo, actor: Actor, *keys: str) -> Mandate:
    """She gives, and says that Johan signs there and then."""
    consent(world, actor, world.wish(*(keys or ("hinder.manage",)), starter_id=duo.party.id).fingerprint())
    return duo.give(*keys, actor=actor, second=Second(duo.function("Johan").id, SigningWay.COUNTER))


def leave(world: World, actor: Actor) -> None:
    leave_counter(world.session, actor, "second_signature_missing", policy=world.policy, now=world.now)


def beside(world: World, duo: Duo, first: Actor, method: IdentityMethod = IdentityMethod.EID_READ) -> Actor:
    """Johan comes to the same counter and shows who he is."""
    started = visits.start_second_visit(world.session, first, now=world.now)
    johan = replace(first, visit_id=started.id, person_id=None, occasion=str(started.id))
    known = visits.record_customer(
        world.session, johan, capacity=Capacity.LEGAL_REPRESENTATIVE, function_id=duo.function("Johan").id,
        now=world.now,
    )  # fmt: skip
    johan = replace(johan, person_id=known.person_id)
    shown = ("identity_card", "1234") if method in visits.SHOWN_DOCUMENT else (None, None)
    visits.record_identity(world.session, johan, visits.Evidence(method, *shown), now=world.now)
    return johan


def test_who_leaves_the_counter_unsigned_gets_the_letter(world: World, duo: Duo, godelieve: Actor) -> None:
    mandate = give_at_the_counter(world, duo, godelieve)
    assert letters(world, mandate) == []
    leave(world, godelieve)
    assert letters(world, mandate) == ["to_sign.giver"]
    letter = world.session.query(Letter).filter_by(kind="to_sign.giver").one()
    assert letter.address_lines[0] == "Johan De Smet"
    assert run_days(world) == 0
    sign(world, mandate, duo.johan)
    assert status(world, mandate) is Status.OFFERED


def test_the_second_may_come_back_as_long_as_the_first_is_there(world: World, duo: Duo, godelieve: Actor) -> None:
    mandate = give_at_the_counter(world, duo, godelieve)
    johan = beside(world, duo, godelieve)
    leave(world, johan)
    assert letters(world, mandate) == []
    leave(world, godelieve)
    assert letters(world, mandate) == ["to_sign.giver"]


def test_a_visit_that_nobody_ended_is_followed_by_the_letter_the_next_day(
    world: World, duo: Duo, godelieve: Actor
) -> None:
    mandate = give_at_the_counter(world, duo, godelieve)
    assert run_days(world) == 0
    world.later(days=1)
    assert run_days(world) == 1
    assert letters(world, mandate) == ["to_sign.giver"]
    assert list_due(world.session, now=world.now) == []
    leave(world, godelieve)
    assert letters(world, mandate) == ["to_sign.giver"]


def test_nobody_is_written_to_about_what_is_signed_or_taken_back(world: World, duo: Duo, godelieve: Actor) -> None:
    signed = give_at_the_counter(world, duo, godelieve)
    sign(world, signed, duo.johan)
    taken_back = give_at_the_counter(world, duo, godelieve, "permit.view")
    refuse_signature(world, taken_back, duo.godelieve)
    leave(world, godelieve)
    world.later(days=1)
    assert run_days(world) == 0
    assert "to_sign.giver" not in letters(world, signed) + letters(world, taken_back)


def test_what_can_no_longer_be_signed_is_not_asked_by_letter(world: World, duo: Duo, godelieve: Actor) -> None:
    mandate = duo.get()
    about = f"accept:{mandate.id}"
    consent(world, godelieve, about)
    second = Second(duo.function("Johan").id, SigningWay.COUNTER)
    accept(world, mandate, godelieve, second=second)
    contest(world, mandate, world.holder)
    leave(world, godelieve)
    assert not any(kind.startswith("to_sign") for kind in letters(world, mandate))


def test_the_second_at_the_counter_is_asked_alone_and_tells_it_as_the_first(
    world: World, duo: Duo, godelieve: Actor
) -> None:
    mandate = give_at_the_counter(world, duo, godelieve, "kmop.manage")
    johan = beside(world, duo, godelieve)
    about = f"sign:{mandate.signatures[0].id}"

    def missing() -> str | None:
        return missing_talk(world.session, johan, get_mandate(world.session, mandate.id), Side.GIVER, TODAY)

    record_consent(world.session, johan, about, now=world.now)
    with pytest.raises(Conflict, match="not_asked_alone"):
        sign(world, mandate, johan)
    assert missing() == "alone"
    record_alone(world.session, johan, chose="yes", told="no", now=world.now)
    with pytest.raises(Conflict, match="not_told_back"):
        sign(world, mandate, johan)
    assert missing() == "told_back"
    record_understanding(world.session, johan, "right", "sign:something else", now=world.now)
    assert missing() == "told_back"
    record_understanding(world.session, johan, "not_right", about, now=world.now)
    with pytest.raises(NotAllowed, match="not_understood"):
        missing()
    record_understanding(world.session, johan, "right", about, now=world.now)
    assert missing() is None
    sign(world, mandate, johan)
    assert status(world, mandate) is Status.OFFERED


def test_a_second_who_doubts_signs_nothing(world: World, duo: Duo, godelieve: Actor) -> None:
    mandate = give_at_the_counter(world, duo, godelieve)
    johan = consent(world, beside(world, duo, godelieve), f"sign:{mandate.signatures[0].id}")
    record_alone(world.session, johan, chose="unsure", told="no", now=world.now)
    with pytest.raises(NotAllowed, match="not_today"):
        sign(world, mandate, johan)
    assert status(world, mandate) is Status.TO_SIGN


def test_nobody_is_asked_alone_to_sign_what_the_first_was_not_asked_about(world: World, duo: Duo) -> None:
    mandate = accept(world, sign(world, duo.give("kmop.manage", months=6), duo.johan))
    extend(world, mandate, duo.godelieve, months=1)
    johan = world.visit(world.add_clerk(), DUO, duo.function("Johan"))
    about = f"sign:{mandate.signatures[-1].id}"
    record_consent(world.session, johan, about, now=world.now)
    sign(world, mandate, johan)
    assert [one.proposed_by for one in mandate.extensions] == [Side.GIVER]


ACTS: dict[str, Callable[[World, Duo], Callable[[Second], Mandate]]] = {
    "resume": lambda world, duo: _to_resume(world, duo),
    "accept_extension": lambda world, duo: _to_accept_extension(world, duo),
}


def _to_resume(world: World, duo: Duo) -> Callable[[Second], Mandate]:
    mandate = contest(world, accept(world, sign(world, duo.give(), duo.johan)), duo.godelieve)
    return lambda second: resume(world, mandate, duo.godelieve, second=second)


def _to_accept_extension(world: World, duo: Duo) -> Callable[[Second], Mandate]:
    mandate = accept(world, sign(world, duo.give("subsidy.view"), duo.johan))
    extend(world, mandate, world.holder, months=1)
    return lambda second: accept_extension(world, mandate, duo.godelieve, second=second)


@pytest.mark.parametrize("act", sorted(ACTS))
def test_the_first_says_who_signs_every_other_act_too(world: World, duo: Duo, act: str) -> None:
    duo.home("Xenia", "Zeven")
    mandate = ACTS[act](world, duo)(Second(duo.function("Xenia").id, SigningWay.ONLINE))
    assert mandate.signatures[-1].second.name == "Xenia Zeven"
    letter = world.session.query(Letter).filter_by(mandate_id=mandate.id, kind="to_sign.giver")
    assert letter.order_by(Letter.cause_id.desc()).first().address_lines[0] == "Xenia Zeven"


def test_the_first_says_who_confirms_too(world: World) -> None:
    party = ensure_enterprise_party(world.session, HOMELESS)
    nele, wim, _ = (
        world.at_home(world.add_representative(HOMELESS, name, "Claes", signs="two"), party, name)
        for name in ("Nele", "Wim", "Xenia")
    )
    mandate = sign(world, accept(world, world.give(other_number=HOMELESS), nele), wim)
    second = next(one for one in list_functions(world.session, HOMELESS, TODAY) if one.first_name == "Xenia")
    mandate = confirm(world, mandate, replace(nele, occasion="later"), second=Second(second.id))
    assert mandate.signatures[-1].second.name == "Xenia Claes"


def test_two_people_change_accountants_and_nothing_stops_before_both_signed(world: World, duo: Duo) -> None:
    old = accept(world, sign(world, duo.give("subsidy.view"), duo.johan))
    wim = world.at_home(world.add_representative(OTHER, "Wim", "Claes"), ensure_enterprise_party(world.session, OTHER))
    new = transfer(world, "subsidy.view", actor=duo.godelieve, starter_id=duo.party.id)
    assert status(world, new) is Status.TO_SIGN
    assert letters(world, new) == ["to_sign.giver"]
    assert "transfer_asked" not in kinds(world, old)
    sign(world, new, duo.johan)
    assert letters(world, new) == ["to_sign.giver", "invitation.holder", "transfer_sent.giver"]
    assert "transfer_asked" in kinds(world, old)
    assert status(world, old) is Status.ACTIVE
    accept(world, new, wim)
    assert get_mandate(world.session, old.id).lines[0].stop_day == TODAY
    assert status(world, new) is Status.ACTIVE


def test_a_change_of_accountants_that_the_second_does_not_sign_leaves_everything(world: World, duo: Duo) -> None:
    old = accept(world, sign(world, duo.give("subsidy.view"), duo.johan))
    new = transfer(world, "subsidy.view", actor=duo.godelieve, starter_id=duo.party.id)
    refuse_signature(world, new, duo.johan)
    assert status(world, new) is Status.WITHDRAWN
    assert get_mandate(world.session, old.id).lines[0].stop_day is None
    again = transfer(world, "subsidy.view", actor=duo.johan, starter_id=duo.party.id)
    assert status(world, again) is Status.TO_SIGN


def test_two_people_give_less_than_was_asked(world: World, duo: Duo) -> None:
    mandate = world.ask("hinder.manage", "subsidy.view", other_number=DUO)
    accept(world, mandate, duo.godelieve, narrower=Narrower(("subsidy.view",), TODAY + timedelta(days=60)))
    assert status(world, mandate) is Status.REQUESTED
    assert [line.refused_on for line in mandate.lines] == [None, None]
    mandate = sign(world, mandate, duo.johan)
    assert status(world, mandate) is Status.ACTIVE
    kept = {line.type_key: (line.last_day, line.refused_on) for line in mandate.lines}
    assert kept["subsidy.view"] == (TODAY + timedelta(days=60), None)
    assert kept["hinder.manage"][1] == TODAY
    entry = world.session.query(JournalEntry).filter_by(mandate_id=mandate.id, kind="accepted").one()
    assert entry.data["left_out"] == ["hinder.manage"]


def test_the_second_shows_who_he_is_for_what_is_given_and_not_for_what_is_left_out(world: World, duo: Duo) -> None:
    mandate = world.ask("permit.manage", "subsidy.view", other_number=DUO)
    accept(world, mandate, duo.godelieve, narrower=Narrower(("subsidy.view",)))
    johan = world.visit(world.add_clerk(), DUO, duo.function("Johan"), IdentityMethod.VOUCHED_FOR)
    consent(world, johan, f"sign:{mandate.signatures[0].id}")
    sign(world, mandate, johan)
    assert status(world, mandate) is Status.ACTIVE
