"""A second factor that a phone makes: a code of six digits that changes every 30 seconds (TOTP, RFC 6238).

Its key is sealed at rest and shown only while it is set up, which takes ten minutes at most. A code counts once, and
one step early or late: clocks of phones differ.
"""

import hmac
import logging
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

import pyotp
from cryptography.exceptions import InvalidTag
from sqlalchemy import ColumnElement, delete, or_, update
from sqlalchemy.orm import Session

from app.core.errors import Conflict
from app.core.people.fresh import OWN_SIGN_IN, check_fresh
from app.core.people.sealed import refuse_behind_glass
from app.core.people.sign_in_journal import note_change
from app.core.vault import Vault
from app.models.account import Account
from app.models.second_factor import CodeApp

STEP = 30  # seconds
SKEW = (-1, 0, 1)  # steps
DIGITS = 6
ISSUER = "Mandaatloket"
WAITS = timedelta(minutes=10)  # an older key that nobody confirmed counts as none: others may have seen it
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class NewKey:
    """What an app must know: `key` for who types it, `address` (otpauth://) for who points a camera at it."""

    key: str
    address: str

    @property
    def groups(self) -> str:
        """The key in groups of four signs, as people type them over."""
        return " ".join(self.key[start : start + 4] for start in range(0, len(self.key), 4))


def begin_code_app(
    session: Session, account_id: uuid.UUID, *, vault: Vault, proven_at: datetime | None, now: datetime
) -> None:
    """Make a key for an app, for who proved just now who he is. One that waited goes: somebody may have seen it.

    Raises Conflict when the account has an app that works (who wants another takes that one off first), or signs in at
    a provider: what is asked there is not ours to add to.
    """
    check_fresh(proven_at, OWN_SIGN_IN, now=now)
    refuse_behind_glass(session, account_id)
    if has_code_app(session, account_id):
        raise Conflict("code_app_there")
    if session.get_one(Account, account_id).username is None:
        raise Conflict("factors_at_provider")
    remove_code_app(session, account_id)
    sealed = vault.seal(pyotp.random_base32().encode(), about_app(account_id))
    session.add(CodeApp(account_id=account_id, key_sealed=sealed, made_at=now, confirmed_at=None, last_step=None))
    session.flush()


def seal_code_app(session: Session, account_id: uuid.UUID, *, vault: Vault, now: datetime) -> NewKey:
    """Give an account for emergencies an app that counts at once: its key is printed, and nobody tries it first."""
    remove_code_app(session, account_id)
    key = pyotp.random_base32()
    sealed = vault.seal(key.encode(), about_app(account_id))
    session.add(CodeApp(account_id=account_id, key_sealed=sealed, made_at=now, confirmed_at=now, last_step=None))
    session.flush()
    return _new_key(session, account_id, key)


def find_new_key(
    session: Session, account_id: uuid.UUID, *, vault: Vault, proven_at: datetime | None, now: datetime
) -> NewKey | None:
    """The key that waits for its first code, for who proved just now who he is.

    None when there is none, when it waited too long, or when it was confirmed: never shown again.
    """
    check_fresh(proven_at, OWN_SIGN_IN, now=now)
    waiting = session.get(CodeApp, account_id)
    if waiting is None or waiting.confirmed_at is not None or waiting.made_at < now - WAITS:
        return None
    return _new_key(session, account_id, _key(waiting, vault))


def confirm_code_app(
    session: Session, account_id: uuid.UUID, code: str, *, vault: Vault, proven_at: datetime | None, now: datetime
) -> bool:
    """Whether the app gave a right code in time, with which it counts from now on; for who proved who he is."""
    check_fresh(proven_at, OWN_SIGN_IN, now=now)
    waits = CodeApp.confirmed_at.is_(None) & (CodeApp.made_at >= now - WAITS)
    confirmed = _use(session, account_id, code, waits, vault=vault, now=now)
    if confirmed:
        note_change(session, account_id, "code_app_added", now=now)
    return confirmed


def use_app_code(session: Session, account_id: uuid.UUID, code: str, *, vault: Vault, now: datetime) -> bool:
    """Whether this is a code of the account's app that was not used yet; it is used now."""
    return _use(session, account_id, code, CodeApp.confirmed_at.is_not(None), vault=vault, now=now)


def has_code_app(session: Session, account_id: uuid.UUID) -> bool:
    """Whether an app makes codes for this account, confirmed by one of them."""
    found = session.get(CodeApp, account_id)
    return found is not None and found.confirmed_at is not None


def remove_code_app(session: Session, account_id: uuid.UUID) -> None:
    """Forget the app and its key; who may ask it is checked before."""
    session.execute(delete(CodeApp).where(CodeApp.account_id == account_id))


def _new_key(session: Session, account_id: uuid.UUID, key: str) -> NewKey:
    name = session.get_one(Account, account_id).username
    return NewKey(key, pyotp.TOTP(key).provisioning_uri(name=name, issuer_name=ISSUER))


def _use(
    session: Session, account_id: uuid.UUID, code: str, state: ColumnElement[bool], *, vault: Vault, now: datetime
) -> bool:
    found = session.get(CodeApp, account_id)
    step = _step_of(found, code, vault, now) if found else None
    if found is None or step is None:
        return False
    # Two browsers with one code at one moment: only one of them finds an older step.
    unused = or_(CodeApp.last_step.is_(None), CodeApp.last_step < step)
    using = update(CodeApp).where(CodeApp.account_id == account_id, state, unused)
    confirmed = found.confirmed_at or now
    used = session.execute(using.values(last_step=step, confirmed_at=confirmed)).rowcount == 1
    session.refresh(found)
    return used


def _step_of(app: CodeApp, code: str, vault: Vault, now: datetime) -> int | None:
    """The step whose code this is, close to now; None for a code that is wrong, and for a key that nobody can open."""
    try:
        maker, present = pyotp.TOTP(_key(app, vault)), int(now.timestamp()) // STEP
    except InvalidTag:
        # LETTER_KEY is another one, or the row was moved. What is typed may still be a code on paper.
        log.error("the key of an app cannot be opened")
        return None
    typed = "".join(sign for sign in code if not sign.isspace())
    fitting = [
        present + skew for skew in SKEW
        if hmac.compare_digest(maker.generate_otp(present + skew).encode(), typed.encode())
    ]  # fmt: skip
    return max(fitting, default=None)


def _key(app: CodeApp, vault: Vault) -> str:
    return vault.unseal(app.key_sealed, about_app(app.account_id)).decode()


def about_app(account_id: uuid.UUID) -> str:
    """To what the key of an app is bound."""
    return f"code-app:{account_id}"
