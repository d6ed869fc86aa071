"""Passing on where two people of the holder sign: it waits in his own mandate, and nobody else knows of it before."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.core.actor import Actor
from app.core.acts import drafts
from app.core.acts.carrying_out import find_refusal
from app.core.acts.leaving import leave_counter
from app.core.acts.passing_on import pass_on_mandate
from app.core.acts.signing import sign_mandate
from app.core.counter.second_looks import LookNeeded
from app.core.counter.visits import record_consent
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.journal import list_entries
from app.core.letters.sheet_boxes import boxes_of
from app.core.mandates.chains import list_chains
from app.core.mandates.possible_acts import Act, acts_by_letter, acts_on, types_of_act
from app.core.mandates.signatures import Second, SigningWay
from app.core.people.parties import ensure_enterprise_party
from app.core.people.persons import ensure_person
from app.core.rights.granting import grant_right
from app.core.views.mandate import view_mandate
from app.core.views.tasks import list_tasks
from app.core.views.timeline import list_happenings
from app.models.draft import Draft
from app.models.function import Function
from app.models.letter import Letter
from app.models.lifecycle import Side, Status
from app.models.mandate import Mandate
from app.models.mandate_type import MandateType
from app.models.person import Person
from app.models.user_right import RightKind
from tests.acting import (
    accept,
    consent,
    contest,
    extend,
    get_mandate,
    kinds,
    letters,
    pass_on,
    passing_wish,
    post_first_letter,
    reader,
    refuse_signature,
    resume,
    run_days,
    sign,
    status,
    stop,
    take_back,
    today,
)
from tests.four_eyes import looked_at
from tests.world import FARM, OFFICE, OTHER, World

KEY = "permit.manage"
VIEW = "permit.view"


@pytest.fixture
def ann(world: World) -> Actor:
    """She signs for the office too."""
    return world.at_home(world.add_representative(OFFICE, "Ann", "Maes"), world.office)


@pytest.fixture
def source(world: World, ann: Actor) -> Mandate:
    """What Jan's office may do for the bakery, past its cooling-off; passing it on takes two of its people."""
    mandate = accept(world, world.give(KEY, VIEW))
    post_first_letter(world, mandate)
    world.later(days=11)
    for one in world.session.query(Function).filter_by(enterprise_number=OFFICE):
        one.signs = "two"
    return get_mandate(world.session, mandate.id)


def function(world: World, first_name: str) -> Function:
    return world.session.query(Function).filter_by(enterprise_number=OFFICE, first_name=first_name).one()


def ask(world: World, source: Mandate, actor: Actor | None = None, second: Second | None = None) -> Mandate:
    how = {"policy": world.policy, "now": world.now, "second": second}
    who, wish = actor or world.holder, passing_wish(world, source)
    return looked_at(world, who, lambda: pass_on_mandate(world.session, who, wish, **how))


def the_chain(world: World, source: Mandate) -> Mandate:
    return list_chains(world.session, get_mandate(world.session, source.id))[-1]


def test_what_one_of_two_passes_on_waits_in_the_mandate_of_the_passer(
    world: World, source: Mandate, third: Actor
) -> None:
    asked = pass_on(world, source)
    assert asked is source
    assert list_chains(world.session, source) == []
    assert status(world, source) is Status.ACTIVE
    assert (kinds(world, source)[-1], letters(world, source)[-1]) == ("sign_asked", "to_sign.holder")
    (waiting,) = source.signatures
    assert (waiting.act, waiting.side, waiting.third_id) == ("pass_on", "holder", third.party_id)
    assert waiting.way == SigningWay.ONLINE
    assert waiting.sign_by == today(world) + timedelta(days=30)


