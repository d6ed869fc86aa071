"""What the claims of a provider mean to us, by the table in the settings. A claim that cannot be read is refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.adapters.oidc.errors import TokenRefused
from app.config_sign_in import CitizenClaims, DeskOfGroup, RoleOfGroup, StaffAccess, StaffClaims

LONGEST_SUBJECT = 255
LONGEST_NUMBER = 10
# Entra ID leaves the groups out of a token that would become too long, and says so here.
GROUPS_ELSEWHERE = "_claim_names"


@dataclass(frozen=True)
class Citizen:
    """Who signed in, for which enterprise, and which one he represents by law according to the sign-in."""

    subject: str
    first_name: str
    last_name: str
    enterprise: str | None = None
    represents: str | None = None


@dataclass(frozen=True)
class Colleague:
    """A member of staff: his number, and the desk and roles that his groups give him."""

    subject: str
    first_name: str
    last_name: str
    number: str
    desk: DeskOfGroup
    roles: tuple[RoleOfGroup, ...] = ()


def subject_of(issuer: str, sub: str) -> str:
    """How we know somebody: by the issuer too, because two providers may call two people the same."""
    subject = f"{issuer} {sub}"
    if not sub.strip() or len(subject) > LONGEST_SUBJECT or not subject.isprintable():
        raise TokenRefused("wrong_sub")
    return subject


def read_citizen(claims: Mapping[str, Any], table: CitizenClaims) -> Citizen:
    """A citizen; his enterprise counts only in a capacity in which people act for one. Raises TokenRefused."""
    in_enterprise = claims.get(table.target_group) in table.enterprise_groups
    return Citizen(
        subject_of(claims["iss"], claims["sub"]),
        _name(claims, table.first_name),
        _name(claims, table.last_name),
        _text(claims, table.enterprise) if in_enterprise else None,
        _text(claims, table.represents) if in_enterprise else None,
    )


def read_colleague(claims: Mapping[str, Any], table: StaffClaims) -> Colleague:
    """A member of staff; raises TokenRefused for who has none of the groups, or no number."""
    subject = subject_of(claims["iss"], said_subject(claims, table))
    groups = claims.get(table.groups, [])
    if table.groups not in claims and table.groups in (claims.get(GROUPS_ELSEWHERE) or {}):
        raise TokenRefused("too_many_groups")
    if isinstance(groups, str):
        groups = [groups]
    if not isinstance(groups, list):
        raise TokenRefused("wrong_groups")
    roles = tuple(one for one in table.roles if one.group in groups)
    desk = next((one for one in table.desks if one.group in groups), DeskOfGroup(roles[0].group) if roles else None)
    if desk is None:
        raise TokenRefused("no_group")
    number = _text(claims, table.number)
    if number is None or len(number) > LONGEST_NUMBER:
        raise TokenRefused("no_staff_number")
    return Colleague(subject, _name(claims, table.first_name), _name(claims, table.last_name), number, desk, roles)


def read_known_colleague(claims: Mapping[str, Any], table: StaffClaims) -> tuple[str, str, str, str]:
    """What counts of a member of staff whom the directory places: what it calls him, his subject, and his names."""
    said = said_subject(claims, table)
    names = _name(claims, table.first_name), _name(claims, table.last_name)
    return said, subject_of(claims["iss"], said), *names


def said_subject(claims: Mapping[str, Any], table: StaffClaims) -> str:
    """What the provider calls a member of staff; raises TokenRefused when the claim is missing."""
    said = claims.get(table.subject)
    if not isinstance(said, str) or not said.strip():
        raise TokenRefused("wrong_sub")
    return said


def check_access(claims: Mapping[str, Any], table: StaffClaims, access: StaffAccess) -> None:
    """Whether somebody proved who he is in the way that is asked of staff; raises TokenRefused."""
    if access.acr and not set(access.acr) & _texts(claims, table.acr):
        raise TokenRefused("acr_too_weak")
    if not set(access.amr) <= _texts(claims, table.amr):
        raise TokenRefused("amr_missing")


def _texts(claims: Mapping[str, Any], name: str) -> set[str]:
    value = claims.get(name)
    found = value if isinstance(value, list) else [value]
    return {one for one in found if isinstance(one, str)}


def _name(claims: Mapping[str, Any], name: str) -> str:
    value = _text(claims, name)
    if value is None:
        raise TokenRefused("no_name")
    return value


def _text(claims: Mapping[str, Any], name: str) -> str | None:
    value = claims.get(name)
    if value is None or value == "":
        return None
    if not isinstance(value, str | int) or isinstance(value, bool):
        raise TokenRefused("wrong_claim")
    return str(value).strip() or None
