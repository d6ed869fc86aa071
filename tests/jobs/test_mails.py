"""The worker's rounds with e-mail: a real server, a moved clock, retries, refusals, and workers that die."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app import create_app
from app.config import MailSettings, Settings
from app.core.acts.answering import accept_mandate
from app.core.letters.mail_sending import LONGEST_TRY
from app.core.letters.mails import SEND
from app.core.letters.notice_choices import MailWish, NoticeChoice, choose_notice, confirm_email
from app.core.people.notices import find_notice_state
from app.core.policy import Policy
from app.db import Database
from app.jobs import days
from app.jobs.engine import LEASE, Engine
from app.jobs.workshop import workshop_of
from app.models.journal import JournalEntry
from app.models.mail import Mail
from tests.fakes import PlainPress
from tests.jobs.test_engine import Clock, kinds_of
from tests.jobs.village import Village
from tests.post_office import HOST, PostOffice, open_post_office

ADDRESS = "maria@voorbeeld.be"
POLICY = Policy(sends_mail=True)
QUARTER = timedelta(minutes=15)


@pytest.fixture
def clock() -> Clock:
    """Noon, on a Monday."""
    return Clock()


@pytest.fixture
def office() -> Iterator[PostOffice]:
    """The mail server."""
    with open_post_office() as office:
        yield office


@pytest.fixture
def app(settings: Settings, fresh_database: Database, clock: Clock, office: PostOffice) -> Flask:
    """The application that sends there, with a press that is quick."""
    mail = MailSettings("loket@mandaat.voorbeeld.be", HOST, office.port, security="none")
    app = create_app(replace(settings, mail=mail), database=fresh_database, clock=clock)
    app.extensions["press"] = PlainPress()
    return app


@pytest.fixture
def engine(app: Flask) -> Engine:
    """One worker."""
    return Engine(workshop_of(app))


@pytest.fixture
def village(fresh_database: Database, clock: Clock, engine: Engine, office: PostOffice) -> Village:
    """With six neighbours; Maria reads her news by e-mail, at an address that works."""
    village = Village(fresh_database, clock.now, 6)
    choice = NoticeChoice(mail=MailWish.INSTEAD, email=ADDRESS)
    with fresh_database.writing.begin() as session:
        choose_notice(session, village.giver, village.giver_id, choice, policy=POLICY, now=clock.now)
    engine.drain()
    with fresh_database.writing.begin() as session:
        number = str(find_notice_state(session, village.giver_id).number)
        assert number[3:7] in str(office.mails[0]["Subject"])
        confirm_email(session, village.giver, village.giver_id, number, now=clock.now)
    office.envelopes.clear()
    return village


def give(village: Village, clock: Clock, count: int = 1) -> list[object]:
    """So many mandates, with a mail each promised."""
    village.policy = POLICY
    return village.give_many(count, clock.now)


def mails(database: Database) -> list[Mail]:
    """The mails about mandates, the oldest first."""
    with database.reading() as session:
        return list(session.scalars(select(Mail).where(Mail.other_id.is_not(None)).order_by(Mail.made_at, Mail.id)))


def undone(village: Village) -> list[str]:
    return [item.kind for item in village.undone() if item.kind == SEND]


def test_a_mail_waits_a_quarter_of_an_hour_and_arrives_once(
    engine: Engine, village: Village, clock: Clock, office: PostOffice, fresh_database: Database
) -> None:
    (mandate_id,) = give(village, clock)
    engine.drain()
    assert (office.mails, undone(village)) == ([], [SEND])
    clock.now += QUARTER
    for _ in range(2):
        engine.drain()
    (message,) = office.mails
    assert "U gaf een mandaat, dossier" in str(message["Subject"])
    assert "Herberg 0 BV moet het nog aanvaarden." in message.get_content()
    assert kinds_of(fresh_database, mandate_id).count("mail_sent") == 1


def test_what_the_server_does_not_take_now_is_tried_again(
    engine: Engine, village: Village, clock: Clock, office: PostOffice, fresh_database: Database
) -> None:
    give(village, clock)
    clock.now += QUARTER
    office.to_recipient = "450 4.2.0 greylisted"
    engine.drain()
    assert {item.last_error for item in village.undone()} == {"app.adapters.mail.refusals.MailError"}
    office.to_recipient = None
    assert (engine.drain(), office.mails) == (0, [])
    clock.now += timedelta(seconds=5)
    engine.drain()
    assert (len(office.mails), undone(village)) == (1, [])
    (item,) = (item for item in village.items(SEND) if item.last_error)
    assert item.attempts == 2


@pytest.mark.parametrize("refusal", ["to_recipient", "to_words"])
def test_a_reminder_that_is_refused_for_good_comes_by_letter(
    engine: Engine, village: Village, clock: Clock, office: PostOffice, fresh_database: Database, refusal: str
) -> None:
    (mandate_id,) = give(village, clock)
    clock.now += timedelta(days=23)
    days.ask_for_the_day(engine.workshop)
    engine.drain()
    assert [letter.kind for letter in village.letters()][2:] == ["lapsing.holder"]
    clock.now += QUARTER
    setattr(office, refusal, "550 5.1.1 not here")
    engine.drain()
    letters = [letter for letter in village.letters() if letter.kind.startswith("lapsing")]
    assert [(letter.kind, bool(letter.printed_at)) for letter in letters] == [
        ("lapsing.holder", True), ("lapsing.giver", True)
    ]  # fmt: skip
    with fresh_database.reading() as session:
        failed = find_notice_state(session, village.giver_id).failed
    assert (failed, kinds_of(fresh_database, mandate_id)[-1]) == (refusal == "to_recipient", "letter_printed")
    assert mails(fresh_database)[-1].outcome == ("refused" if refusal == "to_recipient" else "given_up")
    assert undone(village) == []


def test_a_server_that_stays_away_for_a_day_makes_it_a_letter(
    engine: Engine, village: Village, clock: Clock, office: PostOffice, fresh_database: Database
) -> None:
    give(village, clock)
    clock.now += timedelta(days=23)
    days.ask_for_the_day(engine.workshop)
    engine.drain()
    clock.now += QUARTER
    office.to_words = "451 not now"
    for _ in range(3):
        engine.drain()
        clock.now += timedelta(hours=1)
    assert undone(village) == [SEND]
    clock.now += LONGEST_TRY
    engine.drain()
    assert "lapsing.giver" in [letter.kind for letter in village.letters()]
    assert (office.mails, undone(village)) == ([], [])


def test_several_acts_become_one_mail(
    engine: Engine, village: Village, clock: Clock, office: PostOffice, fresh_database: Database
) -> None:
    first, _ = give(village, clock, 2)
    with fresh_database.writing.begin() as session:
        holder = village.neighbour(session, 0)
        clock.now += timedelta(minutes=14)
        accept_mandate(session, holder, first, policy=POLICY, now=clock.now)
    clock.now += timedelta(minutes=1)
    engine.drain()
    subjects = sorted(str(message["Subject"])[:22] for message in office.mails)
    assert subjects == ["Het mandaat is actief,", "U gaf een mandaat, dos"]
    assert [mail.outcome for mail in mails(fresh_database)] == ["sent", "sent"]


def test_a_worker_that_dies_after_sending_sends_the_same_mail_again(
    app: Flask, engine: Engine, village: Village, clock: Clock, office: PostOffice, fresh_database: Database
) -> None:
    (mandate_id,) = give(village, clock)
    engine.drain()
    clock.now += QUARTER
    dying = Engine(replace(workshop_of(app), postman=DyingPostman(engine.workshop.postman)))
    task = dying.dequeue()
    assert task is not None
    with pytest.raises(SystemExit):
        dying.execute(task)
    assert (len(office.mails), engine.drain()) == (1, 0)
    clock.now += LEASE
    engine.drain()
    assert len({message["Message-ID"] for message in office.mails}) == 1
    assert len({bytes(envelope.content) for envelope in office.envelopes}) == 1
    assert (len(office.mails), kinds_of(fresh_database, mandate_id).count("mail_sent")) == (2, 1)


class DyingPostman:
    """A postman who delivers and is then killed, before anybody wrote it down."""

    def __init__(self, postman: object) -> None:
        self.postman = postman

    def send(self, mail: object) -> object:
        self.postman.send(mail)
        raise SystemExit


def test_what_was_sent_is_kept_sealed_and_without_its_address(
    app: Flask, engine: Engine, village: Village, clock: Clock, office: PostOffice, fresh_database: Database
) -> None:
    give(village, clock)
    clock.now += QUARTER
    engine.drain()
    with fresh_database.reading() as session:
        mail = session.scalars(select(Mail).where(Mail.outcome == "sent", Mail.other_id.is_not(None))).one()
        words = app.extensions["vault"].unseal(mail.sealed, f"mail:{mail.id}").decode()
        entries = session.scalars(select(JournalEntry)).all()
    assert words.splitlines()[0] == str(office.mails[0]["Subject"])
    assert words.partition("\n")[2].strip() == office.mails[0].get_content().replace("\r\n", "\n").strip()
    assert not [entry for entry in entries if "voorbeeld.be" in str(entry.data)]
    assert ADDRESS not in words