def test_neither_the_giver_nor_the_third_hears_of_it(world: World, source: Mandate, third: Actor) -> None:
    before, shown = letters(world, source), view_mandate(world.session, world.giver, source.id, now=world.now)
    pass_on(world, source)
    seen = view_mandate(world.session, world.giver, source.id, now=world.now)
    assert (seen.status, seen.acts, seen.happenings) == (shown.status, shown.acts, shown.happenings)
    assert letters(world, source) == [*before, "to_sign.holder"]
    assert list_tasks(world.session, third, third.party_id, now=world.now).count == 0
    with pytest.raises(NotFound):
        view_mandate(world.session, third, source.id, now=world.now)


def test_the_second_signature_passes_it_on_and_the_days_to_answer_count_from_that_day(
    world: World, source: Mandate, ann: Actor, third: Actor
) -> None:
    pass_on(world, source)
    world.later(days=10)
    sign(world, source, ann)
    chain = the_chain(world, source)
    assert status(world, chain) is Status.OFFERED
    assert chain.answer_by == today(world) + timedelta(days=30)
    assert [line.type_key for line in chain.lines] == [KEY]
    assert letters(world, chain) == ["invitation.holder", "passed_on.giver"]
    assert letters(world, source)[-1] == "onward.holder"
    assert kinds(world, source)[-3:] == ["sign_asked", "signed", "onward"]
    accept(world, chain, third)
    assert status(world, chain) is Status.SCHEDULED


def test_both_names_stand_in_the_journal_and_in_the_letters(world: World, source: Mandate, ann: Actor) -> None:
    pass_on(world, source, other=FARM)
    sign(world, source, ann)
    chain = the_chain(world, source)
    (told,) = [one.sentence for one in list_happenings(world.session, chain.id, world.bakery.id)]
    assert told.startswith("Ann Maes en Jan Peeters gaven dit door voor Boekhoudkantoor Peeters BV: ")
    written = world.session.query(Letter).filter_by(mandate_id=chain.id).all()
    assert {one.data["acted_by"] for one in written} == {"Ann Maes samen met Jan Peeters"}
    asked = world.session.query(Letter).filter_by(mandate_id=source.id, kind="to_sign.holder").one()
    assert asked.data["passed_by"] == world.office.name
    assert asked.data["holder_name"] == "Hoeve Vanhoutte"
    assert all(one.startswith("Hoeve Vanhoutte ") for one in asked.data["may"])
    assert asked.data["high_risk"] is True


def test_nobody_signs_twice_and_signing_twice_passes_on_once(world: World, source: Mandate, ann: Actor) -> None:
    pass_on(world, source)
    assert find_refusal(world.session, world.holder, source, Act.SIGN, today(world)).code == "nobody_signs_twice"
    with pytest.raises(NotAllowed, match="nobody_signs_twice"):
        sign(world, source, world.holder)
    sign(world, source, ann)
    sign(world, source, ann)
    assert len(list_chains(world.session, source)) == 1


def test_a_manager_is_no_second_and_a_stranger_none_either(world: World, source: Mandate, third: Actor) -> None:
    pass_on(world, source)
    els = ensure_person(world.session, "subject-els", "Els", "Wouters")
    grant_right(world.session, els.id, world.office.id, RightKind.MANAGER, first_day=today(world))
    with pytest.raises(NotAllowed, match="second_must_represent"):
        sign(world, source, world.at_home(els, world.office))
    with pytest.raises(NotFound):
        sign(world, source, third)
    with pytest.raises(Conflict, match="nothing_to_sign"):
        sign(world, source, world.giver)


def test_who_still_has_to_sign_finds_it_among_what_waits(world: World, source: Mandate, ann: Actor) -> None:
    pass_on(world, source)
    tasks = [(one.act, one.other) for one in list_tasks(world.session, ann, world.office.id, now=world.now).mandates]
    assert tasks == [(Act.SIGN, "Bakkerij De Zoete Inval BV")]
    assert list_tasks(world.session, world.holder, world.office.id, now=world.now).count == 0
    seen = view_mandate(world.session, ann, source.id, now=world.now)
    assert seen.acts[:2] == [Act.SIGN, Act.REFUSE_SIGNATURE]
    assert seen.status.sentence.startswith("Ann Maes moet nog mee tekenen om een deel door te geven")
    assert not seen.can_pass_on


