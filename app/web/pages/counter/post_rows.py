"""How a letter of the tray is shown where it can be ticked."""

from wtforms.fields.choices import SelectChoice

from app.core.letters.post_tray import TrayLetter
from app.translations import say
from app.translations.formats import dossier_text, moment_text
from app.web.fields import option


def letter_row(one: TrayLetter) -> SelectChoice:
    """Whom it is for, what it is about, its number, and when it was printed."""
    printed, kind = one.letter.printed_at, one.letter.kind.split(".")[0]
    lines = [
        f"{say(f'letter_kind.{kind}')}, dossiernummer {dossier_text(one.dossier_number)}",
        f"Gedrukt op {moment_text(printed)}" if printed else "",
    ]
    return option(str(one.letter.id), one.letter.party.name, lines=[line for line in lines if line])
