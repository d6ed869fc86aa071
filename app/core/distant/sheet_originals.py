"""Scans as they were sent: what is shown to a judge who does not believe the picture that we made of them.

They come from anybody and can harm who opens them, so no screen has them. Who has the machine takes them out, for an
administrator who decided that.
"""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from cryptography.exceptions import InvalidTag
from sqlalchemy import or_, select
from sqlalchemy.orm import Session, undefer

from app.core.actor import Actor
from app.core.distant.paper_sheets import about_sent
from app.core.errors import Conflict, NotFound
from app.core.journal import record
from app.core.people.roles import require_administrator
from app.core.vault import Vault
from app.models.journal import Ground
from app.models.letter import Letter
from app.models.mandate import Mandate
from app.models.paper_sheet import PaperSheet, SheetPage


@dataclass(frozen=True)
class Original:
    """One page as it was sent; `media` is what it turned out to be."""

    sheet_id: uuid.UUID
    number: int
    received_on: date
    media: str
    sha256: str
    content: bytes


def take_originals(
    session: Session, actor: Actor, dossier_number: str, vault: Vault, *, now: datetime
) -> Sequence[Original]:
    """Every scan that came back under this dossier number, oldest first; the journal names each.

    Raises NotAllowed for who is no administrator, NotFound when there is none, Conflict when one of them is not what
    was sent any more.
    """
    require_administrator(session, actor)
    found = session.execute(
        select(SheetPage, PaperSheet)
        .options(undefer(SheetPage.sent))
        .join(PaperSheet, PaperSheet.id == SheetPage.sheet_id)
        .join(Letter, Letter.id == PaperSheet.letter_id)
        .outerjoin(Mandate, Mandate.id == Letter.mandate_id)
        .where(or_(Letter.dossier_number == dossier_number, Mandate.dossier_number == dossier_number))
        .where(SheetPage.sent.is_not(None))
        .order_by(PaperSheet.keyed_at, SheetPage.sheet_id, SheetPage.number)
    ).all()
    if not found:
        raise NotFound("scans_unknown")
    taken = [_opened(page, sheet, vault) for page, sheet in found]
    for _, sheet in found:
        record(
            session, actor, "scan_taken_out", now=now, ground=Ground.STAFF_DUTY, party_id=sheet.party_id,
            mandate=session.get(Mandate, sheet.mandate_id) if sheet.mandate_id else None, sheet=str(sheet.id),
        )  # fmt: skip
    return taken


def _opened(page: SheetPage, sheet: PaperSheet, vault: Vault) -> Original:
    try:
        content = vault.unseal(page.sent or b"", about_sent(page))
    except InvalidTag as error:
        raise Conflict("scan_damaged") from error
    digest = hashlib.sha256(content).hexdigest()
    if digest != page.sent_sha256:
        raise Conflict("scan_damaged")
    return Original(sheet.id, page.number, sheet.received_on, page.media, digest, content)
