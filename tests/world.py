"""A small world for tests: a register with a few enterprises, the demo catalogue, people, a counter.

Everything goes through the same tables and core functions as in production; nothing is faked.
"""

import tomllib
import uuid
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.acts.giving import give_mandate
from app.core.acts.requesting import request_mandate
from app.core.counter import visits
from app.core.counter.vouching import Vouching
from app.core.mandates.catalogue_file import load_catalogue
from app.core.mandates.wishes import MandateWish
from app.core.people.parties import ensure_enterprise_party
from app.core.people.persons import ensure_person
from app.core.policy import Policy
from app.models.function import Function
from app.models.lifecycle import Side
from app.models.mandate import Mandate
from app.models.party import Party
from app.models.person import Person
from app.models.register import (
    RegisterAddress,
    RegisterEnterprise,
    RegisterEstablishment,
    RegisterExtract,
    RegisterName,
    RegisterPhone,
)
from app.models.staff import Office, Staff
from app.models.visit import Capacity, IdentityMethod

CATALOGUE = Path(__file__).resolve().parent.parent / "demo" / "catalogue.toml"
NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)  # a Monday, noon in Brussels
TODAY = date(2026, 11, 23)

BAKERY, OFFICE, OTHER, FARM, DUO, ABROAD = (
    "0199000151",
    "0199000250",
    "1999000249",
    "0199000646",
    "0199000448",
    "0199000943",
)
REASON = "Wij doen uw boekhouding."
SUBJECTS = ("subject-maria", "subject-jan")
HOMELESS = "1999000150"  # an enterprise without any address, and without a phone number
BAKERY_PHONE = "+3253000051"
# Somebody of whom nobody else in the world has the name.
VOUCHING = Vouching("Nadia", "Claesen", "social_worker", "identity_card", "77AB", stands_apart=True)


