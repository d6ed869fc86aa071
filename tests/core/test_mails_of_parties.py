"""E-mails beside letters that are about no mandate: an overview on paper, and a gift that stands ready."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core.actor import Actor
from app.core.acts import drafts
from app.core.acts.preparing import prepare_gift
from app.core.distant import phone_calls
from app.core.distant.phone_facts import SaidFacts
from app.core.letters.mail_sending import LONGEST_TRY, return_mail, take_mail
from app.core.letters.party_overviews import order_overview
from app.core.people.notices import MailWish, find_notice_state
from app.core.rights.accepting import sign_appointment
from app.core.rights.wishes import Newcomer, RightWish
from app.core.rights.withdrawing import withdraw_invitation
from app.models.draft import Draft
from app.models.journal import JournalEntry
from app.models.letter import Letter
from app.models.mail import Mail, MailPart
from app.models.visit import Capacity
from tests.acting import accept, give_looked_at
from tests.colleagues import EVA, MANAGER, appoint
from tests.core.duo import Duo
from tests.mailing import ADDRESS, VAULT, choose_mail, reads_mail, send_due, told, with_mail
from tests.world import BAKERY, TODAY, World

BESIDE = MailWish.BESIDE


@pytest.fixture
def world(world: World) -> World:
    """A world in which e-mail can leave."""
    return with_mail(world)


def ask_overview(world: World) -> Letter:
    return order_overview(world.session, world.giver, world.bakery.id, policy=world.policy, now=world.now)


def begin_call(world: World) -> Actor:
    """Maria calls, and knows two facts of a mandate that runs."""
    known = accept(world, world.give("hinder.manage"))
    world.session.query(Letter).update({"handed_over": True})
    said = SaidFacts("boekhoudkantoor peeters", TODAY, None)
    maria = phone_calls.Caller("Maria", "Vermeulen", Capacity.LEGAL_REPRESENTATIVE)
    karim = Actor.on_the_phone(world.add_clerk().person_id)
    begun = phone_calls.check_caller_by_facts(
        world.session, karim, known.dossier_number, BAKERY, said, maria, vault=VAULT, now=world.now
    )
    return phone_calls.actor_of(begun)


def prepare(world: World, caller: Actor) -> Draft:
    draft = drafts.start_draft(world.session, caller, "prepare", now=world.now)
    wish = world.wish("kmop.manage")
    return prepare_gift(world.session, caller, wish, draft.id, policy=world.policy, now=world.now)


def test_what_was_signed_meanwhile_is_not_asked_by_e_mail(world: World) -> None:
    duo = Duo(world)
    reads_mail(world, BESIDE, duo.godelieve)
    kept, signed = (appoint(world, Newcomer(name, "Maes"), RightWish(MANAGER), actor=duo.godelieve) for name in "AB")
    sign_appointment(world.session, duo.johan, signed.id, policy=world.policy, now=world.now)
    world.later(minutes=15)
    found = [(one.kind, one.dossier_number) for mail in send_due(world) for one in mail.told]
    assert found == [("rights_to_sign.party", kept.dossier_number), ("colleague.party", signed.dossier_number)]


def letters_of(world: World, kind: str) -> list[Letter]:
    return list(world.session.scalars(select(Letter).where(Letter.kind == kind)))


def entries(world: World) -> list[tuple[str, object, object]]:
    query = select(JournalEntry).where(JournalEntry.kind.startswith("mail_"), JournalEntry.mandate_id.is_(None))
    return [(one.kind, one.party_id, one.ground) for one in world.session.scalars(query.order_by(JournalEntry.id))]


def test_an_overview_comes_with_an_e_mail_that_lists_nothing(world: World) -> None:
    accept(world, world.give())
    reads_mail(world, BESIDE)
    letter = ask_overview(world)
    world.later(minutes=14)
    assert send_due(world) == []
    world.later(minutes=1)
    [mail] = send_due(world)
    [one] = mail.told
    assert (one.kind, one.dossier_number, one.with_letter) == ("overview.party", letter.dossier_number, True)
    assert (mail.address, mail.recipient_name) == (ADDRESS, "Maria Vermeulen")
    assert set(one.data) == {"recipient_name", "party_name", "party_number"}
    assert letter.data["mandates"]
    assert entries(world)[-1] == ("mail_sent", world.bakery.id, "rule")


def test_an_invitation_that_was_taken_back_is_not_told(world: World) -> None:
    reads_mail(world, BESIDE, world.holder)
    kept, gone = appoint(world, EVA), appoint(world, Newcomer("Nora", "Claes"))
    withdraw_invitation(world.session, world.holder, gone.id, policy=world.policy, now=world.now)
    world.later(minutes=15)
    [mail] = send_due(world)
    assert [one.dossier_number for one in mail.told] == [kept.dossier_number]


def test_asking_an_overview_twice_on_a_day_is_one_e_mail(world: World) -> None:
    accept(world, world.give())
    reads_mail(world, BESIDE)
    assert ask_overview(world) is ask_overview(world)
    world.later(minutes=15)
    assert told(send_due(world)) == [["overview.party"]]


def test_a_gift_that_stands_ready_is_told_by_e_mail_too(world: World) -> None:
    reads_mail(world, BESIDE)
    caller = begin_call(world)
    world.later(minutes=30)
    send_due(world)
    draft = prepare(world, caller)
    world.later(minutes=15)
    [mail] = send_due(world)
    [one] = mail.told
    assert (one.kind, one.dossier_number) == ("prepared.giver", draft.dossier_number)
    assert one.data["holder_name"] == "Boekhoudkantoor Peeters BV"
    assert one.data["kept_until"] == (TODAY + timedelta(days=30)).isoformat()
    assert not {"prepared", "still_open"} & set(one.data)


def test_what_happens_between_the_same_two_parties_becomes_one_e_mail(world: World) -> None:
    reads_mail(world, BESIDE)
    prepare(world, begin_call(world))
    ask_overview(world)
    world.later(minutes=15)
    assert sorted(told(send_due(world))) == [["active.giver", "prepared.giver"], ["overview.party"]]


@pytest.mark.parametrize("end", ["given", "thrown away"])
def test_what_no_longer_stands_ready_is_not_told(world: World, end: str) -> None:
    reads_mail(world, BESIDE)
    caller = begin_call(world)
    world.later(minutes=30)
    send_due(world)
    draft = prepare(world, caller)
    world.later(minutes=5)
    if end == "thrown away":
        drafts.delete_draft(world.session, world.giver, draft.id, now=world.now)
    else:
        give_looked_at(world, world.giver, world.wish("kmop.manage"), draft_id=draft.id)
    world.later(minutes=10)
    assert told(send_due(world)) == ([] if end == "thrown away" else [["given.giver"]])
    [part] = world.session.scalars(select(MailPart).where(MailPart.kind == "prepared.giver"))
    assert not part.told


def test_until_the_address_works_only_the_letter_comes(world: World) -> None:
    accept(world, world.give())
    choose_mail(world, BESIDE)
    letter = ask_overview(world)
    assert told(send_due(world)) == [["address"]]
    world.later(minutes=15)
    assert send_due(world) == []
    assert letters_of(world, "overview.party") == [letter]


def test_who_wants_no_e_mail_gets_none(world: World) -> None:
    accept(world, world.give())
    ask_overview(world)
    assert world.session.scalars(select(MailPart)).all() == []


def test_an_e_mail_that_cannot_leave_or_comes_back_loses_nothing_and_doubles_nothing(world: World) -> None:
    accept(world, world.give())
    reads_mail(world, BESIDE)
    ask_overview(world)
    world.later(minutes=15)
    assert told(send_due(world)) == [["overview.party"]]
    assert return_mail(world.session, ADDRESS, policy=world.policy, now=world.now) == 1
    assert len(letters_of(world, "overview.party")) == 1
    assert find_notice_state(world.session, world.bakery.id).failed
    reads_mail(world, BESIDE)
    world.later(days=1)
    ask_overview(world)
    mail_id = world.session.scalars(select(Mail.id).order_by(Mail.made_at.desc())).first()
    world.now += timedelta(minutes=16) + LONGEST_TRY
    assert take_mail(world.session, mail_id, policy=world.policy, now=world.now) is None
    assert len(letters_of(world, "overview.party")) == 2
    assert [kind for kind, *_ in entries(world)][-1] == "mail_given_up"
