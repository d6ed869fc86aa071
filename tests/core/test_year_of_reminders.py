"""A year of reminders on a moved clock, against a list made by walking over the days: nobody twice, nobody missed.

Some mandates have parts that end on days of their own, or that end while another runs until somebody stops it; some
wait for an answer about a later end, or for a second signature.
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

from app.core.actor import Actor
from app.core.acts.reminders import list_to_remind, remind
from app.core.errors import CoreError
from app.core.letters.mail_sending import refuse_address, store_sent
from app.core.mandates.lookup import get_mandate
from app.core.people.notices import MailWish
from app.core.people.parties import ensure_enterprise_party
from app.models.extension import ExtensionStatus
from app.models.journal import JournalEntry
from app.models.letter import Letter
from app.models.lifecycle import Status
from app.models.mail import Mail, MailPart
from app.models.mandate import Mandate
from app.models.reminder import Reminder
from tests.acting import accept, accept_extension, contest, extend, resume, sign, stop, today
from tests.core.duo import Duo
from tests.mailing import VAULT, WORDS, reads_mail, take_due, with_mail
from tests.world import FARM, OTHER, TODAY, World

DAYS = 420
LAST_DAY_OF_THE_ADDRESS = 150
ENDLESS = ("permit.view", "recog.view")
DATED = ("hinder.manage", "subsidy.view", "staff.view", "leave.manage", "kmop.manage", "farm.view")
# After how many days each part ends; NATURAL is what its type allows to who gives until he stops it, a year.
NATURAL = -1
IN_PARTS: tuple[dict[str, int | None], ...] = (
    {"kmop.manage": 70, "subsidy.view": 100},  # 30 days before one end is 60 before the other
    {"leave.manage": 220, "staff.view": 220, "farm.view": 250},
    {"recog.view": 130, "permit.view": None},
    {"hinder.manage": NATURAL, "recog.manage": None},
)
LAPSING, YEARLY, EXTENSION, SIGNING = "lapsing", "yearly", "extension", "signing_giver"
WEEK = timedelta(days=7)
WRITTEN = {  # the giver is always the one who proposes, and for whom two sign
    "lapsing": ["lapsing.giver", "lapsing.holder"],
    "expiring": ["expiring.giver", "expiring.holder"],
    "extension": ["extension_unanswered.giver", "extension_waits.holder"],
    "signing": ["sign_waits.giver"],
    "yearly": ["yearly.giver"],
}
BY_TWO = ("permit.view", "hinder.manage", "subsidy.view", "recog.view")
Told = list[tuple[date, uuid.UUID, str]]


@dataclass
class Story:
    """One mandate, what people do to it on which day, and what the walk over the days says is still to be told.

    That is kept by what it is about: LAPSING, EXTENSION, SIGNING, YEARLY, or the last day of one or more parts.
    """

    mandate: Mandate
    acts: dict[int, list[Callable[[], object]]] = field(default_factory=dict)
    waiting: dict[str | date, str] = field(default_factory=dict)

    def on(self, day: int, act: Callable[[], object]) -> None:
        self.acts.setdefault(day, []).append(act)


def stories(world: World, chance: random.Random) -> list[Story]:
    """Mandates with and without an end, whole and in parts, to which people do things on random days."""
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
            story.on(begin + chance.randrange(40), lambda one=story: answered(world, one))
    return told + in_parts(world, chance) + by_two(world, chance)


def by_two(world: World, chance: random.Random) -> list[Story]:
    """Mandates of a party for which two sign: what starts, and later what is to run longer, in time or too late."""
    duo, told = Duo(world), []
    lies = world.add_representative(FARM, "Lies", "Vanhoutte")
    holder = world.at_home(lies, ensure_enterprise_party(world.session, FARM), "sign-in of Lies")
    for late, key in enumerate(BY_TWO):
        story = Story(duo.give(key, other_number=FARM, months=None, last_day=TODAY + timedelta(days=200)))
        told.append(story)
        if late == 0:
            continue  # the second never signs
        first = chance.randrange(3 * late, 30)
        story.on(first, lambda one=story: sign(world, one.mandate, duo.johan))
        story.on(first + 4, lambda one=story: accept(world, one.mandate, holder))
        begin = first + chance.randrange(10, 40)
        story.on(begin, lambda one=story: extend(world, one.mandate, duo.godelieve, months=2))
        if chance.random() < 0.6:
            story.on(begin + chance.randrange(29), lambda one=story: sign(world, one.mandate, duo.johan))
    return told


def in_parts(world: World, chance: random.Random) -> list[Story]:
    """Mandates, held by somebody else, of which a part gets a later end or is stopped on random days."""
    nele = world.add_representative(OTHER, "Nele", "Claes")
    holder = world.at_home(nele, ensure_enterprise_party(world.session, OTHER), "sign-in of Nele")
    told = []
    for ends in IN_PARTS:
        story = Story(give_in_parts(world, ends))
        told.append(story)
        story.on(chance.randrange(20), lambda one=story: accept(world, one.mandate, holder))
        first, begin = next(iter(ends)), chance.randrange(25, 60)
        if chance.random() < 0.5:
            more = {"type_keys": (first,), "months": chance.choice([1, 2, 5])}
            story.on(begin, lambda one=story, more=more: extend(world, one.mandate, **more))
            story.on(begin + chance.randrange(15), lambda one=story: answered(world, one, holder))
        elif chance.random() < 0.5:
            stop_day = TODAY + timedelta(days=begin + chance.randrange(20))
            more = {"type_keys": [first], "stop_day": stop_day}
            story.on(begin, lambda one=story, more=more: stop(world, one.mandate, **more))
        if chance.random() < 0.5:
            story.on(begin + 20, lambda one=story: contest(world, one.mandate))
            story.on(begin + 20 + chance.randrange(25), lambda one=story: resume(world, one.mandate))
    return told


def give_in_parts(world: World, ends: dict[str, int | None]) -> Mandate:
    """A mandate of which each part ends after so many days."""
    mandate = world.give(*ends, other_number=OTHER, months=None, last_day=None)
    for line in mandate.lines:
        days = ends[line.type_key]
        if days != NATURAL:
            line.last_day = None if days is None else TODAY + timedelta(days=days)
    world.session.flush()
    return mandate


def answered(world: World, story: Story, holder: Actor | None = None) -> None:
    """The extension is accepted; whoever reads that knows every end, so no end of before waits any more."""
    accept_extension(world, story.mandate, holder)
    story.waiting = {about: kind for about, kind in story.waiting.items() if about in {YEARLY, SIGNING}}


def walk(story: Story, day: date, fresh: bool) -> None:
    """Let one day go by: what comes due today takes the place of what still waits. `fresh`: extended today."""
    mandate = story.mandate
    walk_what_waits(story, day)
    if mandate.accepted_on is None:
        if mandate.was_sent and mandate.lapses_after - day == timedelta(days=7) and day > mandate.started_on:
            story.waiting[LAPSING] = "lapsing"
        return
    first = max(mandate.lines[0].first_day, mandate.accepted_on)
    if day <= first:
        return
    if (day.month, day.day) == (first.month, first.day):
        story.waiting[YEARLY] = "yearly"
    for line in mandate.lines:
        if not fresh and line.last_day is not None and (line.last_day - day).days in (60, 30, 7):
            story.waiting[line.last_day] = f"expiring_{(line.last_day - day).days}"


def walk_what_waits(story: Story, day: date) -> None:
    """A proposal and a signature are over when they were answered, or too late."""
    proposals = [one for one in story.mandate.extensions if one.status_on(day) is ExtensionStatus.PROPOSED]
    signatures = [one for one in story.mandate.signatures if one.waits_on(day)]
    if not proposals:
        story.waiting.pop(EXTENSION, None)
    if not signatures:
        story.waiting.pop(SIGNING, None)
    if any(one.lapses_after - day == WEEK and day > one.proposed_on for one in proposals):
        story.waiting[EXTENSION] = EXTENSION
    if any(one.sign_by - day == WEEK and day > one.asked_on for one in signatures):
        story.waiting[SIGNING] = SIGNING


def told_now(story: Story, day: date) -> list[str | date]:
    """About what a job that runs on `day` tells: to a second what is to be signed, and one thing to both sides."""
    both = told_to_both(story, day)
    return [SIGNING] * (SIGNING in story.waiting) + ([both] if both else [])


def told_to_both(story: Story, day: date) -> str | date | None:
    """One thing a day: what waits for an answer, else the first end."""
    status = story.mandate.status_on(day)
    if status is Status.OFFERED and LAPSING in story.waiting:
        return LAPSING
    if status in {Status.ACTIVE, Status.SCHEDULED} and EXTENSION in story.waiting:
        return EXTENSION
    if status is not Status.ACTIVE:
        return None
    running = [line.last_day for line in story.mandate.lines if line.stop_day is None]
    ends = sorted(end for end in running if end in story.waiting and end >= day and not told_with(story, end, day))
    return ends[0] if ends else YEARLY if None in running and YEARLY in story.waiting else None


def told_with(story: Story, end: date, day: date) -> bool:
    """Whether a proposal that waits says all of this end, which is also the last day to answer it."""
    ending = {line.id for line in story.mandate.lines if line.last_day == end and line.stop_day is None}
    return any(
        one.status_on(day) is ExtensionStatus.PROPOSED and one.lapses_after == end
        and one.proposed_on < end - WEEK <= day and ending <= {part.line_id for part in one.lines}
        for one in story.mandate.extensions
    )  # fmt: skip


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


@pytest.mark.parametrize(("seed", "by_mail"), [(1, True), (4, False)])
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
            for about in [] if dies else told_now(story, today(world)):
                expected.append((today(world), story.mandate.id, story.waiting.pop(about)))
    assert sorted(found(world)) == sorted(expected)
    assert {kind.partition("_")[0] for _, _, kind in expected} == set(WRITTEN)
    assert parts_told(world)
    mails = list(world.session.scalars(select(Mail.outcome).where(Mail.other_id.is_not(None))))
    assert {"sent", "refused"} <= set(mails) if by_mail else mails == []
    assert None not in mails


def parts_told(world: World) -> set[str]:
    """The types of which it was told that they end while the rest runs on."""
    entries = world.session.scalars(select(JournalEntry).where(JournalEntry.kind == "reminded")).all()
    ends = [entry for entry in entries if entry.data["reminder"].startswith("expiring")]
    return {key for entry in ends for key in entry.data.get("types", ())}


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
        assert sorted(kinds) == WRITTEN[rows[entry.id].kind.partition("_")[0]]
    return [(entry.at.date(), rows[entry.id].mandate_id, rows[entry.id].kind) for entry in entries]
