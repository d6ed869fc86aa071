"""The second thing that somebody proves, after the password: what an account has, and whether what was typed fits.

A try is counted before it is looked at, by name and by source as with passwords, but with fewer for all sources
together: whoever gets this far knows the password.
"""

import logging
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.errors import Conflict, NotAllowed
from app.core.people.accounts import find_signed_in
from app.core.people.code_app import has_code_app, remove_code_app, use_app_code
from app.core.people.fresh import OWN_SIGN_IN, check_fresh
from app.core.people.passkeys import list_passkeys, remove_all_passkeys, remove_passkey
from app.core.people.recovery_codes import (
    FEW,
    count_recovery_codes,
    make_recovery_codes,
    remove_recovery_codes,
    use_recovery_code,
)
from app.core.people.sealed import refuse_behind_glass
from app.core.people.sign_in_journal import note_administrator, note_change, note_guessing, note_operator
from app.core.people.signed_in import SignedIn
from app.core.people.tries import count_try, forget_tries, tries_ran_out
from app.core.people.web_sessions import end_all_of
from app.core.vault import Vault
from app.models.account import Account

TRIES_OF_CODE = 10
log = logging.getLogger(__name__)


class Proof(StrEnum):
    """Which code proved it: one of the app, or one on paper."""

    APP = "app"
    RECOVERY = "recovery"


@dataclass(frozen=True)
class Factors:
    """What an account has besides a password. Codes on paper alone count too: an operator may give them first."""

    code_app: bool
    recovery_codes: int
    passkeys: int = 0

    @property
    def any(self) -> bool:
        """Whether something is asked after the password."""
        return self.code_app or self.passkeys > 0 or self.recovery_codes > 0

    @property
    def lasting(self) -> int:
        """How many there are that do not wear out: codes on paper only stand in for these, and go with the last."""
        return self.passkeys + self.code_app

    @property
    def code_renews(self) -> bool:
        """Whether new codes on paper take a code of now: a passkey proves it as well, also without phone or sheet."""
        return self.code_app and not self.passkeys

    @property
    def few_recovery_codes(self) -> bool:
        """Whether it is time to make new codes on paper."""
        return self.any and self.recovery_codes <= FEW


def find_factors(session: Session, account_id: uuid.UUID) -> Factors:
    """What this account has."""
    passkeys = len(list_passkeys(session, account_id))
    return Factors(has_code_app(session, account_id), count_recovery_codes(session, account_id), passkeys)


def check_second_factor(session: Session, who: SignedIn, *, required: bool) -> Factors:
    """What this account is asked after its password; NotAllowed for a desk without anything, where it is required."""
    factors = find_factors(session, who.account_id)
    if required and who.desk and not factors.any:
        raise NotAllowed("second_factor_missing")
    return factors


def give_codes(
    session: Session, account_id: uuid.UUID, *, lost: bool, vault: Vault, now: datetime, by: Actor | None = None
) -> Sequence[str]:
    """Ten codes on paper, to show once. For who `lost` all of it nothing else works any more.

    `by` is the administrator who gives them; without one it is the operator of the machine.
    """
    refuse_behind_glass(session, account_id)
    if lost:
        remove_code_app(session, account_id)
        remove_all_passkeys(session, account_id)
        end_all_of(session, session.get_one(Account, account_id).person_id, now=now)
    if by is None:
        note_operator(session, account_id, "factors_lost" if lost else "codes_given", now=now)
    else:
        note_administrator(session, by, account_id, "staff_factors_lost" if lost else "staff_codes_given", now=now)
    return make_recovery_codes(session, account_id, vault=vault, now=now)


def prove_with_code(
    session: Session, account_id: uuid.UUID, code: str, source: str, *, vault: Vault, now: datetime
) -> Proof | None:
    """What this code proves; None for a wrong one, which the caller commits too, because it was counted.

    Raises Invalid after too many tries in a quarter of an hour. Whoever guesses knows the password, so a wrong one that
    is the last of them is an alarm, in the journal and in the log.
    """
    name = _tries_at(account_id)
    count_try(session, name, source, now=now, most=TRIES_OF_CODE, field="code")
    proof = None
    if use_app_code(session, account_id, code, vault=vault, now=now):
        proof = Proof.APP
    elif use_recovery_code(session, account_id, code, vault=vault, now=now):
        proof = Proof.RECOVERY
    if proof is not None:
        forget_tries(session, name, source)
    elif tries_ran_out(session, name, source, most=TRIES_OF_CODE):
        note_guessing(session, account_id, now=now)
        log.warning("alarm", extra={"kind": "codes_ran_out"})
    return proof


def must_keep_last(session: Session, account_id: uuid.UUID, *, required: bool) -> bool:
    """Whether what this account has besides its password must stay: it is the last, and a desk may not be without."""
    who = find_signed_in(session, account_id)
    staff = who is not None and who.desk is not None
    return required and staff and find_factors(session, account_id).lasting <= 1


def remove_factors(
    session: Session, account_id: uuid.UUID, code: str, source: str, *, required: bool, vault: Vault, now: datetime
) -> bool:
    """Take the app off, with a code that proves it anew; False for a wrong one (commit it).

    Raises Conflict for a desk that has nothing else, where something is `required`: it would be locked out.
    """
    refuse_behind_glass(session, account_id)
    _refuse_last(session, account_id, required=required)
    if prove_with_code(session, account_id, code, source, vault=vault, now=now) is None:
        return False
    remove_code_app(session, account_id)
    forget_useless_codes(session, account_id)
    note_change(session, account_id, "code_app_removed", now=now)
    return True


def take_passkey_off(
    session: Session, account_id: uuid.UUID, passkey_id: uuid.UUID,
    *, required: bool, proven_at: datetime | None, now: datetime,
) -> None:
    """Let a passkey work no more, and with the last proof the codes on paper. Conflict as for the app."""
    _refuse_last(session, account_id, required=required)
    remove_passkey(session, account_id, passkey_id, proven_at=proven_at, now=now)
    forget_useless_codes(session, account_id)


def renew_recovery_codes(
    session: Session, account_id: uuid.UUID, code: str, source: str,
    *, proven_at: datetime | None, vault: Vault, now: datetime,
) -> Sequence[str] | None:
    """New codes on paper, to show once, for who proves it anew with a code; None for a wrong one (commit it).

    Whoever has no app, or a passkey beside it, may have no code left: he proved it a moment ago, or FreshSignInNeeded.
    """
    if not find_factors(session, account_id).code_renews:
        check_fresh(proven_at, OWN_SIGN_IN, now=now)
    elif prove_with_code(session, account_id, code, source, vault=vault, now=now) is None:
        return None
    note_change(session, account_id, "codes_renewed", now=now)
    return make_recovery_codes(session, account_id, vault=vault, now=now)


def forget_useless_codes(session: Session, account_id: uuid.UUID) -> None:
    """Void the codes on paper when there is nothing left that they stand in for."""
    factors = find_factors(session, account_id)
    if not factors.code_app and not factors.passkeys:
        remove_recovery_codes(session, account_id)


def _refuse_last(session: Session, account_id: uuid.UUID, *, required: bool) -> None:
    # Of two tabs that each take one of two off, the second waits and sees what is left.
    session.execute(select(Account.id).where(Account.id == account_id).with_for_update())
    if must_keep_last(session, account_id, required=required):
        raise Conflict("second_factor_last")


def _tries_at(account_id: uuid.UUID) -> str:
    # Kept apart from the tries at the password, which are forgotten when that one is right.
    return f"code: {account_id}"
