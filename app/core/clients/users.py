"""For whom an application calls: who signed in there at the provider that we believe too, and in which capacity."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.clock import brussels_day
from app.core.clients.tokens import User
from app.core.errors import NotAllowed
from app.core.people.dormant import note_used
from app.core.people.provider_accounts import Arrival, enter_citizen
from app.core.people.provider_sessions import has_ended, occasion_at
from app.core.people.sign_outs import ended_since, of_session, of_subject, wait_for_ends
from app.core.people.standing import list_parties
from app.core.people.web_sessions import Origin
from app.core.register.enterprise_numbers import parse_enterprise_number


def enter_user(
    session: Session, arrival: Arrival, *, enterprise: str | None, represents: str | None, wanted: str | None,
    sign_in: Origin, issued_at: datetime, now: datetime,
) -> User:  # fmt: skip
    """Who signed in elsewhere, as he would have come in here, and for which party he works.

    That is the enterprise for which he signed in, or that the application names (`wanted`), when he may act for it; or
    else his only one. With more than one and none named he works for none yet. `sign_in` tells this sign-in from
    others, also where the provider has no name for it; `issued_at` is when the provider said so, the earliest that its
    clock allows. Raises NotAllowed for who may not come in or signed out there or, after that moment, here, and for an
    enterprise for which he may not act. Whoever makes a token of the answer does so in this transaction: only until it
    commits an end waits for it.
    """
    who, number = enter_citizen(session, arrival, enterprise=enterprise, represents=represents, now=now)
    note_used(session, who.account_id, now=now)
    named = parse_enterprise_number(wanted) if wanted else None
    if number and named and number != named:
        raise NotAllowed("user_not_for_enterprise")
    parties, number = list_parties(session, who.person_id, brussels_day(now)), number or named
    fitting = [one for one in parties if number in (None, one.number)]
    if number and not fitting:
        raise NotAllowed("user_not_for_enterprise")
    party_id = fitting[0].party_id if len(fitting) == 1 else None
    _check_not_ended(session, arrival.subject, sign_in, issued_at)
    return User(who.person_id, party_id, occasion_at(sign_in))


def _check_not_ended(session: Session, subject: str, sign_in: Origin, issued_at: datetime) -> None:
    # As the last thing: who closes an account has its row, and waits for us when we would have these names already.
    ended = [of_session(sign_in.session or ""), of_subject(subject)]
    wait_for_ends(session, *ended)
    if has_ended(session, sign_in, subject) or ended_since(session, ended, issued_at):
        raise NotAllowed("sign_in_ended")
