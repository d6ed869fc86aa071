"""What a colleague of the clerk looks at before a customer lets somebody do more in his organisation."""

import hashlib
import json
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.core.counter.look_reasons import SENT_HERE, list_appointment_reasons
from app.core.counter.sights import Sight, iso
from app.core.people.persons import get_person
from app.core.rights.wishes import Newcomer, PlannedRight, RightWish
from app.models.party import Party
from app.models.visit import Visit

APPOINT, CHANGE, SIGN, ACCEPT = "appoint", "change_rights", "sign_appointment", "accept_invitation"


def appoint_about(
    party_id: uuid.UUID, who: uuid.UUID | Newcomer, wishes: Sequence[RightWish], *, changes: bool = False
) -> str:
    """An appointment as a customer at the counter consents to it: to this colleague and these rights, and no others."""
    named = asdict(who) if isinstance(who, Newcomer) else str(who)
    text = json.dumps([named, [asdict(one) for one in wishes], changes], default=str, sort_keys=True)
    # Half of the digest is plenty, and leaves room to name the party.
    return f"{APPOINT}:{party_id}:{hashlib.sha256(text.encode()).hexdigest()[:32]}"


@dataclass(frozen=True)
class AppointmentSight(Sight):
    """Somebody gets rights in the organisation of the customer; `person_id` is None for who never worked there.

    `rights` let him do more, `narrower` are what he keeps of rights that reach further now, and `ends` the rights that
    end for it: a colleague reads all three, and the first alone say whether he has to. `sent_here` says that the clerk
    at whose counter he accepts let the invitation leave too: one clerk alone makes nobody a colleague.
    """

    name: str
    person_id: uuid.UUID | None
    rights: Sequence[PlannedRight]
    narrower: Sequence[PlannedRight] = ()
    ends: Sequence[PlannedRight] = ()
    sent_here: bool = False

    @property
    def topic(self) -> str:
        """The colleague; everybody new is one, because a name that somebody typed says nothing."""
        return f"appointed:{self.person_id or 'new'}"

    @property
    def risks(self) -> set[str]:
        """Those of the rights."""
        return {one.right_type.risk for one in self.rights}

    def own_reasons(self, session: Session, visit: Visit, *, most: int, now: datetime) -> set[str]:
        """What the rights weigh, and who the colleague is to the clerks."""
        types = [one.right_type for one in self.rights]
        reasons = list_appointment_reasons(session, visit, types, self.person_id)
        return reasons | {SENT_HERE} if self.sent_here else reasons

    def facts(self) -> dict[str, Any]:
        """Who, and each right with its mandate and its days."""
        person = str(self.person_id) if self.person_id else None
        appointed = {"name": self.name, "person": person, "rights": _rows(self.rights), "replaces": bool(self.ends)}
        changed = {"narrower": _rows(self.narrower), "ends": _rows(self.ends)}
        return {"parts": [], "appointed": appointed | {name: rows for name, rows in changed.items() if rows}}

    def mark(self) -> list[Any]:
        """Who, and which rights; they are planned anew every day, so the first day is left out."""
        rights, *changed = (
            [[one.right_type.key, one.level, one.mandate_id, one.last_day, *_group_of(one)] for one in rows]
            for rows in (self.rights, self.narrower, self.ends)
        )
        return [self.person_id or self.name, rights, *(changed if any(changed) else [])]


def _rows(rights: Sequence[PlannedRight]) -> list[list[Any]]:
    return [
        [one.right_type.key, one.level, str(one.mandate_id) if one.mandate_id else None, one.first_day.isoformat(),
         iso(one.last_day), *_group_of(one)]
        for one in rights
    ]  # fmt: skip


def _group_of(right: PlannedRight) -> list[str]:
    """The version of the mandate group for which it is; nothing for what is for none, as what was kept before says."""
    return [str(right.mandate_group.id)] if right.mandate_group else []


def sight_of_appointment(
    session: Session, act: str, about: str, party: Party, who: uuid.UUID | Newcomer, rights: Sequence[PlannedRight],
    *, narrower: Sequence[PlannedRight] = (), ends: Sequence[PlannedRight] = (),
) -> AppointmentSight:  # fmt: skip
    """What is looked at when somebody would get these rights, with what gets narrower and what ends beside them."""
    if isinstance(who, Newcomer):
        name, person_id = f"{who.first_name} {who.last_name}", None
    else:
        name, person_id = get_person(session, who).name, who
    return AppointmentSight(act, about, party, party, name, person_id, rights, narrower, ends)
