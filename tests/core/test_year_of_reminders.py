"""A year of reminders on a moved clock, against a list made by walking over the days: nobody twice, nobody missed.

The job is skipped on random days and dies at random before it keeps what it did, as a worker that is killed does. In
one of the years the giver reads his reminders by e-mail, until the mail server no longer knows his address.
"""

import random
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.core.acts.reminders import list_to_remind, remind
from app.core.errors import CoreError
from app.core.letters.mail_sending import refuse_address, store_sent
from app.core.mandates.lookup import get_mandate
from app.core.people.notices import MailWish
from app.models.journal import JournalEntry
from app.models.letter import Letter
from app.models.lifecycle import Status
from app.models.mail import Mail, MailPart
from app.models.mandate import Mandate
from app.models.reminder import Reminder
from tests.acting import accept, accept_extension, contest, extend, resume, stop, today
from tests.mailing import VAULT, WORDS, reads_mail, take_due, with_mail
from tests.world import TODAY, World

DAYS = 420
LAST_DAY_OF_THE_ADDRESS = 150
ENDLESS = ("permit.view", "recog.view")
DATED = ("hinder.manage", "subsidy.view", "staff.view", "leave.manage", "kmop.manage", "farm.view")
Told = list[tuple[date, uuid.UUID, str]]


@dataclass
class Story:
    """One mandate, what people do to it on which day, and what the walk over the days says is still to be told."""

    mandate: Mandate
    acts: dict[int, list[Callable[[], object]]] = field(default_factory=dict)
    waiting: str | None = None

    def on(self, day: int, act: Callable[[], object]) -> None:
        self.acts.setdefault(day, []).append(act)


def stories(world: World, chance: random.Random) -> list[Story]:
    """Mandates with and without an end that are answered, stopped, contested or extended on random days."""
    told = []
    for key in (*ENDLESS, *DATED):
        endless = key in ENDLESS
        last_day = None if endless else TODAY + timedelta(days=chance.choice([12, 40, 75, 130, 220, 300]))
        story = Story(world.give(key, months=None, last_day=last_day))
        told.append(story)
        if chance.random() < 0.85:
            story.on(chance.randrange(25), lambda one=story: accept(world, one.mandate))
        if chance.random() < 0.25:
            story.on(chance.randrange(20, 300), lambda one=story: stop(world, one.mandate))
        if chance.random() < 0.4:
            begin = chance.randrange(20, 200)
            story.on(begin, lambda one=story: contest(world, one.mandate))
            story.on(begin + chance.randrange(25), lambda one=story: resume(world, one.mandate))
        if not endless and chance.random() < 0.5:
            begin, months = chance.randrange(20, 200), chance.choice([1, 2, 3])
            story.on(begin, lambda one=story, months=months: extend(world, one.mandate, months=months))
            story.on(begin + chance.randrange(20), lambda one=story: answered(world, one))
    return told


def answered(world: World, story: Story) -> None:
    """The extension is accepted; whoever reads that knows the new end, so nothing of before waits any more."""
    accept_extension(world, story.mandate)
    story.waiting = None


def walk(story: Story, day: date, fresh: bool) -> None:
    """Let one day go by: what comes due today takes the place of what still waits. `fresh`: extended today."""
    mandate = story.mandate
    if mandate.accepted_on is None:
        if mandate.lapses_after - day == timedelta(days=7) and day > mandate.started_on:
            story.waiting = "lapsing"
        return
    first, (line,) = max(mandate.lines[0].first_day, mandate.accepted_on), mandate.lines
    if fresh or day <= first or line.stop_day is not None:
        return
    if line.last_day is None:
        story.waiting = "yearly" if (day.month, day.day) == (first.month, first.day) else story.waiting
    elif (line.last_day - day).days in (60, 30, 7):
        story.waiting = f"expiring_{(line.last_day - day).days}"


def is_told(story: Story, day: date) -> bool:
    """Whether a job that runs on `day` tells what waits."""
    wanted = {Status.OFFERED} if story.waiting == "lapsing" else {Status.ACTIVE}
    return story.waiting is not None and story.mandate.status_on(day) in wanted


