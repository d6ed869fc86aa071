"""At the counter: what the clerk reads aloud before a customer passes a mandate on."""

from app.web.consent_words import WRITTEN_DOWN
from app.web.databases import settings
from app.web.wizards.give.forms import consent
from app.web.wizards.pass_on.scene import PassOnScene
from app.web.wizards.pass_on.wording import until_text


class ConsentForm(consent.ConsentForm):
    """The two ticks of giving, after another script."""

    def read_aloud(self, scene: PassOnScene) -> list[str]:  # type: ignore[override]
        """The script, word for word."""
        giver, third = scene.giver_name, scene.holder_name
        what = consent.what_it_is(scene.types, f"{third} mag dan", f"in naam van {giver}")
        return [
            f"U hebt een mandaat van {giver}. U geeft een deel door aan {third}. {what} "
            f"{until_text(scene)}. Meer mag niet.",
            f"Stopt uw mandaat? Dan stopt dit ook. {giver} krijgt een brief en mag dit elke dag stopzetten.",
            "U bent niet verplicht om dit te doen. U mag elke dag stoppen, zonder reden.",
            WRITTEN_DOWN,
            f"Het werkt pas als {third} aanvaardt. "
            f"Klopt er iets niet? Bel gratis {settings().help_line}. Gaat u akkoord?",
        ]
