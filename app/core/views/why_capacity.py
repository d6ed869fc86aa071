"""Causes that lie with who somebody is: signed in for another party, or not what the register would make him."""

from dataclasses import replace

from app.core.people.said import said_until
from app.core.permits.managing import functions_of_person, said_for
from app.core.register.function_history import missing_function
from app.core.representation.checking import Question, may_represent
from app.core.views.why_scene import Scene
from app.core.views.why_words import Asked, Cause, Way, by, cause


def other_capacity(scene: Scene, question: Question) -> list[Cause]:
    """The person may do it, but for another party than the one he works for now."""
    if scene.person is None or scene.asked is Asked.GIVEN or not scene.is_reader:
        return []
    name = _would_do(scene, question)
    if name is None:
        return []
    values = scene.words | {"party": name}
    if scene.is_at_desk:
        words = "other_capacity_counter"
        return [cause("other_capacity", values, words=words, step=f"{words}_step", mender=by("us"))]
    words = "other_capacity_self" if scene.own.person_id is not None else "other_capacity"
    step = {"step": "other_capacity_step", "mender": by("reader"), "way": Way.PARTY}
    return [cause("other_capacity", values, words=words, **step)]  # type: ignore[arg-type]


def _would_do(scene: Scene, question: Question) -> str | None:
    """The name of the party for which he may do it; None when there is none, or he works for it already."""
    if scene.other.party is None:
        # It never took part in anything, so only the law can be his ground.
        asked = (scene.session, scene.person.id if scene.person else None, scene.other.number, scene.day)
        return scene.other.name if functions_of_person(*asked) or said_for(*asked) else None
    answer = may_represent(scene.session, replace(question, holder_id=None, thorough=False))
    tie = answer.reasons[0].values
    party_id = tie.get("party_id") or tie.get("holder_id")
    if not answer.allowed or party_id in (None, scene.own.id):
        return None
    return scene.party_name(party_id)


def missing_in_register(scene: Scene) -> list[Cause]:
    """Why the register does not name the person for whom he wants to act, where that would be enough.

    Asked for the own party, and by who works in his own name; of another enterprise only what is his own past there.
    """
    if scene.person is None or scene.asked is Asked.GIVEN:
        return []
    number = scene.own.enterprise_number if scene.asked is Asked.OWN else scene.other.number
    values = scene.words | {"party": scene.giver}
    if number is None:
        # Nobody but that person himself is he by law.
        own = scene.asked is Asked.OWN
        return [cause("function_none", values, step="deciders_step", mender=scene.words["deciders"])] if own else []
    said = said_until(scene.session, scene.person.id, number, scene.day)
    if said is not None:
        day = {"day": said}
        return [cause("said_over", values | day, step="said_over_step", mender=by("reader"))]
    missing = missing_function(scene.session, scene.person, number, scene.day)
    expects_one = scene.asked is Asked.OWN or scene.own.person_id is not None
    if missing.code == "none" and not expects_one:
        return []
    code, mender = f"function_{missing.code}", by("reader" if missing.code == "untied" else "register")
    return [cause(code, values | {"day": missing.day}, step=f"{code}_step", mender=mender)]