def act(world: World, story: Story, offset: int) -> bool:
    """Do what people do that day, unless it can no longer be done; whether an extension was accepted."""
    if offset not in story.acts:
        return False
    before = [one.accepted_on for one in story.mandate.extensions]
    for one in story.acts[offset]:
        with suppress(CoreError):
            one()
    story.mandate = get_mandate(world.session, story.mandate.id, lock=True)
    return any(new is not None and new not in before for new in (e.accepted_on for e in story.mandate.extensions))


def run_job(world: World, dies: bool) -> bool:
    """Everything that is due, kept; or done and lost, because the worker was killed before its commit."""
    due = list(list_to_remind(world.session, now=world.now))
    for mandate_id in due:
        kept = world.session.begin_nested()
        remind(world.session, mandate_id, policy=world.policy, now=world.now)
        if dies:
            kept.rollback()
    return bool(due)


def post(world: World, chance: random.Random, address_works: bool) -> None:
    """A quarter of an hour later every mail goes out, though the worker dies at random and begins again."""
    world.later(minutes=15)
    while True:
        kept = world.session.begin_nested()
        mail = next(take_due(world), None)
        if mail is None:
            kept.commit()
            return
        if address_works:
            store_sent(world.session, mail.id, WORDS, VAULT, now=world.now)
        else:
            refuse_address(world.session, mail.id, mail.address, policy=world.policy, now=world.now)
        kept.rollback() if chance.random() < 0.3 else kept.commit()


@pytest.mark.parametrize(("seed", "by_mail"), [(1, True), (3, False)])
def test_in_a_year_nobody_is_reminded_twice_and_nobody_is_missed(world: World, seed: int, by_mail: bool) -> None:
    if by_mail:
        reads_mail(with_mail(world), MailWish.INSTEAD)
    chance, start = random.Random(seed), world.now
    told, expected = stories(world, chance), []
    for offset in range(DAYS):
        world.now = start + timedelta(days=offset)
        for story in told:
            walk(story, today(world), fresh=act(world, story, offset))
        if chance.random() < 0.3:
            continue
        dies = chance.random() < 0.2
        worked = run_job(world, dies)
        post(world, random.Random(offset), address_works=offset < LAST_DAY_OF_THE_ADDRESS)
        for story in told:
            if worked:
                story.mandate = get_mandate(world.session, story.mandate.id, lock=True)
            if is_told(story, today(world)) and not dies:
                expected.append((today(world), story.mandate.id, story.waiting))
                story.waiting = None
    assert sorted(found(world)) == sorted(expected)
    assert {kind.partition("_")[0] for _, _, kind in expected} == {"lapsing", "expiring", "yearly"}
    mails = list(world.session.scalars(select(Mail.outcome).where(Mail.other_id.is_not(None))))
    assert {"sent", "refused"} <= set(mails) if by_mail else mails == []
    assert None not in mails


def found(world: World) -> Told:
    """What was told, by the journal; each by letter or by mail to each side, and with its row that forbids a second."""
    entries = world.session.scalars(select(JournalEntry).where(JournalEntry.kind == "reminded")).all()
    rows = {one.entry_id: one for one in world.session.scalars(select(Reminder))}
    assert set(rows) == {entry.id for entry in entries}
    for entry in entries:
        kinds = [*world.session.scalars(select(Letter.kind).where(Letter.cause_id == entry.id))]
        alone = select(MailPart.kind).join(Mail, Mail.id == MailPart.mail_id).where(MailPart.letter_id.is_(None))
        alone = alone.where(MailPart.cause_id == entry.id, MailPart.told, Mail.outcome == "sent")
        kinds += world.session.scalars(alone)
        subject = rows[entry.id].kind.partition("_")[0]
        assert sorted(kinds) == ["yearly.giver"] if subject == "yearly" else [f"{subject}.giver", f"{subject}.holder"]
    return [(entry.at.date(), rows[entry.id].mandate_id, rows[entry.id].kind) for entry in entries]
