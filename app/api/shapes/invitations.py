"""An invitation of rights, for the user of an application who shows its letter or its e-mail."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from app.api.operations import Answer, Asked
from app.api.parts import vault
from app.api.problems import refusal_of
from app.api.shapes.appointments import appointment_json
from app.api.shapes.mandates import known, party_json
from app.core.letters.codes import WrongTry
from app.core.rights.opening import Shown, open_as_user
from app.core.views.invitations import InvitationFacts, read_invited


def opened(asked: Asked, act: Callable[..., object] | None = None) -> Answer:
    """Do the act to the appointment of the address, with what was shown; and answer how the invitation stands then."""
    said = asked.body
    shown = Shown(said["enterpriseNumber"], said["dossierNumber"], said.get("code"))
    try:
        actor = open_as_user(asked.session, asked.actor, shown, vault=vault(), now=asked.now)
    except WrongTry as wrong:
        # Answered and not raised: what was counted stays counted.
        return refusal_of(wrong)
    if act is not None:
        act(asked.session, actor, UUID(asked.path["rightId"]), now=asked.now)
    return Answer(_invitation_json(read_invited(asked.session, actor, now=asked.now)))


def _invitation_json(facts: InvitationFacts) -> dict[str, Any]:
    return {
        **appointment_json(facts.appointment),
        "organisation": party_json(facts.party),
        **known(invitedBy=facts.invited_by),
        "may": list(facts.may),
    }
