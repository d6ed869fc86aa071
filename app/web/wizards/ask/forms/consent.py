"""At the counter: what the clerk reads aloud before a customer asks for a mandate."""

from app.web.consent_words import WRITTEN_DOWN
from app.web.databases import settings
from app.web.wizards.ask.scene import AskScene
from app.web.wizards.give.forms import consent
from app.web.wizards.give.wording import asked_period_text


class ConsentForm(consent.ConsentForm):
    """The two ticks of giving, after another script."""

    def read_aloud(self, scene: AskScene) -> list[str]:  # type: ignore[override]
        """The script, word for word."""
        own, other = scene.holder_name, scene.other_name
        what = consent.what_it_is(scene.types, f"{own} wil", f"in naam van {other}")
        return [
            f"Een mandaat is een volmacht. U vraagt het aan {other}. {what} Dat mag {asked_period_text(scene)}.",
            f"{other} krijgt een brief met uw uitleg, en beslist. U mag pas iets doen als {other} akkoord is.",
            "U bent niet verplicht om dit te vragen. U mag uw vraag elke dag intrekken, zonder reden.",
            WRITTEN_DOWN,
            *consent.notice_script(scene),
            f"Klopt er iets niet? Bel gratis {settings().help_line}. Gaat u akkoord?",
        ]
