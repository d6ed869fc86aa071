"""Somebody new: invited, and nobody before he signed in and gave what the letter to the organisation says."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.people.parties import ensure_enterprise_party
from app.core.people.rights import list_rights_in
from app.core.rights.accepting import accept_relation, refuse_relation, sign_appointment
from app.core.rights.ending import dismiss_rights, end_relation
from app.core.rights.granting import grant_right
from app.core.rights.matrix import who_may_what
from app.core.rights.wishes import Newcomer, RightWish
from app.core.rights.withdrawing import withdraw_invitation
from app.models.journal import JournalEntry
from app.models.letter import Letter, LetterCode
from app.models.lifecycle import Status
from app.models.work_relation import WorkRelation
from tests.acting import accept, kinds
from tests.colleagues import EVA, EXECUTOR, MANAGER, appoint, colleague, kinds_of, person, with_letter
from tests.core.duo import Duo
from tests.world import DUO, OFFICE, TODAY, World


def letters_of(world: World, relation: WorkRelation) -> list[Letter]:
    return world.session.query(Letter).filter_by(dossier_number=relation.dossier_number, kind="colleague.party").all()


def test_the_organisation_gets_a_letter_with_a_code_under_the_number_of_the_invitation(world: World) -> None:
    relation = appoint(world, EVA, RightWish(), RightWish(MANAGER))
    (letter,) = letters_of(world, relation)
    assert (letter.kind, letter.party_id, letter.mandate_id) == ("colleague.party", world.office.id, None)
    assert letter.data["colleague"] == "Eva Claes"
    does = "Mandaatuitvoerder: mag kijken en doen, voor alle klanten, ook nieuwe"
    assert letter.data["rights"] == [does, "Mandaatbeheerder"]
    assert letter.data["answer_by"] == (TODAY + timedelta(days=30)).isoformat()


def test_nothing_holds_until_the_newcomer_accepted(world: World) -> None:
    mandate = accept(world, world.give())
    relation = appoint(world, EVA, RightWish(mandate_ids=(mandate.id,)))
    assert (relation.status_on(TODAY), list_rights_in(world.session, world.office.id, TODAY)) == (Status.OFFERED, [])
    eva = person(world, "Eva")
    accept_relation(world.session, with_letter(world, relation, eva), relation.id, now=world.now)
    assert (kinds_of(world, eva), relation.person_id) == (["executor"], eva.id)
    assert kinds(world, mandate)[-1] == "executor_began"


def test_accepting_twice_is_accepting_once(world: World) -> None:
    relation, eva = appoint(world, EVA), person(world, "Eva")
    for _ in range(2):
        accept_relation(world.session, with_letter(world, relation, eva), relation.id, now=world.now)
    entries = world.session.scalars(select(JournalEntry.kind)).all()
    assert entries.count("colleague_accepted") == 1


def test_the_same_newcomer_is_invited_once(world: World) -> None:
    assert appoint(world, EVA).id == appoint(world, Newcomer(" Eva", "Claes ")).id
    assert appoint(world, EVA, RightWish(MANAGER)).id != appoint(world, EVA).id


@pytest.mark.parametrize("name", [("", "Claes"), ("Eva", " ")])
def test_a_newcomer_has_a_name(world: World, name: tuple[str, str]) -> None:
    with pytest.raises(Invalid, match="name_missing"):
        appoint(world, Newcomer(*name))


def test_an_address_where_no_mail_arrives_is_refused(world: World) -> None:
    with pytest.raises(Invalid, match="email_wrong"):
        appoint(world, Newcomer("Eva", "Claes", "eva"))


def test_a_letter_of_another_invitation_opens_nothing(world: World) -> None:
    first, second = appoint(world, EVA), appoint(world, Newcomer("Tom", "Maes"))
    actor = with_letter(world, second, person(world, "Eva"))
    for act in (accept_relation, refuse_relation):
        with pytest.raises(NotAllowed, match="code_does_not_fit"):
            act(world.session, actor, first.id, now=world.now)
        with pytest.raises(NotAllowed, match="code_does_not_fit"):
            act(world.session, replace(actor, letter_id=None), first.id, now=world.now)


def test_a_code_that_was_voided_opens_nothing(world: World) -> None:
    relation = appoint(world, EVA)
    actor = with_letter(world, relation, person(world, "Eva"))
    world.session.get_one(LetterCode, actor.letter_id).voided_at = world.now
    with pytest.raises(NotAllowed, match="code_void"):
        accept_relation(world.session, actor, relation.id, now=world.now)


def test_who_did_not_sign_in_accepts_nothing(world: World) -> None:
    relation = appoint(world, EVA)
    actor = with_letter(world, relation, person(world, "Eva"))
    with pytest.raises(NotAllowed, match="sign_in_first"):
        accept_relation(world.session, replace(actor, actor_id=None, person_id=None), relation.id, now=world.now)


def test_who_invites_does_not_accept_it_himself(world: World) -> None:
    els = colleague(world, "Els", MANAGER)
    relation = appoint(world, EVA, actor=world.at_home(els, world.office))
    with pytest.raises(NotAllowed, match="own_invitation"):
        accept_relation(world.session, with_letter(world, relation, els), relation.id, now=world.now)


def test_a_newcomer_may_refuse_and_the_organisation_may_take_it_back(world: World) -> None:
    first, second = appoint(world, EVA), appoint(world, Newcomer("Tom", "Maes"))
    eva = person(world, "Eva")
    for _ in range(2):
        refuse_relation(world.session, with_letter(world, first, eva), first.id, now=world.now)
        withdraw_invitation(world.session, world.holder, second.id, policy=world.policy, now=world.now)
    assert (first.status_on(TODAY), second.status_on(TODAY)) == (Status.REFUSED, Status.WITHDRAWN)
    for relation in (first, second):
        with pytest.raises(Conflict, match=f"appointment_{relation.status_on(TODAY)}") as caught:
            accept_relation(world.session, with_letter(world, relation, eva), relation.id, now=world.now)
        assert caught.value.sentence


def test_an_invitation_of_another_party_is_not_found(world: World) -> None:
    relation = appoint(world, EVA)
    with pytest.raises(NotFound, match="appointment_unknown"):
        withdraw_invitation(world.session, world.giver, relation.id, policy=world.policy, now=world.now)


def test_what_was_accepted_is_ended_and_not_taken_back(world: World) -> None:
    relation, eva = appoint(world, EVA), person(world, "Eva")
    accept_relation(world.session, with_letter(world, relation, eva), relation.id, now=world.now)
    with pytest.raises(Conflict, match="appointment_active"):
        withdraw_invitation(world.session, world.holder, relation.id, policy=world.policy, now=world.now)


def test_an_invitation_lapses_after_thirty_days(world: World) -> None:
    relation, eva = appoint(world, EVA), person(world, "Eva")
    actor = with_letter(world, relation, eva)
    last = TODAY + timedelta(days=30)
    assert [relation.status_on(last), relation.status_on(last + timedelta(days=1))] == ["offered", "lapsed"]
    world.later(days=31)
    with pytest.raises(Conflict, match="appointment_lapsed"):
        accept_relation(world.session, actor, relation.id, now=world.now)
    assert who_may_what(world.session, world.holder, now=world.now).waiting == []


def test_nobody_accepts_at_an_organisation_that_stopped(world: World) -> None:
    relation = appoint(world, EVA)
    world.set_situation(OFFICE, "bankrupt")
    with pytest.raises(Conflict, match="appoint_party_stopped"):
        accept_relation(world.session, with_letter(world, relation, person(world, "Eva")), relation.id, now=world.now)


@pytest.fixture
def duo(world: World) -> Duo:
    return Duo(world)


def waits_for_second(world: World, duo: Duo):
    els = person(world, "Els")
    grant_right(world.session, els.id, duo.party.id, EXECUTOR, first_day=TODAY)
    return els, appoint(world, els.id, RightWish(MANAGER), actor=duo.godelieve)


def test_the_second_signature_makes_a_colleague_manager_at_once(world: World, duo: Duo) -> None:
    els, relation = waits_for_second(world, duo)
    for _ in range(2):
        sign_appointment(world.session, duo.johan, relation.id, policy=world.policy, now=world.now)
    assert (relation.status_on(TODAY), relation.second_person_id) == (Status.ACTIVE, duo.johan.person_id)
    assert [one.kind for one in list_rights_in(world.session, duo.party.id, TODAY)] == ["executor", "manager"]
    assert els.id == relation.person_id


def test_after_the_second_signature_a_newcomer_still_accepts(world: World, duo: Duo) -> None:
    relation, eva = appoint(world, EVA, RightWish(MANAGER), actor=duo.godelieve), person(world, "Eva")
    assert letters_of(world, relation) == []
    sign_appointment(world.session, duo.johan, relation.id, policy=world.policy, now=world.now)
    assert (relation.status_on(TODAY), len(letters_of(world, relation))) == (Status.OFFERED, 1)
    accept_relation(world.session, with_letter(world, relation, eva), relation.id, now=world.now)
    assert relation.status_on(TODAY) is Status.ACTIVE


def test_nobody_signs_twice_and_a_manager_is_no_second_representative(world: World, duo: Duo) -> None:
    _, relation = waits_for_second(world, duo)
    with pytest.raises(NotAllowed, match="nobody_signs_twice"):
        sign_appointment(world.session, duo.godelieve, relation.id, policy=world.policy, now=world.now)
    ann = person(world, "Ann")
    grant_right(world.session, ann.id, duo.party.id, MANAGER, first_day=TODAY)
    with pytest.raises(NotAllowed, match="second_must_represent"):
        sign_appointment(world.session, world.at_home(ann, duo.party), relation.id, policy=world.policy, now=world.now)
    with pytest.raises(NotFound, match="appointment_unknown"):
        sign_appointment(world.session, world.holder, relation.id, policy=world.policy, now=world.now)


def test_without_a_second_representative_nobody_becomes_manager(world: World) -> None:
    rik = world.add_representative(DUO, "Rik", "Maes", signs="two")
    actor = world.at_home(rik, ensure_enterprise_party(world.session, DUO))
    with pytest.raises(Conflict, match="no_second_representative"):
        appoint(world, EVA, RightWish(MANAGER), actor=actor)


def test_who_lost_his_last_right_does_not_come_back_by_the_second_signature(world: World, duo: Duo) -> None:
    els, relation = waits_for_second(world, duo)
    (held,) = list_rights_in(world.session, duo.party.id, TODAY)
    dismiss_rights(world.session, duo.johan, els.id, [held.id], policy=world.policy, now=world.now)
    with pytest.raises(Conflict) as caught:
        sign_appointment(world.session, duo.johan, relation.id, policy=world.policy, now=world.now)
    assert caught.value.code == "appointment_colleague_gone"
    assert caught.value.sentence.startswith("Els Wouters heeft hier geen recht meer.")
    assert list_rights_in(world.session, duo.party.id, TODAY) == []
    assert relation.status_on(TODAY) is Status.TO_SIGN
    grant_right(world.session, els.id, duo.party.id, EXECUTOR, first_day=TODAY)
    sign_appointment(world.session, duo.johan, relation.id, policy=world.policy, now=world.now)
    assert relation.status_on(TODAY) is Status.ACTIVE


def test_what_waits_for_a_signature_is_taken_back_by_either_and_by_leaving(world: World, duo: Duo) -> None:
    els, relation = waits_for_second(world, duo)
    end_relation(world.session, duo.johan, els.id, policy=world.policy, now=world.now)
    assert relation.status_on(TODAY) is Status.WITHDRAWN
    with pytest.raises(Conflict, match="appointment_withdrawn"):
        sign_appointment(world.session, duo.johan, relation.id, policy=world.policy, now=world.now)


def test_what_lapsed_is_no_longer_signed(world: World, duo: Duo) -> None:
    relation = appoint(world, EVA, RightWish(MANAGER), actor=duo.godelieve)
    world.later(days=31)
    with pytest.raises(Conflict, match="appointment_unsigned"):
        sign_appointment(world.session, duo.johan, relation.id, policy=world.policy, now=world.now)
    assert relation.second_signed_on is None
