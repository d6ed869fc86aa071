"""An e-mail that a worker has in hand, or that comes back, at the moment at which what it says is taken back."""

import threading
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.acts import executors, starting, takeovers
from app.core.acts.answering import accept_mandate
from app.core.acts.reminders import remind
from app.core.acts.stopping import stop_mandate
from app.core.letters.mail_data import INVITED, UNINVITED
from app.core.letters.mail_sending import give_up_mail, return_mail, store_sent, take_mail
from app.core.letters.notice_choices import choose_notice
from app.core.people.notices import MailWish, NoticeChoice
from app.core.people.persons import ensure_person
from app.core.rights.accepting import accept_relation
from app.core.rights.rounds import close_round, confirm_colleague, hold_round, view_round
from app.core.rights.withdrawing import withdraw_invitation
from app.db import Database
from app.models.letter import Letter
from app.models.mail import Mail, MailPart
from app.models.mandate import Mandate
from app.models.notice_preference import NoticePreference
from app.models.work_relation import WorkRelation
from tests.acting import accept, transfer
from tests.colleagues import appoint, colleague
from tests.core.test_invited_by_mail import ADDRESS, EVA, with_clerk
from tests.mailing import VAULT, WORDS, reads_mail, send_due, take_due, told, with_mail
from tests.world import OTHER, World

Deed = Callable[[Session], Any]


class Waiting:
    """Two at the same moment, of whom the second has to wait for the first."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def one_waits(self, first: Deed, second: Deed) -> Any:
        """What the first made; the second begins before the first commits, and has to wait for it."""
        other = threading.Thread(target=lambda: self.carry_out(second))
        with self.database.writing.begin() as session:
            made = first(session)
            session.flush()
            other.start()
            other.join(timeout=0.5)
            assert other.is_alive()
        other.join(timeout=20)
        return made

    def carry_out(self, deed: Deed) -> Any:
        """One deed in a transaction of its own."""
        with self.database.writing.begin() as session:
            return deed(session)

    def rows(self, column: Any) -> list[Any]:
        with self.database.reading() as session:
            return list(session.scalars(select(column)))


class Scene(Waiting):
    """A committed invitation by e-mail, about which two do something at the same moment."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        with database.writing.begin() as session:
            world = with_mail(World(session))
            relation = appoint(world, EVA)
            self.jan = world.holder
            self.actor, self.relation_id = with_clerk(world, relation), relation.id
            self.mail_id = session.scalars(select(Mail.id)).one()
            self.frame: dict[str, Any] = {"policy": world.policy, "now": world.now}

    def take_back(self, session: Session) -> None:
        """A clerk takes the invitation back."""
        withdraw_invitation(session, self.actor, self.relation_id, **self.frame)

    def come_back(self, session: Session) -> None:
        """The operator says that the mail came back."""
        return_mail(session, ADDRESS, **self.frame)

    def choose(self, session: Session, address: str) -> None:
        """Who decides for the organisation wants its e-mail there."""
        choice = NoticeChoice(mail=MailWish.BESIDE, email=address)
        choose_notice(session, self.jan, self.jan.party_id, choice, **self.frame)

    def while_taken_back(self, worker: Callable[..., Any]) -> Any:
        """What the worker made of the mail; the invitation is taken back before he commits."""
        return self.one_waits(lambda session: worker(session, self.mail_id, **self.frame), self.take_back)


def test_who_gets_the_e_mail_that_a_worker_just_took_reads_that_he_is_no_longer_invited(
    fresh_database: Database,
) -> None:
    scene = Scene(fresh_database)
    assert scene.while_taken_back(take_mail) is not None
    assert sorted(scene.rows(MailPart.kind)) == [INVITED, UNINVITED]
    (letter,) = scene.rows(Letter)
    assert (letter.kind, letter.data["by_mail"], letter.data["invited"]) == ("invitation_ended.party", True, True)


