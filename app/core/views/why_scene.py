"""What the search for a cause is about: who reads, who would act, for whom, with what; and the words for them."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.acts.carrying_out import find_refusal
from app.core.mandates.lookup import list_between
from app.core.mandates.possible_acts import Act, acts_on
from app.core.people.parties import find_party_of_enterprise, get_party
from app.core.people.rights import list_managers
from app.core.permits.sight import Sight
from app.core.register.enterprises import get_enterprise_name
from app.core.register.functions import list_functions
from app.core.views.why_words import Asked
from app.models.journal import Channel
from app.models.lifecycle import Side
from app.models.mandate import Mandate
from app.models.mandate_type import MandateType
from app.models.party import Party
from app.models.person import Person
from app.translations.formats import list_text


@dataclass(frozen=True)
class Other:
    """The other enterprise: its name, and its party if it ever took part in anything."""

    name: str
    number: str | None
    party: Party | None

    @classmethod
    def of_party(cls, party: Party) -> "Other":
        """A party that is known."""
        return cls(party.name, party.enterprise_number, party)

    @classmethod
    def of_number(cls, session: Session, number: str) -> "Other":
        """An enterprise by its number; NotFound when the register does not know it."""
        name = get_enterprise_name(session, number)
        return cls(name, number, find_party_of_enterprise(session, number))


@dataclass
class Scene:
    """One question. `person` is who would act, None for another party's people and for a customer nobody knows yet."""

    session: Session
    actor: Actor
    sight: Sight
    asked: Asked
    other: Other
    kind: MandateType
    person: Person | None
    day: date

    @property
    def own(self) -> Party:
        """The reader's party."""
        return self.sight.party

    @property
    def side(self) -> Side:
        """On which side of the mandate the reader's party is."""
        return Side.GIVER if self.asked is Asked.GIVEN else Side.HOLDER

    @property
    def holder(self) -> str:
        """The name of who would act."""
        return self.other.name if self.asked is Asked.GIVEN else self.own.name

    @property
    def giver(self) -> str:
        """The name of for whom."""
        return self.own.name if self.asked is not Asked.HELD else self.other.name

    @property
    def is_reader(self) -> bool:
        """Whether the reader, or the customer at the counter, asks about himself."""
        return self.person is not None and self.person.id == self.actor.person_id

    @property
    def is_at_desk(self) -> bool:
        """Whether a clerk reads it."""
        return not self.actor.comes_himself

    @cached_property
    def mandates(self) -> Mapping[uuid.UUID, Mandate]:
        """The mandates between the two that the reader may know of, oldest first."""
        if self.other.party is None or self.asked is Asked.OWN:
            return {}
        pair = (self.own.id, self.other.party.id)
        found = list_between(self.session, *(pair if self.asked is Asked.GIVEN else reversed(pair)))
        return {one.id: one for one in found if self.sight.shows(one.id) and not one.is_hidden_from(self.side)}

    @cached_property
    def words(self) -> dict[str, Any]:
        """What sentences need: the parties, and who would act with his verb."""
        name = self.person.name if self.person is not None else self.holder
        return {
            "own": self.own.name,
            "holder": self.holder,
            "giver": self.giver,
            "other": self.other.name,
            "who_is": "U bent" if self.is_reader else f"{name} is",
            "who_may": "U mag" if self.is_reader else f"{name} mag",
            "whom": "u" if self.is_reader else name,
            "whom_of": "u" if self.is_reader else name,
            "deciders": list_text(self.deciders) or self.own.name,
        }

    @cached_property
    def deciders(self) -> Sequence[str]:
        """Who decides for the reader's party: its managers and who the register names, but not the reader himself.

        Not on the phone: who works for a party is not told to a voice.
        """
        if self.actor.channel is Channel.PHONE:
            return ()
        managers = list_managers(self.session, self.own.id, self.day)
        names = [one.name for one in managers if one.id != self.actor.person_id]
        number = self.own.enterprise_number
        names += [one.name for one in list_functions(self.session, number, self.day)] if number else []
        return [one for one in dict.fromkeys(names) if self.person is None or one != self.person.name]

    def may(self, mandate: Mandate, act: Act) -> bool:
        """Whether the reader can do this act now."""
        if not self.sight.decides or act not in acts_on(mandate, self.side, self.day):
            return False
        return find_refusal(self.session, self.actor, mandate, act, self.day) is None

    def party_name(self, party_id: uuid.UUID) -> str:
        """The name of a party of the chain."""
        return get_party(self.session, party_id).name
