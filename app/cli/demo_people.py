"""The people of the demo: persons, accounts, rights, staff."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from app.core.people import accounts, parties, persons, roles, staffing
from app.core.rights import granting
from app.db import Session

PASSWORD = "demo"  # noqa: S105 (the sign-in page of a demo says so)
SINCE = date(2020, 1, 1)
OPEN_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")


def load_people(session: Session, content: Mapping[str, Any], *, now: datetime) -> dict[str, uuid.UUID]:
    """Make everybody in the file; returns the persons by user name."""
    offices = {key: _open(session, one) for key, one in content["offices"].items()}
    return {one["username"]: _load(session, one, offices, now) for one in content["people"]}


def _open(session: Session, one: Mapping[str, Any]) -> uuid.UUID:
    office = staffing.ensure_office(session, one["name"], one["town"])
    office.street, office.zipcode = one["street"], one["zipcode"]
    office.hours = {day: [["09:00", "12:00"], ["13:00", "16:30"]] for day in OPEN_DAYS}
    return office.id


def _load(session: Session, one: Mapping[str, Any], offices: Mapping[str, uuid.UUID], now: datetime) -> uuid.UUID:
    person = persons.ensure_person(session, one["subject"], one["first_name"], one["last_name"])
    accounts.create_account(session, one["username"], PASSWORD, person.id, demo_note=one["note"])
    for right in one.get("rights", []):
        party = parties.ensure_enterprise_party(session, right["enterprise"])
        granting.grant_right(session, person.id, party.id, right["kind"], first_day=SINCE)
    if "staff" in one:
        staff = one["staff"]
        staffing.add_staff(session, person.id, staff["number"], offices[staff["office"]] if "office" in staff else None)
        for role in one.get("roles", []):
            wanted = roles.Role(roles.RoleKind(role["kind"]), role.get("entity"))
            roles.give_first_role(session, staff["number"], wanted, now=now)
    return person.id
