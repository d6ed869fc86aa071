"""Ten codes on paper, for whoever has his phone no more. Each works once; only their keyed hashes are kept."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from app.core.people.sealed import refuse_behind_glass
from app.core.vault import CODE_LENGTH, Vault, new_code, plain_code
from app.models.second_factor import RecoveryCode

IN_A_SET = 10
FEW = 2


def make_recovery_codes(
    session: Session, account_id: uuid.UUID, *, vault: Vault, now: datetime, count: int = IN_A_SET
) -> Sequence[str]:
    """A new set, to show once: nobody can read it back. The set before works no more."""
    refuse_behind_glass(session, account_id)
    remove_recovery_codes(session, account_id)
    codes = [new_code() for _ in range(count)]
    session.add_all(
        RecoveryCode(
            account_id=account_id, code_hash=vault.recovery_code_hashes(account_id, code)[0], made_at=now, used_at=None
        )
        for code in codes
    )
    session.flush()
    return codes


def use_recovery_code(session: Session, account_id: uuid.UUID, code: str, *, vault: Vault, now: datetime) -> bool:
    """Whether this is a code of the newest set that was not used yet; it is used now."""
    if len(plain_code(code)) != CODE_LENGTH:
        return False
    unused = update(RecoveryCode).where(RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None))
    fitting = unused.where(RecoveryCode.code_hash.in_(vault.recovery_code_hashes(account_id, code)))
    return session.execute(fitting.values(used_at=now)).rowcount == 1


def are_recovery_codes(session: Session, account_id: uuid.UUID, codes: Sequence[str], *, vault: Vault) -> bool:
    """Whether these are all the codes of the newest set, so that whoever was just shown them may print them."""
    query = select(RecoveryCode.code_hash).where(RecoveryCode.account_id == account_id)
    newest = set(session.scalars(query))
    typed = [newest.intersection(vault.recovery_code_hashes(account_id, code)) for code in set(codes)]
    return bool(codes) and all(typed) and set().union(*typed) == newest


def count_recovery_codes(session: Session, account_id: uuid.UUID) -> int:
    """How many codes still work."""
    query = select(func.count()).select_from(RecoveryCode)
    return session.scalar(query.where(RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None))) or 0


def remove_recovery_codes(session: Session, account_id: uuid.UUID) -> None:
    """Let no code work any more."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
