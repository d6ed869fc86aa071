"""The other customers of the accountant of the demo: mandates that run already, so that lists have a second page.

Each is checked and written down by the core as if it had been given then, and stands in the journal. Only the letters
are left out: hundreds would be printed when the demo starts. Tests load the demo without these.
"""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from csv import DictReader
from datetime import datetime, timedelta
from pathlib import Path

from app.cli.demo_mandates import OCCASION, Loading, People
from app.clock import brussels_day
from app.core.actor import Actor
from app.core.acts.executors import appoint_executors
from app.core.acts.giving import preview_gift
from app.core.acts.starting import open_mandate
from app.core.journal import record
from app.core.mandates.lookup import Mandate
from app.core.mandates.wishes import MandateWish
from app.core.people.parties import ensure_enterprise_party
from app.core.people.persons import ensure_person
from app.core.permits.managing import permit_managing
from app.core.policy import Policy
from app.core.register.functions import import_functions
from app.db import Session

HOLDER, BY = "0199000250", "peeters"
MONTHS = 12
ANSWERED_AFTER = timedelta(days=3)
FUNCTION = {"function": "bestuurder", "from": "01-02-2015", "until": "", "signs": "alone"}
Row = Mapping[str, str]


def load_customers(session: Session, path: Path, people: People, policy: Policy, *, now: datetime) -> None:
    """Let every enterprise in the file give a mandate to the accountant, who accepted it a few days later."""
    loading = Loading(session, people, policy, now)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(DictReader(file))
    import_functions(session, _functions(rows), now=now)
    for row in rows:
        _load(loading, row)


def _functions(rows: Sequence[Row]) -> Iterator[tuple[int, Row]]:
    named = ("enterprise_number", "first_name", "last_name")
    for line, row in enumerate(rows, start=2):
        yield line, FUNCTION | {name: row[name] for name in named} | {"subject": _subject(row)}


def _subject(row: Row) -> str:
    return f"demo-customer-{row['enterprise_number']}"


def _load(loading: Loading, row: Row) -> None:
    session, given_at = loading.session, loading.ago(int(row["given_days_ago"]))
    giver = ensure_person(session, _subject(row), row["first_name"], row["last_name"])
    number = row["enterprise_number"].replace(".", "")
    gives = Actor.at_home(giver.id, ensure_enterprise_party(session, number).id, OCCASION)
    wish = MandateWish(gives.party_id, HOLDER, tuple(row["types"].split()), months=MONTHS)
    seen = preview_gift(session, gives, wish, policy=loading.policy, now=given_at)
    permit = permit_managing(session, gives, seen.giver, brussels_day(given_at), widens=True, about=wish.fingerprint())
    mandate = open_mandate(session, gives, wish, seen.giver, seen.holder, seen.plan, None, given_at)
    because = {"ground": permit.ground, "capacity": permit.capacity}
    record(session, gives, "given", now=given_at, mandate=mandate, types=list(wish.type_keys), **because)
    _accept(loading, mandate, [loading.people[name] for name in row["executors"].split()], given_at + ANSWERED_AFTER)


def _accept(loading: Loading, mandate: Mandate, executors: Sequence[uuid.UUID], at: datetime) -> None:
    session, holder = loading.session, loading.at_home(BY, HOLDER)
    permit = permit_managing(session, holder, mandate.holder, brussels_day(at), widens=True, about="")
    mandate.accepted_on = brussels_day(at)
    record(session, holder, "accepted", now=at, mandate=mandate, ground=permit.ground, capacity=permit.capacity)
    appoint_executors(session, holder, permit, mandate, executors, now=at)