def test_asking_the_same_again_is_harmless_and_something_else_waits(world: World, source: Mandate, ann: Actor) -> None:
    pass_on(world, source)
    pass_on(world, source)
    assert len(source.signatures) == 1
    with pytest.raises(Conflict, match="signature_waits"):
        pass_on(world, source, other=FARM)
    with pytest.raises(Conflict, match="signature_waits"):
        pass_on(world, source, actor=ann)


def test_who_signs_second_is_chosen_and_must_be_another(world: World, source: Mandate) -> None:
    with pytest.raises(Invalid, match="second_missing"):
        ask(world, source, second=Second(function(world, "Jan").id, SigningWay.ONLINE))
    with pytest.raises(Invalid, match="second_missing"):
        ask(world, source, second=Second(function(world, "Ann").id, SigningWay.COUNTER))
    asked = ask(world, source, second=Second(function(world, "Ann").id, SigningWay.LETTER))
    assert asked.signatures[0].way == SigningWay.ONLINE


def test_where_the_register_names_nobody_else_it_is_refused(world: World, source: Mandate) -> None:
    world.session.delete(function(world, "Ann"))
    with pytest.raises(Conflict, match="no_second_representative"):
        pass_on(world, source)


def test_neither_the_code_of_the_letter_nor_its_sheet_signs_it(world: World, source: Mandate) -> None:
    world.session.get_one(MandateType, KEY).code_allowed = True
    pass_on(world, source)
    assert acts_by_letter(source, Side.HOLDER, today(world))[:1] == [Act.REFUSE_SIGNATURE]
    letter = world.session.query(Letter).filter_by(mandate_id=source.id, kind="to_sign.holder").one()
    assert boxes_of(letter, source) == [Act.REFUSE_SIGNATURE]
    somebody = ensure_person(world.session, "reader", "Ann", "Maes")
    with pytest.raises(NotAllowed, match="pass_on_not_by_letter"):
        sign(world, source, reader(world, source, world.office, somebody))
    refuse_signature(world, source, reader(world, source, world.office, somebody))
    assert source.signatures[0].ended_on == today(world)


def test_either_representative_takes_it_back_and_the_own_side_gets_a_letter(
    world: World, source: Mandate, ann: Actor
) -> None:
    for actor, told in ((world.holder, "nam de eigen handtekening"), (ann, "tekende niet voor")):
        pass_on(world, source)
        refuse_signature(world, source, actor)
        assert letters(world, source)[-1] == "not_signed.holder"
        assert told in list_happenings(world.session, source.id, world.office.id)[-1].sentence
        with pytest.raises(Conflict, match="not_to_be_signed"):
            sign(world, source, ann)
    assert status(world, source) is Status.ACTIVE
    assert list_chains(world.session, source) == []


def test_what_nobody_signs_in_thirty_days_goes_no_further_with_notice(
    world: World, source: Mandate, ann: Actor
) -> None:
    pass_on(world, source)
    world.later(days=30)
    assert Act.SIGN in acts_on(source, Side.HOLDER, today(world))
    world.later(days=1)
    run_days(world)
    assert letters(world, source)[-1] == "not_signed.holder"
    assert list_entries(world.session, source.id)[-1].kind == "unsigned"
    with pytest.raises(Conflict, match="not_to_be_signed"):
        sign(world, source, ann)
    pass_on(world, source)
    sign(world, source, ann)
    assert status(world, the_chain(world, source)) is Status.OFFERED


def test_it_is_signed_no_later_than_it_would_run(world: World, source: Mandate) -> None:
    last = today(world) + timedelta(days=9)
    pass_on(world, source, last_day=last)
    assert source.signatures[0].sign_by == last


