"""How people sign in: at which providers, and which of their claims means what. What is wrong is refused at the start.

Two kinds of provider stand side by side: "citizen" for citizens and enterprises (as ACM/IDM), "staff" for the people
who work here (as Entra ID). The claims stand in a small file of their own: every deployment names them differently.
"""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from app.config_providers import CITIZEN, KINDS, STAFF, ProviderSettings, check_address, read_provider
from app.environment import SettingsError, read_flag, read_number

ACR, AMR, NETWORKS, HOURS = "OIDC_STAFF_ACR", "OIDC_STAFF_AMR", "STAFF_NETWORKS", "STAFF_SESSION_HOURS"
SECOND_FACTOR, FRESH_RISKS, FRESH_MINUTES = "STAFF_SECOND_FACTOR", "FRESH_SIGN_IN_RISKS", "FRESH_SIGN_IN_MINUTES"
LONGEST_HOURS = 12  # of anybody's session
PUBLIC_URL, CLAIMS_FILE, PASSWORDS, LEEWAY = "PUBLIC_URL", "OIDC_CLAIMS_FILE", "PASSWORD_SIGN_IN", "OIDC_LEEWAY_SECONDS"

ADMINISTRATOR, DOMAIN_MANAGER = ROLES = ("administrator", "domain_manager")

Part = TypeVar("Part", "CitizenClaims", "StaffClaims")
Entry = TypeVar("Entry", "DeskOfGroup", "RoleOfGroup")


@dataclass(frozen=True)
class CitizenClaims:
    """Which claim says what of a citizen; `enterprise` and `represents` count in `enterprise_groups` only."""

    first_name: str = "given_name"
    last_name: str = "family_name"
    target_group: str = "vo_doelgroepcode"
    enterprise_groups: tuple[str, ...] = ("EA",)
    enterprise: str = "vo_orgcode"
    represents: str = "wv_orgcode"


@dataclass(frozen=True)
class DeskOfGroup:
    """Where somebody in this group of the directory works: a counter, or none of them when `office` is empty."""

    group: str
    office: str | None = None
    town: str | None = None


@dataclass(frozen=True)
class RoleOfGroup:
    """What somebody in this group of the directory looks after: "administrator", or "domain_manager" of an entity."""

    group: str
    role: str
    entity: str | None = None


@dataclass(frozen=True)
class StaffClaims:
    """Which claim says what of a member of staff; the first desk of which he has the group is his, and every role.

    `subject` is how we know him. With Entra ID that is best "oid", which the directory calls externalId: its `sub` is
    made for us alone, so the directory cannot name him by it.
    """

    subject: str = "sub"
    first_name: str = "given_name"
    last_name: str = "family_name"
    number: str = "employeeid"
    groups: str = "groups"
    acr: str = "acr"
    amr: str = "amr"
    desks: tuple[DeskOfGroup, ...] = ()
    roles: tuple[RoleOfGroup, ...] = ()


@dataclass(frozen=True)
class StaffAccess:
    """What is asked of staff: one of `acr` and all of `amr` from the provider, to be in one of `networks` (at every
    request, whatever the way of signing in), and to sign in anew after so many hours. Empty asks nothing.

    `second_factor` says that a password of ours alone opens no desk. Before a clerk sends what has one of
    `fresh_risks`, he proved at most `fresh_minutes` ago who he is."""

    acr: tuple[str, ...] = ()
    amr: tuple[str, ...] = ()
    networks: tuple[IPv4Network | IPv6Network, ...] = ()
    hours: int = LONGEST_HOURS
    second_factor: bool = True
    fresh_risks: tuple[str, ...] = ("high",)
    fresh_minutes: int = 10


@dataclass(frozen=True)
class SignInSettings:
    """How people sign in. `public_url` is where browsers find us, without a slash at the end; needed by providers."""

    passwords: bool = True
    public_url: str = ""
    leeway_seconds: int = 60
    providers: tuple[ProviderSettings, ...] = ()
    citizen: CitizenClaims = CitizenClaims()
    staff: StaffClaims = StaffClaims()
    access: StaffAccess = StaffAccess()


