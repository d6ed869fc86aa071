"""Whether somebody else does for the giver what stops: another holder may do it too."""

from collections.abc import Sequence
from datetime import date

from app.core.representation.others import list_others
from app.core.views.letter import LetterView
from app.core.views.mandate import MandateView
from app.translations.formats import list_text
from app.web.databases import database

NOBODY = "Niemand anders doet dit nu voor u."
NOBODY_THE_REST = "De rest doet nu niemand anders voor u."
AFTER_SIGNING_IN = "Mag iemand anders dit ook voor u doen? Dat leest u bij Mijn mandaten, als u zich aanmeldt."


def others_text(view: MandateView | LetterView, type_keys: Sequence[str], day: date) -> str:
    """Who else may do it, all or a part, or that nobody does; the code of a letter tells nothing of other mandates."""
    if isinstance(view, LetterView):
        return AFTER_SIGNING_IN
    with database().reading() as session:
        found = list_others(session, view.mandate, type_keys, day)
    names = list_text(sorted({name for names in found.values() for name in names}))
    if not names:
        return NOBODY
    if set(found) == set(type_keys):
        return f"Dit mag ook iemand anders voor u doen: {names}."
    return f"Een deel mag ook iemand anders voor u doen: {names}. {NOBODY_THE_REST}"
