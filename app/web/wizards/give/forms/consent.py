"""At the counter: what the clerk reads aloud, and the customer's two answers."""

from collections.abc import Sequence
from typing import Any

from app.core.counter.visits import record_consent
from app.core.mandates.catalogue import MandateType, may_not_sentences, may_sentences, short_phrase
from app.core.people.notices import NoticeChoice
from app.core.register.postal import address_of
from app.web.consent_words import WRITTEN_DOWN
from app.web.databases import settings
from app.web.fields import TickField
from app.web.look_words import CLOSE_HINT, CLOSE_TO_ME
from app.web.notice_form import in_short
from app.web.wizards.give.scene import GiveScene
from app.web.wizards.give.wording import asked_period_text
from app.web.wizards.step_form import StepForm

NOT_READ = "Lees de tekst voor en vraag of de klant akkoord is. Kruis dat dan aan."
NOT_KEPT = "Vraag of wij deze gegevens mogen bewaren. Kruis dat dan aan."
READ_THE_LIST = "Lees ook de lijst hieronder voor. Leg uw vinger bij elke zin."
READ_THE_LIST_FROM = 3


class ConsentForm(StepForm):
    """Two ticks, one for the mandate and one for keeping the data; the second does not follow from the first.

    A third is about the clerk himself, who may be close to the holder.
    """

    agreed = TickField("Voorgelezen. De klant is akkoord.", missing=NOT_READ)
    keeps = TickField("De klant vindt het goed dat wij deze gegevens bewaren.", missing=NOT_KEPT)
    close = TickField(CLOSE_TO_ME, missing=None, description=CLOSE_HINT)

    def prepare(self, scene: GiveScene) -> None:  # type: ignore[override]
        """The script with the answers filled in."""
        self.visit = str(scene.actor.visit_id)
        self.holder = scene.holder_name
        self.script = self.read_aloud(scene)
        self.reads_list = len(scene.types) >= READ_THE_LIST_FROM
        self.note = READ_THE_LIST if self.reads_list else None
        passed_on = scene.wish.source_id is not None
        self.may = may_sentences(scene.types, scene.holder_name, passed_on=passed_on)
        self.may_not = may_not_sentences(scene.types, scene.holder_name, passed_on=passed_on)

    def read_aloud(self, scene: GiveScene) -> list[str]:
        """The script, word for word."""
        return script(scene)

    def answer(self) -> dict[str, Any]:
        """In which visit the customer agreed."""
        return {"agreed": True, "visit": self.visit, "close": bool(self.close.data)}

    def keep(self, scene: GiveScene) -> None:  # type: ignore[override]
        """The visit remembers to what the customer agreed, and when; the core asks for it at sending."""
        about, close = scene.wish.fingerprint(), bool(self.close.data)
        record_consent(scene.session, scene.actor, about, now=scene.now, close=close)


def what_it_is(types: Sequence[MandateType], who: str, for_whom: str) -> str:
    """What it is about, in a sentence that begins with `who`, such as "Peeters mag dan"; a long list is read apart."""
    if len(types) >= READ_THE_LIST_FROM:
        return f"{who} doen wat op dit blad staat. Ik lees het voor."
    return f"{who} {for_whom} {short_phrase(types)}."


def script(scene: GiveScene) -> list[str]:
    """The consent script, word for word, in paragraphs that can be read in one breath."""
    holder = scene.holder_name
    what = what_it_is(scene.types, f"{holder} mag dan", "in uw naam")
    return [
        f"Een mandaat is een volmacht. U geeft het aan {holder}. {what} "
        f"Dat mag {asked_period_text(scene)}. Meer mag niet.",
        "U blijft zelf verantwoordelijk. U bent niet verplicht om dit te doen. U mag elke dag stoppen, zonder reden.",
        WRITTEN_DOWN,
        f"{_letter_text(scene)} {holder} krijgt ook een brief. "
        f"Het mandaat werkt pas als {holder} aanvaardt.",
        *notice_script(scene),
        f"Klopt er iets niet? Bel gratis {settings().help_line}. Dan staat het mandaat meteen stil. Gaat u akkoord?",
    ]


def notice_script(scene: GiveScene) -> list[str]:
    """What the customer chose about news, when that was asked now."""
    choice = scene.notice
    if choice is None or choice == NoticeChoice():
        return []
    chosen = [f"U koos hoe u nieuws krijgt: {in_short(choice).lower()}."]
    if choice.email:
        chosen.append("Wij sturen u eerst een e-mail. Daarin staat een dossiernummer om dat te bevestigen.")
    return [" ".join(chosen)]


def _letter_text(scene: GiveScene) -> str:
    address = address_of(scene.session, scene.own, scene.actor.visit_id)
    if address is None:
        return "Wij vinden geen adres van u in de KBO. U krijgt uw brief aan het loket."
    known = "het adres dat wij van u kennen" if address.kind == "confirmed" else "uw adres in de KBO"
    return f"U krijgt een brief op {known}."
