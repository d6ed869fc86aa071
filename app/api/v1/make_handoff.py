"""POST /handoffs"""

from typing import Any

from flask import url_for

from app.api.checking import read_day
from app.api.oauth.place import own_address
from app.api.operations import Answer, Asked, answers
from app.api.parts import vault
from app.core.handoffs.making import HandoffWish, make_handoff
from app.core.mandates.wishes import Side


@answers("makeHandoff")
def make_handoff_link(asked: Asked) -> Answer:
    """A link with which a user goes on in the wizard."""
    link = make_handoff(
        asked.session, asked.actor, _wish(asked.body), vault(), policy=asked.policy, now=asked.now
    )
    address = own_address() + url_for("handoff.show", token=link.token)
    return Answer({"address": address, "expiresAt": link.expires_at.isoformat()}, 201)


def _wish(body: dict[str, Any]) -> HandoffWish:
    end = body.get("end", {})
    ends = {"months": end.get("months"), "last_day": end.get("lastDay"), "until_stopped": end.get("untilStopped")}
    return HandoffWish(
        body["returnAddress"],
        started_by=Side(body["startedBy"]) if "startedBy" in body else None,
        giver=body.get("giver"),
        holder=body.get("holder"),
        covers=body.get("covers", {}),
        first_day=read_day(body["firstDay"]) if "firstDay" in body else None,
        ends={name: value for name, value in ends.items() if value is not None},
        language=body.get("language", "nl"),
        state=body.get("state"),
    )
