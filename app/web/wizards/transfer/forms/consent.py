"""At the counter: what the clerk reads aloud before a customer changes holders."""

from app.web.consent_words import WRITTEN_DOWN
from app.web.databases import settings
from app.web.wizards.give.forms import consent
from app.web.wizards.transfer.scene import TransferScene


class ConsentForm(consent.ConsentForm):
    """The two ticks of giving, after another script."""

    def read_aloud(self, scene: TransferScene) -> list[str]:  # type: ignore[override]
        """The script, word for word."""
        old, new = scene.old_name, scene.holder_name
        what = consent.what_it_is(scene.types, f"{new} mag dan", "in uw naam")
        day = f" Dat is ten vroegste op {scene.first_day_text}." if scene.asked_first_day else ""
        stops = f"{old} stopt pas als {new} aanvaardt en mag werken.{day} Weigert {new}? Dan blijft alles bij {old}."
        if scene.stops_now:
            stops = (
                f"{old} stopt nu meteen. Tot {new} aanvaardt, doet niemand dit voor u. "
                f"Weigert {new}? Dan komt {old} niet terug."
            )
        return [
            f"U vraagt aan {new} om over te nemen van {old}. {what} Meer mag niet.",
            stops,
            "U blijft zelf verantwoordelijk. U bent niet verplicht om dit te doen. "
            "U mag elke dag stoppen, zonder reden.",
            WRITTEN_DOWN,
            *consent.notice_script(scene),
            "U krijgt een brief, en zij allebei ook. "
            f"Klopt er iets niet? Bel gratis {settings().help_line}. Gaat u akkoord?",
        ]
