"""Choosing how news comes, and confirming an e-mail address. A letter always comes where the law of the house says so.

An address is confirmed by giving back the dossier number that stands in the first mail to it; until then nothing else
goes there. See docs/decisions/ for why.
"""

import uuid
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.errors import Conflict, Invalid, NotAllowed
from app.core.journal import record
from app.core.letters.mails import order_first_mail
from app.core.mandates.dossier_numbers import new_dossier_number, parse_dossier_number
from app.core.people.email_addresses import parse_email
from app.core.people.notices import MailWish, NoticeChoice, NoticeState, find_notice_choice, find_notice_state
from app.core.people.parties import get_party
from app.core.permits.managing import Permit, permit_managing
from app.core.permits.sight import find_sight
from app.core.policy import Policy
from app.models.notice_preference import NoticePreference
from app.models.party import Party


def view_notice_choice(session: Session, actor: Actor, *, now: datetime) -> tuple[Party, NoticeState]:
    """The actor's party and how it wants its news; NotAllowed for who may only execute."""
    sight = find_sight(session, actor, brussels_day(now))
    if not sight.decides:
        raise NotAllowed("may_not_decide", party=sight.party.name)
    return sight.party, find_notice_state(session, sight.party.id)


def notice_about(party_id: uuid.UUID, choice: NoticeChoice) -> str:
    """The choice as a customer at the counter consents to it."""
    return f"notice:{choice.mark()}:{party_id}"


def confirming_about(party_id: uuid.UUID) -> str:
    """The confirmation of an address as a customer at the counter consents to it."""
    return f"email_confirmed:{party_id}"


def choose_notice(
    session: Session, actor: Actor, party_id: uuid.UUID, choice: NoticeChoice, *, policy: Policy, now: datetime
) -> NoticeChoice:
    """Keep the choice; it holds for what is told from now on. Choosing the same again changes nothing.

    Raises NotAllowed unless the actor decides for the party, Invalid for an address to which nothing can be sent.
    """
    party = get_party(session, party_id)
    permit = permit_managing(
        session, actor, party, brussels_day(now), widens=False, about=notice_about(party.id, choice)
    )
    return keep_notice(session, actor, permit, party.id, choice, policy=policy, now=now)


def keep_notice(
    session: Session,
    actor: Actor,
    permit: Permit,
    party_id: uuid.UUID,
    choice: NoticeChoice,
    *,
    policy: Policy,
    now: datetime,
) -> NoticeChoice:
    """The same for who has a permit already, because the choice is part of an act: giving, asking, accepting."""
    choice = _checked(choice, policy)
    # The party, because who chooses for the first time has no row of a choice yet that others could wait for.
    session.execute(select(Party.id).where(Party.id == party_id).with_for_update(key_share=True))
    before = find_notice_state(session, party_id, lock=True)
    if choice == before.choice and not before.failed and before.chosen:
        return choice
    fresh = choice.email is not None and (choice.email != before.choice.email or before.failed)
    number = new_dossier_number(session) if fresh else None
    row = session.get(NoticePreference, party_id) or NoticePreference(party_id=party_id)
    row.large_print, row.chosen_at, row.chosen_by = choice.large_print, now, actor.person_id or actor.actor_id
    row.mail, row.email = choice.mail, choice.email
    if fresh or choice.email is None:
        row.email_number, row.email_confirmed_at, row.email_failed_at = number, None, None
    session.add(row)
    session.flush()
    facts = {"large_print": choice.large_print, "mail": choice.mail, "new_address": fresh}
    because = {"ground": permit.ground, "capacity": permit.capacity, "party_id": party_id}
    entry = record(session, actor, "notice_chosen", now=now, **because, **facts)
    if number:
        order_first_mail(session, entry, party_id, number, now=now)
    return choice


def confirm_email(session: Session, actor: Actor, party_id: uuid.UUID, number: str, *, now: datetime) -> None:
    """Somebody read the first mail: from now on news goes to the address. Confirming twice is harmless.

    Raises Invalid when `number`, as typed, is not the dossier number in that mail, Conflict when none waits for it.
    """
    party = get_party(session, party_id)
    about = confirming_about(party.id)
    permit = permit_managing(session, actor, party, brussels_day(now), widens=False, about=about)
    state = find_notice_state(session, party.id, lock=True)
    if state.works:
        return
    if not state.waits:
        raise Conflict("no_email_waits")
    if parse_dossier_number(number, field="number") != state.number:
        raise Invalid("email_number_wrong", field="number")
    session.get_one(NoticePreference, party.id).email_confirmed_at = now
    session.flush()
    record(session, actor, "email_confirmed", now=now, ground=permit.ground, capacity=permit.capacity)


def _checked(choice: NoticeChoice, policy: Policy) -> NoticeChoice:
    if choice.mail is MailWish.NONE:
        return replace(choice, email=None)
    if not policy.sends_mail:
        raise Conflict("no_email_here")
    return replace(choice, email=parse_email(choice.email or ""))


__all__ = ["MailWish", "NoticeChoice", "NoticeState", "choose_notice", "confirm_email", "confirming_about",
           "find_notice_choice", "find_notice_state", "keep_notice", "notice_about", "view_notice_choice"]  # fmt: skip
