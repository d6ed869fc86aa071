"""E-mail in the test world: choosing it, confirming the address, and the worker's round without a server."""

import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta

from sqlalchemy import select

from app.core import outbox
from app.core.actor import Actor
from app.core.letters.mail_data import MailToSend, SentMail
from app.core.letters.mail_sending import store_sent, take_mail
from app.core.letters.mails import SEND
from app.core.letters.notice_choices import MailWish, NoticeChoice, choose_notice, confirm_email
from app.core.people.notices import find_notice_state
from app.core.policy import Policy
from app.core.vault import Vault
from app.models.journal import JournalEntry
from app.models.mail import Mail, MailPart
from tests.world import World

ADDRESS = "maria@voorbeeld.be"
VAULT = Vault(bytes(32), bytes(32))
LEASE = timedelta(seconds=20)
WORDS = SentMail("Er is nieuws", "Beste Maria Vermeulen,\n")


def with_mail(world: World) -> World:
    """The same world, where e-mail can leave."""
    world.policy = Policy(world.policy.cooling_off_days, world.policy.promise_working_days, sends_mail=True)
    return world


def choose_mail(world: World, wish: MailWish, actor: Actor | None = None, email: str = ADDRESS) -> None:
    """The actor's party wants e-mail; the address waits."""
    actor = actor or world.giver
    choice = NoticeChoice(mail=wish, email=email)
    choose_notice(world.session, actor, actor.party_id, choice, policy=world.policy, now=world.now)


def confirm_mail(world: World, actor: Actor | None = None) -> None:
    """The first mail is sent and read, and its number given back."""
    actor = actor or world.giver
    send_due(world)
    number = find_notice_state(world.session, actor.party_id).number
    confirm_email(world.session, actor, actor.party_id, number, now=world.now)


def reads_mail(world: World, wish: MailWish, actor: Actor | None = None, email: str = ADDRESS) -> None:
    """The actor's party wants e-mail, at an address that works."""
    choose_mail(world, wish, actor, email)
    confirm_mail(world, actor)


def take_due(world: World) -> Iterator[MailToSend]:
    """What a worker takes in hand now, one after the other; an item of which nothing is to be sent is finished."""
    claim = "claim"
    while work := outbox.claim_next(world.session, now=world.now, lease=LEASE, claim=claim, kinds=[SEND]):
        mail = take_mail(world.session, uuid.UUID(work.payload["mail_id"]), policy=world.policy, now=world.now)
        if mail is not None:
            yield mail
        outbox.finish(world.session, work.item_id, work.claim, now=world.now)


def send_due(world: World, meanwhile: Callable[[], object] = lambda: None) -> list[MailToSend]:
    """Send every mail that is due; what was sent."""
    sent = []
    for mail in take_due(world):
        meanwhile()
        store_sent(world.session, mail.id, WORDS, VAULT, now=world.now)
        sent.append(mail)
    return sent


def told(mails: list[MailToSend]) -> list[list[str]]:
    """The kinds in each mail."""
    return [[one.kind for one in mail.told] for mail in mails]


def outcomes(world: World) -> list[str | None]:
    """What became of every mail about mandates, the oldest first."""
    query = select(Mail.outcome).where(Mail.other_id.is_not(None)).order_by(Mail.made_at, Mail.id)
    return list(world.session.scalars(query))


def parts(world: World) -> list[MailPart]:
    """Everything that was gathered, the oldest first."""
    query = select(MailPart).where(MailPart.mandate_id.is_not(None)).order_by(MailPart.cause_id, MailPart.kind)
    return list(world.session.scalars(query))


def mail_entries(world: World, mandate_id: object) -> list[tuple[str, object]]:
    """What the journal of a mandate says about mails, and of which party."""
    query = select(JournalEntry).where(JournalEntry.mandate_id == mandate_id, JournalEntry.kind.startswith("mail_"))
    return [(one.kind, one.party_id) for one in world.session.scalars(query.order_by(JournalEntry.id))]