def test_what_a_worker_just_made_a_letter_of_is_taken_back_as_a_letter(fresh_database: Database) -> None:
    scene = Scene(fresh_database)
    with fresh_database.writing.begin() as session:
        take_mail(session, scene.mail_id, **scene.frame)
    scene.while_taken_back(give_up_mail)
    assert scene.rows(MailPart.kind) == [INVITED]
    told = {"colleague.party", "invitation_ended.colleague", "invitation_ended.party"}
    assert set(scene.rows(Letter.kind)) == told
    assert scene.rows(WorkRelation.withdrawn_on) == [scene.frame["now"].date()]


def test_an_e_mail_that_comes_back_while_the_invitation_is_taken_back_becomes_no_letter_with_a_dead_code(
    fresh_database: Database,
) -> None:
    scene = sent(Scene(fresh_database))
    scene.one_waits(scene.take_back, scene.come_back)
    assert scene.rows(Letter.kind) == ["invitation_ended.party"]
    assert scene.rows(WorkRelation.mail_number) != [None]


def test_what_just_became_a_letter_because_the_e_mail_came_back_is_taken_back_as_a_letter(
    fresh_database: Database,
) -> None:
    scene = sent(Scene(fresh_database))
    scene.one_waits(scene.come_back, scene.take_back)
    assert scene.rows(MailPart.kind) == [INVITED]
    told = {"colleague.party", "invitation_ended.colleague", "invitation_ended.party"}
    assert set(scene.rows(Letter.kind)) == told


def test_an_address_that_was_just_replaced_does_not_fail_with_the_old_one(fresh_database: Database) -> None:
    scene = Scene(fresh_database)
    scene.carry_out(lambda session: scene.choose(session, ADDRESS))
    scene.one_waits(lambda session: scene.choose(session, "kantoor@voorbeeld.be"), scene.come_back)
    assert scene.rows(NoticePreference.email_failed_at) == [None]


def test_what_is_just_being_stopped_is_not_told_to_end_soon_by_a_letter_instead(fresh_database: Database) -> None:
    with fresh_database.writing.begin() as session:
        world = with_mail(World(session))
        reads_mail(world, MailWish.INSTEAD)
        mandate = accept(world, world.give(months=None, last_day=world.now.date() + timedelta(days=40)))
        world.later(days=10)
        remind(session, mandate.id, policy=world.policy, now=world.now)
        world.later(minutes=15)
        mail_id = next(one.id for one in take_due(world) if [told.kind for told in one.told] == ["expiring.giver"])
        frame: dict[str, Any] = {"policy": world.policy, "now": world.now}
        giver, mandate_id = world.giver, mandate.id
    scene = Waiting(fresh_database)
    scene.one_waits(
        lambda session: stop_mandate(session, giver, mandate_id, **frame),
        lambda session: give_up_mail(session, mail_id, **frame),
    )
    told = set(scene.rows(Letter.kind))
    assert "stopped.giver" in told
    assert "expiring.giver" not in told


def test_a_yearly_list_that_is_just_being_closed_is_not_asked_by_a_letter_instead(fresh_database: Database) -> None:
    with fresh_database.writing.begin() as session:
        world = with_mail(World(session))
        reads_mail(world, MailWish.INSTEAD, world.holder)
        els, jan = colleague(world, "Els").id, world.holder
        world.later(days=366)
        hold_round(session, world.office.id, policy=world.policy, now=world.now)
        world.later(minutes=15)
        [mail_id] = [one.id for one in take_due(world) if [told.kind for told in one.told] == ["round.party"]]
        view = view_round(session, jan, now=world.now)
        assert view is not None
        confirm_colleague(session, jan, els, view.mark_of(view.left[0]), now=world.now)
        frame: dict[str, Any] = {"policy": world.policy, "now": world.now}
    scene = Waiting(fresh_database)
    scene.one_waits(
        lambda session: close_round(session, jan, now=frame["now"]),
        lambda session: give_up_mail(session, mail_id, **frame),
    )
    assert scene.rows(Letter.kind) == []


