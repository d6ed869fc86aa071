"""Who comes back from a provider, made known to the core: a citizen, perhaps for an enterprise, or a colleague."""

from typing import Any

from app.adapters.oidc import TokenRefused, check_access, read_citizen, read_colleague
from app.adapters.oidc.claims import read_known_colleague, said_subject, subject_of
from app.config_providers import STAFF
from app.core.directory.arrivals import enter_known
from app.core.directory.colleagues import enter_colleague, shut_out_subject
from app.core.people import provider_accounts
from app.core.people.provider_accounts import Arrival
from app.core.people.roles import Role, RoleKind
from app.core.people.signed_in import SignedIn
from app.web.databases import database, directory_rules, moment, policy, settings


def admit(kind: str, claims: dict[str, Any]) -> tuple[SignedIn, str | None]:
    """Who this is, and for which enterprise he signed in. Raises TokenRefused, or a refusal of the core."""
    return (_colleague(claims), None) if kind == STAFF else _citizen(claims)


def _citizen(claims: dict[str, Any]) -> tuple[SignedIn, str | None]:
    citizen = read_citizen(claims, settings().sign_in.citizen)
    arrival = Arrival("citizen", citizen.subject, citizen.first_name, citizen.last_name)
    with database().writing.begin() as session:
        return provider_accounts.enter_citizen(
            session, arrival, enterprise=citizen.enterprise, represents=citizen.represents, now=moment()
        )


def _colleague(claims: dict[str, Any]) -> SignedIn:
    ways = settings().sign_in
    check_access(claims, ways.staff, ways.access)
    return _placed(claims) or _colleague_by_his_groups(claims)


def _placed(claims: dict[str, Any]) -> SignedIn | None:
    """Who is in the directory, where it says that he works; None for who may come in without it."""
    if settings().directory is None:
        return None
    said, subject, first_name, last_name = read_known_colleague(claims, settings().sign_in.staff)
    arrival = Arrival(STAFF, subject, first_name, last_name)
    with database().writing.begin() as session:
        return enter_known(session, arrival, said, directory_rules(), policy=policy(), now=moment())


def _colleague_by_his_groups(claims: dict[str, Any]) -> SignedIn:
    ways = settings().sign_in
    try:
        colleague = read_colleague(claims, ways.staff)
    except TokenRefused as refusal:
        if refusal.reason == "no_group":
            # The directory took the desk away: it holds for what is still open elsewhere, too.
            subject = subject_of(claims["iss"], said_subject(claims, ways.staff))
            with database().writing.begin() as session:
                shut_out_subject(session, subject, policy=policy(), now=moment())
        raise
    arrival = Arrival(STAFF, colleague.subject, colleague.first_name, colleague.last_name)
    desk = colleague.desk
    office = (desk.office, desk.town) if desk.office and desk.town else None
    with database().writing.begin() as session:
        return enter_colleague(
            session, arrival, number=colleague.number, office=office, policy=policy(), now=moment(),
            roles=[Role(RoleKind(one.role), one.entity) for one in colleague.roles],
        )
