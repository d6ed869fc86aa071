"""Somebody is forgotten at the moment at which a worker keeps a letter or an e-mail to him, or he gives a mandate."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.acts.answering import withdraw_mandate
from app.core.acts.giving import give_mandate
from app.core.errors import Conflict
from app.core.letters.data import PrintedLetter
from app.core.letters.mail_sending import store_sent
from app.core.letters.printing import store_print
from app.core.people.notices import MailWish
from app.core.people.parties import ensure_person_party
from app.core.people.roles import Role, RoleKind, give_first_role
from app.core.privacy.forgetting import forget_person
from app.db import Database
from app.models.letter import Letter, LetterContent
from app.models.mail import Mail
from tests.core.test_mails_in_hand import Waiting
from tests.mailing import VAULT, WORDS, reads_mail, take_due, with_mail
from tests.world import World

PRINTED = PrintedLetter(b"pdf", "", 1, [b"page"], "words")


class Scene(Waiting):
    """Maria, who gave a mandate in her own name and took it back, and reads e-mail; all committed."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        with database.writing.begin() as session:
            world = with_mail(World(session))
            lotte = world.add_clerk("Lotte", "4802")
            give_first_role(session, "4802", Role(RoleKind.ADMINISTRATOR), now=world.now)
            party = ensure_person_party(session, world.maria.id)
            self.maria = Actor.at_home(world.maria.id, party.id, "sign-in 1")
            self.wish = world.wish("permit.view", starter_id=party.id)
            reads_mail(world, MailWish.BESIDE, self.maria)
            self.frame: dict[str, Any] = {"policy": world.policy, "now": world.now}
            mandate = give_mandate(session, self.maria, self.wish, **self.frame)
            self.letter = session.scalars(select(Letter.id).where(Letter.party_id == party.id)).one()
            world.later(minutes=16)
            self.mail = next(one.id for one in take_due(world))
            withdraw_mandate(session, self.maria, mandate.id, **self.frame)
            self.frame["now"] = self.now = world.now
            self.admin = Actor.on_duty(lotte.person_id, "sign-in 7", proven_at=self.now)

    def forget(self, session: Session) -> None:
        """An administrator lets Maria be forgotten."""
        forget_person(session, self.admin, self.maria.person_id, "asked", now=self.now)


@pytest.fixture
def scene(fresh_database: Database) -> Scene:
    return Scene(fresh_database)


def test_a_letter_that_is_just_being_kept_loses_its_bytes(scene: Scene) -> None:
    scene.one_waits(
        lambda session: store_print(session, scene.letter, PRINTED, "7K4Q-92XD", VAULT, now=scene.now), scene.forget
    )
    assert scene.rows(LetterContent.part) == []


def test_an_e_mail_that_is_just_being_kept_goes_with_its_words(scene: Scene) -> None:
    scene.one_waits(lambda session: store_sent(session, scene.mail, WORDS, VAULT, now=scene.now), scene.forget)
    assert [one for one in scene.rows(Mail.sealed) if one is not None] == []


def test_who_is_just_giving_a_mandate_is_not_forgotten(scene: Scene) -> None:
    told: list[str] = []

    def try_to_forget(session: Session) -> None:
        try:
            scene.forget(session)
        except Conflict as refusal:
            told.append(refusal.code)

    scene.one_waits(lambda session: give_mandate(session, scene.maria, scene.wish, **scene.frame), try_to_forget)
    assert told == ["forget_mandates_run"]
