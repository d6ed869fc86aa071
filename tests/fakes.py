"""Stand-ins for the outside world, for when a test needs it to misbehave."""

import hashlib

from app.adapters.press import PressError
from app.core.letters.data import LetterToPrint, PrintedLetter
from app.core.letters.well_formed import check_letter


class PlainPress:
    """Prints nothing but the facts, at once; refuses the dossiers in `jammed`, and tells how many letters it made."""

    def __init__(self) -> None:
        self.jammed: set[str] = set()
        self.printed = 0

    def print_letter(self, letter: LetterToPrint) -> PrintedLetter:
        """The facts as text; raises PressError for a dossier in `jammed`, with words that may not be written down."""
        check_letter(letter)
        if letter.dossier_number in self.jammed:
            raise PressError(f"the paper jammed on the letter of {letter.data['giver_name']}")
        self.printed += 1
        text = f"{letter.template} {letter.dossier_number} {dict(letter.data)}"
        pdf = text.encode()
        return PrintedLetter(pdf, hashlib.sha256(pdf).hexdigest(), 2, [b"front", b"back"], text)
