"""What an administrator does for a member of staff who lost what he signs in with: new codes on paper, or all anew."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.errors import Conflict, NotAllowed, NotFound
from app.core.people.roles import require_administrator, require_fresh_administrator
from app.core.people.sealed import refuse_behind_glass
from app.core.people.second_factors import Factors, find_factors, give_codes
from app.core.vault import Vault
from app.models.account import Account
from app.models.staff import Staff


def view_factors(session: Session, actor: Actor, person_id: uuid.UUID) -> Factors | None:
    """What a member of staff has besides his password; None for who signs in at a provider."""
    require_administrator(session, actor)
    account = _account_of(session, person_id)
    return find_factors(session, account.id) if account else None


def give_codes_to(
    session: Session, actor: Actor, person_id: uuid.UUID, *, lost: bool, vault: Vault, now: datetime
) -> Sequence[str]:
    """Ten new codes on paper, to show once to the administrator, who hands them over. The sheet before works no more.

    `lost` takes the app and the passkeys off too and signs him out everywhere: he begins anew with his password and a
    code. Raises FreshSignInNeeded; NotAllowed for oneself, NotFound for who is no staff, Conflict for who signs in at a
    provider and for the account for emergencies.
    """
    session.get(Staff, person_id, with_for_update=True)
    account = check_codes_to(session, actor, person_id, now=now)
    return give_codes(session, account.id, lost=lost, vault=vault, now=now, by=actor)


def check_codes_to(session: Session, actor: Actor, person_id: uuid.UUID, *, now: datetime) -> Account:
    """The account that would get the codes, for who is asked before; raises as `give_codes_to`."""
    require_fresh_administrator(session, actor, now=now)
    if person_id == actor.actor_id:
        raise NotAllowed("own_codes")
    if session.get(Staff, person_id) is None:
        raise NotFound("staff_unknown")
    account = _account_of(session, person_id)
    if account is None:
        raise Conflict("factors_at_provider")
    refuse_behind_glass(session, account.id)
    return account


def _account_of(session: Session, person_id: uuid.UUID) -> Account | None:
    """The account with a password of ours."""
    query = select(Account).where(Account.person_id == person_id, Account.username.is_not(None))
    return session.scalars(query.order_by(Account.id).limit(1)).first()
