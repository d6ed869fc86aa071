"""Sessions that a provider ends: somebody signed out there, or was signed out."""

import hashlib
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.core.errors import Conflict
from app.core.people.web_sessions import Origin
from app.models.person import Person
from app.models.used_token import UsedToken
from app.models.web_session import WebSession


def end_by_provider(session: Session, origin: Origin, subject: str | None, *, now: datetime) -> int:
    """End what somebody has open here by way of this provider, at once; returns how many sessions that were.

    With the session at the provider only what began with that one ends, without it all of the person known as
    `subject`. One that was named with the subject of somebody else ends nothing.
    """
    ending = update(WebSession).where(WebSession.provider == origin.provider, WebSession.ended_at.is_(None))
    if origin.session is not None:
        ending = ending.where(WebSession.provider_session == origin.session)
    if subject is not None:
        ending = ending.where(WebSession.person_id.in_(select(Person.id).where(Person.subject == subject)))
    if origin.session is None and subject is None:
        return 0
    return session.execute(ending.values(ended_at=now, data="{}")).rowcount


def use_token(session: Session, issuer: str, number: str, *, until: datetime) -> None:
    """Use a token that may be used once; `until` is when it is too old anyway. Raises Conflict the next time."""
    digest = hashlib.sha256(f"{issuer} {number}".encode()).hexdigest()
    try:
        with session.begin_nested():
            session.add(UsedToken(digest=digest, until=until))
            session.flush()
    except IntegrityError as error:
        raise Conflict("token_used") from error


def delete_old_tokens(session: Session, *, now: datetime) -> None:
    """Forget the tokens that are too old to be used again."""
    session.execute(delete(UsedToken).where(UsedToken.until < now))
