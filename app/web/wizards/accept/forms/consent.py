"""At the counter: what the clerk reads aloud before somebody accepts or refuses."""

from typing import Any

from app.core.counter.visits import record_consent
from app.core.mandates.catalogue import may_not_sentences, may_sentences
from app.translations.formats import list_text
from app.web.consent_words import WRITTEN_DOWN
from app.web.databases import settings
from app.web.fields import TickField
from app.web.look_words import CLOSE_HINT, CLOSE_TO_ME, NAMED_CLOSE_TO_ME
from app.web.wizards.accept.scene import LESS, AcceptScene
from app.web.wizards.accept.wording import holder_text, period_of, types_of
from app.web.wizards.give.forms.consent import NOT_KEPT, NOT_READ, READ_THE_LIST, READ_THE_LIST_FROM, what_it_is
from app.web.wizards.step_form import StepForm


class ConsentForm(StepForm):
    """Two ticks, one for the answer and one for keeping the data."""

    agreed = TickField("Voorgelezen. De klant is akkoord.", missing=NOT_READ)
    keeps = TickField("De klant vindt het goed dat wij deze gegevens bewaren.", missing=NOT_KEPT)
    close = TickField(CLOSE_TO_ME, missing=None, description=CLOSE_HINT)

    def prepare(self, scene: AcceptScene) -> None:  # type: ignore[override]
        """The script with the answers filled in."""
        types = types_of(scene)
        self.visit = str(scene.actor.visit_id)
        self.reads_list = scene.accepts and len(types) >= READ_THE_LIST_FROM
        self.holder = holder_text(scene)
        self.script = _accept_script(scene) if scene.accepts else _refuse_script(scene)
        if scene.executors:
            self.close.label.text = NAMED_CLOSE_TO_ME
        self.note = READ_THE_LIST if self.reads_list else None
        passed_on = scene.mandate.passer is not None
        self.may = may_sentences(types, holder_text(scene), passed_on=passed_on)
        self.may_not = may_not_sentences(types, holder_text(scene), passed_on=passed_on)

    def answer(self) -> dict[str, Any]:
        """In which visit the customer agreed."""
        return {"agreed": True, "visit": self.visit, "close": bool(self.close.data)}

    def keep(self, scene: AcceptScene) -> None:  # type: ignore[override]
        """The visit remembers to what the customer agreed, and when."""
        about, close = scene.act, bool(self.close.data)
        record_consent(scene.session, scene.actor, about, now=scene.now, close=close)


def _accept_script(scene: AcceptScene) -> list[str]:
    giver, holder = scene.mandate.giver.name, holder_text(scene)
    what = what_it_is(types_of(scene), f"{holder} mag dan", f"in naam van {giver}")
    end = "U mag elke dag stoppen" if scene.gives else "U mag elke dag afstand doen van dit mandaat"
    return [
        f"Een mandaat is een volmacht. {giver} geeft het aan {holder}. {what} Dat geldt {period_of(scene)}.",
        *_less_script(scene),
        *_executors_script(scene),
        *(["U blijft zelf verantwoordelijk."] if scene.gives else []),
        f"U bent niet verplicht om dit te doen. {end}, zonder reden.",
        *_closing(scene),
    ]


def _less_script(scene: AcceptScene) -> list[str]:
    if scene.decision != LESS:
        return []
    if scene.gives:
        return [f"{holder_text(scene)} vroeg meer. Dat geeft u niet."]
    return [f"{scene.other_name} vroeg om meer over te nemen. Dat neemt u niet over, en blijft zoals het was."]


def _executors_script(scene: AcceptScene) -> list[str]:
    names = [one.name for one in scene.executors]
    return [f"{list_text(names)} {'mag' if len(names) == 1 else 'mogen'} dit mandaat uitvoeren."] if names else []


def _refuse_script(scene: AcceptScene) -> list[str]:
    other = scene.other_name
    began = f"{other} vroeg u een mandaat." if scene.gives else f"{other} gaf u een mandaat."
    return [
        f"{began} Een mandaat is een volmacht. U weigert dat nu.",
        f"Niemand mag dan iets doen met dit mandaat. {other} krijgt een brief.",
        *_closing(scene),
    ]


def _closing(_scene: AcceptScene) -> list[str]:
    return [
        WRITTEN_DOWN,
        f"Klopt er iets niet? Bel gratis {settings().help_line}. Gaat u akkoord?",
    ]
