"""What can have changed outside while an answer about giving or asking was kept."""

from collections.abc import Mapping

from app.core.errors import NotAllowed
from app.core.people.parties import has_stopped
from app.core.permits.managing import permit_person
from app.core.register.enterprises import find_enterprise
from app.translations import say
from app.translations.formats import list_text
from app.web.wizards.give.scene import OWN_CHOICE, GiveScene
from app.web.wizards.give.wording import PERIODS, UNTIL_A_DAY
from app.web.wizards.pages import Change


def changes_of(own_step: str, other_step: str) -> Mapping[str, Change]:
    """By step, what is looked at again when somebody comes back."""
    return {
        own_step: own_lost,
        other_step: lambda scene: other_stopped(scene) or _own_lost_unasked(scene),
        "what": group_changed,
        "types": types_gone,
        "start": start_passed,
        "period": period_gone,
        "end-date": end_gone,
    }


def own_lost(scene: GiveScene) -> str | None:
    """That who answers may no longer decide for the own party, or that it stopped."""
    if has_stopped(scene.session, scene.own):
        return say("wizard.stopped_meanwhile", other=scene.own.name)
    if scene.at_the_counter:
        return None  # Who may decide was asked in this visit.
    try:
        permit_person(scene.session, scene.actor.person_id, scene.own, scene.today)
    except NotAllowed as refusal:
        return refusal.sentence
    return None


def other_stopped(scene: GiveScene) -> str | None:
    """That the register says that the chosen enterprise stopped."""
    other = find_enterprise(scene.session, scene.answer(scene.other_step, "number"))
    return say("wizard.stopped_meanwhile", other=other.name) if other and other.stopped else None


def group_changed(scene: GiveScene) -> str | None:
    """That the chosen group has another list now, or is gone."""
    return say("wizard.group_changed") if scene.group is None and scene.answer("what", "group") != OWN_CHOICE else None


def types_gone(scene: GiveScene) -> str | None:
    """Which of the chosen types can no longer be given."""
    offered = {one.key for one in scene.offered_types}
    gone = [one.name for one in scene.types if one.key not in offered]
    return say("wizard.types_gone", types=list_text(gone)) if gone else None


def start_passed(scene: GiveScene) -> str | None:
    """That the chosen first day is over."""
    day = scene.asked_first_day
    return say("wizard.day_passed") if day and day < scene.today else None


def period_gone(scene: GiveScene) -> str | None:
    """That no chosen type may last that long any more."""
    period, longest = str(scene.answer("period", "period")), scene.longest_months
    if longest is None or period == UNTIL_A_DAY or (period.isdigit() and int(period) <= longest):
        return None
    return say("wizard.period_gone", period=PERIODS[period].lower(), type=scene.longest_type_name)


def end_gone(scene: GiveScene) -> str | None:
    """That the chosen last day is over, or further away than the types allow now."""
    day = scene.wish.last_day
    if day is None:
        return None
    if day < scene.today:
        return say("wizard.day_passed")
    latest = scene.latest_last_day
    return say("wizard.end_gone", type=scene.longest_type_name, last_day=latest) if latest and day > latest else None


def _own_lost_unasked(scene: GiveScene) -> str | None:
    """The same for who has one party, and was never asked for which."""
    return None if scene.own_step in scene.answers else own_lost(scene)
