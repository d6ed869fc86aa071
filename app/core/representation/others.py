"""Who else may do for a giver what is about to stop: another holder, with another mandate."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import exists, literal, select
from sqlalchemy.orm import Session

from app.core.representation.holding import LINE, LINES, MANDATE, lines_hold
from app.models.mandate import Mandate
from app.models.party import Party

_PARTY, _SOURCE = Party.__table__, LINE.alias("passed_from")


def list_others(session: Session, mandate: Mandate, type_keys: Collection[str], day: date) -> dict[str, list[str]]:
    """Of these types those that somebody else may use for the giver on `day`, each with the names of the holders.

    What was passed on from this very mandate does not count: it stops with it.
    """
    passed_on = exists().where(_SOURCE.c.id == LINE.c.source_line_id, _SOURCE.c.mandate_id == mandate.id)
    query = select(LINE.c.type_key, _PARTY.c.name).distinct()
    query = query.select_from(LINES.join(_PARTY, _PARTY.c.id == MANDATE.c.holder_id)).where(
        MANDATE.c.giver_id == mandate.giver_id, MANDATE.c.id != mandate.id, LINE.c.type_key.in_(type_keys),
        lines_hold(literal(day)), ~passed_on,
    )  # fmt: skip
    found: dict[str, list[str]] = {}
    for key, name in session.execute(query.order_by(_PARTY.c.name, LINE.c.type_key)):
        found.setdefault(key, []).append(name)
    return found
