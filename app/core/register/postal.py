"""Where a letter to a party goes: its seat, else its oldest establishment, else an address confirmed earlier."""

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.register.addresses import Address, address_lines, letter_address
from app.core.register.enterprises import find_enterprise
from app.models.confirmed_address import ConfirmedAddress
from app.models.party import Party


def address_of(session: Session, party: Party, visit_id: uuid.UUID | None = None) -> Address | None:
    """The address for letters, or None: then the letter is handed over and the party must confirm in another way.

    An address that was given in the present visit is never used: a letter must reach the party by another road.
    """
    if party.enterprise_number:
        found = letter_address(session, party.enterprise_number)
        if found is not None:
            return found
    query = select(ConfirmedAddress).where(ConfirmedAddress.party_id == party.id)
    if visit_id is not None:
        query = query.where(ConfirmedAddress.visit_id.is_distinct_from(visit_id))
    row = session.scalars(query.order_by(ConfirmedAddress.confirmed_at.desc()).limit(1)).first()
    if row is None:
        return None
    return Address(row.street, row.box, row.zipcode, row.town, None, "confirmed")


def envelope_lines(session: Session, party: Party, address: Address) -> list[str]:
    """The lines in the window of the envelope: names, street, town."""
    enterprise = find_enterprise(session, party.enterprise_number) if party.enterprise_number else None
    return address_lines(enterprise.name_lines if enterprise else [party.name], address)
