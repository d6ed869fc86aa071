"""Sessions that a provider ends: somebody signed out there, or was signed out.

What applications got for him there ends with it (`app/core/clients`): only citizens call through applications.
"""

import hashlib
import uuid
from contextlib import suppress
from datetime import datetime

from sqlalchemy import Select, delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.core.errors import Conflict
from app.core.people.dormant import CITIZEN
from app.core.people.sign_outs import REMEMBERED, note_end, of_session, of_subject, wait_for_ends
from app.core.people.web_sessions import Origin
from app.models.api_client import ApiToken
from app.models.person import Person
from app.models.used_token import UsedToken
from app.models.web_session import WebSession

_ENDED = "ended"  # instead of an issuer: what is kept is no token, but a session there


def end_by_provider(session: Session, origin: Origin, subject: str | None, *, now: datetime) -> int:
    """End what somebody has open here by way of this provider, at once; returns how many sessions that were.

    With the session at the provider only what began with that one ends, without it all of the person known as
    `subject`. One that was named with the subject of somebody else ends nothing.
    """
    if origin.session is None and subject is None:
        return 0
    ending = update(WebSession).where(WebSession.provider == origin.provider, WebSession.ended_at.is_(None))
    if origin.session is not None:
        ending = ending.where(WebSession.provider_session == origin.session)
    if subject is not None:
        ending = ending.where(WebSession.person_id.in_(_known_as(subject)))
    if origin.provider == CITIZEN:
        _end_calls(session, origin, subject, now)
    return session.execute(ending.values(ended_at=now, data="{}")).rowcount


def end_calls_of(session: Session, origin: Origin | None, *, now: datetime) -> None:
    """Close what applications got for whoever signed in to this session, which ends here; nothing for any other.

    The session at the provider may go on: what it says from now on is a new sign-in.
    """
    if origin is None or origin.provider != CITIZEN or origin.session is None:
        return
    note_end(session, of_session(origin.session), now=now)
    closing = update(ApiToken).where(ApiToken.revoked_at.is_(None), ApiToken.person_id.is_not(None))
    session.execute(closing.where(ApiToken.occasion == occasion_at(origin)).values(revoked_at=now))


def occasion_at(origin: Origin) -> str:
    """What everything that is done in one session at a provider has in common; it has to be named."""
    return f"idp:{(origin.session or '')[:40]}"


def has_ended(session: Session, origin: Origin, subject: str) -> bool:
    """Whether the provider said in the past hour that this session of this person ended."""
    names = [_used(_ENDED, f"{origin.session} {one}") for one in (subject, "")]
    return session.scalar(select(UsedToken.digest).where(UsedToken.digest.in_(names)).limit(1)) is not None


def _end_calls(session: Session, origin: Origin, subject: str | None, now: datetime) -> None:
    closing = update(ApiToken).where(ApiToken.revoked_at.is_(None), ApiToken.person_id.is_not(None))
    if origin.session is not None:
        wait_for_ends(session, of_session(origin.session))
        closing = closing.where(ApiToken.occasion == occasion_at(origin))
        with suppress(Conflict):  # it was said before
            use_token(session, _ENDED, f"{origin.session} {subject or ''}", until=now + REMEMBERED)
    elif subject is not None:
        note_end(session, of_subject(subject), now=now)
    if subject is not None:
        closing = closing.where(ApiToken.person_id.in_(_known_as(subject)))
    session.execute(closing.values(revoked_at=now))


def _known_as(subject: str) -> Select[tuple[uuid.UUID]]:
    return select(Person.id).where(Person.subject == subject)


def use_token(session: Session, issuer: str, number: str, *, until: datetime) -> None:
    """Use a token that may be used once; `until` is when it is too old anyway. Raises Conflict the next time."""
    digest = _used(issuer, number)
    try:
        with session.begin_nested():
            session.add(UsedToken(digest=digest, until=until))
            session.flush()
    except IntegrityError as error:
        raise Conflict("token_used") from error


def _used(issuer: str, number: str) -> str:
    return hashlib.sha256(f"{issuer} {number}".encode()).hexdigest()


def delete_old_tokens(session: Session, *, now: datetime) -> None:
    """Forget the tokens that are too old to be used again."""
    session.execute(delete(UsedToken).where(UsedToken.until < now))
