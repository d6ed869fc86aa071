"""A look that was asked, as a clerk reads it: who stands here and how that is known, and what would be sent."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.counter.known_customers import ACT as KNOW
from app.core.counter.sights import iso
from app.core.counter.visits import get_staff
from app.core.counter.vouching import find_voucher
from app.core.mandates.catalogue import get_types, may_not_sentences, may_sentences
from app.core.people.parties import get_party
from app.core.people.persons import get_person
from app.core.people.rights import find_mandate_groups, list_rights_of
from app.core.rights.granting import new_right
from app.core.rights.held import Held, describe_rights, may_of
from app.models.mandate_type import AccessLevel
from app.models.party import Party
from app.models.second_look import SecondLook
from app.models.staff import Staff
from app.models.user_right import UserRight
from app.models.visit import Visit
from app.models.voucher import Voucher


@dataclass(frozen=True)
class LookedPart:
    """One type of what would be sent, with its days as they were planned when it was asked."""

    name: str
    first_day: date
    last_day: date | None


@dataclass(frozen=True)
class LookedRights:
    """Who gets rights inside the organisation, what and how far; `is_new` for who never worked there.

    `narrower` is what he keeps of rights that reach further now, `ends` what he may do now and not any more; `replaces`
    says that it takes the place of what he may do now. `may` are sentences about him.
    """

    name: str
    is_new: bool
    granted: Sequence[Held]
    narrower: Sequence[Held]
    ends: Sequence[Held]
    replaces: bool
    may: Sequence[str]


@dataclass(frozen=True)
class LookView:
    """The facts a colleague reads, and what was said of them. `clerk` asked, `looker` is who answered, if anybody.

    `customer` is None when the visit does not say who it is, `voucher` when nobody vouches for him. `may` and
    `may_not` are sentences about the holder. `old` is whom the giver leaves, None for any other act; `stops` names the
    types that stop with that one at once, `executors` the people who are named to execute it. `rights` is what somebody
    gets inside the organisation, None for a mandate.
    """

    look: SecondLook
    visit: Visit
    clerk: Staff
    looker: Staff | None
    giver: Party
    holder: Party
    customer: str | None
    voucher: Voucher | None
    parts: Sequence[LookedPart]
    may: Sequence[str]
    may_not: Sequence[str]
    old: Party | None
    stops: Sequence[str]
    executors: Sequence[str]
    rights: LookedRights | None

    @property
    def act(self) -> str:
        """The code of the act, such as "give"."""
        return str(self.look.facts["act"])

    @property
    def is_about_who(self) -> bool:
        """Whether it asks who knows the customer too, and nothing is sent."""
        return self.act == KNOW


def view_look(session: Session, look: SecondLook) -> LookView:
    """Everything the page of a look shows."""
    visit = session.get_one(Visit, look.visit_id)
    giver, holder = get_party(session, look.giver_id), get_party(session, look.holder_id)
    facts, old = look.facts["parts"], look.facts.get("old")
    types = get_types(session, [key for key, _, _ in facts])
    names = {one.key: one.name for one in types}
    return LookView(
        look,
        visit,
        clerk=get_staff(session, look.asked_by),
        looker=get_staff(session, look.decided_by) if look.decided_by else None,
        giver=giver,
        holder=holder,
        customer=get_person(session, visit.person_id).name if visit.person_id else None,
        voucher=find_voucher(session, visit),
        parts=[LookedPart(names[key], date.fromisoformat(first), _day(last)) for key, first, last in facts],
        may=may_sentences(types, holder.name),
        may_not=may_not_sentences(types, holder.name),
        old=get_party(session, uuid.UUID(old)) if old else None,
        stops=[one.name for one in get_types(session, look.facts.get("stops", []))],
        executors=sorted(get_person(session, uuid.UUID(one)).name for one in look.facts.get("executors", ())),
        rights=_rights(session, look) if "appointed" in look.facts else None,
    )


def _rights(session: Session, look: SecondLook) -> LookedRights:
    """As it was planned when it was asked."""
    facts, day = look.facts["appointed"], brussels_day(look.asked_at)
    rows, narrower, ends = (_rows(session, facts.get(name, ())) for name in ("rights", "narrower", "ends"))
    return LookedRights(
        name=facts["name"],
        is_new=facts["person"] is None,
        granted=describe_rights(session, rows, day),
        narrower=describe_rights(session, narrower, day),
        ends=describe_rights(session, ends, day),
        replaces=facts["replaces"],
        may=may_of(rows, facts["name"], beside=_kept(session, look) | {one.kind for one in narrower}),
    )


def _rows(session: Session, planned: Sequence[Sequence[Any]]) -> list[UserRight]:
    """The rows put together to be read; they are written nowhere."""
    named = [uuid.UUID(one) for _, _, _, _, _, *group in planned for one in group]
    groups = find_mandate_groups(session, named)
    return [
        new_right(
            session, kind, date.fromisoformat(first), _day(last), level=AccessLevel(level),
            mandate_id=uuid.UUID(mandate_id) if mandate_id else None,
            mandate_group=groups[uuid.UUID(group[0])] if group else None,
        )
        for kind, level, mandate_id, first, last, *group in planned
    ]  # fmt: skip


def _kept(session: Session, look: SecondLook) -> set[str]:
    """The kinds of right that the colleague has and keeps beside what he gets."""
    facts = look.facts["appointed"]
    # What was asked before it was kept which rights end says only that some do.
    if facts["person"] is None or (facts["replaces"] and "ends" not in facts):
        return set()
    ended = {
        (kind, level, mandate_id, last, *group) for kind, level, mandate_id, _, last, *group in facts.get("ends", ())
    }
    held = list_rights_of(session, uuid.UUID(facts["person"]), brussels_day(look.asked_at))
    here = [one for one in held if one.party_id == look.holder_id]
    return {one.kind for one in here if _ending_row(one) not in ended}


def _ending_row(one: UserRight) -> tuple[str | None, ...]:
    """A right as what ends is kept: see `_rows` of `rights/sights.py`, without the first day."""
    group = [str(one.mandate_group_version_id)] if one.mandate_group_version_id else []
    return one.kind, one.level, _key(one.mandate_id), iso(one.last_day), *group


def _key(mandate_id: uuid.UUID | None) -> str | None:
    return str(mandate_id) if mandate_id else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