def test_a_source_that_stops_takes_along_what_waits(world: World, source: Mandate, ann: Actor) -> None:
    pass_on(world, source)
    stop(world, source)
    assert acts_on(source, Side.HOLDER, today(world)) == []
    with pytest.raises(Conflict, match="signature_too_late"):
        sign(world, source, ann)
    world.later(days=40)
    before = letters(world, source)
    run_days(world)
    assert letters(world, source) == before


def test_while_the_source_stands_still_nobody_signs(
    world: World, source: Mandate, ann: Actor
) -> None:
    pass_on(world, source)
    contest(world, source)
    assert Act.SIGN not in acts_on(source, Side.HOLDER, today(world))
    with pytest.raises(Conflict, match="signature_too_late"):
        sign(world, source, ann)
    resume(world, source)
    assert Act.SIGN in acts_on(source, Side.HOLDER, today(world))
    sign(world, source, ann)
    assert status(world, the_chain(world, source)) is Status.OFFERED


def test_what_changed_after_the_first_signature_is_not_signed(world: World, source: Mandate, ann: Actor) -> None:
    pass_on(world, source)
    stop(world, source, type_keys=[VIEW])
    with pytest.raises(Conflict, match="signing_changed"):
        sign(world, source, ann)


def test_what_was_passed_on_by_one_who_signs_alone_is_not_passed_on_twice(
    world: World, source: Mandate, ann: Actor
) -> None:
    pass_on(world, source)
    world.add_function(OFFICE, "Mia", "Peeters", "alone", "subject-mia")
    mia = ensure_person(world.session, "subject-mia", "Mia", "Peeters")
    pass_on(world, source, other=FARM, actor=world.at_home(mia, world.office))
    with pytest.raises(Conflict, match="signing_changed"):
        sign(world, source, ann)


def test_what_the_third_has_meanwhile_is_not_passed_on(world: World, source: Mandate, ann: Actor) -> None:
    pass_on(world, source)
    world.give(KEY, other_number=OTHER)
    with pytest.raises(Conflict, match="held_meanwhile"):
        sign(world, source, ann)


@pytest.mark.parametrize("number", [OTHER, OFFICE])
def test_nobody_signs_for_or_to_a_party_that_stopped(world: World, source: Mandate, ann: Actor, number: str) -> None:
    pass_on(world, source)
    world.set_situation(number, "bankrupt")
    with pytest.raises(Conflict, match="signing_party_stopped"):
        sign(world, source, ann)


def test_the_parts_of_the_other_side_are_not_those_that_wait_for_a_signature(world: World, source: Mandate) -> None:
    pass_on(world, source)
    day = today(world)
    assert [one.key for one in types_of_act(source, Act.SIGN, Side.HOLDER, day)] == [KEY]
    assert [one.key for one in types_of_act(source, Act.SIGN, Side.GIVER, day)] == [KEY, VIEW]


def test_neither_of_the_two_accepts_for_the_third(world: World, source: Mandate, ann: Actor) -> None:
    pass_on(world, source)
    sign(world, source, ann)
    chain = the_chain(world, source)
    other = ensure_enterprise_party(world.session, OTHER)
    for person in (world.jan.id, ann.person_id):
        grant_right(world.session, person, other.id, RightKind.MANAGER, first_day=today(world))
    for actor in (world.holder, ann):
        with pytest.raises(NotAllowed, match="own_offer"):
            accept(world, chain, replace(actor, party_id=other.id))


def test_the_answers_keep_their_dossier_number_and_are_sent_once(world: World, source: Mandate, ann: Actor) -> None:
    draft = drafts.start_draft(world.session, world.holder, "pass_on", now=world.now)
    wish, how = passing_wish(world, source), {"policy": world.policy, "now": world.now, "draft_id": draft.id}
    for _ in range(2):
        assert pass_on_mandate(world.session, world.holder, wish, **how).id == source.id
    assert len(source.signatures) == 1
    sign(world, source, ann)
    chain = the_chain(world, source)
    assert chain.dossier_number == draft.dossier_number
    assert world.session.get_one(Draft, draft.id).mandate_id == chain.id


