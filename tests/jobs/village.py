"""A village in which mandates are really given: everything is committed, so that other processes see it."""

import itertools
import uuid
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.acts.giving import give_mandate
from app.core.mandates.wishes import MandateWish
from app.core.people.parties import ensure_enterprise_party
from app.core.people.persons import ensure_person
from app.core.policy import Policy
from app.core.rights.granting import grant_right
from app.db import Database
from app.models.letter import Letter
from app.models.outbox import OutboxItem
from app.models.user_right import RightKind
from tests.world import World

NAMES = ("Maria", "Vermeulen", "Bakkerij", "Zoete Inval", "Herberg", "0199000151", "Meelzakstraat")


def enterprise_number(serial: int) -> str:
    """A well-formed number that no enterprise has."""
    first = 19_970_000 + serial
    return f"{first}{97 - first % 97:02}"


class Village:
    """Maria's bakery and as many neighbours to whom it can give a mandate."""

    def __init__(self, database: Database, now: datetime, neighbours: int) -> None:
        self.database = database
        self.neighbours = [enterprise_number(serial) for serial in range(neighbours)]
        self._next = iter(self.neighbours)
        self.policy = Policy()
        with database.writing.begin() as session:
            world = World(session, now)
            for serial, number in enumerate(self.neighbours):
                world.add_enterprise(number, f"Herberg {serial} BV", "Kerkstraat", f"{serial + 1}", "9300", "Aalst")
            self.giver, self.giver_id = world.giver, world.bakery.id
            self.clerk = Actor.at_the_counter(world.add_clerk().person_id)

    def give(self, now: datetime, *types: str) -> uuid.UUID:
        """Maria gives a mandate to the next neighbour, in a transaction of its own; its id once it is committed."""
        keys = types or ("hinder.manage",)
        wish = MandateWish(starter_id=self.giver_id, other_number=next(self._next), type_keys=keys, months=12)
        with self.database.writing.begin() as session:
            return give_mandate(session, self.giver, wish, policy=self.policy, now=now).id

    def give_many(self, count: int, now: datetime) -> list[uuid.UUID]:
        """So many mandates, one after the other."""
        return [self.give(now) for _ in itertools.repeat(None, count)]

    def neighbour(self, session: Session, serial: int) -> Actor:
        """Somebody who may decide for a neighbour, at home."""
        person = ensure_person(session, f"subject-{serial}", "An", "Herbergier")
        party = ensure_enterprise_party(session, self.neighbours[serial])
        grant_right(session, person.id, party.id, RightKind.MANAGER, first_day=date(2020, 1, 1))
        return Actor.at_home(person.id, party.id, "sign-in 1")

    def letters(self) -> list[Letter]:
        """Every letter, the oldest first."""
        with self.database.reading() as session:
            return list(session.scalars(select(Letter).order_by(Letter.ordered_at, Letter.cause_id, Letter.kind)))

    def items(self, kind: str | None = None) -> list[OutboxItem]:
        """Every item of the outbox, or those of one kind, the oldest first."""
        query = select(OutboxItem).order_by(OutboxItem.made_at, OutboxItem.effect_key)
        with self.database.reading() as session:
            return list(session.scalars(query.where(OutboxItem.kind == kind) if kind else query))

    def undone(self) -> list[OutboxItem]:
        """The items that are still to be done."""
        return [item for item in self.items() if item.done_at is None]
