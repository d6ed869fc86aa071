"""Who acts, for whom, through which channel. Every act of the core takes an actor as its second argument."""

import uuid
from dataclasses import dataclass, replace
from datetime import datetime

from app.core.caller import Caller
from app.models.journal import Channel


@dataclass(frozen=True)
class Actor:
    """`actor_id` presses the button, `person_id` decides, `party_id` is the party decided for.

    At home the first two are one person; at the counter the clerk presses for the customer of `visit_id`. `letter_id`
    is the letter whose code opened the door, `call_id` the call and `sheet_id` the answer on paper in which a clerk
    presses for somebody who is not there. `occasion` tells one sign-in or visit from another: a second sign of life
    must come on another occasion than the first. `second_clerk` is the number of the colleague who looked at the act
    of a clerk and agreed, for the journal. `proven_at` is when whoever presses the button last proved who he is.
    `client_id` is the application in which he does so, when that is not ours, `entity_key` the entity whose application
    it is, and `domains` are those in which it may do anything.
    `invitation_id` is the invitation of which somebody gave the number that stands in his e-mail.
    """

    channel: Channel
    actor_id: uuid.UUID | None = None
    person_id: uuid.UUID | None = None
    party_id: uuid.UUID | None = None
    visit_id: uuid.UUID | None = None
    letter_id: uuid.UUID | None = None
    declared_capacity: str | None = None
    occasion: str | None = None
    call_id: uuid.UUID | None = None
    sheet_id: uuid.UUID | None = None
    second_clerk: str | None = None
    proven_at: datetime | None = None
    client_id: uuid.UUID | None = None
    invitation_id: uuid.UUID | None = None
    entity_key: str | None = None
    domains: frozenset[str] = frozenset()

    @classmethod
    def at_home(cls, person_id: uuid.UUID, party_id: uuid.UUID | None, occasion: str) -> "Actor":
        """Someone who signed in and decides for `party_id`."""
        return cls(Channel.SELF, person_id, person_id, party_id, occasion=occasion)

    @classmethod
    def at_the_counter(
        cls,
        clerk_id: uuid.UUID,
        visit_id: uuid.UUID | None = None,
        *,
        person_id: uuid.UUID | None = None,
        party_id: uuid.UUID | None = None,
        proven_at: datetime | None = None,
    ) -> "Actor":
        """A clerk, with the customer of a visit; without a visit only the acts that need no identification are open."""
        occasion = str(visit_id) if visit_id else None
        return cls(
            Channel.COUNTER, clerk_id, person_id, party_id, visit_id=visit_id, occasion=occasion, proven_at=proven_at
        )

    @classmethod
    def with_letter(
        cls, letter_id: uuid.UUID, party_id: uuid.UUID, person_id: uuid.UUID | None = None, capacity: str | None = None
    ) -> "Actor":
        """The reader of a letter, who typed its code and says who he is and what he is for the party."""
        return cls(
            Channel.SELF,
            person_id,
            person_id,
            party_id,
            letter_id=letter_id,
            declared_capacity=capacity,
            occasion=f"letter:{letter_id}",
        )

    @classmethod
    def signed_in_with_letter(
        cls, person_id: uuid.UUID, letter_id: uuid.UUID, party_id: uuid.UUID, occasion: str
    ) -> "Actor":
        """Someone who signed in and typed the code of a letter to a party in which he has no right yet."""
        return cls(Channel.SELF, person_id, person_id, party_id, letter_id=letter_id, occasion=occasion)

    @classmethod
    def signed_in_with_mail(
        cls, person_id: uuid.UUID, invitation_id: uuid.UUID, party_id: uuid.UUID, occasion: str
    ) -> "Actor":
        """Someone who signed in and typed the number of the e-mail that invites him to a party."""
        home = cls.at_home(person_id, party_id, occasion)
        return replace(home, invitation_id=invitation_id)

    @classmethod
    def on_the_phone(
        cls,
        clerk_id: uuid.UUID,
        call_id: uuid.UUID | None = None,
        *,
        person_id: uuid.UUID | None = None,
        party_id: uuid.UUID | None = None,
    ) -> "Actor":
        """A clerk on the phone; without a call in which it was checked who calls, only a contest is open."""
        occasion = f"call:{call_id}" if call_id else None
        return cls(Channel.PHONE, clerk_id, person_id, party_id, call_id=call_id, occasion=occasion)

    @classmethod
    def on_paper(
        cls, clerk_id: uuid.UUID, sheet_id: uuid.UUID, *, person_id: uuid.UUID, party_id: uuid.UUID
    ) -> "Actor":
        """A clerk who keys what somebody wrote on an answer sheet."""
        occasion = f"sheet:{sheet_id}"
        return cls(Channel.PAPER, clerk_id, person_id, party_id, sheet_id=sheet_id, occasion=occasion)

    @classmethod
    def through_api(cls, caller: Caller) -> "Actor":
        """An application that calls for its user, with the rights that he has at home; or for itself, with none."""
        person, occasion = caller.person_id, caller.occasion
        whose = {"client_id": caller.client_id, "entity_key": caller.entity_key, "domains": caller.domains}
        return cls(Channel.API, person, person, caller.party_id, occasion=occasion, **whose)  # type: ignore[arg-type]

    @classmethod
    def on_duty(cls, person_id: uuid.UUID, occasion: str, proven_at: datetime | None = None) -> "Actor":
        """A member of staff who looks after the service itself, with no customer and for no party."""
        return cls(Channel.SELF, person_id, person_id, occasion=occasion, proven_at=proven_at)

    @classmethod
    def job(cls) -> "Actor":
        """The clock: what happens because a day came, without anybody pressing a button."""
        return cls(Channel.JOB)

    @property
    def comes_himself(self) -> bool:
        """Whether whoever decides also presses the button: here, or in an application that calls for him."""
        return self.channel in (Channel.SELF, Channel.API)

    def with_his_letter(self, letter_id: uuid.UUID) -> "Actor":
        """The same clerk, whose customer holds this letter and said its code."""
        return replace(self, letter_id=letter_id)

    def invited_by(
        self, party_id: uuid.UUID, *, letter_id: uuid.UUID | None = None, invitation_id: uuid.UUID | None = None
    ) -> "Actor":
        """The same user of an application, with the letter or the e-mail with which a party invites him."""
        return replace(self, party_id=party_id, letter_id=letter_id, invitation_id=invitation_id)

    def for_party(self, party_id: uuid.UUID) -> "Actor":
        """The same actor, deciding for another party."""
        return replace(self, party_id=party_id)
