"""Passkeys (WebAuthn): made, used, listed, taken off. One proves who somebody is without a password.

The device must recognise its owner (a finger, a face, a PIN), so a passkey is as much as a password and a code. Who
answers is found by what the device says, so nobody types a name. The challenge is kept by who asked, and used once.
"""

import hmac
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from app.core.errors import Conflict, Invalid, NotFound
from app.core.people.fresh import OWN_SIGN_IN, check_fresh
from app.core.people.sealed import refuse_behind_glass
from app.core.people.sign_in_journal import note_change
from app.models.account import Account
from app.models.passkey import Passkey

SERVICE = "Mandaatloket"
MOST = 10
LONGEST_NAME = 60
LONGEST_ANSWER = 20_000
UNREADABLE = (WebAuthnException, ValueError, KeyError, TypeError)  # of an answer that no browser gives


@dataclass(frozen=True)
class Site:
    """Where we are to browsers: the `origin` of our pages, and `rp_id`, the name of the host to which passkeys bind."""

    rp_id: str
    origin: str


@dataclass(frozen=True)
class Question:
    """What the browser is asked: `options` as JSON, with the `challenge` (base64url) to keep for the answer."""

    options: str
    challenge: str


def ask_new_passkey(session: Session, account_id: uuid.UUID, site: Site) -> Question:
    """Ask a device for a passkey that it does not have for this account yet; Conflict for who has ten already."""
    username, known = _check_room(session, account_id)
    options = generate_registration_options(
        rp_id=site.rp_id, rp_name=SERVICE, user_name=username, user_id=account_id.bytes,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=one) for one in known],
    )  # fmt: skip
    return Question(options_to_json(options), bytes_to_base64url(options.challenge))


def add_passkey(
    session: Session, account_id: uuid.UUID, site: Site, answer: str, challenge: str, name: str,
    *, proven_at: datetime | None, now: datetime,
) -> Passkey:
    """Keep the passkey that a device made, for who just proved who he is. Invalid for an answer that is not right.

    Whether one may be added is asked again: more may have come since the question, which may be of another page.
    """
    # Of two answers at one moment the second waits, and counts the passkey of the first.
    session.execute(select(Account.id).where(Account.id == account_id).with_for_update())
    check_fresh(proven_at, OWN_SIGN_IN, now=now)
    _check_room(session, account_id)
    try:
        made = verify_registration_response(
            credential=answer[:LONGEST_ANSWER], expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site.rp_id, expected_origin=site.origin, require_user_verification=True,
        )  # fmt: skip
    except UNREADABLE as error:
        raise _refused() from error
    passkey = Passkey(
        account_id=account_id, credential_id=made.credential_id, public_key=made.credential_public_key,
        sign_count=made.sign_count, name=name[:LONGEST_NAME], made_at=now, last_used_at=None,
    )  # fmt: skip
    try:
        with session.begin_nested():
            session.add(passkey)
            session.flush()
    except IntegrityError as error:
        raise _refused() from error
    note_change(session, account_id, "passkey_added", now=now)
    return passkey


def ask_passkey(site: Site) -> Question:
    """Ask a device for any passkey of ours that it has."""
    options = generate_authentication_options(
        rp_id=site.rp_id, user_verification=UserVerificationRequirement.REQUIRED
    )
    return Question(options_to_json(options), bytes_to_base64url(options.challenge))


def use_passkey(session: Session, site: Site, answer: str, challenge: str, *, now: datetime) -> uuid.UUID:
    """The account of whoever answered the challenge with a passkey of ours; Invalid, always in the same words."""
    try:
        given = parse_authentication_credential_json(answer[:LONGEST_ANSWER])
        passkey = session.scalars(select(Passkey).where(Passkey.credential_id == given.raw_id)).one_or_none()
        if passkey is None or not hmac.compare_digest(given.response.user_handle or b"", passkey.account_id.bytes):
            raise _refused()
        used = verify_authentication_response(
            credential=given, expected_challenge=base64url_to_bytes(challenge), expected_rp_id=site.rp_id,
            expected_origin=site.origin, credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count, require_user_verification=True,
        )  # fmt: skip
    except UNREADABLE as error:
        raise _refused() from error
    # Of two answers at one moment with one count, one comes from a copy of the device.
    older = or_(Passkey.sign_count < used.new_sign_count, Passkey.sign_count == 0)
    counting = update(Passkey).where(Passkey.id == passkey.id, older)
    if session.execute(counting.values(sign_count=used.new_sign_count, last_used_at=now)).rowcount != 1:
        raise _refused()
    return passkey.account_id


def list_passkeys(session: Session, account_id: uuid.UUID) -> Sequence[Passkey]:
    """The passkeys of an account, oldest first."""
    query = select(Passkey).where(Passkey.account_id == account_id)
    return session.scalars(query.order_by(Passkey.made_at, Passkey.id)).all()


def remove_passkey(
    session: Session, account_id: uuid.UUID, passkey_id: uuid.UUID, *, proven_at: datetime | None, now: datetime
) -> None:
    """Let a passkey of this account work no more; NotFound for one of somebody else."""
    check_fresh(proven_at, OWN_SIGN_IN, now=now)
    removing = delete(Passkey).where(Passkey.id == passkey_id, Passkey.account_id == account_id)
    if session.execute(removing).rowcount != 1:
        raise NotFound("passkey_unknown")
    note_change(session, account_id, "passkey_removed", now=now)


def remove_all_passkeys(session: Session, account_id: uuid.UUID) -> None:
    """Let none of this account work any more; who may ask it is checked before."""
    session.execute(delete(Passkey).where(Passkey.account_id == account_id))


def _check_room(session: Session, account_id: uuid.UUID) -> tuple[str, Sequence[bytes]]:
    """The name and the passkeys of an account that may have one more; Conflict for any other."""
    refuse_behind_glass(session, account_id)
    username = session.get_one(Account, account_id).username
    if username is None:
        raise Conflict("factors_at_provider")
    known = session.scalars(select(Passkey.credential_id).where(Passkey.account_id == account_id)).all()
    if len(known) >= MOST:
        raise Conflict("too_many_passkeys", n=MOST)
    return username, known


def _refused() -> Invalid:
    return Invalid("passkey_refused", field="passkey")
