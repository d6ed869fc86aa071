"""Colleagues of the office: who appoints them, what they may, and the letter that a newcomer holds in his hands."""

import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from app.core.actor import Actor
from app.core.people.persons import ensure_person
from app.core.people.rights import list_rights_of
from app.core.rights.appointing import appoint_colleague
from app.core.rights.granting import grant_right
from app.core.rights.invitation_letters import order_invitation
from app.core.rights.wishes import Newcomer, RightWish
from app.models.journal import JournalEntry
from app.models.letter import Letter, LetterCode
from app.models.person import Person
from app.models.user_right import RightKind
from app.models.work_relation import WorkRelation
from tests.acting import today
from tests.world import TODAY, World

EXECUTOR, MANAGER = RightKind.EXECUTOR, RightKind.MANAGER
EVA = Newcomer("Eva", "Claes")


def person(world: World, first_name: str) -> Person:
    return ensure_person(world.session, f"subject-{first_name.lower()}", first_name, "Wouters")


def colleague(world: World, first_name: str, kind: str = EXECUTOR, **more: Any) -> Person:
    """Somebody who works at the office already, with a right."""
    found = person(world, first_name)
    grant_right(world.session, found.id, world.office.id, kind, **({"first_day": TODAY} | more))
    return found


def appoint(
    world: World, who: uuid.UUID | Newcomer, *wishes: RightWish, actor: Actor | None = None
) -> WorkRelation:
    """Jan appoints, for his office, unless another actor is named."""
    by = actor or world.holder
    frame = {"policy": world.policy, "now": world.now}
    return appoint_colleague(world.session, by, by.party_id, who, wishes or (RightWish(),), **frame)


def kinds_of(world: World, who: Person, in_days: int = 0) -> list[str]:
    """The rights of somebody in the office, some days from now."""
    day = today(world) + timedelta(days=in_days)
    rights = list_rights_of(world.session, who.id, day)
    return sorted(right.kind for right in rights if right.party_id == world.office.id)


def with_letter(world: World, relation: WorkRelation, who: Person) -> Actor:
    """Somebody who signed in and typed what the letter of this invitation says."""
    query = select(Letter).where(Letter.dossier_number == relation.dossier_number, Letter.kind == "colleague.party")
    letter = world.session.scalars(query).first() or _written_early(world, relation)
    if world.session.get(LetterCode, letter.id) is None:
        world.session.add(LetterCode(letter_id=letter.id, code_hash="0" * 64, made_at=world.now))
        world.session.flush()
    home = Actor.at_home(who.id, relation.party_id, "sign-in 1")
    return replace(home, letter_id=letter.id)


def _written_early(world: World, relation: WorkRelation) -> Letter:
    """The letter of an appointment that still waits for a signature: nobody has it yet."""
    entry = world.session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    return order_invitation(world.session, entry, relation, policy=world.policy, now=world.now)