class World:
    """A register, a catalogue and people, in one session."""

    def __init__(self, session: Session, now: datetime = NOON, *, settled: bool = False) -> None:
        """Build it, or find it back where it is `settled`: built and committed before."""
        self.session = session
        self.now = now
        self.policy = Policy()
        if not settled:
            self._build()
        people = {one.subject: one for one in session.scalars(select(Person).where(Person.subject.in_(SUBJECTS)))}
        self.maria, self.jan = (people[subject] for subject in SUBJECTS)
        parties = select(Party).where(Party.enterprise_number.in_([BAKERY, OFFICE])).order_by(Party.enterprise_number)
        self.bakery, self.office = session.scalars(parties)

    def _build(self) -> None:
        load_catalogue(self.session, tomllib.loads(CATALOGUE.read_text(encoding="utf-8")))
        self.session.add(RegisterExtract(number=1, snapshot_day=date(2026, 11, 1), imported_at=self.now))
        self._add_enterprises()
        self.add_representative(BAKERY, "Maria", "Vermeulen")
        self.add_representative(OFFICE, "Jan", "Peeters")
        ensure_enterprise_party(self.session, BAKERY)
        ensure_enterprise_party(self.session, OFFICE)

    def _add_enterprises(self) -> None:
        self.add_enterprise(BAKERY, "Bakkerij De Zoete Inval BV", "Meelzakstraat", "7", "9300", "Aalst")
        self.add_enterprise(OFFICE, "Boekhoudkantoor Peeters BV", "Grootboeklaan", "12", "9200", "Dendermonde")
        self.add_enterprise(OTHER, "Boekhoudkantoor Peeters BV", "Debetstraat", "4", "3600", "Genk")
        self.add_enterprise(FARM, "Hoeve Vanhoutte", "Hopdreef", "88", "8970", "Poperinge", natural=True)
        self.add_enterprise(DUO, "VZW De Beekhoek", "Lisdoddeweg", "3", "8600", "Diksmuide")
        self.add_enterprise(HOMELESS, "Nieuwstart Horeca BV", None, "", "", "")
        self.add_phone(BAKERY, BAKERY_PHONE)

    def add_enterprise(
        self, number: str, name: str, street: str | None, house: str, zipcode: str, town: str, *, natural: bool = False
    ) -> None:
        """An enterprise in the register; without a street it has no address at all."""
        born = date(2001, 1, 1)
        facts = {"legal_form": None, "legal_situation": "000", "situation": "normal", "start_day": born}
        self.session.add(RegisterEnterprise(number=number, is_natural_person=natural, **facts))
        self.session.add(RegisterName(entity_number=number, language="2", kind="001", name=name))
        # A natural person has no seat in the register, only an establishment.
        entity = f"2{number[1:]}" if natural else number
        if natural:
            self.session.add(RegisterEstablishment(number=entity, enterprise_number=number, start_day=born))
        if street is not None:
            place = {"zipcode": zipcode, "town_nl": town, "town_fr": town, "street_nl": street, "street_fr": street}
            kind = "BAET" if natural else "REGO"
            self.session.add(RegisterAddress(entity_number=entity, kind=kind, house_number=house, **place))
        self.session.flush()

    def add_phone(self, entity_number: str, number: str) -> None:
        """A phone number of an enterprise or an establishment in the register."""
        self.session.add(RegisterPhone(entity_number=entity_number, number=number))
        self.session.flush()

    def set_situation(self, number: str, situation: str) -> None:
        """Let the register say something else about an enterprise."""
        self.session.get_one(RegisterEnterprise, number).situation = situation
        self.session.flush()

    def add_representative(
        self, number: str, first_name: str, last_name: str, *, signs: str = "alone", subject: bool = True
    ) -> Person:
        """Somebody the register names, with a sign-in of his own (unless `subject` is false)."""
        key = f"subject-{first_name.lower()}" if subject else None
        self.add_function(number, first_name, last_name, signs, key)
        return ensure_person(self.session, key or f"other-{first_name.lower()}", first_name, last_name)

    def add_function(
        self, number: str, first_name: str, last_name: str, signs: str = "alone", subject: str | None = None
    ) -> Function:
        """A row of the register's functions."""
        function = Function(
            enterprise_number=number,
            first_name=first_name,
            last_name=last_name,
            function="bestuurder",
            from_day=date(2010, 1, 1),
            until_day=None,
            signs=signs,
            subject=subject,
        )
        self.session.add(function)
        self.session.flush()
        return function

    def at_home(self, person: Person, party: Party, occasion: str = "sign-in 1") -> Actor:
        """Somebody who signed in at home."""
        return Actor.at_home(person.id, party.id, occasion)

    @property
    def giver(self) -> Actor:
        """Maria, for her bakery."""
        return self.at_home(self.maria, self.bakery)

    @property
    def holder(self) -> Actor:
        """Jan, for his office."""
        return self.at_home(self.jan, self.office)

    def wish(self, *keys: str, **changes: object) -> MandateWish:
        """What Maria wants to give to the office, for a year unless said otherwise."""
        values: dict[str, object] = {"months": 12} | changes
        return MandateWish(
            **({"starter_id": self.bakery.id, "other_number": OFFICE, "type_keys": keys or ("hinder.manage",)} | values)
        )

    def give(self, *keys: str, **changes: object) -> Mandate:
        """Maria gives; returns the mandate, which waits for an answer."""
        wish = self.wish(*keys, **changes)
        return give_mandate(self.session, self.giver, wish, policy=self.policy, now=self.now)

    def ask(self, *keys: str, **changes: object) -> Mandate:
        """Jan asks the bakery for a mandate of a year, for his office; returns it, waiting for an answer."""
        values: dict[str, object] = {
            "starter_id": self.office.id, "other_number": BAKERY, "started_by": Side.HOLDER, "reason": REASON
        }  # fmt: skip
        wish = self.wish(*keys, **(values | changes))
        return request_mandate(self.session, self.holder, wish, policy=self.policy, now=self.now)

    def later(self, **delta: int) -> datetime:
        """Move the clock on, and keep it there."""
        self.now += timedelta(**delta)
        return self.now

    def add_clerk(
        self, first_name: str = "Karim", number: str = "4711", town: str = "Gent", *, beside: Staff | None = None
    ) -> Staff:
        """A clerk with a counter of his own, or at that of a colleague."""
        person = ensure_person(self.session, f"subject-{first_name.lower()}", first_name, "Bouazza")
        office_id = beside.office_id if beside else self._add_office(f"Loket {town} {number}", town)
        staff = Staff(person_id=person.id, number=number, office_id=office_id)
        self.session.add(staff)
        self.session.flush()
        return staff

    def _add_office(self, name: str, town: str) -> uuid.UUID:
        office = Office(name=name, town=town)
        self.session.add(office)
        self.session.flush()
        return office.id

    def visit(
        self, clerk: Staff, number: str, function: Function, method: IdentityMethod = IdentityMethod.EID_READ
    ) -> Actor:
        """A customer at the counter, identified in the way you name; the actor is the clerk with this customer."""
        started = visits.start_visit(self.session, Actor.at_the_counter(clerk.person_id), number, now=self.now)
        actor = Actor.at_the_counter(clerk.person_id, started.id, party_id=started.party_id)
        visit = visits.record_customer(
            self.session, actor, capacity=Capacity.LEGAL_REPRESENTATIVE, function_id=function.id, now=self.now
        )
        actor = Actor.at_the_counter(clerk.person_id, started.id, party_id=started.party_id, person_id=visit.person_id)
        shown = method in visits.SHOWN_DOCUMENT
        vouching = VOUCHING if method is IdentityMethod.VOUCHED_FOR else None
        evidence = visits.Evidence(
            method, "identity_card" if shown else None, "1234" if shown else None, vouching=vouching
        )
        visits.record_identity(self.session, actor, evidence, now=self.now)
        return actor


def new_id() -> uuid.UUID:
    """An identifier of nothing that exists."""
    return uuid.uuid4()
