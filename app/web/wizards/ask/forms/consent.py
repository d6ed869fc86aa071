"""At the counter: what the clerk reads aloud before a customer asks for a mandate."""

from app.core.mandates.catalogue import short_phrase
from app.web.databases import settings
from app.web.wizards.ask.scene import AskScene
from app.web.wizards.give.forms import consent
from app.web.wizards.give.forms.consent import READ_THE_LIST_FROM
from app.web.wizards.give.wording import asked_period_text


class ConsentForm(consent.ConsentForm):
    """The two ticks of giving, after another script."""

    def read_aloud(self, scene: AskScene) -> list[str]:  # type: ignore[override]
        """The script, word for word."""
        own, other = scene.holder_name, scene.other_name
        what = f"{own} wil in naam van {other} {short_phrase(scene.types)}."
        if len(scene.types) >= READ_THE_LIST_FROM:
            what = f"{own} wil doen wat op dit blad staat. Ik lees het voor."
        return [
            f"Een mandaat is een volmacht. U vraagt het aan {other}. {what} Dat mag {asked_period_text(scene)}.",
            f"{other} krijgt een brief met uw uitleg, en beslist. U mag pas iets doen als {other} akkoord is.",
            "U bent niet verplicht om dit te vragen. U mag uw vraag elke dag intrekken, zonder reden.",
            "Ik schrijf op wie ik hielp, wanneer, en hoe ik uw identiteit nakeek. Ik vraag nooit uw pincode.",
            *consent.notice_script(scene),
            f"Klopt er iets niet? Bel gratis {settings().help_line}. Gaat u akkoord?",
        ]