def read_sign_in(environment: Mapping[str, str]) -> SignInSettings:
    """The settings of signing in; raises SettingsError with one sentence when something is wrong."""
    providers = tuple(found for kind in KINDS if (found := read_provider(environment, kind)))
    path = environment.get(CLAIMS_FILE, "").strip()
    citizen, staff = _read_claims(Path(path)) if path else (CitizenClaims(), StaffClaims())
    if any(one.kind == STAFF for one in providers) and not (staff.desks or staff.roles):
        raise SettingsError(f"{CLAIMS_FILE}: names no [[staff.desks]], so no member of staff could sign in. Write one.")
    if len({one.issuer for one in providers}) < len(providers):
        raise SettingsError("OIDC_STAFF_ISSUER: is also OIDC_CITIZEN_ISSUER. Each needs an issuer of its own.")
    return SignInSettings(
        # Whoever has a provider relies on what it asks of people; a password beside it has to be wanted.
        passwords=read_flag(environment, PASSWORDS, not providers),
        public_url=_public_url(environment, needed=bool(providers)),
        leeway_seconds=read_number(environment, LEEWAY, 60, 0, 300),
        providers=providers,
        citizen=citizen,
        staff=staff,
        access=_access(environment, with_provider=any(one.kind == STAFF for one in providers)),
    )


def _access(environment: Mapping[str, str], *, with_provider: bool) -> StaffAccess:
    acr, amr, networks = (tuple(environment.get(name, "").split()) for name in (ACR, AMR, NETWORKS))
    for name, value in ((ACR, acr), (AMR, amr)):
        if value and not with_provider:
            raise SettingsError(f"{name}: is set, but OIDC_STAFF_ISSUER is missing, so nobody would ever be asked it.")
    hours = read_number(environment, HOURS, LONGEST_HOURS, 1, LONGEST_HOURS)
    return StaffAccess(
        acr, amr, tuple(_network(text) for text in networks), hours, _second_factor(environment),
        _fresh_risks(environment), read_number(environment, FRESH_MINUTES, 10, 1, 720),
    )  # fmt: skip


def _second_factor(environment: Mapping[str, str]) -> bool:
    usual = "optional" if read_flag(environment, "DEMO", False) else "required"
    wanted = environment.get(SECOND_FACTOR, "").strip() or usual
    if wanted not in ("required", "optional"):
        raise SettingsError(f"{SECOND_FACTOR}: is {wanted!r}. Write required or optional.")
    return wanted == "required"


def _fresh_risks(environment: Mapping[str, str]) -> tuple[str, ...]:
    wanted = environment.get(FRESH_RISKS, "").split() or ["high"]
    if wanted != ["none"] and not set(wanted) <= {"low", "medium", "high"}:
        raise SettingsError(f"{FRESH_RISKS}: is {' '.join(wanted)!r}. Write some of low, medium and high, or none.")
    return () if wanted == ["none"] else tuple(wanted)


def _network(text: str) -> IPv4Network | IPv6Network:
    try:
        return ip_network(text)
    except ValueError as error:
        raise SettingsError(
            f"{NETWORKS}: has {text!r}. Write networks with a space between them, as in 10.20.30.0/24 2001:db8::/32."
        ) from error


def _public_url(environment: Mapping[str, str], *, needed: bool) -> str:
    address = environment.get(PUBLIC_URL, "").strip().rstrip("/")
    if not address and needed:
        raise SettingsError(f"{PUBLIC_URL}: is missing. Write where browsers find us, as in https://loket.voorbeeld.be.")
    if address:
        check_address(PUBLIC_URL, address)
        if urlsplit(address).path:
            raise SettingsError(f"{PUBLIC_URL}: is {address!r}. Leave out what comes after the name of the server.")
    return address


