"""Which letters follow an act, and how they come: by post, or to be fetched at a counter by who has no address."""

from app.core.register.postal import addresses_of
from app.core.views.letter import LetterView
from app.core.views.mandate import MandateView
from app.web.databases import database

NO_ADDRESS = "Wij vinden geen adres van u in de KBO. U kunt uw brief aan een loket halen."


def two_letters_text(view: MandateView | LetterView, by: str) -> str:
    """One to each side; `by` is the day on which what is posted comes, in words."""
    own, other = _have_address(view)
    if own and other:
        return f"Wij sturen 2 brieven: 1 naar u en 1 naar {view.other}. Ze komen ten laatste op {by}."
    fetched = NO_ADDRESS if not own else f"Uw brief komt ten laatste op {by}."
    theirs = "" if other else f" {view.other} kan een brief aan een loket halen."
    return f"Wij maken 2 brieven: 1 voor u en 1 voor {view.other}. {fetched}{theirs}"


def one_letter_text(view: MandateView | LetterView, by: str) -> str:
    """One, to the other side."""
    if _have_address(view)[1]:
        return f"Wij sturen 1 brief naar {view.other}. Die komt ten laatste op {by}."
    return f"Wij maken 1 brief voor {view.other}. Die ligt klaar aan een loket."


def _have_address(view: MandateView | LetterView) -> tuple[bool, bool]:
    parties = [view.mandate.giver, view.mandate.holder]
    if view.side == "holder":
        parties.reverse()
    with database().reading() as session:
        own, other = addresses_of(session, [(party, None) for party in parties])
    return own is not None, other is not None
