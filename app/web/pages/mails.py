"""The e-mails about a mandate, for the party to which they went, and for the clerk who has it in front of him."""

import uuid

from flask import Blueprint, render_template

from app.clock import brussels_day
from app.core.letters.mail_reading import read_own_mail
from app.web.actors import current_actor, now
from app.web.databases import database, vault
from app.web.guards import for_party

pages = Blueprint("mails", __name__, url_prefix="/mandaten/<uuid:mandate_id>/e-mails/<uuid:mail_id>")


@pages.get("")
@for_party
def read(mandate_id: uuid.UUID, mail_id: uuid.UUID) -> str:
    """What the mail said; not to which address it went."""
    with database().reading() as session:
        mail = read_own_mail(session, current_actor(), mandate_id, mail_id, vault(), brussels_day(now()))
    return render_template("pages/mandates/mail.html", mail=mail, mandate_id=mandate_id)
