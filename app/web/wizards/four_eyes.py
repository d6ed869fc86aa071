"""What the check page of a wizard says of the colleague who looks too."""

from app.core.counter.second_looks import Need, find_need
from app.core.counter.sights import Sight
from app.core.counter.visits import get_staff
from app.core.rights.sights import AppointmentSight
from app.web.databases import policy
from app.web.look_words import reason_words
from app.web.wizards.pages import Look
from app.web.wizards.scene import Scene


def look_of(scene: Scene, sight: Sight) -> Look | None:
    """Whether a colleague has to look, and how far that is; None when nobody has to. Raises what the core refuses."""
    if not scene.at_the_counter:
        return None
    need = find_need(scene.session, scene.actor, sight, policy=policy(), now=scene.now)
    return _look(scene, need) if need else None


def _look(scene: Scene, need: Need) -> Look:
    row = need.look
    looker = get_staff(scene.session, row.decided_by).number if row is not None and row.decided_by else ""
    return Look(
        state=need.state,
        sight=need.sight,
        reasons=reason_words(need.reasons, with_customer=True, of_rights=isinstance(need.sight, AppointmentSight)),
        asked_at=row.asked_at if row else None,
        looker=looker,
        looked_at=row.decided_at if row else None,
    )
