"""What the questions about answering are about: the mandate that waits, and who could execute it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from app.core.acts.late_sheets import OPEN
from app.core.errors import Conflict
from app.core.mandates.lookup import Mandate, Side, get_mandate_of
from app.core.mandates.narrower import Narrower, accept_about
from app.core.mandates.signatures import waiting_signature
from app.core.people import rights
from app.core.people.persons import Person, get_person
from app.core.policy import Policy
from app.web.databases import policy
from app.web.wizards.joint import can_be_joint, seconds_of
from app.web.wizards.scene import Scene

ACCEPT, LESS, REFUSE, LATER = "accept", "less", "refuse", "later"
MYSELF = "self"
SOMEBODY_ELSE = "other"  # who has no right there yet: chosen after accepting


@dataclass
class AcceptScene(Scene):
    """A scene in which somebody answers a mandate for the party to which it was offered."""

    @property
    def policy(self) -> Policy:
        """The numbers that this deployment set."""
        return policy()

    @cached_property
    def mandate(self) -> Mandate:
        """The mandate that is answered; a stranger does not get to know that it exists."""
        mandate, _ = get_mandate_of(self.session, self.actor, self.draft.subject_id)
        return mandate

    @property
    def gives(self) -> bool:
        """Whether the giver decides, because the holder asked; else the holder decides about what was given."""
        return bool(self.mandate.started_by == Side.HOLDER)

    @property
    def other_name(self) -> str:
        """The name of the side that waits for the answer."""
        return str((self.mandate.holder if self.gives else self.mandate.giver).name)

    @property
    def sent(self) -> bool:
        """Whether the mandate is answered, in this draft or through another door."""
        answered = self.mandate.accepted_on is not None or self.mandate.refused_on is not None
        return answered or waiting_signature(self.mandate, self.own_side, self.today) is not None

    @property
    def own_side(self) -> Side:
        """The side that answers: the one that did not start."""
        return Side(self.mandate.started_by).other

    @cached_property
    def seconds(self) -> Sequence[object]:
        """Who can sign second; nobody when one signature is enough."""
        given = self.narrower.type_keys if self.narrower else ()
        types = [line.mandate_type for line in self.mandate.lines if not given or line.type_key in given]
        if not can_be_joint(self, types):
            return ()
        return seconds_of(self, self.mandate.party_on(self.own_side), types, self.act)

    def require_open(self) -> None:
        """Conflict, in the words of the core, when the mandate no longer waits for an answer."""
        status = self.mandate.status_on(self.today)
        if status not in OPEN:
            raise Conflict(f"not_open_{status}", answer_by=self.mandate.lapses_after)

    @property
    def dossier_number(self) -> str:
        """That of the mandate: it was there before the draft."""
        return str(self.mandate.dossier_number)

    @property
    def decision(self) -> str | None:
        """What was chosen: accept, give less than was asked, or refuse."""
        chosen: str | None = self.answer("decide", "decision")
        return chosen

    @property
    def accepts(self) -> bool:
        """Whether the answer is yes, to all of it or to less."""
        return self.decision in {ACCEPT, LESS}

    @property
    def narrower(self) -> Narrower | None:
        """What a giver gives who gives less than was asked; None for all of it."""
        if self.decision != LESS:
            return None
        return _less(self.answer("parts", "types", ()), self.answer("until", "day"))

    @property
    def narrower_as_answered(self) -> Narrower | None:
        """The same, also when somebody answered meanwhile and the questions about it fell away by that."""
        if self.decision != LESS:
            return None
        kept = self.draft.answers
        return _less(kept.get("parts", {}).get("types", ()), kept.get("until", {}).get("day"))

    @property
    def holder_name(self) -> str:
        """The name of the side that will act for the other."""
        return str(self.mandate.holder.name)

    @property
    def talk_about(self) -> str:
        """What a giver at the counter tells in his own words."""
        return self.act

    @property
    def act(self) -> str:
        """The act as the core names it, to which a customer at the counter consents."""
        if not self.accepts:
            return f"refuse:{self.mandate.id}"
        return accept_about(self.mandate.id, self.narrower, self.executor_ids)

    @cached_property
    def colleagues(self) -> Sequence[Person]:
        """Who has a right inside the holder's organisation, without the person who decides."""
        found = rights.list_colleagues(self.session, self.mandate.holder_id, self.today)
        return [person for person in found if person.id != self.actor.person_id]

    @cached_property
    def working_already(self) -> Sequence[Person]:
        """Who carries it out anyhow, once it is accepted: whoever works for all customers. Not for a giver to know."""
        return [] if self.gives else rights.list_executors(self.session, self.mandate, self.today)

    @property
    def executor_ids(self) -> tuple[uuid.UUID, ...]:
        """The persons who were chosen to execute the mandate; empty for "later"."""
        return self._ids(self.answer("executor", "who", ()))

    @property
    def appoints_later(self) -> bool:
        """Whether somebody who has no right there yet is to execute it too."""
        return SOMEBODY_ELSE in self.answer("executor", "who", ())

    @cached_property
    def executors(self) -> Sequence[Person]:
        """The chosen persons."""
        return [get_person(self.session, one) for one in self.executor_ids]

    @cached_property
    def executors_as_answered(self) -> Sequence[Person]:
        """The same, also when somebody answered meanwhile."""
        kept = self.draft.answers.get("executor", {}).get("who", ()) if self.decision != REFUSE else ()
        return [get_person(self.session, one) for one in self._ids(kept)]

    def _ids(self, chosen: Sequence[str]) -> tuple[uuid.UUID, ...]:
        own = self.actor.person_id
        ids = [own if value == MYSELF else uuid.UUID(value) for value in chosen if value not in {LATER, SOMEBODY_ELSE}]
        return tuple(one for one in ids if one is not None)

    @property
    def first_day(self) -> date:
        """The first day that any part of the mandate can hold, whoever accepts when."""
        return min(line.first_day for line in self.mandate.lines)


def _less(type_keys: Sequence[str], day: str | None) -> Narrower:
    return Narrower(tuple(type_keys), date.fromisoformat(day) if day else None)
