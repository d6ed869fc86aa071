"""The summary that the clerk reads aloud, keeping it ready, and the page that says what the caller gets."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from app.core.acts import giving, preparing
from app.core.errors import Conflict, NotAllowed
from app.core.permits.managing import permit_managing
from app.core.permits.phone import PREPARE
from app.translations.formats import list_text
from app.web.wizards.give.check import STEPS_OF_FIELDS
from app.web.wizards.give.looking import check_page, named
from app.web.wizards.give.wording import long_text, start_text, what_text
from app.web.wizards.pages import CheckPage, Problem, Row
from app.web.wizards.prepare.scene import PrepareScene

__all__ = ["STEPS_OF_FIELDS", "check", "done", "submit"]


def check(scene: PrepareScene) -> CheckPage:
    """What would stand ready, to be read aloud; or the mandate that is there already."""
    page = check_page(scene, giving.preview_gift, _rows, STEPS_OF_FIELDS)
    if page.template != "check":
        return page
    # Nobody gives here, so what giving would still need is no problem yet.
    return replace(page, shown={**page.shown, "aloud": _aloud(scene, page)}, problems=_problems(scene), tick=False)


def submit(scene: PrepareScene) -> None:
    """Keep it ready; the same draft never sends two letters."""
    preparing.prepare_gift(
        scene.session, scene.actor, scene.wish, scene.draft.id, policy=scene.policy, now=scene.now
    )


def done(scene: PrepareScene) -> Mapping[str, Any]:
    """Under which number it stands ready, and when the letter comes."""
    letter = preparing.find_prepared_letter(scene.session, scene.dossier_number)
    return {"letter": letter, "own": scene.own_name, "given": bool(scene.draft.mandate_id)}


def _problems(scene: PrepareScene) -> tuple[Problem, ...]:
    try:
        permit_managing(scene.session, scene.actor, scene.own, scene.today, widens=False, about=PREPARE)
    except (Conflict, NotAllowed) as refusal:
        return (Problem(refusal.sentence),)
    return ()


def _rows(scene: PrepareScene, preview: giving.Preview) -> tuple[Row, ...]:
    last_step = "end-date" if "end-date" in scene.answers else "period"
    return (
        Row("Wie geeft het mandaat?", named(preview.giver)),
        Row("Wie krijgt het mandaat?", named(preview.holder), "holder", "wie het mandaat krijgt"),
        Row("Waarvoor?", what_text(scene), "types", "wat mag"),
        Row("Vanaf wanneer?", start_text(scene), "start", "vanaf wanneer"),
        Row("Hoelang?", long_text(scene), last_step, "hoelang"),
    )


def _aloud(scene: PrepareScene, page: CheckPage) -> list[str]:
    holder, shown = page.shown["holder"], page.shown
    return [
        "Een nieuw mandaat kan ik niet volledig aan de telefoon geven. Ik zet het klaar. Ik lees voor wat ik noteerde.",
        f"{shown['giver']} geeft een mandaat aan {holder}. Een mandaat is een volmacht. "
        f"Dit staat erin: {list_text([one.name for one in scene.types])}. Het mandaat geldt dan {shown['period']}. "
        "Klopt dat?",
        "U krijgt een brief met uw dossiernummer, op het adres van uw onderneming. "
        "Daarmee gaat u verder: thuis, als u zich aanmeldt, of aan een loket met uw identiteitskaart. "
        f"Tot dan is er niets gegeven, en hoort {holder} niets.",
        *["Ik kon niet nakijken wie u bent. Dat staat ook in de brief."] * scene.is_unchecked,
    ]
