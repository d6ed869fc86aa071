"""Where a letter to a party goes: its seat, else its oldest establishment, else an address confirmed earlier."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.register.addresses import Address, address_lines, letter_addresses
from app.core.register.enterprises import find_enterprise
from app.models.confirmed_address import ConfirmedAddress
from app.models.party import Party


def address_of(session: Session, party: Party, visit_id: uuid.UUID | None = None) -> Address | None:
    """The address for letters, or None: then the letter is handed over and the party must confirm in another way.

    An address that was given in the present visit is never used: a letter must reach the party by another road.
    """
    return addresses_of(session, [(party, visit_id)])[0]


def addresses_of(session: Session, parties: Sequence[tuple[Party, uuid.UUID | None]]) -> list[Address | None]:
    """`address_of` for several parties, asked in one go."""
    known = letter_addresses(session, [party.enterprise_number for party, _ in parties if party.enterprise_number])
    return [known.get(party.enterprise_number) or _confirmed(session, party, visit_id) for party, visit_id in parties]


def envelope_lines(session: Session, party: Party, address: Address) -> list[str]:
    """The lines in the window of the envelope: names, street, town."""
    enterprise = find_enterprise(session, party.enterprise_number) if party.enterprise_number else None
    return address_lines(enterprise.name_lines if enterprise else [party.name], address)


def _confirmed(session: Session, party: Party, visit_id: uuid.UUID | None) -> Address | None:
    query = select(ConfirmedAddress).where(ConfirmedAddress.party_id == party.id)
    if visit_id is not None:
        query = query.where(ConfirmedAddress.visit_id.is_distinct_from(visit_id))
    row = session.scalars(query.order_by(ConfirmedAddress.confirmed_at.desc()).limit(1)).first()
    if row is None:
        return None
    return Address(row.street, row.box, row.zipcode, row.town, None, "confirmed")
