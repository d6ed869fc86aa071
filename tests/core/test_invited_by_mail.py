"""Somebody new who is invited by e-mail: what it says, what its number opens, and the letter when nobody gets it."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from app.core.actor import Actor
from app.core.errors import Conflict, Invalid, NotAllowed
from app.core.letters.codes import WrongTry
from app.core.letters.mail_data import INVITED, UNINVITED
from app.core.letters.mail_sending import refuse_address, return_mail
from app.core.people.notices import MailWish
from app.core.people.persons import ensure_person
from app.core.register.functions import list_functions
from app.core.rights.accepting import accept_relation, read_invitation, sign_appointment
from app.core.rights.appointing import foresee_appointment
from app.core.rights.ending import end_relation
from app.core.rights.mail_numbers import open_by_mail
from app.core.rights.newcomers import accept_newcomer, tie_sign_in
from app.core.rights.sights import appoint_about
from app.core.rights.wishes import Newcomer, RightWish
from app.core.rights.withdrawing import withdraw_about, withdraw_invitation
from app.models.journal import JournalEntry
from app.models.letter import Letter
from app.models.mandate_type import AccessLevel
from app.models.person import Person
from app.models.right_type import RightType
from app.models.work_relation import WorkRelation
from tests.acting import accept, consent
from tests.colleagues import EXECUTOR, MANAGER, appoint, kinds_of, person, with_letter
from tests.core.doors import clerk_of
from tests.core.duo import Duo
from tests.core.test_newcomers import come_in
from tests.mailing import VAULT, reads_mail, send_due, take_due, with_mail
from tests.world import OFFICE, TODAY, World

ADDRESS = "eva@voorbeeld.be"
EVA = Newcomer("Eva", "Claes", ADDRESS)


@pytest.fixture
def world(world: World) -> World:
    """A world in which e-mail can leave."""
    return with_mail(world)


def letters(world: World) -> list[Letter]:
    return list(world.session.scalars(select(Letter).where(Letter.kind == "colleague.party")))


def opened(world: World, number: str | None, enterprise: str = OFFICE, source: str = "eva") -> Actor:
    """Eva, who signed in and typed the number that stands in her e-mail."""
    found = open_by_mail(world.session, number or "", enterprise, source=source, vault=VAULT, now=world.now)
    return Actor.signed_in_with_mail(person(world, "Eva").id, found.id, found.party_id, "sign-in 1")


def with_clerk(world: World, relation: WorkRelation) -> Actor:
    """The office at a counter, where it agreed to take this invitation back."""
    jan = world.visit(clerk_of(world), OFFICE, list_functions(world.session, OFFICE, TODAY)[0])
    return consent(world, jan, withdraw_about(relation.id))


def eva_of(world: World) -> Person:
    """Eva, who signed in before, under the name with which she was invited."""
    return ensure_person(world.session, "subject-eva-claes", "Eva", "Claes")


def test_the_e_mail_takes_the_place_of_the_letter_and_names_no_customer(world: World) -> None:
    mandate = accept(world, world.give())
    relation = appoint(world, EVA, RightWish(mandate_ids=(mandate.id,)))
    (mail,) = send_due(world)
    (told,) = mail.told
    assert (mail.address, mail.recipient_name, told.kind, letters(world)) == (ADDRESS, "Eva Claes", INVITED, [])
    assert told.dossier_number == relation.mail_number != relation.dossier_number
    said = {key: value for key, value in told.data.items() if key != "letter"}
    assert (said["titles"], said["acted_by"]) == (["mandaatuitvoerder"], "Jan Peeters")
    assert mandate.giver.name not in str(said)


def test_its_number_and_a_sign_in_begin_what_the_invitation_says(world: World) -> None:
    relation = appoint(world, EVA)
    eva = opened(world, relation.mail_number)
    assert read_invitation(world.session, eva, now=world.now).waits
    for _ in range(2):
        accept_relation(world.session, eva, relation.id, now=world.now)
    assert kinds_of(world, person(world, "Eva")) == ["executor"]


def test_the_number_opens_no_other_invitation_and_the_dossier_number_opens_nothing(world: World) -> None:
    relation, other = appoint(world, EVA), appoint(world, Newcomer("Tom", "Maes", "tom@voorbeeld.be"))
    with pytest.raises(NotAllowed, match="code_does_not_fit"):
        accept_relation(world.session, opened(world, relation.mail_number), other.id, now=world.now)
    with pytest.raises(WrongTry, match="mail_number_wrong"):
        opened(world, relation.dossier_number)
    with pytest.raises(WrongTry, match="mail_number_wrong"):
        opened(world, relation.mail_number, "0123456749")


def test_after_five_wrong_tries_a_number_opens_nothing_that_day(world: World) -> None:
    relation = appoint(world, EVA)
    for left in (4, 3, 2, 1, 0):
        with pytest.raises(WrongTry) as caught:
            opened(world, relation.mail_number, "0123456749", source=f"somebody {left}")
        assert caught.value.values["left"] == left
    with pytest.raises(WrongTry, match="mail_number_blocked"):
        opened(world, relation.mail_number)
    world.later(days=1)
    assert opened(world, relation.mail_number).invitation_id == relation.id


def test_who_sent_the_invitation_does_not_accept_it(world: World) -> None:
    relation = appoint(world, EVA)
    jan = replace(opened(world, relation.mail_number), person_id=world.holder.person_id)
    with pytest.raises(NotAllowed, match="own_invitation"):
        accept_relation(world.session, jan, relation.id, now=world.now)


@pytest.mark.parametrize("how", ["refused", "returned", "switched off"])
def test_what_cannot_be_brought_becomes_a_letter_and_the_number_opens_nothing_more(world: World, how: str) -> None:
    relation = appoint(world, EVA)
    number = relation.mail_number
    if how == "returned":
        send_due(world)
        assert [return_mail(world.session, ADDRESS.upper(), policy=world.policy, now=world.now) for _ in range(2)] == [
            1, 0,
        ]  # fmt: skip
    else:
        world.policy = replace(world.policy, sends_mail=how != "switched off")
        for mail in take_due(world):
            refuse_address(world.session, mail.id, mail.address, policy=world.policy, now=world.now)
    (letter,) = letters(world)
    assert (letter.dossier_number, letter.party_id) == (relation.dossier_number, world.office.id)
    assert letter.data["colleague"] == "Eva Claes"
    with pytest.raises(WrongTry):
        opened(world, number)
    eva = person(world, "Eva")
    accept_relation(world.session, with_letter(world, relation, eva), relation.id, now=world.now)
    assert kinds_of(world, eva) == ["executor"]


def test_an_invitation_that_was_answered_and_came_back_is_written_down_once(world: World) -> None:
    relation = appoint(world, EVA)
    send_due(world)
    accept_relation(world.session, opened(world, relation.mail_number), relation.id, now=world.now)
    for _ in range(2):
        return_mail(world.session, ADDRESS, policy=world.policy, now=world.now)
    written = select(func.count()).select_from(JournalEntry).where(JournalEntry.kind == "mail_refused")
    assert world.session.scalar(written) == 1


def test_mail_of_the_organisation_that_comes_back_says_nothing_of_an_invitation_to_another_address(
    world: World,
) -> None:
    reads_mail(world, MailWish.BESIDE, world.holder, "kantoor@voorbeeld.be")
    relation, tom = appoint(world, EVA), appoint(world, Newcomer("Tom", "Maes", "kantoor@voorbeeld.be"))
    number = relation.mail_number
    send_due(world)
    assert return_mail(world.session, "kantoor@voorbeeld.be", policy=world.policy, now=world.now) == 1
    assert ([one.dossier_number for one in letters(world)], relation.mail_number) == ([tom.dossier_number], number)


def test_what_was_taken_back_is_not_sent(world: World) -> None:
    relation = appoint(world, EVA)
    withdraw_invitation(world.session, world.holder, relation.id, policy=world.policy, now=world.now)
    assert (send_due(world), letters(world)) == ([], [])


def test_of_an_e_mail_that_did_not_leave_yet_nobody_reads_that_it_did(world: World) -> None:
    relation = appoint(world, EVA)
    withdraw_invitation(
        world.session, with_clerk(world, relation), relation.id, policy=world.policy, now=world.now
    )
    (letter,) = world.session.scalars(select(Letter)).all()
    assert (letter.kind, letter.data["invited"], letter.data["by_mail"]) == ("invitation_ended.party", False, False)
    assert send_due(world) == []


@pytest.mark.parametrize("act", ["withdrawn", "let go"])
def test_who_got_the_e_mail_reads_that_he_is_no_longer_invited(world: World, act: str) -> None:
    relation = appoint(world, EVA)
    send_due(world)
    frame = {"policy": world.policy, "now": world.now}
    if act == "withdrawn":
        withdraw_invitation(world.session, world.holder, relation.id, **frame)
    else:
        end_relation(world.session, world.holder, relation.person_id, **frame)
    (mail,) = send_due(world)
    (told,) = mail.told
    assert (mail.address, mail.recipient_name, told.kind) == (ADDRESS, "Eva Claes", UNINVITED)
    assert (told.dossier_number, told.data["acted_by"]) == (relation.mail_number, "Jan Peeters")
    assert world.session.scalars(select(Letter)).all() == []


def test_that_he_is_no_longer_invited_becomes_a_letter_when_it_cannot_be_brought(world: World) -> None:
    relation = appoint(world, EVA)
    send_due(world)
    withdraw_invitation(world.session, world.holder, relation.id, policy=world.policy, now=world.now)
    for mail in take_due(world):
        refuse_address(world.session, mail.id, mail.address, policy=world.policy, now=world.now)
    (letter,) = world.session.scalars(select(Letter)).all()
    assert (letter.kind, letter.dossier_number) == ("invitation_ended.colleague", relation.dossier_number)
    assert (letter.data["by_mail"], letter.address_lines[0]) == (True, "Eva Claes")


def test_who_will_decide_is_invited_by_letter_whatever_the_address(world: World) -> None:
    relation = appoint(world, EVA, RightWish(), RightWish(MANAGER))
    assert (relation.mail_number, relation.email_address, len(letters(world))) == (None, None, 1)


def test_where_no_mail_leaves_a_letter_invites(world: World) -> None:
    world.policy = replace(world.policy, sends_mail=False)
    assert (appoint(world, EVA).email_address, len(letters(world))) == (None, 1)


def test_at_a_counter_no_address_is_taken(world: World) -> None:
    function = world.add_function(OFFICE, "Nele", "Claes")
    actor = world.visit(world.add_clerk(), OFFICE, function)
    consent(world, actor, appoint_about(world.office.id, EVA, (RightWish(),)))
    with pytest.raises(Invalid, match="invited_by_letter_here"):
        appoint(world, EVA, actor=actor)


def test_an_invitation_to_another_address_is_taken_back_first(world: World) -> None:
    relation = appoint(world, EVA)
    assert appoint(world, EVA).id == relation.id
    with pytest.raises(Conflict, match="invited_at_another_address"):
        appoint(world, replace(EVA, email_address="eva.claes@voorbeeld.be"))
    withdraw_invitation(world.session, world.holder, relation.id, policy=world.policy, now=world.now)
    assert appoint(world, replace(EVA, email_address="eva.claes@voorbeeld.be")).id != relation.id


def test_where_two_sign_the_e_mail_leaves_after_the_second(world: World) -> None:
    duo = Duo(world)
    world.session.get_one(RightType, EXECUTOR).signatures = "2"
    relation = appoint(world, EVA, actor=duo.godelieve)
    assert (relation.second_must_sign, send_due(world)) == (True, [])
    sign_appointment(world.session, duo.johan, relation.id, policy=world.policy, now=world.now)
    assert [mail.address for mail in send_due(world)] == [ADDRESS]


def test_before_the_second_signed_another_address_is_not_answered_with_the_first(world: World) -> None:
    duo = Duo(world)
    world.session.get_one(RightType, EXECUTOR).signatures = "2"
    mistyped = appoint(world, replace(EVA, email_address="eva@voorbeld.be"), actor=duo.godelieve)
    with pytest.raises(Conflict, match="invited_at_another_address"):
        appoint(world, EVA, actor=duo.godelieve)
    withdraw_invitation(world.session, duo.godelieve, mistyped.id, policy=world.policy, now=world.now)
    relation = appoint(world, EVA, actor=duo.godelieve)
    sign_appointment(world.session, duo.johan, relation.id, policy=world.policy, now=world.now)
    assert [mail.address for mail in send_due(world)] == [ADDRESS]


def test_capitals_in_the_domain_are_no_other_address(world: World) -> None:
    relation = appoint(world, EVA)
    assert appoint(world, replace(EVA, email_address=" eva@Voorbeeld.BE")).id == relation.id


@pytest.mark.parametrize(("first_name", "last_name"), [("eva", "CLAES"), ("Éva", "Claes "), ("Eva", "Claes")])
def test_who_is_named_with_other_capitals_or_accents_is_not_invited_twice(
    world: World, first_name: str, last_name: str
) -> None:
    relation = appoint(world, EVA)
    again = appoint(world, replace(EVA, first_name=first_name, last_name=last_name))
    assert again.id == relation.id
    assert len(send_due(world)) == 1


@pytest.mark.parametrize("first", ["by letter", "came back"])
def test_who_gives_an_address_after_a_letter_left_reads_that(world: World, first: str) -> None:
    relation = appoint(world, EVA if first == "came back" else replace(EVA, email_address=None))
    if first == "came back":
        send_due(world)
        return_mail(world.session, ADDRESS, policy=world.policy, now=world.now)
    with pytest.raises(Conflict, match="invited_by_letter_before") as caught:
        appoint(world, EVA)
    assert "23\xa0november\xa02026" in caught.value.sentence
    withdraw_invitation(world.session, world.holder, relation.id, policy=world.policy, now=world.now)
    assert appoint(world, EVA).mail_number is not None


def test_the_day_that_is_named_is_that_of_the_letter(world: World) -> None:
    appoint(world, EVA)
    send_due(world)
    world.later(days=2)
    return_mail(world.session, ADDRESS, policy=world.policy, now=world.now)
    world.later(days=1)
    with pytest.raises(Conflict, match="invited_by_letter_before") as caught:
        appoint(world, EVA)
    assert "op 25\xa0november\xa02026." in caught.value.sentence


def test_who_gives_no_address_after_a_mail_came_back_finds_the_letter(world: World) -> None:
    relation = appoint(world, EVA)
    send_due(world)
    return_mail(world.session, ADDRESS, policy=world.policy, now=world.now)
    assert appoint(world, replace(EVA, email_address=None)).id == relation.id


def test_an_address_for_what_waits_to_be_signed_without_one_is_not_left_out_in_silence(world: World) -> None:
    duo = Duo(world)
    world.session.get_one(RightType, EXECUTOR).signatures = "2"
    plain = replace(EVA, email_address=None)
    relation = appoint(world, plain, actor=duo.godelieve)
    with pytest.raises(Conflict, match="appointed_without_address") as caught:
        appoint(world, EVA, actor=duo.godelieve)
    assert "zonder e-mailadres" in caught.value.sentence
    assert appoint(world, plain, actor=duo.godelieve).id == relation.id
    world.later(days=2)
    sign_appointment(world.session, duo.johan, relation.id, policy=world.policy, now=world.now)
    with pytest.raises(Conflict, match="invited_by_letter_before") as caught:
        appoint(world, EVA, actor=duo.godelieve)
    assert "op 25\xa0november\xa02026." in caught.value.sentence


def test_that_he_was_invited_another_way_is_said_before_it_is_sent(world: World) -> None:
    plain, frame = replace(EVA, email_address=None), {"policy": world.policy, "now": world.now}
    asked = (world.session, world.holder, world.office.id)
    relation = appoint(world, plain)
    with pytest.raises(Conflict, match="invited_by_letter_before"):
        foresee_appointment(*asked, EVA, (RightWish(),), **frame)
    assert foresee_appointment(*asked, plain, (RightWish(),), **frame).earlier is relation


def test_an_invitation_that_became_a_letter_begins_at_a_counter_and_only_the_letter_ties_the_sign_in(
    world: World,
) -> None:
    relation = appoint(world, EVA)
    send_due(world)
    eva, read_early = eva_of(world), opened(world, relation.mail_number)
    return_mail(world.session, ADDRESS, policy=world.policy, now=world.now)
    accept_newcomer(world.session, come_in(world, relation), relation.id, policy=world.policy, now=world.now)
    with pytest.raises(NotAllowed, match="code_does_not_fit"):
        tie_sign_in(world.session, replace(read_early, person_id=eva.id), relation.id, now=world.now)
    tie_sign_in(world.session, with_letter(world, relation, eva), relation.id, now=world.now)
    assert kinds_of(world, eva) == ["executor"]


def test_an_e_mail_ties_nothing_that_somebody_of_that_name_began_with_a_letter(world: World) -> None:
    by_letter = appoint(world, replace(EVA, email_address=None))
    accept_newcomer(world.session, come_in(world, by_letter), by_letter.id, policy=world.policy, now=world.now)
    relation = appoint(world, EVA, RightWish(level=AccessLevel.VIEW))
    eva = eva_of(world)
    with_mail_only = replace(opened(world, relation.mail_number), person_id=eva.id)
    assert not read_invitation(world.session, with_mail_only, now=world.now).can_tie
    for other, refusal, code in ((by_letter, NotAllowed, "code_does_not_fit"), (relation, Conflict, "ment_offered")):
        with pytest.raises(refusal, match=code):
            tie_sign_in(world.session, with_mail_only, other.id, now=world.now)
    accept_relation(world.session, with_mail_only, relation.id, now=world.now)
    assert kinds_of(world, eva) == ["executor"]
    tie_sign_in(world.session, with_letter(world, by_letter, eva), by_letter.id, now=world.now)
    assert {by_letter.person_id, relation.person_id} == {eva.id}
