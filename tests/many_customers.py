"""An accountant with many customers: one accepted mandate, written down again for one enterprise after another."""

import uuid
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app.models.line import Line
from app.models.mandate import Mandate
from app.models.party import Party


def copy_for_many(session: Session, mandate_id: uuid.UUID, count: int) -> list[uuid.UUID]:
    """The same mandate of `count` other givers: "Klant 001 BV", with number 0880.000.001, and so on."""
    mandate = dict(session.execute(select(Mandate.__table__).where(Mandate.id == mandate_id)).mappings().one())
    of_it = select(Line.__table__).where(Line.mandate_id == mandate_id)
    lines = [dict(one) for one in session.execute(of_it).mappings()]
    parties: list[dict[str, Any]] = []
    copies: list[dict[str, Any]] = []
    parts: list[dict[str, Any]] = []
    for number in range(1, count + 1):
        name, giver, key = f"Klant {number:03} BV", uuid.uuid4(), uuid.uuid4()
        parties.append({"id": giver, "name": name, "enterprise_number": f"0880{number:06}", "person_id": None})
        copies.append(mandate | {"id": key, "giver_id": giver, "dossier_number": f"27{number:08}00"})
        parts += [one | {"id": uuid.uuid4(), "mandate_id": key} for one in lines]
    for table, rows in ((Party, parties), (Mandate, copies), (Line, parts)):
        session.execute(insert(table.__table__), rows)  # type: ignore[arg-type]
    session.flush()
    return [one["id"] for one in copies]
