"""Colleagues of the office: who appoints them, what they may, and the letter that a newcomer holds in his hands."""

import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from app.core.actor import Actor
from app.core.journal import record
from app.core.people.persons import ensure_person
from app.core.people.rights import list_rights_of
from app.core.rights.appointing import Newcomer, appoint_colleague
from app.core.rights.granting import grant_right
from app.core.rights.wishes import RightWish
from app.models.journal import Ground
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
    return appoint_colleague(world.session, by, by.party_id, who, wishes or (RightWish(),), now=world.now)


def kinds_of(world: World, who: Person, in_days: int = 0) -> list[str]:
    """The rights of somebody in the office, some days from now."""
    day = today(world) + timedelta(days=in_days)
    rights = list_rights_of(world.session, who.id, day)
    return sorted(right.kind for right in rights if right.party_id == world.office.id)


def with_letter(world: World, relation: WorkRelation, who: Person) -> Actor:
    """Somebody who signed in and typed what the letter of this invitation says."""
    letter = world.session.scalars(select(Letter).where(Letter.dossier_number == relation.dossier_number)).first()
    letter = letter or write_letter(world, relation)
    home = Actor.at_home(who.id, relation.party_id, "sign-in 1")
    return replace(home, letter_id=letter.id)


def write_letter(world: World, relation: WorkRelation) -> Letter:
    """A printed letter under the number of the invitation, with a code."""
    entry = record(
        world.session, world.holder, "colleague_invited", now=world.now, ground=Ground.LEGAL_REPRESENTATIVE
    )
    letter = Letter(
        dossier_number=relation.dossier_number, party_id=relation.party_id, cause_id=entry.id, kind="colleague",
        template="colleague/2026-11-29", dated=world.now.date(), address_lines=[], data={}, ordered_at=world.now,
        promised_by=world.now.date(),
    )  # fmt: skip
    world.session.add(letter)
    world.session.flush()
    world.session.add(LetterCode(letter_id=letter.id, code_hash="0" * 64, made_at=world.now))
    world.session.flush()
    return letter
