"""Loading the catalogue from a readable file. Loading the same file twice changes nothing."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.mandates import catalogue_items
from app.core.mandates.catalogue import HOLDER, count_edition
from app.core.mandates.catalogue_groups import RIGHTS, TYPES, load_groups
from app.core.mandates.catalogue_items import read_item, wrong
from app.core.mandates.catalogue_rights import load_rights
from app.models.mandate_type import Domain, Entity, MandateType
from app.models.right_type import RightType

DEFAULTS: Mapping[str, Any] = {
    "money": False,
    "longest_months": None,
    "signatures": "1",
    "starters": "both",
    "phone_allowed": False,
    "passing_on": False,
    "withdrawn_from": None,
    "party_kinds": ["enterprise", "person"],
}
REQUIRED = {**catalogue_items.REQUIRED, "domain": str, "services": list, "risk": str, "code_allowed": bool}
CHOICES = {**catalogue_items.CHOICES, "starters": {"giver", "holder", "both"}}


@dataclass(frozen=True)
class LoadedCatalogue:
    """How many types and new versions of groups the file brought."""

    types: int
    new_versions: int


def load_catalogue(session: Session, content: Mapping[str, Any]) -> LoadedCatalogue:
    """Bring entities, domains, types, rights and groups up to date; Invalid names the one that is wrong, and why."""
    for key, name in content.get("entities", {}).items():
        session.merge(Entity(key=key, name=name))
    for key, value in content.get("domains", {}).items():
        session.merge(Domain(key=key, name=value["name"], entity_key=value["entity"]))
    session.flush()
    domains = set(session.scalars(select(Domain.key)))
    types = content.get("types", [])
    for position, item in enumerate(types):
        session.merge(_in_its_domain(session, read_type(item, position, domains)))
    session.flush()
    known = set(session.scalars(select(MandateType.key)))
    versions = load_groups(session, TYPES, content.get("groups", []), known)
    load_rights(session, content.get("rights", []), domains)
    rights = set(session.scalars(select(RightType.key)))
    versions += load_groups(session, RIGHTS, content.get("right_groups", []), rights)
    session.flush()
    count_edition(session)
    return LoadedCatalogue(len(types), versions)


def _in_its_domain(session: Session, made: MandateType) -> MandateType:
    """The type; refused when it exists in another domain, because who has a right in this one would get it unasked."""
    stored = session.get(MandateType, made.key)
    if stored is not None and stored.domain_key != made.domain_key:
        what = "het domein blijft wat het was: geef een nieuw type met een nieuwe sleutel"
        raise wrong(f"type {made.key}", what, "domain")
    return made


def _check_reach(where: str, values: Mapping[str, Any]) -> None:
    """For whom it exists, and for what."""
    for name in ("services", "party_kinds"):
        if not values[name] or not all(isinstance(one, str) and one.strip() for one in values[name]):
            raise wrong(where, f"{name} ontbreekt of is niet juist", name)
    if not set(values["party_kinds"]) <= {"enterprise", "person"}:
        raise wrong(where, "party_kinds moet enterprise, person of beide zijn", "party_kinds")
    months = values["longest_months"]
    if months is not None and not (isinstance(months, int) and months > 0):
        raise wrong(where, "longest_months is een aantal maanden, of blijft weg", "longest_months")


def read_type(item: Mapping[str, Any], position: int, domains: Collection[str]) -> MandateType:
    """The type that an item of the file is, not yet kept; Invalid says what is wrong in it."""
    where = f"type {item.get('key', position + 1)}"
    values = read_item(where, item, required=REQUIRED, defaults=DEFAULTS, choices=CHOICES, doer=HOLDER)
    if values["domain"] not in domains:
        raise wrong(where, f"het domein {values['domain']} ontbreekt", "domain")
    _check_reach(where, values)
    domain = values.pop("domain")
    return MandateType(domain_key=domain, position=position, **values)
