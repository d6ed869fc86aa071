"""E-mails: beside letters or instead of reminders, gathered for a quarter of an hour, and never anybody missed."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core.acts.reminders import remind
from app.core.errors import Conflict
from app.core.letters.mail_sending import (
    LONGEST_TRY,
    give_up_mail,
    refuse_address,
    return_mail,
    store_sent,
    take_mail,
)
from app.core.people.notices import MailWish, NoticeChoice, find_notice_state
from app.core.policy import Policy
from app.models.journal import JournalEntry
from app.models.letter import Letter
from app.models.mail import Mail
from app.models.mandate import Mandate
from tests.acting import accept, consent, contest, count, get_mandate, give_as, kinds, letters, refuse, stop, withdraw
from tests.mailing import (
    ADDRESS,
    VAULT,
    WORDS,
    choose_mail,
    mail_entries,
    outcomes,
    parts,
    reads_mail,
    send_due,
    take_due,
    told,
    with_mail,
)
from tests.world import BAKERY, World

INSTEAD, BESIDE, NONE = MailWish.INSTEAD, MailWish.BESIDE, MailWish.NONE


@pytest.fixture
def world(world: World) -> World:
    """A world in which e-mail can leave."""
    return with_mail(world)


def running(world: World, *keys: str) -> Mandate:
    """A mandate that runs for 40 days."""
    mandate = world.give(*keys, months=None, last_day=world.now.date() + timedelta(days=40))
    return accept(world, mandate)


def remind_of(world: World, mandate: Mandate) -> None:
    remind(world.session, mandate.id, policy=world.policy, now=world.now)


def test_who_chose_e_mail_gets_it_beside_every_letter_but_reminders(world: World) -> None:
    reads_mail(world, INSTEAD)
    mandate = running(world)
    world.later(minutes=15)
    (mail,) = send_due(world)
    assert told([mail]) == [["active.giver"]]
    assert (mail.address, mail.recipient_name) == (ADDRESS, "Maria Vermeulen")
    assert [one.with_letter for one in mail.told] == [True]
    assert letters(world, mandate) == ["given.giver", "invitation.holder", "active.giver", "active.holder"]
    world.later(days=10)
    remind_of(world, mandate)
    assert letters(world, mandate)[4:] == ["expiring.holder"]
    world.later(minutes=15)
    (reminder,) = send_due(world)
    assert [(one.kind, one.with_letter) for one in reminder.told] == [("expiring.giver", False)]
    assert mail_entries(world, mandate.id) == [("mail_sent", world.bakery.id)] * 2


def test_a_letter_and_an_e_mail_are_both_sent_of_a_reminder(world: World) -> None:
    reads_mail(world, BESIDE)
    mandate = running(world)
    world.later(days=10)
    remind_of(world, mandate)
    assert letters(world, mandate)[4:] == ["expiring.giver", "expiring.holder"]
    assert parts(world)[-1].kind == "expiring.giver"


def test_until_the_address_is_confirmed_nothing_else_goes_there_and_letters_come(world: World) -> None:
    choose_mail(world, INSTEAD)
    (first,) = send_due(world)
    state = find_notice_state(world.session, world.bakery.id)
    assert [(one.kind, one.dossier_number) for one in first.told] == [("address", state.number)]
    assert (first.recipient_name, first.told[0].data) == (None, {})
    mandate = running(world)
    world.later(days=10)
    remind_of(world, mandate)
    assert "expiring.giver" in letters(world, mandate)
    world.later(minutes=15)
    assert send_due(world) == []
    assert set(outcomes(world)) == {"dropped"}
    assert mail_entries(world, mandate.id) == []


def test_an_address_that_is_confirmed_before_the_mail_leaves_still_gets_it(world: World) -> None:
    choose_mail(world, BESIDE)
    mandate = world.give()
    reads_mail(world, BESIDE)
    world.later(minutes=15)
    assert told(send_due(world)) == [["given.giver"]]
    assert mail_entries(world, mandate.id) == [("mail_sent", world.bakery.id)]


def test_what_happens_within_a_quarter_of_an_hour_becomes_one_mail(world: World) -> None:
    reads_mail(world, BESIDE)
    first, second = world.give("hinder.manage"), world.give("permit.view")
    world.later(minutes=10)
    accept(world, second)
    world.later(minutes=4)
    assert send_due(world) == []
    world.later(minutes=1)
    (mail,) = send_due(world)
    assert told([mail]) == [["given.giver", "active.giver"]]
    assert [one.dossier_number for one in mail.told] == [first.dossier_number, second.dossier_number]
    world.later(minutes=1)
    accept(world, first)
    world.later(minutes=15)
    assert told(send_due(world)) == [["active.giver"]]


def test_mails_to_the_two_sides_and_about_other_parties_are_not_mixed(world: World) -> None:
    reads_mail(world, BESIDE)
    reads_mail(world, BESIDE, world.holder, "jan@voorbeeld.be")
    world.give()
    world.give("permit.view", other_number="1999000249")
    world.later(minutes=15)
    sent = {(mail.address, *(one.kind for one in mail.told)) for mail in send_due(world)}
    assert sent == {(ADDRESS, "given.giver"), ("jan@voorbeeld.be", "invitation.holder")}
    assert count(world, Mail) == 2 + 3


def test_what_no_longer_holds_when_the_mail_leaves_is_not_told(world: World) -> None:
    reads_mail(world, BESIDE, world.holder)
    mandate = world.give()
    world.later(minutes=5)
    withdraw(world, mandate)
    world.later(minutes=10)
    assert told(send_due(world)) == [["withdrawn.holder"]]
    assert [one.told for one in parts(world)] == [False, True]
    reads_mail(world, BESIDE)
    other = world.give("permit.view")
    refuse(world, other)
    accepted = running(world, "recog.view")
    contest(world, accepted)
    stop(world, accepted)
    world.later(minutes=15)
    kinds_told = {tuple(one) for one in told(send_due(world))}
    assert ("refused.giver", "stopped.giver") in kinds_told


def test_a_reminder_of_an_end_that_moved_is_not_told(world: World) -> None:
    reads_mail(world, INSTEAD)
    mandate = running(world)
    world.later(days=10)
    send_due(world)
    remind_of(world, mandate)
    stop(world, get_mandate(world.session, mandate.id))
    world.later(minutes=15)
    assert told(send_due(world)) == [["stopped.giver"]]
    assert "expiring.giver" not in letters(world, mandate)


def test_a_reminder_to_an_address_that_does_not_work_comes_by_letter(world: World) -> None:
    reads_mail(world, INSTEAD)
    mandate = running(world)
    world.later(days=10)
    send_due(world)
    remind_of(world, mandate)
    world.later(minutes=15)
    (mail,) = take_due(world)
    refuse_address(world.session, mail.id, mail.address, policy=world.policy, now=world.now)
    refuse_address(world.session, mail.id, mail.address, policy=world.policy, now=world.now)
    assert letters(world, mandate).count("expiring.giver") == 1
    state = find_notice_state(world.session, world.bakery.id)
    assert (state.failed, state.works, outcomes(world)[-1]) == (True, False, "refused")
    assert mail_entries(world, mandate.id)[-1] == ("mail_refused", world.bakery.id)
    stop(world, get_mandate(world.session, mandate.id))
    assert outcomes(world)[-1] == "refused"


def test_an_address_that_was_changed_meanwhile_is_not_blamed(world: World) -> None:
    reads_mail(world, BESIDE)
    world.give()
    world.later(minutes=15)
    mail = next(take_due(world))
    choose_mail(world, BESIDE, email="nieuw@voorbeeld.be")
    refuse_address(world.session, mail.id, mail.address, policy=world.policy, now=world.now)
    assert not find_notice_state(world.session, world.bakery.id).failed


def test_a_mail_that_cannot_leave_for_a_day_comes_by_letter(world: World) -> None:
    reads_mail(world, INSTEAD)
    mandate = running(world)
    world.later(days=10)
    send_due(world)
    remind_of(world, mandate)
    mail_id = parts(world)[-1].mail_id
    world.now += timedelta(minutes=15) + LONGEST_TRY
    assert take_mail(world.session, mail_id, policy=world.policy, now=world.now) is not None
    world.later(minutes=1)
    assert take_mail(world.session, mail_id, policy=world.policy, now=world.now) is None
    assert letters(world, mandate)[-2:] == ["expiring.giver", "expiring.holder"]
    assert find_notice_state(world.session, world.bakery.id).works
    assert mail_entries(world, mandate.id)[-1] == ("mail_given_up", world.bakery.id)


def test_words_that_the_server_refuses_come_by_letter(world: World) -> None:
    reads_mail(world, INSTEAD)
    mandate = running(world)
    world.later(days=10)
    send_due(world)
    remind_of(world, mandate)
    world.later(minutes=15)
    (mail,) = take_due(world)
    give_up_mail(world.session, mail.id, policy=world.policy, now=world.now)
    assert "expiring.giver" in letters(world, mandate)
    assert find_notice_state(world.session, world.bakery.id).works


@pytest.mark.parametrize("change", ["letters again", "another address", "no mail at all here"])
def test_who_no_longer_reads_e_mail_gets_the_reminder_by_letter(world: World, change: str) -> None:
    reads_mail(world, INSTEAD)
    mandate = running(world)
    world.later(days=10)
    send_due(world)
    remind_of(world, mandate)
    assert "expiring.giver" not in letters(world, mandate)
    if change == "no mail at all here":
        world.policy = Policy()
    else:
        again = change == "letters again"
        choose_mail(world, NONE if again else INSTEAD, email="" if again else "nieuw@voorbeeld.be")
    world.later(minutes=15)
    assert told(send_due(world)) in ([], [["address"]])
    assert "expiring.giver" in letters(world, mandate)


def test_without_mail_everybody_gets_letters_whatever_he_chose(world: World) -> None:
    reads_mail(world, INSTEAD)
    world.policy = Policy()
    mandate = running(world)
    world.later(days=10)
    remind_of(world, mandate)
    assert "expiring.giver" in letters(world, mandate)
    assert parts(world) == []


def test_mail_that_comes_back_days_later_marks_the_address_and_tells_by_letter(world: World) -> None:
    reads_mail(world, INSTEAD)
    mandate = running(world)
    world.later(days=10)
    remind_of(world, mandate)
    world.later(minutes=15)
    assert told(send_due(world))[-1] == ["expiring.giver"]
    world.later(days=2)
    for found in (1, 0):
        assert return_mail(world.session, f" {ADDRESS.upper()} ", policy=world.policy, now=world.now) == found
    assert letters(world, mandate).count("expiring.giver") == 1
    assert find_notice_state(world.session, world.bakery.id).failed
    assert mail_entries(world, mandate.id)[-1] == ("mail_refused", world.bakery.id)


def test_a_mail_that_came_back_is_written_down_once_also_after_the_address_was_chosen_again(world: World) -> None:
    reads_mail(world, BESIDE)
    mandate = world.give()
    world.later(minutes=15)
    send_due(world)
    for _ in range(2):
        assert return_mail(world.session, ADDRESS, policy=world.policy, now=world.now) == 1
        reads_mail(world, BESIDE)
    assert mail_entries(world, mandate.id) == [("mail_sent", world.bakery.id), ("mail_refused", world.bakery.id)]


def test_a_mail_is_written_down_once_also_when_two_workers_send_it(world: World) -> None:
    reads_mail(world, BESIDE)
    mandate = world.give()
    world.later(minutes=15)
    (mail,) = take_due(world)
    assert take_mail(world.session, mail.id, policy=world.policy, now=world.later(minutes=1)) == mail
    for _ in range(2):
        store_sent(world.session, mail.id, WORDS, VAULT, now=world.now)
    assert kinds(world, mandate) == ["given", "mail_sent"]
    assert take_mail(world.session, mail.id, policy=world.policy, now=world.now) is None


def test_an_act_after_a_worker_took_the_mail_makes_a_new_one(world: World) -> None:
    reads_mail(world, BESIDE)
    world.give()
    world.later(minutes=15)
    for mail in take_due(world):
        world.give("permit.view")
        store_sent(world.session, mail.id, WORDS, VAULT, now=world.now)
    world.later(minutes=15)
    assert told(send_due(world)) == [["given.giver"]]


def test_the_choice_is_part_of_what_a_customer_consents_to_give(world: World) -> None:
    actor = world.visit(world.add_clerk(), BAKERY, world.add_function(BAKERY, "Nele", "Claes"))
    chosen, other = (NoticeChoice(mail=BESIDE, email=one) for one in (ADDRESS, "x@voorbeeld.be"))
    consent(world, actor, world.wish(notice=other).fingerprint())
    with pytest.raises(Conflict, match="consent_missing"):
        give_as(world, actor, notice=chosen)
    consent(world, actor, world.wish(notice=chosen).fingerprint())
    mandate = give_as(world, actor, notice=chosen)
    assert find_notice_state(world.session, world.bakery.id).choice == chosen
    assert kinds(world, mandate) == ["given"]
    assert [one.kind for one in parts(world)] == ["given.giver"]


def test_the_journal_and_the_letters_hold_no_address(world: World) -> None:
    reads_mail(world, BESIDE)
    running(world)
    world.later(minutes=15)
    send_due(world)
    rows = [*world.session.scalars(select(JournalEntry)), *parts(world), *world.session.scalars(select(Letter))]
    assert not [row for row in rows if "voorbeeld.be" in str(row.data)]
