"""An administrator behind glass, for the day on which the provider is away, or nobody else can come in.

A long passphrase and an app together, printed once by a command and locked away. It always works; each use is written
down, told to all administrators, and ends it: some hours later only the command makes it whole again.
"""

import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.errors import Conflict, NotAllowed
from app.core.journal import record
from app.core.people import roles
from app.core.people.accounts import HASHER, create_account, find_account
from app.core.people.code_app import NewKey, seal_code_app
from app.core.people.persons import ensure_person
from app.core.people.recovery_codes import remove_recovery_codes
from app.core.people.sealed import is_behind_glass
from app.core.people.staffing import add_staff
from app.core.people.web_sessions import end_all_of
from app.core.vault import CODE_SIGNS, Vault
from app.models.account import Account
from app.models.break_glass import BreakGlass
from app.models.journal import Channel, Ground, JournalEntry
from app.models.staff import Staff

FIRST_NAME, LAST_NAME = "Noodtoegang", "Beheer"
GROUPS, GROUP = 6, 4  # 24 signs of 31: 118 bits
OPEN_FOR = timedelta(hours=4)  # after its first use
TOLD_FOR = timedelta(days=14)


@dataclass(frozen=True)
class SealedAccount:
    """What the command prints once: the passphrase, and the key for an app."""

    username: str
    passphrase: str
    key: NewKey


@dataclass(frozen=True)
class GlassUse:
    """That somebody came in this way."""

    username: str
    at: datetime


def seal_account(session: Session, username: str, number: str, *, vault: Vault, now: datetime) -> SealedAccount:
    """Make the account for emergencies, or make it whole again with another passphrase and another key.

    `number` is under which it stands in the journal; one that exists keeps its own. What was open with it ends, and it
    is administrator again, at no counter, if it was not. Raises Conflict for the name of an ordinary account.
    """
    passphrase = "-".join("".join(secrets.choice(CODE_SIGNS) for _ in range(GROUP)) for _ in range(GROUPS))
    account = find_account(session, username)
    if account is None:
        account = _new_account(session, username, number, passphrase, now)
    elif not is_behind_glass(session, account.id):
        raise Conflict("username_taken", username=username)
    account.password_hash, account.disabled_at, account.dormant_at = HASHER.hash(passphrase), None, None
    glass = session.get_one(BreakGlass, account.id)
    glass.sealed_at, glass.broken_at = now, None
    _make_administrator(session, account.person_id, now)
    remove_recovery_codes(session, account.id)
    end_all_of(session, account.person_id, now=now)
    key = seal_code_app(session, account.id, vault=vault, now=now)
    by_operator = Actor(Channel.JOB, person_id=account.person_id)
    record(session, by_operator, "glass_sealed", now=now, ground=Ground.STAFF_DUTY, account=str(account.id))
    return SealedAccount(str(account.username), passphrase, key)


def break_glass(session: Session, account_id: uuid.UUID, *, now: datetime) -> bool:
    """Write down that somebody comes in with this account, if it is one for emergencies; whether it is.

    Raises NotAllowed for one that was used and not made whole again.
    """
    glass = session.get(BreakGlass, account_id, with_for_update=True, populate_existing=True)
    if glass is None:
        return False
    if _is_used_up(glass, now):
        raise NotAllowed("glass_used_up")
    first = update(BreakGlass).where(BreakGlass.account_id == account_id, BreakGlass.broken_at.is_(None))
    session.execute(first.values(broken_at=now))
    person_id = session.get_one(Account, account_id).person_id
    by_itself = Actor.on_duty(person_id, f"glass:{account_id}")
    record(session, by_itself, "glass_broken", now=now, ground=Ground.STAFF_DUTY, account=str(account_id))
    return True


def check_whole(session: Session, account_id: uuid.UUID, *, now: datetime) -> None:
    """Refuse an account for emergencies that was used and not made whole again; others pass."""
    glass = session.get(BreakGlass, account_id)
    if glass is not None and _is_used_up(glass, now):
        raise NotAllowed("glass_used_up")


def list_glass_uses(session: Session, actor: Actor, *, now: datetime) -> Sequence[GlassUse]:
    """The uses of the last 14 days, newest first, for administrators."""
    roles.require_administrator(session, actor)
    query = select(Account.username, JournalEntry.at).join(Account, Account.person_id == JournalEntry.actor_id)
    query = query.where(JournalEntry.kind == "glass_broken", JournalEntry.at > now - TOLD_FOR)
    rows = session.execute(query.order_by(JournalEntry.at.desc(), JournalEntry.id.desc()))
    return [GlassUse(str(username), at) for username, at in rows]


def _is_used_up(glass: BreakGlass, now: datetime) -> bool:
    return glass.broken_at is not None and now - glass.broken_at > OPEN_FOR


def _new_account(session: Session, username: str, number: str, passphrase: str, now: datetime) -> Account:
    if session.scalar(select(Staff.person_id).where(Staff.number == number)) is not None:
        raise Conflict("staff_number_taken")
    person = ensure_person(session, f"break-glass:{username}", FIRST_NAME, LAST_NAME)
    account = create_account(session, username, passphrase, person.id)
    add_staff(session, person.id, number)
    session.add(BreakGlass(account_id=account.id, sealed_at=now, broken_at=None))
    session.flush()
    return account


def _make_administrator(session: Session, person_id: uuid.UUID, now: datetime) -> None:
    staff = session.get_one(Staff, person_id)
    staff.office_id = None
    if all(one.kind != roles.ADMINISTRATOR for one in roles.roles_of(session, person_id)):
        roles.give_first_role(session, staff.number, roles.Role(roles.ADMINISTRATOR), now=now)
