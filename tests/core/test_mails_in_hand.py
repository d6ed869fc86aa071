"""An e-mail that a worker has in hand, at the moment at which what it says is taken back."""

import threading
from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from app.core.letters.mail_data import INVITED, UNINVITED
from app.core.letters.mail_sending import give_up_mail, take_mail
from app.core.rights.withdrawing import withdraw_invitation
from app.db import Database
from app.models.letter import Letter
from app.models.mail import Mail, MailPart
from app.models.work_relation import WorkRelation
from tests.colleagues import appoint
from tests.core.test_invited_by_mail import EVA, with_clerk
from tests.mailing import with_mail
from tests.world import World


class Scene:
    """A committed invitation by e-mail, which a clerk takes back while a worker has not committed."""

    def __init__(self, database: Database) -> None:
        self.database = database
        with database.writing.begin() as session:
            world = with_mail(World(session))
            relation = appoint(world, EVA)
            self.actor, self.relation_id = with_clerk(world, relation), relation.id
            self.mail_id = session.scalars(select(Mail.id)).one()
            self.frame: dict[str, Any] = {"policy": world.policy, "now": world.now}
        self.other = threading.Thread(target=self.take_back)

    def take_back(self) -> None:
        with self.database.writing.begin() as session:
            withdraw_invitation(session, self.actor, self.relation_id, **self.frame)

    def while_taken_back(self, worker: Callable[..., Any]) -> Any:
        """What the worker made of the mail; the invitation is taken back before he commits."""
        with self.database.writing.begin() as session:
            made = worker(session, self.mail_id, **self.frame)
            session.flush()
            self.other.start()
            self.other.join(timeout=0.5)
            assert self.other.is_alive()
        self.other.join(timeout=20)
        return made

    def rows(self, column: Any) -> list[Any]:
        with self.database.reading() as session:
            return list(session.scalars(select(column)))


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