def test_a_period_is_kept_as_the_day_that_was_shown(world: World, source: Mandate, ann: Actor) -> None:
    pass_on(world, source, months=1)
    shown = source.signatures[0].facts["last_day"]
    world.later(days=5)
    sign(world, source, ann)
    assert the_chain(world, source).lines[0].last_day.isoformat() == shown


def test_a_first_day_that_is_over_when_the_second_signs_is_today(world: World, source: Mandate, ann: Actor) -> None:
    pass_on(world, source, first_day=today(world) + timedelta(days=3))
    world.later(days=5)
    sign(world, source, ann)
    assert the_chain(world, source).lines[0].first_day == today(world)


def test_the_passer_takes_back_what_two_passed_on(world: World, source: Mandate, ann: Actor) -> None:
    pass_on(world, source)
    sign(world, source, ann)
    chain = the_chain(world, source)
    take_back(world, chain, world.holder)
    assert status(world, chain) is Status.WITHDRAWN


def test_both_sign_at_the_counter_and_each_is_asked_and_looked_at(world: World, source: Mandate) -> None:
    clerk = world.add_clerk()
    jan = world.visit(clerk, OFFICE, function(world, "Jan"))
    consent(world, jan, passing_wish(world, source).fingerprint())
    ask(world, source, jan, Second(function(world, "Ann").id, SigningWay.COUNTER))
    assert letters(world, source)[-1] != "to_sign.holder"
    leave_counter(world.session, jan, "second_signature_missing", policy=world.policy, now=world.now)
    assert letters(world, source)[-1] == "to_sign.holder"
    assert source.signatures[0].way == SigningWay.ONLINE
    visiting = world.visit(clerk, OFFICE, function(world, "Ann"))
    about = f"sign:{source.signatures[0].id}"
    with pytest.raises(Conflict, match="consent_missing"):
        sign(world, source, visiting)
    consent(world, visiting, about)
    with pytest.raises(LookNeeded) as needed:
        sign_mandate(world.session, visiting, source.id, policy=world.policy, now=world.now)
    assert needed.value.sight.holder.enterprise_number == OTHER
    assert [one.mandate_type.key for one in needed.value.sight.parts] == [KEY]
    sign(world, source, visiting)
    assert status(world, the_chain(world, source)) is Status.OFFERED


def test_the_second_at_the_counter_is_asked_alone(world: World, source: Mandate) -> None:
    pass_on(world, source)
    visiting = world.visit(world.add_clerk(), OFFICE, function(world, "Ann"))
    record_consent(world.session, visiting, f"sign:{source.signatures[0].id}", now=world.now)
    with pytest.raises(Conflict, match="not_asked_alone"):
        sign(world, source, visiting)


def test_a_clerk_does_not_let_his_own_enterprise_get_it_with_the_second_signature(
    world: World, source: Mandate
) -> None:
    ask(world, source)
    clerk = world.add_clerk()
    name = world.session.get_one(Person, clerk.person_id)
    world.add_function(OTHER, name.first_name, name.last_name, subject=name.subject)
    visiting = world.visit(clerk, OFFICE, function(world, "Ann"))
    consent(world, visiting, f"sign:{source.signatures[0].id}")
    with pytest.raises(NotAllowed, match="clerk_is_holder"):
        sign(world, source, visiting)


def test_an_extension_that_waits_is_answered_before_what_waits_for_a_signature(world: World, source: Mandate) -> None:
    ask(world, source)
    extend(world, source, type_keys=(VIEW,), months=1)
    acts = acts_on(get_mandate(world.session, source.id), Side.HOLDER, today(world))
    assert Act.ACCEPT_EXTENSION in acts
    assert Act.SIGN not in acts
