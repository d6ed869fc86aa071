"""Making a link with which an application sends its user here."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.actor import Actor
from app.core.errors import Invalid, NotAllowed
from app.core.mandates.catalogue import list_all_types, list_groups
from app.core.people.parties import get_party
from app.core.policy import Policy
from app.core.vault import Vault
from app.models.api_client import ApiClient
from app.models.handoff import Handoff
from app.models.lifecycle import Side

TOKEN_BYTES = 32


@dataclass(frozen=True)
class HandoffWish:
    """What the application knows: each part may be missing, but not where its user goes back to.

    `covers` holds `types` (a list of keys) or `group` (a key), `ends` one of `months`, `last_day` (ISO),
    `until_stopped`. `state` comes back as it is. Nothing of it has to exist: what does not, is asked of the user.
    """

    return_address: str
    started_by: Side | None = None
    giver: str | None = None
    holder: str | None = None
    covers: dict[str, Any] = field(default_factory=dict)
    first_day: date | None = None
    ends: dict[str, Any] = field(default_factory=dict)
    language: str = "nl"
    state: str | None = None


@dataclass(frozen=True)
class Link:
    """A link, which only this answer ever shows."""

    token: str
    expires_at: datetime


def make_handoff(
    session: Session, actor: Actor, wish: HandoffWish, vault: Vault, *, policy: Policy, now: datetime
) -> Link:
    """A link that opens the wizard with what the application knows.

    Invalid for an address that is not registered for it, NotAllowed for types outside its domains, and for a user who
    works for neither side.
    """
    client = session.get_one(ApiClient, actor.client_id)
    if wish.return_address not in client.return_addresses:
        raise Invalid("handoff_return_address", field="returnAddress")
    if wish.giver is not None and wish.giver == wish.holder:
        raise Invalid("handoff_same_party", field="holder")
    if actor.party_id is not None:
        _check_own_side(session, actor, wish)
    _check_domains(session, actor, wish.covers, brussels_day(now))
    token = secrets.token_urlsafe(TOKEN_BYTES)
    expires_at = now + timedelta(minutes=policy.handoff_minutes)
    session.add(Handoff(
        digest=vault.handoff_hashes(token)[0], client_id=client.id, started_by=wish.started_by, giver=wish.giver,
        holder=wish.holder, covers=wish.covers, first_day=wish.first_day, ends=wish.ends,
        return_address=wish.return_address, language=wish.language, state=wish.state, person_id=actor.person_id,
        made_at=now, expires_at=expires_at,
    ))  # fmt: skip
    session.flush()
    return Link(token, expires_at)


def _check_own_side(session: Session, actor: Actor, wish: HandoffWish) -> None:
    """An application hands its user over for the party for which he works; a side that is not named may be his."""
    party = get_party(session, actor.party_id)  # type: ignore[arg-type] - the caller looked
    sides: Sequence[Side] = [wish.started_by] if wish.started_by else list(Side)
    named = [wish.giver if side is Side.GIVER else wish.holder for side in sides]
    if None not in named and party.enterprise_number not in named:
        raise NotAllowed("not_your_party", party=named[0])


def _check_domains(session: Session, actor: Actor, covers: dict[str, Any], day: date) -> None:
    keys = set(covers.get("types", ()))
    for version in list_groups(session, day) if "group" in covers else ():
        keys |= set(version.type_keys) if version.group_key == covers["group"] else set()
    if any(one.domain_key not in actor.domains for one in list_all_types(session) if one.key in keys):
        raise NotAllowed("outside_domains")
