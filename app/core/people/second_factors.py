"""The second thing that somebody proves, after the password: what an account has, and whether what was typed fits.

A try is counted before it is looked at, by name and by source as with passwords, but with fewer for all sources
together: whoever gets this far knows the password.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from app.core.errors import NotAllowed
from app.core.people.code_app import has_code_app, remove_code_app, use_app_code
from app.core.people.passkeys import list_passkeys, remove_all_passkeys
from app.core.people.recovery_codes import FEW, count_recovery_codes, remove_recovery_codes, use_recovery_code
from app.core.people.sealed import refuse_behind_glass
from app.core.people.signed_in import SignedIn
from app.core.people.tries import count_try, forget_tries
from app.core.vault import Vault

TRIES_OF_CODE = 10


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


def forget_factors(session: Session, account_id: uuid.UUID) -> None:
    """What an operator does for who lost all of it: app, passkeys and codes on paper work no more."""
    refuse_behind_glass(session, account_id)
    remove_code_app(session, account_id)
    remove_all_passkeys(session, account_id)
    remove_recovery_codes(session, account_id)


def prove_with_code(
    session: Session, account_id: uuid.UUID, code: str, source: str, *, vault: Vault, now: datetime
) -> Proof | None:
    """What this code proves; None for a wrong one, which the caller commits too, because it was counted.

    Raises Invalid after too many tries in a quarter of an hour.
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
    return proof


def remove_factors(
    session: Session, account_id: uuid.UUID, code: str, source: str, *, vault: Vault, now: datetime
) -> bool:
    """Take the app off, with a code that proves it anew; False for a wrong one (commit it)."""
    refuse_behind_glass(session, account_id)
    if prove_with_code(session, account_id, code, source, vault=vault, now=now) is None:
        return False
    remove_code_app(session, account_id)
    forget_useless_codes(session, account_id)
    return True


def forget_useless_codes(session: Session, account_id: uuid.UUID) -> None:
    """Void the codes on paper when there is nothing left that they stand in for."""
    factors = find_factors(session, account_id)
    if not factors.code_app and not factors.passkeys:
        remove_recovery_codes(session, account_id)


def _tries_at(account_id: uuid.UUID) -> str:
    # Kept apart from the tries at the password, which are forgotten when that one is right.
    return f"code: {account_id}"