def _read_claims(path: Path) -> tuple[CitizenClaims, StaffClaims]:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"{CLAIMS_FILE}: cannot read {path}: {error.strerror}. Name another.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{CLAIMS_FILE}: {path.name} is not TOML: {error}.") from error
    for name in content:
        if name not in KINDS:
            raise SettingsError(f"{CLAIMS_FILE}: has a part [{name}] that we do not know. Write citizen or staff.")
    citizen, staff = (_table(content, name) for name in (CITIZEN, STAFF))
    if "enterprise_groups" in citizen:
        citizen["enterprise_groups"] = _texts(citizen["enterprise_groups"], "citizen.enterprise_groups")
    if "desks" in staff:
        staff["desks"] = _listed(staff["desks"], "desks", _desk)
    if "roles" in staff:
        staff["roles"] = _listed(staff["roles"], "roles", _role)
    return _fill(CitizenClaims, citizen, CITIZEN), _fill(StaffClaims, staff, STAFF)


def _table(content: Mapping[str, Any], name: str) -> dict[str, Any]:
    table = content.get(name, {})
    if not isinstance(table, dict):
        raise SettingsError(f"{CLAIMS_FILE}: {name} is no part of its own. Write [{name}] above its claims.")
    return dict(table)


def _fill(part: type[Part], values: dict[str, Any], where: str) -> Part:
    known = [one.name for one in fields(part)]
    for name, value in values.items():
        if name not in known:
            raise SettingsError(f"{CLAIMS_FILE}: [{where}] has {name!r}. Write one of: {', '.join(known)}.")
        if not isinstance(value, tuple) and not (isinstance(value, str) and value.strip()):
            raise SettingsError(f"{CLAIMS_FILE}: {where}.{name} is {value!r}. Write the name of a claim.")
    return part(**values)


def _texts(value: object, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not value or not all(isinstance(one, str) and one for one in value):
        raise SettingsError(f"{CLAIMS_FILE}: {where} is {value!r}. Write a list of texts.")
    return tuple(value)


def _listed(value: object, name: str, read: Callable[[object, str], Entry]) -> tuple[Entry, ...]:
    if not isinstance(value, list):
        raise SettingsError(f"{CLAIMS_FILE}: staff.{name} is no list. Write [[staff.{name}]] above each of them.")
    return tuple(read(one, f"{CLAIMS_FILE}: [[staff.{name}]] number {number}") for number, one in enumerate(value, 1))


def _desk(value: object, where: str) -> DeskOfGroup:
    texts = _known_texts(value, DeskOfGroup, where)
    if "group" not in texts:
        raise SettingsError(f"{where} has no group, or an empty text. Write group, and for a counter office and town.")
    if ("office" in texts) != ("town" in texts):
        raise SettingsError(f"{where} names only one of office and town. Write both for a counter, else neither.")
    return DeskOfGroup(**texts)


def _role(value: object, where: str) -> RoleOfGroup:
    texts = _known_texts(value, RoleOfGroup, where)
    if "group" not in texts or texts.get("role") not in ROLES:
        known = ", ".join(ROLES)
        raise SettingsError(f"{where} has no group, or no role that we know. Write group, and as role one of: {known}.")
    if (texts["role"] == DOMAIN_MANAGER) != ("entity" in texts):
        raise SettingsError(f"{where}: only a {DOMAIN_MANAGER} has an entity, and he must. Write or leave out its key.")
    return RoleOfGroup(**texts)


def _known_texts(value: object, part: type[DeskOfGroup | RoleOfGroup], where: str) -> dict[str, str]:
    known = [one.name for one in fields(part)]
    if not isinstance(value, dict) or not set(value) <= set(known):
        raise SettingsError(f"{where} has a name that we do not know. Write: {', '.join(known)}.")
    if not all(isinstance(one, str) and one.strip() for one in value.values()):
        raise SettingsError(f"{where} has no group, or an empty text. Write {', '.join(known)}.")
    return value