def test_an_invitation_that_is_just_being_accepted_becomes_no_letter_with_a_code(fresh_database: Database) -> None:
    scene = Scene(fresh_database)
    with fresh_database.writing.begin() as session:
        take_mail(session, scene.mail_id, **scene.frame)
        who = ensure_person(session, "subject-eva", "Eva", "Claes").id
    eva = Actor.signed_in_with_mail(who, scene.relation_id, scene.jan.party_id, "sign-in 1")
    scene.one_waits(
        lambda session: accept_relation(session, eva, scene.relation_id, now=scene.frame["now"]),
        lambda session: give_up_mail(session, scene.mail_id, **scene.frame),
    )
    assert scene.rows(Letter.kind) == []


def test_who_accepts_and_names_somebody_does_not_wait_in_a_ring_with_an_e_mail_that_comes_back(
    fresh_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with fresh_database.writing.begin() as session:
        world = with_mail(World(session))
        reads_mail(world, MailWish.INSTEAD, world.holder, ADDRESS)
        els, mandate_id = colleague(world, "Els").id, world.give("hinder.manage").id
        world.later(days=25)
        remind(session, mandate_id, policy=world.policy, now=world.now)
        world.later(minutes=20)
        assert told(send_due(world))[-1] == ["lapsing.holder"]
        jan, frame = world.holder, {"policy": world.policy, "now": world.now}
    scene, lock_party = Waiting(fresh_database), executors.lock_party
    back = threading.Thread(target=lambda: scene.carry_out(lambda session: return_mail(session, ADDRESS, **frame)))

    def lock_late(*args: Any) -> Any:
        monkeypatch.setattr(executors, "lock_party", lock_party)  # it is locked more than once
        back.start()
        back.join(timeout=0.5)
        assert back.is_alive()
        return lock_party(*args)

    monkeypatch.setattr(executors, "lock_party", lock_late)
    scene.carry_out(lambda session: accept_mandate(session, jan, mandate_id, executors=[els], **frame))
    back.join(timeout=20)
    assert scene.rows(NoticePreference.email_failed_at) == [frame["now"]]
    assert "lapsing.holder" not in scene.rows(Letter.kind)


def test_who_takes_over_two_mandates_does_not_wait_in_a_ring_with_an_e_mail_about_both(
    fresh_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = iter(map(uuid.UUID, (f"{one:032}" for one in (2, 1, 3))))  # of the two old ones the second has the lower
    monkeypatch.setattr(starting, "Mandate", lambda **values: Mandate(id=next(numbers), **values))
    with fresh_database.writing.begin() as session:
        world, types = with_mail(World(session)), ("hinder.manage", "subsidy.view")
        reads_mail(world, MailWish.INSTEAD)
        for key in types:
            accept(world, world.give(key, months=None, last_day=world.now.date() + timedelta(days=40)))
        world.later(days=10)
        for number in (1, 2):
            remind(session, uuid.UUID(int=number), policy=world.policy, now=world.now)
        world.later(minutes=15)
        mail_id = next(one.id for one in take_due(world) if [told.kind for told in one.told] == ["expiring.giver"] * 2)
        new = transfer(world, *types)
        frame: dict[str, Any] = {"policy": world.policy, "now": world.now}
        wim = world.at_home(world.add_representative(OTHER, "Wim", "Peeters"), new.holder)
    scene, settle = Waiting(fresh_database), takeovers._settle
    worker = threading.Thread(target=lambda: scene.carry_out(lambda session: give_up_mail(session, mail_id, **frame)))

    def settle_late(*args: Any) -> Any:
        monkeypatch.setattr(takeovers, "_settle", settle)
        worker.start()
        worker.join(timeout=0.5)
        assert worker.is_alive()
        return settle(*args)

    monkeypatch.setattr(takeovers, "_settle", settle_late)
    scene.carry_out(lambda session: accept_mandate(session, wim, new.id, **frame))
    worker.join(timeout=20)
    told = scene.rows(Letter.kind)
    assert (told.count("transferred.giver"), told.count("expiring.giver")) == (2, 0)


def sent(scene: Scene) -> Scene:
    """The same, after the e-mail went out."""
    scene.carry_out(lambda session: take_mail(session, scene.mail_id, **scene.frame))
    scene.carry_out(lambda session: store_sent(session, scene.mail_id, WORDS, VAULT, now=scene.frame["now"]))
    return scene
