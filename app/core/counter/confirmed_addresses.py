"""An address proved at the counter by a party that has none in the register. Used from the next visit on."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.errors import Conflict, Invalid
from app.core.journal import record
from app.core.people.parties import get_party
from app.core.permits.visit import open_visit
from app.core.register.addresses import Address
from app.core.register.postal import address_of
from app.models.confirmed_address import ConfirmedAddress
from app.models.journal import Ground
from app.models.visit import IdentityMethod

EVIDENCE = ("eid", "tax_letter", "residence_proof")


def confirm_address(
    session: Session, actor: Actor, *, street: str, box: str, zipcode: str, town: str, evidence: str, now: datetime
) -> ConfirmedAddress:
    """Keep an address that the customer proved. Letters of this visit are still handed over, not sent there.

    Raises Conflict when the register has an address or the customer is not identified, Invalid for what cannot be one.
    """
    visit = open_visit(session, actor)
    party = get_party(session, visit.party_id)
    method = IdentityMethod(visit.identity_method) if visit.identity_method else IdentityMethod.NONE
    if method.highest_risk is None:
        raise Conflict("customer_first")
    if address_of(session, party) is not None:
        raise Conflict("address_known")
    if evidence not in EVIDENCE:
        raise Invalid("evidence_missing", field="evidence")
    address = Address(street.strip(), box.strip() or None, zipcode.strip(), town.strip(), None, "confirmed")
    if not address.is_usable:
        raise Invalid("address_incomplete", field="street")
    row = ConfirmedAddress(
        party_id=party.id,
        visit_id=visit.id,
        street=address.street_line,
        box=address.box,
        zipcode=zipcode.strip(),
        town=address.town,
        evidence=evidence,
        confirmed_at=now,
    )
    session.add(row)
    record(session, actor, "address_confirmed", now=now, ground=Ground.STAFF_DUTY, evidence=evidence)
    return row
