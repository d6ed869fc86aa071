"""What can have changed outside while an answer to a mandate was kept."""

from app.core.errors import Conflict, Invalid, NotAllowed
from app.core.mandates.narrower import plan_narrower
from app.core.permits.managing import permit_person
from app.translations import say
from app.translations.formats import list_text
from app.web.wizards.accept.scene import AcceptScene


def may_not_decide(scene: AcceptScene) -> str | None:
    """That who answers may no longer decide for the own party."""
    if scene.at_the_counter:
        return None  # Who may decide was asked in this visit.
    side = scene.mandate.side_of(scene.actor.party_id)
    try:
        if side is not None:
            permit_person(scene.session, scene.actor.person_id, scene.mandate.party_on(side), scene.today)
    except NotAllowed as refusal:
        return refusal.sentence
    return None


def less_is_gone(scene: AcceptScene) -> str | None:
    """Why what a giver would give can no longer be given like that: a part that is over, a day that has passed."""
    if scene.narrower is None:
        return None
    try:
        plan_narrower(scene.mandate, scene.narrower, scene.today)
    except (Conflict, Invalid) as refusal:
        return refusal.sentence
    return None


def executors_gone(scene: AcceptScene) -> str | None:
    """Who of the chosen executors has no right inside the organisation any more."""
    known = {scene.actor.person_id, *(person.id for person in scene.colleagues)}
    gone = [person.name for person in scene.executors if person.id not in known]
    return say("wizard.executors_gone", names=list_text(gone)) if gone else None


CHANGES = {"decide": may_not_decide, "until": less_is_gone, "executor": executors_gone}
