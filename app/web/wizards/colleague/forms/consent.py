"""At the counter: what the clerk reads aloud before a customer lets a colleague do something, and the two answers."""

from typing import Any

from app.core.counter.visits import record_consent
from app.core.mandates.catalogue_rights import may_of_rights
from app.translations.formats import day_text, list_text
from app.web.consent_words import WRITTEN_DOWN
from app.web.databases import settings
from app.web.fields import TickField
from app.web.look_words import CLOSE_HINT, COLLEAGUE_CLOSE_TO_ME
from app.web.wizards.colleague.scene import MANAGER, VIEW, ColleagueScene
from app.web.wizards.colleague.wording import contents_of_groups, groups_text
from app.web.wizards.give.forms.consent import NOT_KEPT, NOT_READ
from app.web.wizards.step_form import StepForm


class ConsentForm(StepForm):
    """Two ticks, one for the right and one for keeping the data; a third is about the clerk himself."""

    agreed = TickField("Voorgelezen. De klant is akkoord.", missing=NOT_READ)
    keeps = TickField("De klant vindt het goed dat wij deze gegevens bewaren.", missing=NOT_KEPT)
    close = TickField(COLLEAGUE_CLOSE_TO_ME, missing=None, description=CLOSE_HINT)
    reads_list = False
    note = None

    def prepare(self, scene: ColleagueScene) -> None:  # type: ignore[override]
        """The script with the answers filled in."""
        self.visit = str(scene.actor.visit_id)
        self.script = read_aloud(scene)

    def answer(self) -> dict[str, Any]:
        """In which visit the customer agreed."""
        return {"agreed": True, "visit": self.visit, "close": bool(self.close.data)}

    def keep(self, scene: ColleagueScene) -> None:  # type: ignore[override]
        """The visit remembers to what the customer agreed, and when; the core asks for it at sending."""
        record_consent(scene.session, scene.actor, scene.about, now=scene.now, close=bool(self.close.data))


def read_aloud(scene: ColleagueScene) -> list[str]:
    """The script, word for word, in paragraphs that can be read in one breath."""
    replaces = [f"Dit komt in de plaats van wat {scene.name} nu mag."] if scene.changes else []
    return [
        f"U laat {scene.name} werken voor {scene.party_name}. {_what(scene)}",
        *_listed(scene),
        " ".join([_how_long(scene), *replaces]),
        *_newcomer(scene),
        WRITTEN_DOWN,
        f"U bent niet verplicht om dit te doen. Klopt er iets niet? Bel gratis {settings().help_line}. Gaat u akkoord?",
    ]


def _what(scene: ColleagueScene) -> str:
    whom = _whom(scene)
    if scene.is_own_choice:
        return _one_by_one(scene, whom)
    level = scene.answer("level", "level")
    said = f"{scene.name} mag {'alleen kijken' if level == VIEW else 'kijken en doen'}, {whom}."
    if level != MANAGER:
        return said
    return f"{said} {scene.name} mag ook mandaten geven, aanvaarden en stopzetten, en medewerkers aanduiden."


def _whom(scene: ColleagueScene) -> str:
    if scene.mandate_groups:
        return f"alleen voor wat in {groups_text(scene)} staat"
    return f"alleen voor {list_text(scene.names_of_customers)}" if scene.names_of_customers else "voor alle klanten"


def _listed(scene: ColleagueScene) -> list[str]:
    """What stands in the mandate groups today, and that it stays with that."""
    if not scene.mandate_groups:
        return []
    return [" ".join([*contents_of_groups(scene), "Komt er later iets bij? Dan hoort dat er niet vanzelf bij."])]


def _one_by_one(scene: ColleagueScene, whom: str) -> str:
    types = scene.chosen_types
    where = f", {whom}" if any(not one.decides for one in types) else ""
    titles = list_text([one.name.lower() for one in types])
    return " ".join([f"{scene.name} wordt {titles}{where}.", *may_of_rights(types, scene.name, beside=scene.kept)])


def _how_long(scene: ColleagueScene) -> str:
    until = f"tot en met {day_text(scene.last_day)}" if scene.last_day else "tot iemand het intrekt"
    return f"Dat geldt {until}. U kunt het elke dag intrekken."


def _newcomer(scene: ColleagueScene) -> list[str]:
    if not scene.is_new:
        return []
    return [
        f"Wij sturen een brief met een code naar {scene.party_name}. Geef die brief aan {scene.name}. "
        f"{scene.name} antwoordt online, op papier of aan een loket. Tot dan mag {scene.name} niets."
    ]
