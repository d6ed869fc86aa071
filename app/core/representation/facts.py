"""What a check has to know, read when it is first needed: the way of one question."""

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Protocol

from sqlalchemy.orm import Session

from app.core.people.parties import find_party_of_person, get_party, list_stopped_parties
from app.core.people.standing import list_parties_read_only
from app.core.permits.managing import is_legal_representative
from app.core.representation.carrying import Carrier, carriers_between
from app.core.representation.rights_rows import CheckedRelation, relations_between
from app.core.representation.rows import CheckedMandate, mandates_between


class Facts(Protocol):
    """Where a check finds what it decides by. Two ways to read, one way to decide."""

    def represents(self, person_id: uuid.UUID, party_id: uuid.UUID, day: date) -> bool:
        """Whether the person represents the party by law on `day`, or is it."""

    def holders(self, person_id: uuid.UUID, day: date) -> Sequence[uuid.UUID]:
        """The parties where the person stands on `day`, by law or with a right; himself last."""

    def mandates(self, giver_id: uuid.UUID, holder_id: uuid.UUID) -> Sequence[CheckedMandate]:
        """Every mandate of the one to the other, the newest first."""

    def carriers(self, giver_id: uuid.UUID, holder_id: uuid.UUID, day: date) -> Sequence[Carrier]:
        """The lines from the one to the other that hold on `day`, of the newest mandate first."""

    def relations(self, person_id: uuid.UUID, party_id: uuid.UUID) -> Sequence[CheckedRelation]:
        """Every work relation of the person at the party, the oldest first."""

    def stopped(self, party_ids: Sequence[uuid.UUID]) -> Sequence[uuid.UUID]:
        """Which of these parties stopped, says the register."""


class FactsOfOne:
    """Everything asked by itself."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def represents(self, person_id: uuid.UUID, party_id: uuid.UUID, day: date) -> bool:
        """See Facts; NotFound for a party that does not exist."""
        return is_legal_representative(self._session, person_id, get_party(self._session, party_id), day)

    def holders(self, person_id: uuid.UUID, day: date) -> Sequence[uuid.UUID]:
        """See Facts; NotFound for a person who does not exist."""
        parties = [one.party_id for one in list_parties_read_only(self._session, person_id, day)]
        own = find_party_of_person(self._session, person_id)
        return parties + ([own.id] if own is not None else [])

    def mandates(self, giver_id: uuid.UUID, holder_id: uuid.UUID) -> Sequence[CheckedMandate]:
        """See Facts."""
        return mandates_between(self._session, giver_id, holder_id)

    def carriers(self, giver_id: uuid.UUID, holder_id: uuid.UUID, day: date) -> Sequence[Carrier]:
        """See Facts."""
        return carriers_between(self._session, giver_id, holder_id, day)

    def relations(self, person_id: uuid.UUID, party_id: uuid.UUID) -> Sequence[CheckedRelation]:
        """See Facts."""
        return relations_between(self._session, person_id, party_id)

    def stopped(self, party_ids: Sequence[uuid.UUID]) -> Sequence[uuid.UUID]:
        """See Facts."""
        return list_stopped_parties(self._session, party_ids)
