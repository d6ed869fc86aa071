"""Whether somebody else does for the giver what stops: another holder may do it too."""

from collections.abc import Sequence
from datetime import date

from app.core.representation.others import list_others
from app.translations.formats import list_text
from app.web.databases import database

NOBODY = "Niemand anders doet dit nu voor u."
NOBODY_THE_REST = "De rest doet nu niemand anders voor u."


def others_text(mandate: object, type_keys: Sequence[str], day: date) -> str:
    """Who else may do it, all or a part, or that nobody does."""
    with database().reading() as session:
        found = list_others(session, mandate, type_keys, day)  # type: ignore[arg-type]
    names = list_text(sorted({name for names in found.values() for name in names}))
    if not names:
        return NOBODY
    if set(found) == set(type_keys):
        return f"Dit mag ook iemand anders voor u doen: {names}."
    return f"Een deel mag ook iemand anders voor u doen: {names}. {NOBODY_THE_REST}"
